//! Epochs 5 to 8: a pool loses all its shares, the late ones catch up, one closes and its operator is slashed in cooldown.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};

use super::*;
use crate::stories::ledger::Slash;

pub fn play(stage: &mut Stage) {
    a_pool_loses_all_its_shares(stage);
    the_late_ones_catch_up(stage);
    a_pool_closes_and_its_operator_is_slashed_in_cooldown(stage);
    the_empty_pool_begins_again(stage);
}

fn a_pool_loses_all_its_shares(stage: &mut Stage) {
    stage.unstake_all(first(EMPTIED));
    stage.unstake_all(second(EMPTIED));
    stage.set_halted(EMPTIED, true);
    next_epoch(stage, &ALL);
    let everything = Slash { shares: stage.ledger.holders[EMPTIED].shares, unstaking: 0, confiscate: false };
    stage.refuses(StakingError::SlashingDelayNotOver, |stage| stage.try_to_slash(EMPTIED, everything));
    stage.pass_time(DAY);
    stage.slash(EMPTIED, everything);
    let empty = &stage.ledger.pools[EMPTIED];
    assert_eq!((empty.staked, empty.shares), (0, 0));
    // The share holders' parts stay in the record.
    let kept = stage.ledger.records[&5].remaining;
    stage.accrue(EMPTIED, 5);
    assert_eq!(stage.ledger.records[&5].remaining[0], kept[0] - part(EMPTIED, 5, 1_185));
    for pool in [STEADY, SKIPPED, CLOSING, STAKING] {
        stage.accrue(pool, 5);
    }
    assert_eq!(stage.ledger.pools[STEADY].reward_rate.active, 2_500);
}

fn the_late_ones_catch_up(stage: &mut Stage) {
    next_epoch(stage, &ALL);
    stage.accrue(LAGGING, 1);
    stage.accrue(LAGGING, 2);
    stage.bypass(LAGGING, 3);
    for epoch in [4, 5, 6] {
        stage.accrue(LAGGING, epoch);
    }
    // 10.37 % of the epochs before the raise, 30 % of the others.
    let parts = [(1, 1_037), (2, 1_037), (4, 1_037), (5, 3_000), (6, 3_000)];
    assert_eq!(owed(stage, LAGGING), parts.map(|(epoch, bps)| part(LAGGING, epoch, bps)).iter().sum());
    // What it unstaked in epoch 1 buys fewer shares today. A share costs between one and two units, so at most one stays.
    stage.cancel_unstake(first(LAGGING), 0);
    assert_eq!(stage.ledger.holders[first(LAGGING)].tickets[0].0, 1);
    stage.stake(first(LAGGING), 1_000_003);
    // Backwards, on both sides of an epoch in order; all at the rate that is active now.
    stage.accrue(SKIPPED, 2);
    stage.accrue(SKIPPED, 6);
    stage.accrue(SKIPPED, 1);
    assert_eq!(owed(stage, SKIPPED), [1, 2, 4, 5, 6].map(|of| part(SKIPPED, of, 800)).iter().sum());
    stage.refuses(StakingError::EpochAlreadyAccrued, |stage| stage.try_to_accrue(SKIPPED, 1));
    assert!(stage.ledger.pools[SKIPPED].skipped.is_empty());
    for pool in [STEADY, CLOSING, STAKING, EMPTIED] {
        stage.accrue(pool, 6);
    }
}

/// Token commission that the chain says a pool owes its operator.
fn owed(stage: &mut Stage, pool: usize) -> u128 {
    stage.network.pool_of(&stage.actors[pool]).reward_commission.into()
}

/// A commission of the tokens that an epoch pays a pool.
fn part(pool: usize, epoch: u64, bps: u128) -> u128 {
    u128::from(amounts(pool, epoch)[0]) * bps / 10_000
}

fn a_pool_closes_and_its_operator_is_slashed_in_cooldown(stage: &mut Stage) {
    next_epoch(stage, &ALL);
    // Closed in epoch 8: epoch 7 waits for its proof, epoch 8 will pay it for the last time.
    stage.close_pool(CLOSING);
    assert_eq!(stage.ledger.pools[CLOSING].closed_at, Some(8));
    stage.refuses(StakingError::PoolClosed, |stage| stage.try_to_stake(first(CLOSING), ONE));
    stage.unstake(CLOSING, 500 * u128::from(ONE));
    stage.pass_time(3_600);
    stage.unstake_all(CLOSING);
    stage.set_halted(CLOSING, true);

    next_epoch(stage, &ALL);
    stage.pass_time(DAY);
    let delegators = [first(CLOSING), second(CLOSING)].map(|holder| stage.ledger.holders[holder].shares);
    let price = price(stage, CLOSING);
    // More than the later ticket: the rest comes from the earlier one.
    let [earlier, later] = [0, 1].map(|place| stage.ledger.holders[CLOSING].tickets[place].0);
    let slash = Slash { shares: 0, unstaking: later + 100 * u128::from(ONE) + 1, confiscate: true };
    stage.slash(CLOSING, slash);
    let operator = &stage.ledger.holders[CLOSING];
    assert_eq!(operator.tickets.map(|ticket| ticket.0), [earlier - 100 * u128::from(ONE) - 1, 0, 0, 0]);
    assert_eq!([first(CLOSING), second(CLOSING)].map(|holder| stage.ledger.holders[holder].shares), delegators);
    assert_eq!(self::price(stage, CLOSING), price);
    stage.pass_time(14 * DAY);
    stage.refuses(StakingError::OperatorHalted, |stage| stage.network.claim_unstake(&stage.actors[CLOSING]));
    stage.set_halted(CLOSING, false);
    stage.claim_unstake(CLOSING);
    for pool in [STEADY, LAGGING, SKIPPED, STAKING] {
        for epoch in [7, 8] {
            stage.accrue(pool, epoch);
        }
    }
    stage.set_auto_stake(STAKING, false);
}

/// Tokens and shares of a pool.
fn price(stage: &Stage, pool: usize) -> (u128, u128) {
    (stage.ledger.pools[pool].staked, stage.ledger.pools[pool].shares)
}

fn the_empty_pool_begins_again(stage: &mut Stage) {
    for epoch in [7, 8] {
        stage.accrue(EMPTIED, epoch);
    }
    stage.set_halted(EMPTIED, false);
    stage.refuses(StakingError::OperatorStakeBelowMinimum, |stage| stage.try_to_stake(first(EMPTIED), ONE));
    stage.stake(EMPTIED, 1_500 * ONE + 1);
    // One of its delegators comes back with what it had unstaked, the other takes the money and comes back with less.
    stage.cancel_unstake(first(EMPTIED), 0);
    stage.claim_unstake(second(EMPTIED));
    stage.stake(second(EMPTIED), 700 * ONE);
    // One token a share again: nobody was paid for the empty time.
    let begun = &stage.ledger.pools[EMPTIED];
    assert_eq!(begun.staked, begun.shares);
}
