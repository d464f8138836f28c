//! Epochs 1 to 4: one pool lags, one is bypassed, one epoch has no roots, one root is revoked.

use inference_staking_client::StakingError;
use inference_staking_model::Operation;

use super::six_pools::{
    first, leaves, next_epoch, operator, second, ALL, CLOSING, EMPTIED, EPOCH_REWARDS, EPOCH_USDC, LAGGING, SKIPPED,
    STAKING, STEADY,
};
use crate::stories::stage::{stake_into, Leaf, Stage, CHALLENGE, DAY};

pub fn play(stage: &mut Stage) {
    epochs_one_and_two(stage);
    an_epoch_without_roots(stage);
    a_stolen_root_is_revoked(stage);
}

fn epochs_one_and_two(stage: &mut Stage) {
    next_epoch(stage, &ALL);
    stage.accrue_batch(&[STEADY, CLOSING, STAKING, EMPTIED], 1);
    // Announced in epoch 2: the raise holds from epoch 5 on, the decrease from epoch 3 on.
    stage.announce_reward_rate(STEADY, 2_500);
    stage.announce_usdc_rate(STEADY, 500);
    assert_eq!(stage.pool(STEADY).reward_commission_rate.scheduled, Some((2_500, 5)));
    assert_eq!(stage.pool(STEADY).usdc_commission_rate.scheduled, Some((500, 3)));
    // The same of pools that are late: the raise splits the epochs that are brought in order, from epoch 5 on; the decrease
    // holds from epoch 3 on, and for the skipped epochs before it that are caught up afterwards.
    stage.announce_reward_rate(LAGGING, 3_000);
    stage.announce_reward_rate(SKIPPED, 800);
    stage.stake(first(STEADY), 777_777_777);
    // Whoever waits for a proof may leave but not enter.
    stage.refuses(StakingError::PoolBehind, stake_into(first(LAGGING), 1_000_003));
    stage.unstake(first(LAGGING), 1_234_567_891);

    next_epoch(stage, &ALL);
    for pool in [STEADY, CLOSING, STAKING, EMPTIED] {
        stage.accrue(pool, 2);
    }
    stage.set_auto_stake(STAKING, true);
    stage.claim_usdc(second(EMPTIED));
    stage.refuses(StakingError::BypassTooSoon, Operation::Bypass { pool: SKIPPED, epoch: 1 });
    stage.pass_time(3 * DAY);
    stage.bypass(SKIPPED, 1);
    stage.bypass(SKIPPED, 2);
}

fn an_epoch_without_roots(stage: &mut Stage) {
    stage.epochs_without_roots(1);
    stage.refuses(StakingError::RecordNotClaimable, Operation::Bypass { pool: STEADY, epoch: 3 });
    stage.pass_time(CHALLENGE);
    stage.refuses(StakingError::EpochOutOfOrder, Operation::Bypass { pool: LAGGING, epoch: 3 });
    for pool in [STEADY, SKIPPED, CLOSING, STAKING, EMPTIED] {
        stage.bypass(pool, 3);
    }
    assert_eq!(stage.pool(SKIPPED).skipped.iter().copied().collect::<Vec<_>>(), [1, 2]);
    // It passed epoch 3, so it may be entered although it will be paid for the first two epochs later.
    stage.stake(second(SKIPPED), 99_999_989);
}

fn a_stolen_root_is_revoked(stage: &mut Stage) {
    stage.pass_time(DAY);
    stage.mark();
    stage.fund([EPOCH_REWARDS, EPOCH_USDC]);
    let stolen = vec![Leaf { pool: LAGGING, amounts: [EPOCH_REWARDS, EPOCH_USDC] }];
    let owed = stage.liabilities();
    stage.commit([EPOCH_REWARDS, EPOCH_USDC], stolen);
    stage.revoke();
    assert_eq!(stage.liabilities(), owed);
    // The same tokens fund the right root.
    stage.commit([EPOCH_REWARDS, EPOCH_USDC], leaves(&ALL, 4));
    stage.refuses(StakingError::RecordNotClaimable, stage.accrual(STEADY, 4));
    stage.pass_time(CHALLENGE);
    let operators_shares = stage.record(operator(STAKING)).shares;
    stage.accrue_batch(&[STEADY, SKIPPED, CLOSING, STAKING, EMPTIED], 4);
    assert!(stage.record(operator(STAKING)).shares > operators_shares, "the commission is staked");
    let steady = stage.pool(STEADY);
    assert_eq!((steady.reward_commission_rate.active, steady.usdc_commission_rate.active), (1_000, 500));
}
