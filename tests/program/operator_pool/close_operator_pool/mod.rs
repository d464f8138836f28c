//! `close_operator_pool`, and what a closed pool does and does not do (SPEC 9 and 10).

mod exits;

use inference_staking_client::events::{OperatorPoolClosed, PoolState};
use inference_staking_client::instruction::{self as ix, RecordOf};
use inference_staking_client::state::OperatorPool;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::wallet;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::operator_pool::world::*;

#[test]
fn closing_writes_the_current_epoch_and_tells_it() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    let (before, overview) = (network.pool_of(&operator), network.overview().unwrap());
    let executed = close(&mut network, &operator).unwrap();
    let expected = OperatorPool { closed_at_epoch: 2, event_sequence: 10, ..before };
    assert_state(&network.pool_of(&operator), &expected);
    assert_state(&network.overview().unwrap(), &overview);
    let told = OperatorPoolClosed {
        operator_pool: operator.record.operator_pool,
        authority: operator.key(),
        epoch: 2,
        pool: paid_pool_state(10),
    };
    assert_eq!(only_event::<OperatorPoolClosed>(&executed), told);
}

#[test]
fn while_an_epoch_is_finalizing_the_one_after_it_is_the_last() {
    let World { mut network, operator, .. } = pool_of_three();
    network.mark(1).unwrap();
    close(&mut network, &operator).unwrap();
    assert_eq!(network.pool_of(&operator).closed_at_epoch, 2);
}

#[test]
fn a_pool_that_lags_behind_closes_at_the_networks_current_epoch() {
    let World { mut network, operator, .. } = pool_of_three();
    let trees: Vec<_> = (1..=2).map(|epoch| publish(&mut network, &operator, epoch, 100, 100)).collect();
    close(&mut network, &operator).unwrap();
    assert_eq!(network.pool_of(&operator).closed_at_epoch, 3);
    for (epoch, tree) in (1..).zip(&trees) {
        network.accrue(&operator, epoch, tree.proof(0)).unwrap();
    }
    pay_pool(&mut network, &operator, 3, 100, 100);
    assert_eq!(network.pool_of(&operator).reward_commission, 30);
}

#[test]
fn a_pool_closes_once() {
    let World { mut network, operator, .. } = pool_of_three();
    close(&mut network, &operator).unwrap();
    pay_pool(&mut network, &operator, 1, 0, 0);
    refuses(&mut network, StakingError::PoolClosed, |n| close(n, &operator));
}

#[test]
fn a_last_epoch_beyond_the_last_number_is_refused() {
    let World { mut network, operator, .. } = pool_of_three();
    change_overview(&mut network, |overview| overview.completed_reward_epoch = u64::MAX);
    refuses(&mut network, StakingError::MathOverflow, |n| close(n, &operator));
}

#[test]
fn a_halted_pool_does_not_close() {
    let World { mut network, operator, .. } = pool_of_three();
    set_halt(&mut network, &operator, true);
    refuses(&mut network, StakingError::PoolHalted, |n| close(n, &operator));
    set_halt(&mut network, &operator, false);
    close(&mut network, &operator).unwrap();
}

#[test]
fn a_pool_that_nobody_staked_in_closes() {
    let World { mut network, .. } = pool_of_three();
    let empty = network.operator("empty", 0);
    close(&mut network, &empty).unwrap();
    assert_eq!(network.pool_of(&empty).closed_at_epoch, 1);
}

#[test]
fn nothing_enters_a_closed_pool() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.unstake(&alice, ONE).unwrap();
    network.unstake(&operator, ONE).unwrap();
    let carol = network.funded_wallet("carol", ONE).unwrap();
    close(&mut network, &operator).unwrap();
    for staker in [&alice, &operator] {
        refuses(&mut network, StakingError::PoolClosed, |n| n.buy_shares(staker, ONE));
        refuses(&mut network, StakingError::PoolClosed, |n| cancel_unstake(n, staker, 0));
    }
    let record = RecordOf { operator_pool: operator.record.operator_pool, owner: carol.pubkey() };
    let payer = network.payer.pubkey();
    let create = ix::create_staking_record(payer, record);
    refuses(&mut network, StakingError::PoolClosed, |n| n.send(&[create], &[&carol]));
}

