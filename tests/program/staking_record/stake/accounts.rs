//! `stake` with accounts of others, and what one could hope to gain by them.

use inference_staking_client::accounts::Stake;
use inference_staking_client::{address, instruction as ix, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::{wallet, Executed, Refused};
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};
use solana_signer::Signer;

use crate::staking_record::world::*;

/// Stakes one token with changed accounts.
fn stake_with(
    network: &mut TestNetwork,
    staker: &Staker,
    change: impl FnOnce(&mut Stake),
) -> Result<Executed, Refused> {
    let mut accounts = network.stake_accounts(staker);
    change(&mut accounts);
    network.send(&[ix::stake(accounts, ONE)], &[&staker.wallet])
}

#[test]
fn nobody_stakes_into_the_record_of_another_owner() {
    let World { mut network, alice, bob, .. } = pool_of_three();
    let bobs = bob.record.address();
    let result = stake_with(&mut network, &alice, |accounts| accounts.staking_record = bobs);
    assert_refused(result, StakingError::NotRecordOwner);
    assert_eq!(network.record_of(&bob).shares, 5_000 * ONE);
}

#[test]
fn a_record_takes_no_stake_through_another_pool() {
    let World { mut network, alice, .. } = pool_of_three();
    let other = network.operator("other operator", 2_000 * ONE);
    let result = stake_with(&mut network, &alice, |accounts| {
        accounts.operator_pool = other.record.operator_pool;
        accounts.pool_vault = pool_vault(&other);
    });
    assert_refused(result, StakingError::RecordOfAnotherPool);
}

#[test]
fn a_stake_goes_into_the_pools_own_vault_only() {
    let World { mut network, alice, operator, .. } = pool_of_three();
    let other = network.operator("other operator", 2_000 * ONE);
    let mint = network.mints.stake;
    let look_alike = network.token_account(&operator.record.operator_pool, &mint).unwrap();
    let attackers = stake_account(&network, &other);
    for vault in [pool_vault(&other), look_alike, attackers, address::reward_vault()] {
        let result = stake_with(&mut network, &alice, |accounts| accounts.pool_vault = vault);
        assert_refused(result, StakingError::WrongVault);
    }
    assert_eq!(network.tokens_of(&alice), 997_000 * ONE);
}

#[test]
fn the_source_as_the_vault_moves_nothing_and_is_refused() {
    let World { mut network, alice, .. } = pool_of_three();
    let source = stake_account(&network, &alice);
    let result = stake_with(&mut network, &alice, |accounts| accounts.pool_vault = source);
    assert_refused(result, StakingError::WrongVault);
}

#[test]
fn a_stake_is_made_in_the_stake_mint_only() {
    let World { mut network, alice, .. } = pool_of_three();
    let usdc = network.mints.usdc;
    let other = wallet("other mint");
    network.create_mint(&other).unwrap();
    let (original, record) = (network.mints.stake, alice.record.address());
    let foreign = foreign_copy_of(&mut network, &original);
    for mint in [usdc, other.pubkey(), foreign, record] {
        let result = stake_with(&mut network, &alice, |accounts| accounts.stake_mint = mint);
        assert_refused(result, StakingError::WrongMint);
    }
}
