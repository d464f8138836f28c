//! `slash_stake` with accounts of others, and what one could hope to gain by them.

use inference_staking_client::accounts::SlashStake;
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::{assert_refused, TestNetwork};

use super::world::*;

/// One that is refused for each change, whatever else the slash takes.
#[track_caller]
fn assert_each_refused(
    network: &mut TestNetwork,
    operator: &inference_staking_test_kit::Staker,
    changes: &[&dyn Fn(&mut SlashStake)],
    error: StakingError,
) {
    for change in changes {
        for confiscate in [false, true] {
            let result = slash_with(network, operator, take(ONE, 0, confiscate), change);
            assert_refused(result, error);
        }
    }
}

#[test]
fn only_the_record_that_the_pool_stores_is_slashed() {
    let World { mut network, operator, alice, bob } = slashable_pool();
    let other = network.operator("other operator", 2_000 * ONE);
    for record in [alice.record.address(), bob.record.address(), other.record.address()] {
        let change = |accounts: &mut SlashStake| accounts.operator_staking_record = record;
        assert_each_refused(&mut network, &operator, &[&change], StakingError::WrongOperatorRecord);
    }
    assert_eq!(network.record_of(&alice).shares, 3_000 * ONE);
}

#[test]
fn a_pool_is_slashed_with_its_own_record_only() {
    let World { mut network, operator, .. } = slashable_pool();
    let other = network.operator("other operator", 2_000 * ONE);
    let result = slash_with(&mut network, &operator, take(ONE, 0, false), |accounts| {
        accounts.operator_pool = other.record.operator_pool;
        accounts.pool_vault = pool_vault(&other);
    });
    assert_refused(result, StakingError::WrongOperatorRecord);
}

#[test]
fn only_the_stored_vaults_pay() {
    let World { mut network, operator, .. } = slashable_pool();
    let other = pool_vault(&network.operator("other operator", 2_000 * ONE));
    let pools = copy_of(&mut network, &pool_vault(&operator));
    let changes: [&dyn Fn(&mut SlashStake); 5] = [
        &|accounts| accounts.pool_vault = pools,
        &|accounts| accounts.pool_vault = other,
        &|accounts| accounts.reward_vault = pools,
        &|accounts| accounts.usdc_vault = pools,
        &|accounts| std::mem::swap(&mut accounts.reward_vault, &mut accounts.usdc_vault),
    ];
    assert_each_refused(&mut network, &operator, &changes, StakingError::WrongVault);
}

#[test]
fn no_vault_takes_the_place_of_another() {
    let World { mut network, operator, .. } = slashable_pool();
    let vault = pool_vault(&operator);
    let changes: [&dyn Fn(&mut SlashStake); 4] = [
        &|accounts| accounts.reward_vault = vault,
        &|accounts| accounts.pool_vault = address::reward_vault(),
        &|accounts| accounts.usdc_vault = address::reward_vault(),
        &|accounts| accounts.reward_vault = address::usdc_vault(),
    ];
    for change in changes {
        let result = slash_with(&mut network, &operator, take(ONE, 0, false), change);
        assert_refused(result, StakingError::WrongVault);
    }
}

#[test]
fn only_the_stored_mints_are_taken() {
    let World { mut network, operator, .. } = slashable_pool();
    let (stake, usdc) = (network.mints.stake, network.mints.usdc);
    let copy = copy_of(&mut network, &stake);
    let changes: [&dyn Fn(&mut SlashStake); 4] = [
        &|accounts| accounts.stake_mint = copy,
        &|accounts| accounts.stake_mint = usdc,
        &|accounts| accounts.usdc_mint = copy,
        &|accounts| accounts.usdc_mint = stake,
    ];
    assert_each_refused(&mut network, &operator, &changes, StakingError::WrongMint);
}
