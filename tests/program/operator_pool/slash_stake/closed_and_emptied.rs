//! A closed and emptied pool that is halted while it owes commission: nothing but the commission is left to slash, and it
//! can be. If it is not, it is withdrawn once the pool is resumed.

use inference_staking_client::{args, instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::{pools, Staker, TestNetwork};

use crate::operator_pool::world::*;

/// The paid pool after it was closed and everybody, the operator too, left with tokens and USDC. 500 tokens and 200 USDC of
/// commission are owed; a halt authority halts it, and the slashing delay passes.
fn closed_emptied_and_halted() -> World {
    let mut world = paid_pool_of_three();
    let World { network, operator, alice, bob } = &mut world;
    close(network, operator).unwrap();
    for staker in [&*operator, alice, bob] {
        let shares = network.record_of(staker).shares;
        network.unstake(staker, shares).unwrap();
        network.claim_usdc(staker).unwrap();
    }
    network.pass_time(14 * DAY);
    for staker in [&*operator, alice, bob] {
        network.claim_unstake(staker).unwrap();
    }
    set_halt(network, operator, true);
    network.pass_time(2 * DAY);
    world
}

/// A slash with confiscation.
fn confiscate(network: &mut TestNetwork, operator: &Staker, shares: u64, unstaking_amount: u64) -> Outcome {
    let what = args::SlashStake { shares, activating_amount: 0, unstaking_amount, confiscate_commission: true };
    pools::slash(network, operator.record, what)
}

/// The commission is where it was, whoever tries.
fn commission_stays(network: &mut TestNetwork, operator: &Staker) {
    refuses(network, StakingError::PoolHalted, |n| withdraw_tokens(n, operator));
    refuses(network, StakingError::PoolHalted, |n| withdraw_usdc(n, operator));
    refuses(network, StakingError::NotEnoughShares, |n| confiscate(n, operator, 1, 0));
    refuses(network, StakingError::NotEnoughUnstaking, |n| confiscate(n, operator, 0, 1));
    let pool = network.pool_of(operator);
    assert_eq!((pool.reward_commission, pool.usdc_commission), (500 * ONE, 200 * ONE));
}

#[test]
fn a_closed_and_emptied_pool_keeps_its_commission_while_it_is_halted_and_pays_it_afterwards() {
    let World { mut network, operator, .. } = closed_emptied_and_halted();
    commission_stays(&mut network, &operator);
    network.pass_time(90 * DAY);
    commission_stays(&mut network, &operator);
    set_halt(&mut network, &operator, false);
    withdraw_tokens(&mut network, &operator).unwrap();
    withdraw_usdc(&mut network, &operator).unwrap();
    // 998,000 left after the stake, 2,900 for 2,000 shares, 500; and 160 + 200 USDC.
    assert_eq!((network.tokens_of(&operator), network.usdc_of(&operator)), (1_001_400 * ONE, 360 * ONE));
    let overview = network.overview().unwrap();
    // The 5,000 tokens of epoch 1 that were other pools'.
    assert_eq!((overview.reward_liability, overview.usdc_liability), (5_000 * ONE, 0));
}

#[test]
fn the_commission_of_a_closed_and_emptied_pool_is_confiscated_alone() {
    let World { mut network, operator, .. } = closed_emptied_and_halted();
    confiscate(&mut network, &operator, 0, 0).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission, pool.usdc_commission), (0, 0));
    refuses(&mut network, StakingError::NothingToSlash, |n| confiscate(n, &operator, 0, 0));
}

#[test]
fn the_operators_record_stays_for_a_confiscation_while_commission_is_owed() {
    let World { mut network, operator, .. } = closed_emptied_and_halted();
    let close_record = ix::close_staking_record(operator.record);
    // The pool has passed its last epoch by now.
    change_pool(&mut network, &operator, |pool| pool.reward_last_claimed_epoch = pool.closed_at_epoch);
    refuses(&mut network, StakingError::OperatorRecordInUse, |n| {
        n.send(std::slice::from_ref(&close_record), &[&operator.wallet])
    });
    confiscate(&mut network, &operator, 0, 0).unwrap();
    network.send(&[close_record], &[&operator.wallet]).unwrap();
}
