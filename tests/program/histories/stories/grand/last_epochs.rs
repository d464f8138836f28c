//! Epochs 9 to 12: commissions and auto-stake change again, an exit while an epoch is finalizing, the last late proofs.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;

use super::six_pools::{
    commit_marked, next_epoch, second, CLOSING, EMPTIED, LAGGING, SKIPPED, STAKING, STEADY, WITHOUT_CLOSED,
};
use crate::stories::stage::{stake_into, Stage, DAY};

pub fn play(stage: &mut Stage) {
    commission_owed_then_staked_again(stage);
    an_exit_while_the_epoch_is_finalizing(stage);
    the_last_proofs(stage);
}

fn commission_owed_then_staked_again(stage: &mut Stage) {
    // Announced in epoch 9, it holds from epoch 10 on.
    stage.announce_reward_rate(STEADY, 300);
    next_epoch(stage, &WITHOUT_CLOSED);
    let owed = stage.pool(STAKING).reward_commission;
    for pool in [STEADY, STAKING, EMPTIED] {
        stage.accrue(pool, 9);
    }
    // 11.48 % of its 1_511_111_228 are 173_475_568.9.
    assert_eq!(stage.pool(STAKING).reward_commission, owed + 173_475_568);
    assert_eq!(stage.pool(STEADY).reward_commission_rate.active, 2_500);
    stage.set_auto_stake(STAKING, true);
    stage.withdraw_commissions(STAKING);
}

fn an_exit_while_the_epoch_is_finalizing(stage: &mut Stage) {
    stage.pass_time(DAY);
    stage.mark();
    stage.refuses(StakingError::EpochFinalizing, stake_into(second(STEADY), ONE));
    stage.unstake(second(STEADY), 2_000_000_001);
    stage.claim_usdc(second(STEADY));
    // Epoch 10 is finalizing, epoch 11 is the current one: the raise holds from epoch 14 on, for nobody.
    stage.announce_usdc_rate(STEADY, 1_500);
    assert_eq!(stage.pool(STEADY).usdc_commission_rate.scheduled, Some((1_500, 14)));
    commit_marked(stage, &WITHOUT_CLOSED);
    stage.accrue_batch(&[STEADY, STAKING, EMPTIED], 10);
    assert_eq!(stage.pool(STEADY).reward_commission_rate.active, 300);
}

fn the_last_proofs(stage: &mut Stage) {
    next_epoch(stage, &WITHOUT_CLOSED);
    stage.pass_time(3 * DAY);
    for pool in [STEADY, STAKING, EMPTIED] {
        stage.accrue(pool, 11);
    }
    // Announced in epoch 12, it would hold from epoch 15 on: not for the late proofs.
    stage.announce_reward_rate(SKIPPED, 4_000);
    // Epochs 9 and 10 are skipped; 11 comes with a proof, 10 and then 9 afterwards.
    stage.bypass(SKIPPED, 9);
    stage.bypass(SKIPPED, 10);
    stage.accrue(SKIPPED, 11);
    stage.accrue(SKIPPED, 10);
    // The closed pool takes an epoch from before its end. Its operator has no shares any more.
    stage.accrue(CLOSING, 7);

    next_epoch(stage, &WITHOUT_CLOSED);
    for pool in [STEADY, STAKING, SKIPPED, EMPTIED] {
        stage.accrue(pool, 12);
    }
    stage.accrue(SKIPPED, 9);
    for epoch in 9..=12 {
        stage.accrue(LAGGING, epoch);
    }
    for pool in WITHOUT_CLOSED {
        let state = stage.pool(pool);
        assert_eq!((state.passed_epoch, state.skipped.len()), (12, 0), "pool {pool}");
    }
}
