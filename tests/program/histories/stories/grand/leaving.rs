//! Everybody leaves; the closed pool's delegators after its records have expired. Nothing is left that is not explained.

use inference_staking_client::StakingError;
use inference_staking_model::{Actor, Operation};

use super::six_pools::{amounts, first, operator, second, ALL, CLOSING, EPOCH_REWARDS, EPOCH_USDC, WITHOUT_CLOSED};
use crate::stories::stage::{Stage, CHALLENGE, DAY, FUNDS};

pub fn play(stage: &mut Stage) {
    the_open_pools_close_and_empty(stage);
    let reclaimed = epochs_until_all_records_have_expired(stage);
    the_closed_pools_delegators_come_at_last(stage);
    nothing_is_left_unexplained(stage, reclaimed);
}

fn the_open_pools_close_and_empty(stage: &mut Stage) {
    for pool in WITHOUT_CLOSED {
        stage.close_pool(pool);
        stage.withdraw_commissions(pool);
        for holder in [operator(pool), first(pool), second(pool)] {
            stage.claim_usdc(holder);
            stage.unstake_all(holder);
        }
    }
    stage.pass_time(14 * DAY);
    for pool in WITHOUT_CLOSED {
        for holder in [operator(pool), first(pool), second(pool)] {
            stage.claim_unstake(holder);
        }
        let state = stage.pool(pool);
        let left = [state.staked, state.shares, state.unstaking, state.activating, state.uncollected_rewards];
        assert_eq!((left, state.settled_usdc, stage.vault(pool)), ([0; 5], 0, 0), "pool {pool}");
    }
}

/// Returns the tokens and USDC that the expired records give back to the pot.
fn epochs_until_all_records_have_expired(stage: &mut Stage) -> [u64; 2] {
    stage.epochs_without_roots(129);
    assert_eq!(stage.world().overview.completed_epoch, 142);
    // Epoch 14 expires when the record of epoch 142 is claimable.
    stage.refuses(StakingError::RecordNotExpired, Operation::Reclaim { epoch: 14 });
    stage.pass_time(CHALLENGE);
    let reclaimed = (1..=14).map(|epoch| stage.reclaim(epoch));
    reclaimed.fold([0; 2], |sum, of| [sum[0] + of[0], sum[1] + of[1]])
}

fn the_closed_pools_delegators_come_at_last(stage: &mut Stage) {
    // Its last epoch, 9, was never accrued; that does not keep anybody from leaving, nor that a deposit came too late.
    assert_eq!(stage.pool(CLOSING).passed_epoch, 8);
    assert_eq!(stage.activating(second(CLOSING)), 50_000_003);
    for holder in [first(CLOSING), second(CLOSING)] {
        let usdc = stage.usdc_of(holder.owner);
        stage.claim_usdc(holder);
        assert!(stage.usdc_of(holder.owner) > usdc);
        stage.unstake_all(holder);
    }
    stage.pass_time(7 * DAY);
    for holder in [first(CLOSING), second(CLOSING)] {
        stage.claim_unstake(holder);
        assert!(stage.tokens_of(holder.owner) > FUNDS, "seven epochs paid more than nothing");
    }
    stage.withdraw_commissions(CLOSING);
}

fn nothing_is_left_unexplained(stage: &mut Stage, reclaimed: [u64; 2]) {
    for pool in ALL {
        // Less than a unit for each rounding: three holders that settled at most 20 times.
        let dust = stage.pool(pool).delegator_usdc - stage.pool(pool).settled_usdc;
        assert!(dust < 60, "dust of pool {pool}: {dust}");
        if dust > 0 {
            stage.sweep(pool);
        }
    }
    assert_eq!(stage.liabilities(), [0, 0]);
    // What remains in the global vaults funds the next epochs: nobody was to get it.
    assert_eq!(stage.vaults(), returned_to_the_pot());
    assert_eq!(stage.vaults(), reclaimed);
    // Wallets at the start, and what was put into the vaults for eleven epochs.
    let funded = [11 * EPOCH_REWARDS, 11 * EPOCH_USDC];
    assert_eq!(stage.supplies(), [18 * FUNDS + funded[0], funded[1]]);
    for pool in ALL {
        for holder in [operator(pool), first(pool), second(pool)] {
            stage.close_record(holder);
        }
    }
}

/// What no leaf of the eleven epochs with roots paid, the holders' parts of five epochs in which a pool had none, and the
/// leaf of epoch 9 that nobody brought.
fn returned_to_the_pot() -> [u64; 2] {
    let mut returned = [0; 2];
    for epoch in (2..=13).filter(|epoch| *epoch != 4) {
        let pools: &[Actor] = if epoch <= 9 { &ALL } else { &WITHOUT_CLOSED };
        for (of, total) in [EPOCH_REWARDS, EPOCH_USDC].into_iter().enumerate() {
            let paid: u64 = pools.iter().map(|pool| amounts(*pool, epoch)[of]).sum();
            returned[of] += total - paid;
        }
    }
    // Epochs 6 to 10 of the empty pool. 11.85 % and 13.85 %, rounded down, went to the operator all the same.
    returned[0] += 1_806_172_927 - 214_031_491;
    returned[0] += 1_807_407_504 - 214_177_789;
    returned[0] += 1_808_642_081 - 214_324_086;
    returned[0] += 1_809_876_658 - 214_470_383;
    returned[0] += 1_811_111_235 - 214_616_681;
    returned[1] += 303_888_923 - 42_088_615;
    returned[1] += 304_666_704 - 42_196_338;
    returned[1] += 305_444_485 - 42_304_061;
    returned[1] += 306_222_266 - 42_411_783;
    returned[1] += 307_000_047 - 42_519_506;
    let never_brought = amounts(CLOSING, 9);
    [0, 1].map(|of| returned[of] + never_brought[of])
}
