//! Slashes in closed pools, during other halts, while epochs are finalized, before and after accruals.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::Chain;
use inference_staking_test_kit::{assert_refused, PaidLeaf};

use super::world::*;

#[test]
fn a_closed_pools_operator_is_slashed() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    close_pool(&mut network, &operator).unwrap();
    halt_for_the_delay(&mut network, &operator);
    slash(&mut network, &operator, take(2_000 * ONE, 0, true)).unwrap();
    assert_eq!(slashed(&mut network), (3_400 * ONE, 360 * ONE));
}

#[test]
fn an_operator_that_closed_its_pool_and_unstaked_everything_is_slashed_during_its_cooldown() {
    let World { mut network, operator, alice, .. } = paid_pool_of_three();
    close_pool(&mut network, &operator).unwrap();
    network.unstake(&operator, 2_000 * ONE).unwrap();
    network.pass_time(11 * DAY);
    halt_for_the_delay(&mut network, &operator);
    network.pass_time(DAY);
    assert_refused(network.claim_unstake(&operator), StakingError::OperatorHalted);
    slash(&mut network, &operator, take(0, 2_900 * ONE, true)).unwrap();
    assert_eq!(slashed(&mut network), (3_400 * ONE, 360 * ONE));
    // Delegators leave as ever.
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 1_001_350 * ONE);
}

#[test]
fn no_other_halt_and_no_epoch_stops_a_slash() {
    let World { mut network, operator, .. } = slashable_pool();
    let until = network.chain.now() + 14 * DAY;
    network.mark(2).unwrap();
    change_overview(&mut network, |overview| {
        overview.staking_halted = 1;
        overview.accrual_halted = 1;
        overview.has_withdrawal_halt = 1;
        overview.withdrawal_halted_until = until;
    });
    slash(&mut network, &operator, take(ONE, 0, true)).unwrap();
    let leaf = PaidLeaf { pool: operator.record.operator_pool, reward: 1, usdc: 0 };
    network.fund_vaults(10_000 * ONE, 0);
    let tree = inference_staking_test_kit::epochs::EpochTree::new(2, vec![leaf]);
    network.publish(2, tree.record_args(10_000 * ONE, 0)).unwrap();
    // The pool is behind.
    slash(&mut network, &operator, take(ONE, 0, true)).unwrap();
}

#[test]
fn a_halted_pool_goes_on_earning_and_the_slash_takes_the_operators_part() {
    let World { mut network, operator, .. } = slashable_pool();
    // 14,500 + 4,500 tokens for 10,000 shares; 0.08 + 0.08 USDC; commissions twice.
    pay_pool(&mut network, &operator, 2, 5_000 * ONE, 1_000 * ONE);
    slash(&mut network, &operator, take(2_000 * ONE, 0, true)).unwrap();
    assert_eq!(slashed(&mut network), (4_800 * ONE, 720 * ONE));
    assert_eq!(price(&mut network, &operator), (15_200 * ONE, 8_000 * ONE));
}

#[test]
fn a_slashed_pool_goes_on_earning_for_who_is_left() {
    let World { mut network, operator, alice, .. } = slashable_pool();
    slash(&mut network, &operator, take(2_000 * ONE, 0, true)).unwrap();
    // 11,600 + 4,500 tokens for 8,000 shares; 800 USDC for them, 0.1 each.
    pay_pool(&mut network, &operator, 2, 5_000 * ONE, 1_000 * ONE);
    assert_eq!(price(&mut network, &alice), (16_100 * ONE, 8_000 * ONE));
    network.claim_usdc(&alice).unwrap();
    assert_eq!(network.usdc_of(&alice), 540 * ONE);
    set_halted(&mut network, &operator, false);
    assert_refused(network.claim_usdc(&operator), StakingError::NoUsdcToClaim);
}
