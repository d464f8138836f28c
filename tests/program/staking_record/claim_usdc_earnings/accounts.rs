//! `claim_usdc_earnings` with accounts of others, and what one could hope to gain by them.

use inference_staking_client::accounts::ClaimUsdcEarnings;
use inference_staking_client::{address, args, instruction as ix, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::{wallet, Executed, Refused};
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};
use solana_signer::Signer;

use crate::staking_record::world::*;

/// Claims with changed accounts.
fn claim_with(
    network: &mut TestNetwork,
    staker: &Staker,
    change: impl FnOnce(&mut ClaimUsdcEarnings),
) -> Result<Executed, Refused> {
    let destination = usdc_account(network, staker);
    let mut accounts = ix::claim_usdc_earnings_accounts(staker.record, destination, network.mints.usdc);
    change(&mut accounts);
    network.send(&[ix::build(accounts, args::ClaimUsdcEarnings {})], &[&staker.wallet])
}

#[test]
fn nobody_claims_the_usdc_of_another_owner() {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    let bobs = bob.record.address();
    for thief in [&alice, &operator] {
        let result = claim_with(&mut network, thief, |accounts| accounts.staking_record = bobs);
        assert_refused(result, StakingError::NotRecordOwner);
    }
    network.claim_usdc(&bob).unwrap();
    assert_eq!(network.usdc_of(&bob), 400 * ONE);
}

#[test]
fn a_record_does_not_claim_by_the_index_of_another_pool() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    let other = network.operator("other operator", 5_000 * ONE);
    pay_pool(&mut network, &other, 2, 0, 900 * ONE);
    let pool = other.record.operator_pool;
    let result = claim_with(&mut network, &alice, |accounts| accounts.operator_pool = pool);
    assert_refused(result, StakingError::RecordOfAnotherPool);
}

#[test]
fn a_halted_operator_does_not_claim_through_another_pool() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    let other = network.operator("other operator", 5_000 * ONE);
    halt_pool(&mut network, &operator);
    let pool = other.record.operator_pool;
    let result = claim_with(&mut network, &operator, |accounts| accounts.operator_pool = pool);
    assert_refused(result, StakingError::RecordOfAnotherPool);
}

#[test]
fn usdc_comes_from_the_global_usdc_vault_only() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    let mint = network.mints.usdc;
    let look_alike = network.token_account(&address::pool_overview(), &mint).unwrap();
    network.mint_to(&mint, &look_alike, 1_000 * ONE).unwrap();
    let own = usdc_account(&network, &alice);
    for vault in [look_alike, own, address::reward_vault(), pool_vault(&alice)] {
        let result = claim_with(&mut network, &alice, |accounts| accounts.usdc_vault = vault);
        assert_refused(result, StakingError::WrongVault);
    }
    assert_eq!(network.balance(&look_alike), 1_000 * ONE);
}

#[test]
fn the_reward_vault_does_not_pay_tokens_for_usdc() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    let (stake_mint, destination) = (network.mints.stake, stake_account(&network, &alice));
    let result = claim_with(&mut network, &alice, |accounts| {
        accounts.usdc_vault = address::reward_vault();
        accounts.usdc_mint = stake_mint;
        accounts.destination = destination;
    });
    assert_refused(result, StakingError::WrongVault);
}

#[test]
fn earnings_are_paid_in_the_usdc_mint_only() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    let stake_mint = network.mints.stake;
    let other = wallet("other mint");
    network.create_mint(&other).unwrap();
    let (original, record) = (network.mints.usdc, alice.record.address());
    let foreign = foreign_copy_of(&mut network, &original);
    for mint in [stake_mint, other.pubkey(), foreign, record] {
        let result = claim_with(&mut network, &alice, |accounts| accounts.usdc_mint = mint);
        assert_refused(result, StakingError::WrongMint);
    }
}

#[test]
fn a_destination_that_does_not_exist_is_refused() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    let nowhere = address::owner_token_account(&wallet("nobody").pubkey(), &network.mints.usdc);
    let result = claim_with(&mut network, &alice, |accounts| accounts.destination = nowhere);
    assert_refused(result, StakingError::WrongDestinationAccount);
}
