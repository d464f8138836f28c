//! Delay of a slash lowered after the halt, to slash at once.

use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::NetworkSetup;

use crate::chain::start_with;
use crate::world::*;

fn slashing_delay(seconds: u64) -> UpdatePoolOverviewArgs {
    UpdatePoolOverviewArgs { slashing_delay: Some(seconds), ..Default::default() }
}

/// Whoever has the keys of the program admin and of a slashing authority finds a pool that was halted by mistake.
#[test]
fn a_halted_operator_keeps_the_time_in_which_the_halt_can_be_shown_to_be_wrong() {
    let World { mut network, operator, alice, .. } = paid_pool_of_three();
    halt(&mut network, &operator);
    update_overview(&mut network, slashing_delay(0)).unwrap();
    let delay_not_over = StakingError::SlashingDelayNotOver;
    refuses(&mut network, delay_not_over, |network| slash(network, operator.record, 2_000 * ONE, 0));
    // Halting once more does not take the new delay over.
    halt(&mut network, &operator);
    network.pass_time(2 * DAY - 1);
    refuses(&mut network, delay_not_over, |network| slash(network, operator.record, 2_000 * ONE, 0));
    // In the last second the pool is resumed: nothing is lost.
    resume(&mut network, &operator);
    network.pass_time(1);
    refuses(&mut network, StakingError::PoolNotHalted, |network| slash(network, operator.record, 2_000 * ONE, 0));
    network.unstake(&operator, 1_310 * ONE).unwrap();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    assert_eq!(slashed(&mut network), 0);
}

/// The same with the key of a halt authority besides, on a network for real money: a new halt takes the lower delay, but
/// begins it anew, and the lowest is a day.
#[test]
fn a_pool_that_is_resumed_and_halted_again_waits_a_whole_delay_once_more() {
    let World { mut network, operator, .. } = pool_of_three_on(start_with(&NetworkSetup::for_real_money()));
    halt(&mut network, &operator);
    network.pass_time(2 * DAY - 1);
    for too_short in [0, 86_399] {
        refuses(&mut network, StakingError::SlashingDelayOutOfRange, |network| {
            update_overview(network, slashing_delay(too_short))
        });
    }
    update_overview(&mut network, slashing_delay(86_400)).unwrap();
    resume(&mut network, &operator);
    halt(&mut network, &operator);
    network.pass_time(DAY - 1);
    let delay_not_over = StakingError::SlashingDelayNotOver;
    refuses(&mut network, delay_not_over, |network| slash(network, operator.record, ONE, 0));
    network.pass_time(1);
    slash(&mut network, operator.record, ONE, 0).unwrap();
}
