//! When accrual was last resumed: bypass delays and marks count from then (SPEC 6.1, SPEC 6.6).

use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::state::{PoolOverview, NEVER};
use inference_staking_localnet::network::START_TIME;
use inference_staking_localnet::Chain;
use inference_staking_test_kit::administration::*;
use inference_staking_test_kit::states::assert_state;
use inference_staking_test_kit::TestNetwork;

#[test]
fn the_time_of_a_resumption_is_noted_and_no_other() {
    let mut network = TestNetwork::start();
    let before = overview(&mut network);
    assert_eq!(before.accrual_resumed_at, NEVER);
    // What is asked for each second, the flag afterwards, and the second of the last resumption.
    let steps = [
        (Some(false), 0, None),
        (Some(true), 1, None),
        (Some(true), 1, None),
        (None, 1, None),
        (Some(false), 0, Some(5)),
        (Some(false), 0, Some(5)),
        (None, 0, Some(5)),
        (Some(true), 1, Some(5)),
        (Some(false), 0, Some(9)),
    ];
    for (second, (asked, accrual_halted, resumed)) in (1..).zip(steps) {
        network.chain.set_time(START_TIME + second);
        update(&mut network, UpdatePoolOverviewArgs { accrual_halted: asked, ..Default::default() }).unwrap();
        let accrual_resumed_at = resumed.map_or(NEVER, |second| START_TIME + second);
        let expected = PoolOverview { accrual_halted, accrual_resumed_at, ..before };
        assert_state(&overview(&mut network), &expected);
    }
}

#[test]
fn a_resumption_at_time_zero_is_one() {
    let mut network = TestNetwork::start();
    set_accrual_halted(&mut network, true);
    network.chain.set_time(0);
    set_accrual_halted(&mut network, false);
    assert_eq!(overview(&mut network).accrual_resumed_at, 0);
}
