//! `slash_stake` with accounts of others, and what one could hope to gain by them.

use inference_staking_client::accounts::SlashStake;
use inference_staking_client::{address, instruction as ix, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};
use solana_signer::Signer;

use super::world::*;

/// A change of the right accounts.
type Change<'a> = &'a dyn Fn(&mut SlashStake);

/// Each change is refused, whatever else the slash takes.
#[track_caller]
fn assert_each_refused(network: &mut TestNetwork, operator: &Staker, changes: &[Change], error: StakingError) {
    for change in changes {
        assert_refused(slash_with(network, operator, take(ONE, 0, false), change), error);
    }
    assert_each_confiscation_refused(network, operator, changes, error);
}

#[track_caller]
fn assert_each_confiscation_refused(
    network: &mut TestNetwork,
    operator: &Staker,
    changes: &[Change],
    error: StakingError,
) {
    for change in changes {
        assert_refused(slash_with(network, operator, take(ONE, 0, true), change), error);
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
    let changes: [Change; 2] = [&|accounts| accounts.pool_vault = pools, &|accounts| accounts.pool_vault = other];
    assert_each_refused(&mut network, &operator, &changes, StakingError::WrongVault);
    let changes: [Change; 3] =
        [&|accounts| accounts.reward_vault = Some(pools), &|accounts| accounts.usdc_vault = Some(pools), &|accounts| {
            std::mem::swap(&mut accounts.reward_vault, &mut accounts.usdc_vault)
        }];
    assert_each_confiscation_refused(&mut network, &operator, &changes, StakingError::WrongVault);
}

#[test]
fn no_vault_takes_the_place_of_another() {
    let World { mut network, operator, .. } = slashable_pool();
    let vault = pool_vault(&operator);
    let changes: [Change; 1] = [&|accounts| accounts.pool_vault = address::reward_vault()];
    assert_each_refused(&mut network, &operator, &changes, StakingError::WrongVault);
    let changes: [Change; 3] = [
        &|accounts| accounts.reward_vault = Some(vault),
        &|accounts| accounts.usdc_vault = Some(address::reward_vault()),
        &|accounts| accounts.reward_vault = Some(address::usdc_vault()),
    ];
    assert_each_confiscation_refused(&mut network, &operator, &changes, StakingError::WrongVault);
}

#[test]
fn only_the_stored_mints_are_taken() {
    let World { mut network, operator, .. } = slashable_pool();
    let (stake, usdc) = (network.mints.stake, network.mints.usdc);
    let copy = copy_of(&mut network, &stake);
    let changes: [Change; 2] = [&|accounts| accounts.stake_mint = copy, &|accounts| accounts.stake_mint = usdc];
    assert_each_refused(&mut network, &operator, &changes, StakingError::WrongMint);
    let changes: [Change; 2] =
        [&|accounts| accounts.usdc_mint = Some(copy), &|accounts| accounts.usdc_mint = Some(stake)];
    assert_each_confiscation_refused(&mut network, &operator, &changes, StakingError::WrongMint);
}

#[test]
fn a_confiscation_needs_every_account_of_its_own() {
    let World { mut network, operator, .. } = slashable_pool();
    let changes: [Change; 5] = [
        &|accounts| accounts.liable_pool_overview = None,
        &|accounts| accounts.slashing_usdc_destination = None,
        &|accounts| accounts.reward_vault = None,
        &|accounts| accounts.usdc_vault = None,
        &|accounts| accounts.usdc_mint = None,
    ];
    assert_each_confiscation_refused(&mut network, &operator, &changes, StakingError::WrongConfiscationAccounts);
}

#[test]
fn accounts_of_a_confiscation_come_with_none_that_is_not_asked_for() {
    let World { mut network, operator, .. } = slashable_pool();
    let (thief, usdc_mint) = (network.funded_wallet("thief", 0).unwrap().pubkey(), network.mints.usdc);
    let usdc = address::owner_token_account(&thief, &usdc_mint);
    let changes: [Change; 5] = [
        &|accounts| accounts.liable_pool_overview = Some(address::pool_overview()),
        &|accounts| accounts.slashing_usdc_destination = Some(usdc),
        &|accounts| accounts.reward_vault = Some(address::reward_vault()),
        &|accounts| accounts.usdc_vault = Some(address::usdc_vault()),
        &|accounts| accounts.usdc_mint = Some(usdc_mint),
    ];
    for change in changes {
        let result = slash_with(&mut network, &operator, take(ONE, 0, false), change);
        assert_refused(result, StakingError::WrongConfiscationAccounts);
    }
}

#[test]
fn who_may_not_slash_is_told_so_first() {
    let World { mut network, operator, .. } = slashable_pool();
    let mut accounts = slash_accounts(&mut network, &operator, false);
    accounts.authority = operator.key();
    let slash = ix::slash_stake(accounts, take(ONE, 0, true));
    assert_refused(network.send(&[slash], &[&operator.wallet]), StakingError::NotSlashingAuthority);
}

#[test]
fn a_slash_without_confiscation_writes_nothing_that_claims_of_other_pools_write() {
    let World { mut network, operator, .. } = slashable_pool();
    let accounts = slash_accounts(&mut network, &operator, false);
    let instruction = ix::slash_stake(accounts, take(ONE, 0, false));
    let written: Vec<_> = instruction.accounts.iter().filter(|meta| meta.is_writable).map(|meta| meta.pubkey).collect();
    for shared in [address::pool_overview(), address::reward_vault(), address::usdc_vault()] {
        assert!(!written.contains(&shared), "{shared}");
    }
}
