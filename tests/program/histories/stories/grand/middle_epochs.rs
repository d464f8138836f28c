//! Epochs 6 to 9: a pool loses all its shares, the late ones catch up, one closes and its operator is slashed in cooldown.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_model::{Actor, Operation};

use super::six_pools::{first, next_epoch, operator, second, ALL, CLOSING, EMPTIED, LAGGING, SKIPPED, STAKING, STEADY};
use crate::stories::stage::{activation_of, stake_into, Slash, Stage, DAY};

pub fn play(stage: &mut Stage) {
    a_pool_loses_all_its_shares(stage);
    the_late_ones_catch_up(stage);
    a_pool_closes_and_its_operator_is_slashed_in_cooldown(stage);
    the_empty_pool_is_entered_again(stage);
}

fn a_pool_loses_all_its_shares(stage: &mut Stage) {
    stage.unstake_all(first(EMPTIED));
    stage.unstake_all(second(EMPTIED));
    stage.set_halted(EMPTIED, true);
    next_epoch(stage, &ALL);
    let everything =
        Slash { shares: stage.record(operator(EMPTIED)).shares, activating: 0, unstaking: 0, confiscate: false };
    stage.refuses(StakingError::SlashingDelayNotOver, stage.slash_of(EMPTIED, everything));
    stage.pass_time(DAY);
    stage.slash(EMPTIED, everything);
    let empty = stage.pool(EMPTIED);
    assert_eq!((empty.staked, empty.shares), (0, 0));
    // The share holders' parts stay in the record.
    let kept = stage.remaining(6);
    stage.accrue(EMPTIED, 6);
    // 11.85 % of its 1_806_172_927 are 214_031_491.8.
    assert_eq!(stage.remaining(6)[0], kept[0] - 214_031_491);
    for pool in [STEADY, SKIPPED, CLOSING, STAKING] {
        stage.accrue(pool, 6);
    }
    assert_eq!(stage.pool(STEADY).reward_commission_rate.active, 2_500);
}

fn the_late_ones_catch_up(stage: &mut Stage) {
    next_epoch(stage, &ALL);
    stage.accrue(LAGGING, 2);
    stage.accrue(LAGGING, 3);
    stage.bypass(LAGGING, 4);
    for epoch in [5, 6, 7] {
        stage.accrue(LAGGING, epoch);
    }
    // 10.37 % of the epochs before the raise: of 601_234_591, 602_469_168 and 604_938_322.
    let before_the_raise = 62_348_027 + 62_476_052 + 62_732_103;
    // 30 % of the others: of 606_172_899 and 607_407_476.
    assert_eq!(owed(stage, LAGGING), before_the_raise + 181_851_869 + 182_222_242);
    what_came_while_the_pool_was_late_becomes_shares(stage);
    // Backwards, on both sides of an epoch in order; all at the rate that is active now.
    stage.accrue(SKIPPED, 3);
    stage.accrue(SKIPPED, 7);
    stage.refuses(StakingError::SkippedLately, activation_of(second(SKIPPED)));
    stage.accrue(SKIPPED, 2);
    // 8 % of 901_234_598, 902_469_175, 904_938_329, 906_172_906 and 907_407_483.
    assert_eq!(owed(stage, SKIPPED), 72_098_767 + 72_197_534 + 72_395_066 + 72_493_832 + 72_592_598);
    stage.refuses(StakingError::EpochAlreadyAccrued, stage.accrual(SKIPPED, 2));
    assert!(stage.pool(SKIPPED).skipped.is_empty());
    stage.activate(second(SKIPPED));
    for pool in [STEADY, CLOSING, STAKING, EMPTIED] {
        stage.accrue(pool, 7);
    }
}

