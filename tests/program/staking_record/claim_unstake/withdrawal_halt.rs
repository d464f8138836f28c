//! SPEC 8: a withdrawal halt stops both claims until its end, and no cooldown.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE, START_TIME};
use inference_staking_localnet::Chain;
use inference_staking_test_kit::assert_refused;

use crate::staking_record::world::*;

#[test]
fn a_withdrawal_halt_refuses_both_claims_until_exactly_its_end() {
    let World { mut network, operator, alice, .. } = everybody_may_claim();
    let end = network.chain.now() + 14 * DAY;
    halt_withdrawals_until(&mut network, end);
    for time in [end - 14 * DAY, end - 1] {
        network.chain.set_time(time);
        for staker in [&alice, &operator] {
            assert_refused(network.claim_unstake(staker), StakingError::WithdrawalsHalted);
            assert_refused(network.claim_usdc(staker), StakingError::WithdrawalsHalted);
        }
    }
    network.chain.set_time(end);
    for staker in [&alice, &operator] {
        network.claim_unstake(staker).unwrap();
        network.claim_usdc(staker).unwrap();
    }
    assert_eq!((network.tokens_of(&alice), network.usdc_of(&alice)), (998_450 * ONE, 240 * ONE));
    assert_eq!((network.tokens_of(&operator), network.usdc_of(&operator)), (998_725 * ONE, 160 * ONE));
}

#[test]
fn the_cooldown_runs_during_a_withdrawal_halt() {
    let World { mut network, alice, .. } = pool_of_three();
    halt_withdrawals_until(&mut network, START_TIME + 7 * DAY);
    network.unstake(&alice, 3_000 * ONE).unwrap();
    assert_eq!(network.record_of(&alice).tickets[0].claimable_from, START_TIME + 7 * DAY);
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 1_000_000 * ONE);
}

#[test]
fn times_of_a_halt_that_never_was_mean_nothing() {
    let World { mut network, alice, .. } = everybody_may_claim();
    change_overview(&mut network, |overview| {
        overview.has_withdrawal_halt = 0;
        overview.withdrawal_halted_until = i64::MAX;
    });
    network.claim_unstake(&alice).unwrap();
    network.claim_usdc(&alice).unwrap();
}

#[test]
fn zero_is_a_real_time_on_a_chain_whose_clock_starts_there() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    network.chain.set_time(0);
    // A halt that ended at 0 has ended; one that ends at 1 has not.
    halt_withdrawals_until(&mut network, 0);
    network.claim_usdc(&alice).unwrap();
    halt_withdrawals_until(&mut network, 1);
    assert_refused(network.claim_usdc(&alice), StakingError::WithdrawalsHalted);
    // Before 0 the halt until 0 holds.
    halt_withdrawals_until(&mut network, 0);
    network.chain.set_time(-1);
    assert_refused(network.claim_usdc(&alice), StakingError::WithdrawalsHalted);
}
