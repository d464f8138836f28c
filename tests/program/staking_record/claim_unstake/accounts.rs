//! `claim_unstake` with accounts of others, and what one could hope to gain by them.

use inference_staking_client::accounts::ClaimUnstake;
use inference_staking_client::{address, args, instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::{wallet, Executed, Refused};
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};
use solana_signer::Signer;

use crate::staking_record::world::*;

/// Claims with changed accounts.
fn claim_with(
    network: &mut TestNetwork,
    staker: &Staker,
    change: impl FnOnce(&mut ClaimUnstake),
) -> Result<Executed, Refused> {
    let mut accounts = ix::claim_unstake_accounts(staker.record, network.mints.stake);
    change(&mut accounts);
    network.send(&[ix::build(accounts, args::ClaimUnstake {})], &[])
}

/// The operator and Alice have unstaked 1,000 shares each, Bob all of his; everything has matured.
/// The pool vault's 10,000 tokens are enough for any one of them.
fn matured() -> World {
    let mut world = paid_pool_of_three();
    world.network.unstake(&world.operator, 1_000 * ONE).unwrap();
    world.network.unstake(&world.alice, 1_000 * ONE).unwrap();
    world.network.unstake(&world.bob, 5_000 * ONE).unwrap();
    world.network.pass_time(14 * DAY);
    world
}

#[test]
fn a_ticket_is_not_paid_by_another_pool() {
    let World { mut network, alice, .. } = matured();
    let other = network.operator("other operator", 1_000 * ONE);
    let result = claim_with(&mut network, &alice, |accounts| {
        accounts.operator_pool = other.record.operator_pool;
        accounts.pool_vault = pool_vault(&other);
    });
    assert_refused(result, StakingError::RecordOfAnotherPool);
    assert_eq!(network.balance(&pool_vault(&other)), 1_000 * ONE);
}

#[test]
fn a_halted_operator_is_not_paid_by_another_pool() {
    let World { mut network, operator, .. } = matured();
    let other = network.operator("other operator", 5_000 * ONE);
    halt_pool(&mut network, &operator);
    let result = claim_with(&mut network, &operator, |accounts| {
        accounts.operator_pool = other.record.operator_pool;
        accounts.pool_vault = pool_vault(&other);
    });
    assert_refused(result, StakingError::RecordOfAnotherPool);
}

#[test]
fn a_ticket_is_paid_from_the_pools_own_vault_only() {
    let World { mut network, operator, alice, .. } = matured();
    let other = network.operator("other operator", 1_000 * ONE);
    let mint = network.mints.stake;
    let look_alike = network.token_account(&operator.record.operator_pool, &mint).unwrap();
    network.mint_to(&mint, &look_alike, 10_000 * ONE).unwrap();
    let owners = stake_account(&network, &alice);
    for vault in [pool_vault(&other), look_alike, owners, address::reward_vault()] {
        let result = claim_with(&mut network, &alice, |accounts| accounts.pool_vault = vault);
        assert_refused(result, StakingError::WrongVault);
    }
}

#[test]
fn a_ticket_is_paid_in_the_stake_mint_only() {
    let World { mut network, alice, .. } = matured();
    let usdc = network.mints.usdc;
    let other = wallet("other mint");
    network.create_mint(&other).unwrap();
    let (original, record) = (network.mints.stake, alice.record.address());
    let foreign = foreign_copy_of(&mut network, &original);
    for mint in [usdc, other.pubkey(), foreign, record] {
        let result = claim_with(&mut network, &alice, |accounts| accounts.stake_mint = mint);
        assert_refused(result, StakingError::WrongMint);
    }
}
