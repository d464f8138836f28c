//! No leaf reaches beyond its own epoch's totals; when a record can be accrued, and halts.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::START_TIME;
use inference_staking_localnet::Chain;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::{change_overview, change_pool};
use inference_staking_test_kit::world::leaf;
use inference_staking_test_kit::PaidLeaf;

#[test]
fn a_leaf_may_take_all_of_the_epoch_and_not_a_unit_more() {
    for (amounts, fits) in [((10_000, 500), true), ((10_001, 500), false), ((10_000, 501), false), ((0, 501), false)] {
        let mut network = small_network();
        let operator = network.operator("operator", 10);
        // Enough funds for more, so that only the record's totals are in the way.
        network.fund_vaults(50_000, 50_000);
        let proof = publish_leaf(&mut network, 1, &operator, amounts, 500);
        if fits {
            network.accrue(&operator, 1, proof).unwrap();
            let record = network.reward_record(1).unwrap();
            assert_eq!((record.remaining_rewards, record.remaining_usdc), (0, 0));
        } else {
            refuses(&mut network, StakingError::LeafExceedsRecord, |network| network.accrue(&operator, 1, proof));
        }
    }
}

#[test]
fn leaves_that_sum_too_high_stop_at_their_own_epoch() {
    let mut network = small_network();
    let operators = ["first", "second", "third"].map(|name| network.operator(name, 10));
    let [first, second, third] = &operators;
    let leaves = vec![leaf(first, 6_000, 60), leaf(second, 4_001, 0), leaf(third, 0, 41)];
    let tree = network.publish_leaves(1, leaves, EPOCH_REWARDS, 100);
    let next = network.publish_leaves(2, vec![leaf(first, 10_000, 100)], EPOCH_REWARDS, 100);
    network.accrue(first, 1, tree.proof(0)).unwrap();
    // 4,000 and 40 remain of the first epoch; the second epoch's 10,000 and 100 are in the same vaults.
    for (operator, index) in [(second, 1), (third, 2)] {
        refuses(&mut network, StakingError::LeafExceedsRecord, |network| {
            network.accrue(operator, 1, tree.proof(index))
        });
    }
    network.accrue(first, 2, next.proof(0)).unwrap();
    let records = [1, 2].map(|epoch| network.reward_record(epoch).unwrap());
    assert_eq!((records[0].remaining_rewards, records[0].remaining_usdc), (4_000, 40));
    assert_eq!((records[1].remaining_rewards, records[1].remaining_usdc), (0, 0));
}

#[test]
fn the_last_pool_may_take_exactly_what_remains() {
    let mut network = small_network();
    let first = network.operator("first", 10);
    let second = network.operator("second", 10);
    let leaves = vec![leaf(&first, 6_000, 60), leaf(&second, 4_000, 40)];
    let tree = network.publish_leaves(1, leaves, EPOCH_REWARDS, 100);
    network.accrue(&second, 1, tree.proof(1)).unwrap();
    network.accrue(&first, 1, tree.proof(0)).unwrap();
    let record = network.reward_record(1).unwrap();
    assert_eq!((record.remaining_rewards, record.remaining_usdc, record.accrued_leaves), (0, 0, 2));
}

#[test]
fn a_record_waits_for_its_challenge_period_and_not_a_second_longer() {
    let mut network = small_network_with(|setup| setup.parameters.challenge_period = 3_600);
    let operator = network.operator("operator", 10);
    let proof = publish_leaf(&mut network, 1, &operator, (100, 0), 0);
    for elapsed in [0, 3_599, -5] {
        network.chain.set_time(START_TIME + elapsed);
        refuses(&mut network, StakingError::RecordNotClaimable, |network| network.accrue(&operator, 1, proof.clone()));
    }
    network.chain.set_time(START_TIME + 3_600);
    network.accrue(&operator, 1, proof).unwrap();
}

#[test]
fn a_later_change_of_the_challenge_period_does_not_move_a_record() {
    let mut network = small_network_with(|setup| setup.parameters.challenge_period = 3_600);
    let operator = network.operator("operator", 10);
    let proof = publish_leaf(&mut network, 1, &operator, (100, 0), 0);
    change_overview(&mut network, |overview| overview.challenge_period = 0);
    network.pass_time(3_599);
    refuses(&mut network, StakingError::RecordNotClaimable, |network| network.accrue(&operator, 1, proof.clone()));
    change_overview(&mut network, |overview| overview.challenge_period = 7_200);
    network.pass_time(1);
    network.accrue(&operator, 1, proof).unwrap();
}

#[test]
fn an_accrual_halt_stops_accrual_until_it_ends() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    let proof = publish_leaf(&mut network, 1, &operator, (100, 0), 0);
    change_overview(&mut network, |overview| overview.accrual_halted = 1);
    refuses(&mut network, StakingError::AccrualHalted, |network| network.accrue(&operator, 1, proof.clone()));
    change_overview(&mut network, |overview| overview.accrual_halted = 0);
    network.accrue(&operator, 1, proof).unwrap();
}

#[test]
fn no_other_halt_and_no_finalizing_epoch_stops_accrual() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    let proof = publish_leaf(&mut network, 1, &operator, (100, 0), 0);
    network.mark(2).unwrap();
    change_overview(&mut network, |overview| {
        overview.staking_halted = 1;
        overview.has_withdrawal_halt = 1;
        overview.withdrawal_halted_until = i64::MAX;
    });
    change_pool(&mut network, &operator, |pool| {
        pool.is_halted = 1;
        pool.halted_since = START_TIME;
        pool.delegation_allowed = 0;
    });
    network.accrue(&operator, 1, proof).unwrap();
    assert_eq!(network.pool_of(&operator).total_staked_amount, 100);
}

#[test]
fn leaves_of_pools_that_do_not_exist_take_nothing() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    let ghost = PaidLeaf { pool: ANOTHER_POOL, reward: 9_999, usdc: 0 };
    let tree = network.publish_leaves(1, vec![ghost, leaf(&operator, 10_000, 0)], EPOCH_REWARDS, 0);
    network.accrue(&operator, 1, tree.proof(1)).unwrap();
    assert_eq!(network.reward_record(1).unwrap().remaining_rewards, 0);
}
