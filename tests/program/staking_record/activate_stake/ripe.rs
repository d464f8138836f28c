//! Which part of a record's activating stake is ripe: what came before the current epoch (SPEC 2, SPEC 5).

use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::Chain;
use inference_staking_test_kit::actors::activate_return;
use inference_staking_test_kit::epochs::no_roots;
use inference_staking_test_kit::reward_records::revoke;
use inference_staking_test_kit::small_network::{challenged_network, CHALLENGE};
use inference_staking_test_kit::{assert_refused, TestNetwork};

use crate::staking_record::world::*;

#[test]
fn a_deposit_is_not_ripe_in_the_epoch_in_which_it_came() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.stake(&alice, ONE).unwrap();
    assert_refused(network.activate(&alice), StakingError::NothingRipe);
    network.pass_time(1_000_000);
    assert_refused(network.activate(&alice), StakingError::NothingRipe);
    network.mark(1).unwrap();
    publish_and_pass(&mut network, &operator, 1);
    network.activate(&alice).unwrap();
}

#[test]
fn what_comes_while_an_epoch_is_finalizing_belongs_to_the_next() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.mark(1).unwrap();
    network.stake(&alice, ONE).unwrap();
    publish_and_pass(&mut network, &operator, 1);
    assert_refused(network.activate(&alice), StakingError::NothingRipe);
    publish_and_pass_next(&mut network, &operator);
    network.activate(&alice).unwrap();
}

#[test]
fn a_later_deposit_does_not_hold_up_those_before() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    for amount in [10, 20, 30] {
        network.stake(&alice, amount).unwrap();
        publish_and_pass_next(&mut network, &operator);
    }
    network.stake(&alice, 40).unwrap();
    assert_eq!(query(&mut network, &alice).ripe, 60);
    let returned = activate_return(&network.activate(&alice).unwrap());
    assert_eq!((returned.cost, returned.shares, returned.left), (60, 60, 40));
    assert_refused(network.activate(&alice), StakingError::NothingRipe);
}

#[test]
fn a_record_without_a_deposit_has_nothing_ripe() {
    let World { mut network, alice, .. } = pool_of_three();
    assert_refused(network.activate(&alice), StakingError::NothingRipe);
}

#[test]
fn what_leaves_is_the_newest() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.stake(&alice, 100).unwrap();
    publish_and_pass_next(&mut network, &operator);
    network.stake(&alice, 30).unwrap();
    let deposits = |network: &mut TestNetwork| {
        let record = network.record_of(&alice);
        (record.activating, record.latest_deposit, record.ripe(2))
    };
    unstake_both(&mut network, &alice, 0, 20).unwrap();
    assert_eq!(deposits(&mut network), (110, 10, 100));
    unstake_both(&mut network, &alice, 0, 25).unwrap();
    assert_eq!(deposits(&mut network), (85, 0, 85));
    let returned = activate_return(&network.activate(&alice).unwrap());
    assert_eq!((returned.cost, returned.left), (85, 0));
}

#[test]
fn a_revocation_makes_nothing_ripe_and_nothing_unripe() {
    let mut network = challenged_network();
    let operator = network.operator("operator", 1_000);
    let alice = network.delegator("alice", &operator);
    network.stake(&alice, 10).unwrap();
    network.mark(1).unwrap();
    network.stake(&alice, 5).unwrap();
    network.publish(1, no_roots()).unwrap();
    // The current epoch is 2 before the revocation and after it: 10 are ripe, 5 are not.
    assert_eq!(query(&mut network, &alice).ripe, 10);
    revoke(&mut network, 1).unwrap();
    assert_eq!(query(&mut network, &alice).ripe, 10);
    assert_refused(network.activate(&alice), StakingError::PoolBehind);
    network.stake(&alice, 2).unwrap();
    assert_eq!(network.record_of(&alice).latest_deposit, 7);
    network.publish(1, no_roots()).unwrap();
    network.pass_time(CHALLENGE);
    inference_staking_test_kit::pools::bypass(&mut network, &operator, 1).unwrap();
    assert!(network.chain.now() > 0);
    let returned = activate_return(&network.activate(&alice).unwrap());
    assert_eq!((returned.cost, returned.left), (10, 7));
}
