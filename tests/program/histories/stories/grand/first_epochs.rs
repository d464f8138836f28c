//! Epochs 2 to 5: one pool lags, one is bypassed, one epoch has no roots, one root is revoked.

use inference_staking_client::StakingError;
use inference_staking_model::Operation;

use super::six_pools::{
    first, leaves, next_epoch, operator, second, ALL, CLOSING, EMPTIED, EPOCH_REWARDS, EPOCH_USDC, LAGGING, SKIPPED,
    STAKING, STEADY,
};
use crate::stories::stage::{activation_of, Leaf, Stage, CHALLENGE, DAY};

pub fn play(stage: &mut Stage) {
    epochs_two_and_three(stage);
    an_epoch_without_roots(stage);
    a_stolen_root_is_revoked(stage);
}

fn epochs_two_and_three(stage: &mut Stage) {
    next_epoch(stage, &ALL);
    stage.accrue_batch(&[STEADY, CLOSING, STAKING, EMPTIED], 2);
    // Announced in epoch 3: the raise holds from epoch 6 on, the decrease from epoch 4 on.
    stage.announce_reward_rate(STEADY, 2_500);
    stage.announce_usdc_rate(STEADY, 500);
    assert_eq!(stage.pool(STEADY).reward_commission_rate.scheduled, Some((2_500, 6)));
    assert_eq!(stage.pool(STEADY).usdc_commission_rate.scheduled, Some((500, 4)));
    // The same of pools that are late: the raise splits the epochs that are brought in order, from epoch 6 on; the decrease
    // holds from epoch 4 on, and for the skipped epochs before it that are caught up afterwards.
    stage.announce_reward_rate(LAGGING, 3_000);
    stage.announce_reward_rate(SKIPPED, 800);
    stage.stake(first(STEADY), 777_777_777);
    stage.refuses(StakingError::NothingRipe, activation_of(first(STEADY)));
    // Whoever waits for a proof may leave, and deposit, which waits as well.
    stage.stake(first(LAGGING), 1_000_003);
    stage.refuses(StakingError::PoolBehind, activation_of(first(LAGGING)));
    stage.unstake(first(LAGGING), 1_234_567_891);

    next_epoch(stage, &ALL);
    for pool in [STEADY, CLOSING, STAKING, EMPTIED] {
        stage.accrue(pool, 3);
    }
    stage.activate(first(STEADY));
    stage.set_auto_stake(STAKING, true);
    stage.claim_usdc(second(EMPTIED));
    stage.refuses(StakingError::BypassTooSoon, Operation::Bypass { pool: SKIPPED, epoch: 2 });
    stage.pass_time(3 * DAY);
    stage.bypass(SKIPPED, 2);
    stage.bypass(SKIPPED, 3);
}

fn an_epoch_without_roots(stage: &mut Stage) {
    stage.epochs_without_roots(1);
    stage.refuses(StakingError::RecordNotClaimable, Operation::Bypass { pool: STEADY, epoch: 4 });
    stage.pass_time(CHALLENGE);
    stage.refuses(StakingError::EpochOutOfOrder, Operation::Bypass { pool: LAGGING, epoch: 4 });
    for pool in [STEADY, SKIPPED, CLOSING, STAKING, EMPTIED] {
        stage.bypass(pool, 4);
    }
    assert_eq!(stage.pool(SKIPPED).skipped.iter().copied().collect::<Vec<_>>(), [2, 3]);
    // It passed epoch 4, but it can still be paid for the two before: nobody new shares in that.
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
    stage.commit([EPOCH_REWARDS, EPOCH_USDC], leaves(&ALL, 5));
    stage.refuses(StakingError::RecordNotClaimable, stage.accrual(STEADY, 5));
    stage.pass_time(CHALLENGE);
    let operators_shares = stage.record(operator(STAKING)).shares;
    stage.accrue_batch(&[STEADY, SKIPPED, CLOSING, STAKING, EMPTIED], 5);
    stage.refuses(StakingError::SkippedLately, activation_of(second(SKIPPED)));
    assert!(stage.record(operator(STAKING)).shares > operators_shares, "the commission is staked");
    let steady = stage.pool(STEADY);
    assert_eq!((steady.reward_commission_rate.active, steady.usdc_commission_rate.active), (1_000, 500));
}
