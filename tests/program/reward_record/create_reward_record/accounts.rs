//! `create_reward_record`: signers and accounts.

use anchor_lang::error::ErrorCode;
use anchor_lang::prelude::Pubkey;
use inference_staking_client::accounts::CreateRewardRecord;
use inference_staking_client::instruction as ix;
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::{wallet, Executed, Refused};
use inference_staking_test_kit::epochs::no_roots;
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::TestNetwork;
use solana_signer::Signer;

fn marked() -> TestNetwork {
    let mut network = small_network();
    network.operator("operator", 10);
    network.mark(1).unwrap();
    network
}

fn publish_with(network: &mut TestNetwork, change: impl FnOnce(&mut CreateRewardRecord)) -> Result<Executed, Refused> {
    let authority = network.reward_authority.insecure_clone();
    let mut accounts = ix::create_reward_record_accounts(network.payer.pubkey(), authority.pubkey(), 1);
    change(&mut accounts);
    network.send(&[ix::create_reward_record(accounts, no_roots())], &[&authority])
}

#[test]
fn nobody_but_a_reward_authority_may_publish() {
    let mut network = marked();
    for name in ["stranger", "halt authority", "slashing authority", "program admin", "payer"] {
        refuses(&mut network, StakingError::NotRewardAuthority, |network| {
            publish_as(network, &wallet(name), 1, no_roots())
        });
    }
}

#[test]
fn the_record_stands_at_the_address_of_the_next_epoch() {
    let mut network = marked();
    for wrong in [address::reward_record(0), address::reward_record(2), Pubkey::new_unique()] {
        let result = publish_with(&mut network, |accounts| accounts.reward_record = wrong);
        assert_refused_with_code(result, ErrorCode::ConstraintSeeds as u32);
    }
    network.publish(1, no_roots()).unwrap();
    network.mark(2).unwrap();
    // The record of epoch 1 is there already and is not the next one's.
    let again = publish_with(&mut network, |_| {});
    assert_refused_with_code(again, ErrorCode::ConstraintSeeds as u32);
}

#[test]
fn the_vaults_are_the_stored_ones() {
    let mut network = marked();
    let mints = network.mints;
    // Look-alikes: token accounts of the right mint and the right authority.
    let reward_look_alike = network.token_account(&address::pool_overview(), &mints.stake).unwrap();
    let usdc_look_alike = network.token_account(&address::pool_overview(), &mints.usdc).unwrap();
    let pool_vault = address::pool_vault(&network.pools[0]);
    for wrong in [reward_look_alike, address::usdc_vault(), pool_vault] {
        refuses(&mut network, StakingError::WrongVault, |network| {
            publish_with(network, |accounts| accounts.reward_vault = wrong)
        });
    }
    for wrong in [usdc_look_alike, address::reward_vault()] {
        refuses(&mut network, StakingError::WrongVault, |network| {
            publish_with(network, |accounts| accounts.usdc_vault = wrong)
        });
    }
}