#[test]
fn accrual_goes_on_up_to_the_last_epoch_and_no_further() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.mark(1).unwrap();
    close(&mut network, &operator).unwrap();
    change_overview(&mut network, |overview| overview.is_epoch_finalizing = 0);
    pay_pool(&mut network, &operator, 1, 5_000 * ONE, 1_000 * ONE);
    pay_pool(&mut network, &operator, 2, 0, 1_000 * ONE);
    // 3 tenths of 80 % of 2,000.
    network.claim_usdc(&alice).unwrap();
    assert_eq!(network.usdc_of(&alice), 480 * ONE);
    let third = publish(&mut network, &operator, 3, 10, 10);
    refuses(&mut network, StakingError::EpochAfterClose, |n| n.accrue(&operator, 3, third.proof(0)));
    network.pass_time(3 * DAY);
    refuses(&mut network, StakingError::EpochAfterClose, |n| bypass(n, &operator, 3));
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_last_claimed_epoch, pool.total_staked_amount), (2, 14_500 * ONE));
}

#[test]
fn a_skipped_epoch_is_caught_up_after_closing() {
    let World { mut network, operator, .. } = pool_of_three();
    let skipped = publish(&mut network, &operator, 1, 100, 100);
    network.pass_time(3 * DAY);
    bypass(&mut network, &operator, 1).unwrap();
    close(&mut network, &operator).unwrap();
    network.accrue(&operator, 1, skipped.proof(0)).unwrap();
    assert_eq!(network.pool_of(&operator).usdc_commission, 20);
}

#[test]
fn closing_one_pool_leaves_the_others_open() {
    let World { mut network, operator, .. } = pool_of_three();
    let other = network.operator("other operator", 1_000 * ONE);
    close(&mut network, &operator).unwrap();
    network.buy_shares(&other, ONE).unwrap();
    let executed = close(&mut network, &other).unwrap();
    let told = only_event::<OperatorPoolClosed>(&executed);
    assert_eq!((told.operator_pool, told.authority), (other.record.operator_pool, other.key()));
    let expected = PoolState {
        sequence: 5,
        total_staked_amount: 1_001 * ONE,
        total_shares: 1_001 * ONE,
        total_unstaking: 0,
        total_activating: 0,
        uncollected_rewards: 0,
        reward_commission: 0,
        usdc_commission: 0,
        delegator_usdc: 0,
        settled_usdc: 0,
        cumulative_usdc_per_share: 0,
        reward_last_claimed_epoch: 0,
    };
    assert_eq!(told.pool, expected);
}

/// The operator hands the pool over; its own record goes on backing it.
fn handed_over() -> (World, Keypair) {
    let mut world = paid_pool_of_three();
    let successor = wallet("successor");
    propose(&mut world.network, &world.operator, &successor.pubkey()).unwrap();
    accept(&mut world.network, &world.operator, &successor).unwrap();
    (world, successor)
}

#[test]
fn whose_stake_backs_the_pool_closes_it_without_its_admin() {
    let (World { mut network, operator, .. }, _) = handed_over();
    let executed = close(&mut network, &operator).unwrap();
    assert_eq!(only_event::<OperatorPoolClosed>(&executed).authority, operator.key());
    assert_eq!(network.pool_of(&operator).closed_at_epoch, 2);
}

#[test]
fn the_admin_closes_a_pool_that_anothers_stake_backs() {
    let (World { mut network, operator, .. }, successor) = handed_over();
    let pool = operator.record.operator_pool;
    let close = ix::close_operator_pool(successor.pubkey(), pool, operator.record.address());
    network.send(&[close], &[&successor]).unwrap();
    assert_eq!(network.pool_of(&operator).closed_at_epoch, 2);
}

#[test]
fn nobody_else_closes_a_pool() {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    rotate(&mut network, &operator, &bob).unwrap();
    refuses(&mut network, StakingError::NotPoolAdminOrOperator, |n| close_pool_by(n, &alice, &operator));
    // Who names a record of its own as the operator's is told that it is not.
    let pool = operator.record.operator_pool;
    let pretended = ix::close_operator_pool(alice.key(), pool, alice.record.address());
    refuses(&mut network, StakingError::WrongOperatorRecord, |n| {
        n.send(std::slice::from_ref(&pretended), &[&alice.wallet])
    });
    // Since the change Bob's stake backs it.
    close_pool_by(&mut network, &bob, &operator).unwrap();
}

#[test]
fn a_former_operator_who_is_not_the_admin_does_not_close() {
    let (World { mut network, operator, bob, .. }, successor) = handed_over();
    let (pool, old) = (operator.record.operator_pool, operator.record.address());
    let accounts = ix::change_operator_staking_record_accounts(successor.pubkey(), pool, old, bob.key());
    network.send(&[ix::change_operator_staking_record(accounts)], &[&successor, &bob.wallet]).unwrap();
    refuses(&mut network, StakingError::NotPoolAdminOrOperator, |n| close(n, &operator));
}