fn what_came_while_the_pool_was_late_becomes_shares(stage: &mut Stage) {
    // What it unstaked in epoch 3, at one token a share, comes back today: it is not ripe before the next epoch.
    stage.cancel_unstake(first(LAGGING), 0);
    assert_eq!(stage.activating(first(LAGGING)), 1_000_003 + 1_234_567_891);
    // All that came were 10_018_197_526; less what was unstaked, 8_783_629_635. Five epochs added 538_886_564, 539_993_116,
    // 542_206_219, 424_321_030 and 425_185_234.
    assert_eq!(price(stage, LAGGING), (11_254_221_798, 8_783_629_635));
    // floor(1_000_003 x 8_783_629_635 / 11_254_221_798) shares, whose price is 1_000_002.3: all of it, rounded up.
    let shares = stage.record(first(LAGGING)).shares;
    stage.activate(first(LAGGING));
    assert_eq!(stage.record(first(LAGGING)).shares - shares, 780_476);
    assert_eq!(stage.activating(first(LAGGING)), 1_234_567_891);
    stage.refuses(StakingError::NothingRipe, activation_of(first(LAGGING)));
}

/// Token commission that a pool owes its operator.
fn owed(stage: &Stage, pool: Actor) -> u64 {
    stage.pool(pool).reward_commission
}

fn a_pool_closes_and_its_operator_is_slashed_in_cooldown(stage: &mut Stage) {
    next_epoch(stage, &ALL);
    stage.stake(second(CLOSING), 50 * ONE + 3);
    // Closed in epoch 9: epoch 8 waits for its proof, epoch 9 will pay it for the last time.
    stage.close_pool(CLOSING);
    assert_eq!(stage.pool(CLOSING).closed_at, Some(9));
    stage.refuses(StakingError::PoolClosed, stake_into(first(CLOSING), ONE));
    stage.refuses(StakingError::PoolClosed, activation_of(second(CLOSING)));
    stage.unstake(operator(CLOSING), 500 * ONE);
    stage.pass_time(3_600);
    stage.unstake_all(operator(CLOSING));
    stage.set_halted(CLOSING, true);

    next_epoch(stage, &ALL);
    stage.pass_time(DAY);
    let delegators = [first(CLOSING), second(CLOSING)].map(|holder| stage.record(holder).shares);
    let price = price(stage, CLOSING);
    // More than the later ticket: the rest comes from the earlier one.
    let [earlier, later] = [0, 1].map(|place| stage.ticket(operator(CLOSING), place));
    let slash = Slash { shares: 0, activating: 0, unstaking: later + 100 * ONE + 1, confiscate: true };
    stage.slash(CLOSING, slash);
    let left = [0, 1, 2, 3].map(|place| stage.ticket(operator(CLOSING), place));
    assert_eq!(left, [earlier - 100 * ONE - 1, 0, 0, 0]);
    assert_eq!([first(CLOSING), second(CLOSING)].map(|holder| stage.record(holder).shares), delegators);
    assert_eq!(self::price(stage, CLOSING), price);
    stage.pass_time(14 * DAY);
    stage.refuses(StakingError::OperatorHalted, Operation::ClaimUnstake { record: operator(CLOSING), signed: None });
    stage.set_halted(CLOSING, false);
    stage.claim_unstake(operator(CLOSING));
    for pool in [STEADY, LAGGING, SKIPPED, STAKING] {
        for epoch in [8, 9] {
            stage.accrue(pool, epoch);
        }
    }
    stage.activate(first(LAGGING));
    stage.set_auto_stake(STAKING, false);
}

/// Tokens and shares of a pool.
fn price(stage: &Stage, pool: Actor) -> (u64, u64) {
    (stage.pool(pool).staked, stage.pool(pool).shares)
}

fn the_empty_pool_is_entered_again(stage: &mut Stage) {
    for epoch in [8, 9] {
        stage.accrue(EMPTIED, epoch);
    }
    stage.set_halted(EMPTIED, false);
    stage.stake(operator(EMPTIED), 1_500 * ONE + 1);
    // One of its delegators comes back with what it had unstaked, the other takes the money and comes back with less.
    stage.cancel_unstake(first(EMPTIED), 0);
    stage.claim_unstake(second(EMPTIED));
    stage.stake(second(EMPTIED), 700 * ONE);
    // It is no new pool: all of it waits until this epoch is over.
    assert_eq!(price(stage, EMPTIED), (0, 0));
}
