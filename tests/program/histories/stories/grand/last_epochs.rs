//! Epochs 10 to 13: the empty pool begins again, commissions and auto-stake change again, an exit while an epoch is finalizing, the last late proofs.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;

use super::six_pools::{
    commit_marked, first, next_epoch, operator, second, CLOSING, EMPTIED, LAGGING, SKIPPED, STAKING, STEADY,
    WITHOUT_CLOSED,
};
use crate::stories::stage::{activation_of, Stage, DAY};

pub fn play(stage: &mut Stage) {
    commission_owed_then_staked_again(stage);
    the_empty_pool_begins_again(stage);
    an_exit_while_the_epoch_is_finalizing(stage);
    the_last_proofs(stage);
}

fn commission_owed_then_staked_again(stage: &mut Stage) {
    // Announced in epoch 10, it holds from epoch 11 on.
    stage.announce_reward_rate(STEADY, 300);
    next_epoch(stage, &WITHOUT_CLOSED);
    let owed = stage.pool(STAKING).reward_commission;
    for pool in [STEADY, STAKING, EMPTIED] {
        stage.accrue(pool, 10);
    }
    // 11.48 % of its 1_511_111_228 are 173_475_568.9.
    assert_eq!(stage.pool(STAKING).reward_commission, owed + 173_475_568);
    assert_eq!(stage.pool(STEADY).reward_commission_rate.active, 2_500);
    stage.set_auto_stake(STAKING, true);
    stage.withdraw_commissions(STAKING);
}

fn the_empty_pool_begins_again(stage: &mut Stage) {
    stage.refuses(StakingError::OperatorStakeBelowMinimum, activation_of(first(EMPTIED)));
    for holder in [operator(EMPTIED), first(EMPTIED), second(EMPTIED)] {
        stage.activate(holder);
    }
    // One token a share again: nobody was paid for the empty time.
    let begun = stage.pool(EMPTIED);
    assert_eq!((begun.staked, begun.activating), (begun.shares, 0));
}

fn an_exit_while_the_epoch_is_finalizing(stage: &mut Stage) {
    stage.pass_time(DAY);
    stage.mark();
    // Epoch 11 is finalizing, epoch 12 is the current one: what comes now is of epoch 12.
    stage.stake(second(STEADY), ONE);
    stage.refuses(StakingError::PoolBehind, activation_of(second(STEADY)));
    stage.unstake(second(STEADY), 2_000_000_001);
    stage.claim_usdc(second(STEADY));
    // The raise holds from epoch 15 on, for nobody.
    stage.announce_usdc_rate(STEADY, 1_500);
    assert_eq!(stage.pool(STEADY).usdc_commission_rate.scheduled, Some((1_500, 15)));
    commit_marked(stage, &WITHOUT_CLOSED);
    stage.accrue_batch(&[STEADY, STAKING, EMPTIED], 11);
    stage.refuses(StakingError::NothingRipe, activation_of(second(STEADY)));
    assert_eq!(stage.pool(STEADY).reward_commission_rate.active, 300);
}

fn the_last_proofs(stage: &mut Stage) {
    next_epoch(stage, &WITHOUT_CLOSED);
    stage.pass_time(3 * DAY);
    for pool in [STEADY, STAKING, EMPTIED] {
        stage.accrue(pool, 12);
    }
    stage.activate(second(STEADY));
    // Announced in epoch 13, it would hold from epoch 16 on: not for the late proofs.
    stage.announce_reward_rate(SKIPPED, 4_000);
    // Epochs 10 and 11 are skipped; 12 comes with a proof, 11 and then 10 afterwards.
    stage.bypass(SKIPPED, 10);
    stage.bypass(SKIPPED, 11);
    stage.accrue(SKIPPED, 12);
    stage.accrue(SKIPPED, 11);
    // The closed pool takes an epoch from before its end. Its operator has no shares any more.
    stage.accrue(CLOSING, 8);

    next_epoch(stage, &WITHOUT_CLOSED);
    for pool in [STEADY, STAKING, SKIPPED, EMPTIED] {
        stage.accrue(pool, 13);
    }
    stage.accrue(SKIPPED, 10);
    for epoch in 10..=13 {
        stage.accrue(LAGGING, epoch);
    }
    for pool in WITHOUT_CLOSED {
        let state = stage.pool(pool);
        assert_eq!((state.passed_epoch, state.skipped.len()), (13, 0), "pool {pool}");
    }
}
