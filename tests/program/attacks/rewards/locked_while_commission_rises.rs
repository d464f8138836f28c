//! Locked delegator held while the commission goes to 100 %. And the other way round: lock one share for a year, wait for a
//! raise of one basis point, deposit a fortune: highest rank, no lock.

use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::AnchorDeserialize;
use inference_staking_client::instructions::{UpdateOperatorPoolArgs, UpdatePoolOverviewArgs};
use inference_staking_client::state::StakingRecordView;
use inference_staking_client::{instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::Staker;

use crate::chain::TestNetwork;
use crate::world::*;

const YEAR: u64 = 365 * 86_400;

fn view(network: &mut TestNetwork, staker: &Staker) -> StakingRecordView {
    let operator_record = network.pool_of(staker).operator_staking_record;
    let query = ix::query_staking_record(staker.record, operator_record);
    let mut data = network.send(&[query], &[]).unwrap().return_data;
    // Validators cut zeros off the end of return data: 7 amounts of 8 bytes, a flag, and a rank of 16.
    data.resize(73, 0);
    StakingRecordView::try_from_slice(&data).unwrap()
}

fn by_owner(network: &mut TestNetwork, staker: &Staker, instruction: Instruction) -> Outcome {
    network.send(&[instruction], &[&staker.wallet])
}

#[test]
fn a_locked_delegator_leaves_before_a_raise_holds() {
    let World { mut network, operator, alice, .. } = paid_pool_of_three();
    let any = UpdatePoolOverviewArgs { max_commission_bps: Some(10_000), ..Default::default() };
    update_overview(&mut network, any).unwrap();
    by_owner(&mut network, &alice, ix::lock_stake(alice.record, YEAR)).unwrap();
    schedule_commissions(&mut network, &operator, 10_000).unwrap();
    // The raise is announced; it holds some epochs later. In the second of its announcement Alice goes.
    by_owner(&mut network, &alice, ix::begin_unlock(alice.record)).unwrap();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.claim_usdc(&alice).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
}

#[test]
fn one_whose_release_runs_is_let_go_as_well() {
    let World { mut network, operator, alice, .. } = paid_pool_of_three();
    by_owner(&mut network, &alice, ix::lock_stake(alice.record, YEAR)).unwrap();
    by_owner(&mut network, &alice, ix::begin_unlock(alice.record)).unwrap();
    network.pass_time(DAY);
    refuses(&mut network, StakingError::SharesLocked, |network| network.unstake(&alice, 3_000 * ONE));
    schedule_commissions(&mut network, &operator, 5_000).unwrap();
    by_owner(&mut network, &alice, ix::begin_unlock(alice.record)).unwrap();
    network.unstake(&alice, 3_000 * ONE).unwrap();
}

/// Mallory has locked one share for a year, and the pool raises its commission on tokens by a basis point.
fn one_share_and_a_raise() -> World {
    let World { mut network, operator, alice: mallory, bob } = pool_of_three();
    network.unstake(&mallory, 3_000 * ONE - 1).unwrap();
    by_owner(&mut network, &mallory, ix::lock_stake(mallory.record, YEAR)).unwrap();
    let args = UpdateOperatorPoolArgs { reward_commission_bps: Some(1_001), ..Default::default() };
    by_owner(&mut network, &operator, ix::update_operator_pool(operator.key(), operator.record.operator_pool, args))
        .unwrap();
    World { network, operator, alice: mallory, bob }
}

#[test]
fn a_rank_is_had_with_a_lock_or_not_at_all() {
    let World { mut network, alice: mallory, .. } = one_share_and_a_raise();
    network.buy_shares(&mallory, 900_000 * ONE).unwrap();
    // The fortune has the rank of a year, four times its tokens, and is locked for it.
    assert_eq!(view(&mut network, &mallory).rank, 4 * u128::from(900_000 * ONE + 1));
    refuses(&mut network, StakingError::SharesLocked, |network| network.unstake(&mallory, 1));
    // To go, Mallory ends the lock: the rank is gone in the same instruction.
    by_owner(&mut network, &mallory, ix::begin_unlock(mallory.record)).unwrap();
    assert_eq!((view(&mut network, &mallory).rank, view(&mut network, &mallory).locked_shares), (0, 0));
    network.unstake(&mallory, 900_000 * ONE + 1).unwrap();
}

#[test]
fn who_wants_the_rank_back_agrees_to_the_raise() {
    let World { mut network, alice: mallory, .. } = one_share_and_a_raise();
    network.buy_shares(&mallory, 900_000 * ONE).unwrap();
    by_owner(&mut network, &mallory, ix::begin_unlock(mallory.record)).unwrap();
    by_owner(&mut network, &mallory, ix::lock_stake(mallory.record, YEAR)).unwrap();
    // The next release is one of a year.
    by_owner(&mut network, &mallory, ix::begin_unlock(mallory.record)).unwrap();
    assert_eq!(view(&mut network, &mallory).locked_shares, 900_000 * ONE + 1);
    refuses(&mut network, StakingError::NotLocked, |network| {
        by_owner(network, &mallory, ix::begin_unlock(mallory.record))
    });
}

/// The other way round once more, by a deposit that waits: it has no rank before it is locked with the rest.
#[test]
fn a_deposit_that_is_activating_has_no_rank_and_no_lock() {
    let World { mut network, alice: mallory, .. } = one_share_and_a_raise();
    network.stake(&mallory, 900_000 * ONE).unwrap();
    // One share of one unit, locked for a year: 4.
    let seen = view(&mut network, &mallory);
    assert_eq!((seen.rank, seen.locked_shares, seen.activating, seen.ripe), (4, 1, 900_000 * ONE, 0));
    // Nor does a lock that ended wait for it: without shares there is none.
    by_owner(&mut network, &mallory, ix::begin_unlock(mallory.record)).unwrap();
    network.unstake(&mallory, 1).unwrap();
    refuses(&mut network, StakingError::NoSharesToLock, |network| {
        by_owner(network, &mallory, ix::lock_stake(mallory.record, YEAR))
    });
}
