//! Section 10, as far as `unstake` keeps it: how many shares a lock holds back. Alice has 1,000 base units.

mod accounts;
mod bounds;
mod changes;
mod effects;
mod slashed;

use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE, START_TIME};
use inference_staking_localnet::Chain;
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};

use crate::staking_record::world::*;

const HALF_YEAR: u64 = 180 * 86_400;
const NO_LOCK: u8 = 0;
const LOCKED: u8 = 1;
const UNLOCKING: u8 = 2;

fn pool_with_a_thousand_shares() -> (TestNetwork, Staker, Staker) {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 2_000 * ONE);
    let alice = network.delegator("alice", &operator);
    network.stake(&alice, 1_000).unwrap();
    (network, operator, alice)
}

fn lock_for_half_a_year(network: &mut TestNetwork, staker: &Staker) {
    change_record(network, staker, |record| {
        record.lock_state = LOCKED;
        record.lock_duration = HALF_YEAR;
    });
}

/// The release of all of the record's shares over 180 days begins now.
fn begin_unlock(network: &mut TestNetwork, staker: &Staker) {
    let now = network.chain.now();
    change_record(network, staker, |record| {
        record.lock_state = UNLOCKING;
        record.lock_duration = HALF_YEAR;
        record.unlock_started_at = now;
        record.unlock_shares = record.shares;
    });
}

#[test]
fn a_locked_record_unstakes_nothing_however_long_it_waits() {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    lock_for_half_a_year(&mut network, &alice);
    for shares in [1, 1_000] {
        assert_refused(network.unstake(&alice, shares), StakingError::SharesLocked);
    }
    network.pass_time(1_000 * DAY);
    assert_refused(network.unstake(&alice, 1), StakingError::SharesLocked);
    assert_eq!(network.record_of(&alice).shares, 1_000);
}

#[test]
fn new_shares_join_a_lock() {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    lock_for_half_a_year(&mut network, &alice);
    network.stake(&alice, 500).unwrap();
    assert_refused(network.unstake(&alice, 1), StakingError::SharesLocked);
}

#[test]
fn the_operators_record_can_be_locked_too() {
    let (mut network, operator, _) = pool_with_a_thousand_shares();
    lock_for_half_a_year(&mut network, &operator);
    assert_refused(network.unstake(&operator, 1), StakingError::SharesLocked);
}

#[test]
fn one_owners_lock_holds_nobody_else_back() {
    let World { mut network, alice, bob, .. } = pool_of_three();
    lock_for_half_a_year(&mut network, &alice);
    network.unstake(&bob, 5_000 * ONE).unwrap();
}

#[test]
fn a_release_frees_shares_linearly() {
    // Seconds since it began, locked of 1,000: the vectors of section 16.
    let vectors = [(0, 1_000), (DAY, 995), (45 * DAY, 750), (135 * DAY, 250), (179 * DAY, 6), (180 * DAY, 0)];
    for (elapsed, locked) in vectors {
        let (mut network, _, alice) = pool_with_a_thousand_shares();
        begin_unlock(&mut network, &alice);
        network.pass_time(elapsed);
        if locked > 0 {
            assert_refused(network.unstake(&alice, 1_000 - locked + 1), StakingError::SharesLocked);
        }
        if locked < 1_000 {
            network.unstake(&alice, 1_000 - locked).unwrap();
        }
        assert_eq!(network.record_of(&alice).shares, locked, "after {elapsed} s");
    }
}

#[test]
fn what_was_unstaked_during_a_release_counts_as_released() {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    begin_unlock(&mut network, &alice);
    network.pass_time(45 * DAY);
    network.unstake(&alice, 250).unwrap();
    assert_refused(network.unstake(&alice, 1), StakingError::SharesLocked);
    network.pass_time(45 * DAY);
    // Half of the 1,000 stay locked; 750 are there.
    assert_refused(network.unstake(&alice, 251), StakingError::SharesLocked);
    network.unstake(&alice, 250).unwrap();
}

#[test]
fn shares_bought_during_a_release_are_free() {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    begin_unlock(&mut network, &alice);
    network.stake(&alice, 500).unwrap();
    assert_refused(network.unstake(&alice, 501), StakingError::SharesLocked);
    network.unstake(&alice, 500).unwrap();
}

#[test]
fn a_clock_before_the_start_of_a_release_counts_as_its_start() {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    begin_unlock(&mut network, &alice);
    network.pass_time(-10 * DAY);
    assert_refused(network.unstake(&alice, 1), StakingError::SharesLocked);
}

#[test]
fn a_closed_pool_ignores_locks() {
    let (mut network, operator, alice) = pool_with_a_thousand_shares();
    lock_for_half_a_year(&mut network, &alice);
    begin_unlock(&mut network, &operator);
    close_pool(&mut network, &operator);
    network.unstake(&alice, 1_000).unwrap();
    network.unstake(&operator, 2_000 * ONE).unwrap();
    assert_eq!(network.pool_of(&operator).total_shares, 0);
}

#[test]
fn the_lock_is_cleared_when_the_shares_reach_zero_and_not_before() {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    begin_unlock(&mut network, &alice);
    network.pass_time(180 * DAY);
    network.unstake(&alice, 999).unwrap();
    let record = network.record_of(&alice);
    assert_eq!((record.lock_state, record.lock_duration), (UNLOCKING, HALF_YEAR));
    assert_eq!((record.unlock_started_at, record.unlock_shares), (START_TIME, 1_000));
    network.unstake(&alice, 1).unwrap();
    let record = network.record_of(&alice);
    assert_eq!((record.lock_state, record.lock_duration), (NO_LOCK, 0));
    assert_eq!((record.unlock_started_at, record.unlock_shares), (0, 0));
    // What is staked afterwards is free.
    network.stake(&alice, 10).unwrap();
    network.unstake(&alice, 10).unwrap();
}

#[test]
fn more_shares_than_there_are_is_not_a_matter_of_the_lock() {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    lock_for_half_a_year(&mut network, &alice);
    assert_refused(network.unstake(&alice, 1_001), StakingError::NotEnoughShares);
}

#[test]
fn a_lock_holds_back_no_ticket_and_no_usdc() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.unstake(&alice, 1_000 * ONE).unwrap();
    lock_for_half_a_year(&mut network, &alice);
    pay_pool(&mut network, &operator, 1, 0, 1_000 * ONE);
    // 2,000 of 9,000 shares of 800 USDC: 177.777777.
    network.claim_usdc(&alice).unwrap();
    assert_eq!(network.usdc_of(&alice), 177_777_777);
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 998_000 * ONE);
}
