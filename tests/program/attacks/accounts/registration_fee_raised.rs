//! Registration fee raised in front of a creation: takes all that the payer's account holds.

use inference_staking_client::instruction::{self as ix, FeeAccounts};
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::wallet;
use inference_staking_test_kit::actors::pool_args;
use solana_signer::Signer;

use crate::chain::{start, TestNetwork};
use crate::world::*;

/// The fee is 50 tokens, which go to a wallet of the program admin's.
fn with_a_fee_of_fifty() -> TestNetwork {
    let mut network = start();
    let collector = network.funded_wallet("collector", 0).unwrap();
    let fee = UpdatePoolOverviewArgs {
        registration_fee: Some(50 * ONE),
        registration_fee_wallet: Some(collector.pubkey()),
        ..Default::default()
    };
    update_overview(&mut network, fee).unwrap();
    network
}

fn raise_to(network: &mut TestNetwork, fee: u64) {
    let raise = UpdatePoolOverviewArgs { registration_fee: Some(fee), ..Default::default() };
    update_overview(network, raise).unwrap();
}

#[test]
fn a_creation_pays_no_more_than_its_payer_agreed_to() {
    let mut network = with_a_fee_of_fifty();
    let victim = wallet_with_lamports(&mut network, "victim");
    let stake_mint = network.mints.stake;
    let source = network.token_account(&victim.pubkey(), &stake_mint).unwrap();
    network.mint_to(&stake_mint, &source, 1_000 * ONE).unwrap();
    let destination = address::owner_token_account(&wallet("collector").pubkey(), &stake_mint);
    let create = |most| {
        let fee = FeeAccounts { source, destination };
        let accounts = ix::create_operator_pool_accounts(victim.pubkey(), victim.pubkey(), stake_mint, Some(fee));
        ix::create_operator_pool(accounts, pool_args(), most)
    };
    // The admin sees the creation for 50 on its way, and asks for everything first; or for one base unit more.
    for raised in [1_000 * ONE, 50 * ONE + 1] {
        raise_to(&mut network, raised);
        refuses_instruction(&mut network, StakingError::RegistrationFeeTooHigh, create(50 * ONE), &[&victim]);
    }
    assert_eq!(network.balance(&source), 1_000 * ONE);
    // At the agreed fee it goes through, and a lower one is welcome.
    raise_to(&mut network, 30 * ONE);
    network.send(&[create(50 * ONE)], &[&victim]).unwrap();
    assert_eq!((network.balance(&source), network.balance(&destination)), (970 * ONE, 30 * ONE));
}

#[test]
fn whoever_saw_no_fee_pays_none_although_the_accounts_would_allow_it() {
    let mut network = start();
    let victim = wallet_with_lamports(&mut network, "victim");
    let stake_mint = network.mints.stake;
    let source = network.token_account(&victim.pubkey(), &stake_mint).unwrap();
    network.mint_to(&stake_mint, &source, 1_000 * ONE).unwrap();
    let collector = network.funded_wallet("collector", 0).unwrap();
    let destination = address::owner_token_account(&collector.pubkey(), &stake_mint);
    let fee = Some(FeeAccounts { source, destination });
    let accounts = ix::create_operator_pool_accounts(victim.pubkey(), victim.pubkey(), stake_mint, fee);
    let create = ix::create_operator_pool(accounts, pool_args(), 0);
    let raise = UpdatePoolOverviewArgs {
        registration_fee: Some(1),
        registration_fee_wallet: Some(collector.pubkey()),
        ..Default::default()
    };
    update_overview(&mut network, raise).unwrap();
    refuses_instruction(&mut network, StakingError::RegistrationFeeTooHigh, create, &[&victim]);
    assert_eq!(network.balance(&source), 1_000 * ONE);
}
