//! A slash that takes the commissions owed and the operator's settled USDC too.

use inference_staking_client::events::StakeSlashed;
use inference_staking_client::state::StakingRecord;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::assert_refused;

use super::world::*;

/// USDC that the operator's record has settled, and commissions in tokens and USDC.
fn operators_earnings(world: &mut World) -> (u64, u64, u64) {
    let pool = world.network.pool_of(&world.operator);
    (world.network.record_of(&world.operator).settled_usdc, pool.reward_commission, pool.usdc_commission)
}

#[test]
fn without_confiscation_the_operator_keeps_its_earnings() {
    let mut world = slashable_pool();
    slash(&mut world.network, &world.operator, take(2_000 * ONE, 0, false)).unwrap();
    assert_eq!(slashed(&mut world.network), (2_900 * ONE, 0));
    assert_eq!(operators_earnings(&mut world), (160 * ONE, 500 * ONE, 200 * ONE));
    let World { mut network, operator, .. } = world;
    set_halted(&mut network, &operator, false);
    network.claim_usdc(&operator).unwrap();
    assert_eq!(network.usdc_of(&operator), 160 * ONE);
}

#[test]
fn commissions_and_freshly_settled_usdc_are_confiscated() {
    let mut world = slashable_pool();
    slash(&mut world.network, &world.operator, take(500 * ONE, 0, true)).unwrap();
    // 725 + 500 tokens, 200 + 2,000 x 0.08 USDC.
    assert_eq!(slashed(&mut world.network), (1_225 * ONE, 360 * ONE));
    assert_eq!(vaults(&mut world.network, &world.operator), [9_275 * ONE, 9_500 * ONE, 640 * ONE]);
    assert_eq!(liabilities(&mut world.network), (9_500 * ONE, 640 * ONE));
    assert_eq!(operators_earnings(&mut world), (0, 0, 0));
    let pool = world.network.pool_of(&world.operator);
    assert_eq!((pool.delegator_usdc, pool.settled_usdc), (640 * ONE, 0));
}

#[test]
fn usdc_settled_before_and_usdc_earned_since_are_confiscated_together() {
    let World { mut network, operator, alice, .. } = paid_pool_of_three();
    // The operator settles 160 and Alice 240; then 9,500 - 1,000 = 8,500 shares earn 850 of 1,062.5 USDC, 0.1 each.
    network.unstake(&operator, 500 * ONE).unwrap();
    network.unstake(&alice, 1_000 * ONE).unwrap();
    pay_pool(&mut network, &operator, 2, 5_000 * ONE, 1_062_500_000);
    halt_for_the_delay(&mut network, &operator);
    let alices = network.record_of(&alice);
    let executed = slash(&mut network, &operator, take(0, 725 * ONE, true)).unwrap();

    // The ticket and 500 twice; 200 + 212.5 of commission, 160 + 1,500 x 0.1 settled.
    assert_eq!(slashed(&mut network), (1_725 * ONE, 722_500_000));
    let event: StakeSlashed = only_event(&executed);
    assert_eq!((event.shares, event.staked_amount, event.unstaking_amount), (0, 0, 725 * ONE));
    assert_eq!((event.reward_commission, event.usdc_commission), (1_000 * ONE, 412_500_000));
    assert_eq!((event.settled_usdc, event.record_shares), (310 * ONE, 1_500 * ONE));
    // 20,000 and 2,062.5 were issued.
    assert_eq!((event.reward_liability, event.usdc_liability), (19_000 * ONE, 1_340 * ONE));
    let pool = network.pool_of(&operator);
    assert_eq!((pool.delegator_usdc, pool.settled_usdc), (1_340 * ONE, 240 * ONE));
    assert_state(&network.record_of(&alice), &alices);
    network.claim_usdc(&alice).unwrap();
    assert_eq!(network.usdc_of(&alice), 440 * ONE);
}

#[test]
fn what_is_not_owed_is_not_transferred() {
    let World { mut network, operator, .. } = slashable_pool();
    let token_program = format!("Program {} invoke", anchor_spl::token::ID);
    let mut transfers = || {
        let executed = slash(&mut network, &operator, take(500 * ONE, 0, true)).unwrap();
        executed.logs.iter().filter(|line| line.starts_with(&token_program)).count()
    };
    // Stake, tokens and USDC; and once nothing is owed any more the stake alone.
    assert_eq!([transfers(), transfers()], [3, 1]);
}

#[test]
fn confiscation_of_tickets_alone_takes_the_earnings_of_all_shares() {
    let mut world = slashable_pool_with_tickets();
    slash(&mut world.network, &world.operator, take(0, 1, true)).unwrap();
    assert_eq!(slashed(&mut world.network), (500 * ONE + 1, 360 * ONE));
}

#[test]
fn nothing_is_left_to_earn_after_a_confiscation() {
    let World { mut network, operator, .. } = slashable_pool();
    slash(&mut network, &operator, take(ONE, 0, true)).unwrap();
    slash(&mut network, &operator, take(ONE, 0, true)).unwrap();
    assert_eq!(slashed(&mut network), (502_900_000, 360 * ONE));
    set_halted(&mut network, &operator, false);
    assert_refused(network.claim_usdc(&operator), StakingError::NoUsdcToClaim);
}

#[test]
fn what_a_slash_does_not_move_cannot_block_it() {
    let World { mut network, operator, .. } = slashable_pool();
    let mints = network.mints;
    let usdc = usdc_treasury(&network);
    freeze(&mut network, &usdc, &mints.usdc);
    freeze(&mut network, &inference_staking_client::address::reward_vault(), &mints.stake);
    // Neither USDC nor the reward vault is needed.
    slash(&mut network, &operator, take(ONE, 0, false)).unwrap();
    let result = slash(&mut network, &operator, take(ONE, 0, true));
    inference_staking_test_kit::refusal::assert_refused_with_code(result, token_program::FROZEN);
    assert_eq!(network.pool_of(&operator).reward_commission, 500 * ONE);
}

#[test]
fn what_is_owed_to_the_operator_can_be_taken_alone() {
    let mut world = slashable_pool();
    let executed = slash(&mut world.network, &world.operator, take(0, 0, true)).unwrap();
    assert_eq!(slashed(&mut world.network), (500 * ONE, 360 * ONE));
    assert_eq!(operators_earnings(&mut world), (0, 0, 0));
    assert_eq!(world.network.record_of(&world.operator).shares, 2_000 * ONE);
    let event: StakeSlashed = only_event(&executed);
    assert_eq!((event.shares, event.staked_amount, event.unstaking_amount), (0, 0, 0));
    assert_eq!((event.reward_commission, event.usdc_commission, event.settled_usdc), (500 * ONE, 200 * ONE, 160 * ONE));
    // Now nothing is owed any more.
    let again = slash(&mut world.network, &world.operator, take(0, 0, true));
    assert_refused(again, StakingError::NothingToSlash);
}

#[test]
fn any_one_thing_that_is_owed_is_enough_for_a_confiscation_alone() {
    // The token commission, the USDC commission, the operator's settled USDC: the other two are not there.
    for kept in 0..3 {
        let World { mut network, operator, .. } = slashable_pool();
        change_pool(&mut network, &operator, |pool| {
            if kept != 0 {
                pool.reward_commission = 0;
            }
            if kept != 1 {
                pool.usdc_commission = 0;
            }
        });
        if kept != 2 {
            // As if the operator had claimed: nothing earned since.
            let record = operator.record.address();
            network.overwrite::<StakingRecord>(&record, |record| record.usdc_checkpoint = INDEX.into());
            change_pool(&mut network, &operator, |pool| pool.delegator_usdc -= 160 * ONE);
        }
        let left = [[500, 0], [0, 200], [0, 160]][kept];
        change_overview(&mut network, |overview| {
            overview.reward_liability = 9_500 * ONE + left[0] * ONE;
            overview.usdc_liability = 640 * ONE + left[1] * ONE;
        });
        slash(&mut network, &operator, take(0, 0, true)).unwrap();
        assert_eq!(slashed(&mut network), (left[0] * ONE, left[1] * ONE));
        assert_refused(slash(&mut network, &operator, take(0, 0, true)), StakingError::NothingToSlash);
    }
}
