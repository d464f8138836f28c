//! Epochs are passed in order, as soon as each can be.

use inference_staking_keeper::schedule::{Reason, Schedule};

use crate::world::*;

#[test]
fn a_pool_one_epoch_behind_accrues_its_leaf() {
    let mut world = World::new(1);
    world.epoch(1, vec![tree(1, [3, 5, 9])]);
    assert_eq!(world.plan(5, &pool(0)), (vec![accrue(1, 1)], vec![]));
    assert_eq!(world.plan(9, &pool(0)), (vec![accrue(1, 2)], vec![]));
}

#[test]
fn a_pool_that_passed_everything_has_nothing_to_do() {
    let mut world = World::new(1);
    world.epoch(1, vec![tree(1, [5])]);
    assert_eq!(world.plan(5, &pool(1)), (vec![], vec![]));
    // A pool that joined while epoch 2 was being finalized has passed it before it has a record.
    assert_eq!(world.plan(5, &pool(2)), (vec![], vec![]));
}

#[test]
fn a_pool_several_epochs_behind_takes_them_in_order() {
    let mut world = World::new(3);
    world.epoch(1, vec![tree(1, [5])]);
    world.epoch(2, vec![tree(2, [4, 5])]);
    world.epoch(3, vec![tree(3, [3, 4, 5])]);
    assert_eq!(world.plan(5, &pool(0)), (vec![accrue(1, 0), accrue(2, 1), accrue(3, 2)], vec![]));
    assert_eq!(world.plan(5, &pool(1)), (vec![accrue(2, 1), accrue(3, 2)], vec![]));
}

#[test]
fn an_epoch_without_a_tree_holds_up_those_after_it() {
    let mut world = World::new(4);
    world.epoch(1, vec![tree(1, [5])]);
    world.record(2, &[tree(2, [5])]);
    world.epoch(3, vec![tree(3, [5])]);
    world.epoch(4, vec![tree(4, [5])]);
    let reason = Reason::NoTree { roots: 1, at_hand: 0 };
    assert_eq!(world.plan(5, &pool(0)), (vec![accrue(1, 0)], vec![left(5, 2, 2, reason)]));
}

#[test]
fn nothing_is_accrued_before_the_record_is_claimable() {
    let mut world = World::new(1);
    world.epoch(1, vec![tree(1, [5])]);
    world.snapshot.now = CLAIMABLE - 1;
    let reason = Reason::NotClaimable { from: CLAIMABLE };
    assert_eq!(world.plan(5, &pool(0)), (vec![], vec![left(5, 1, 0, reason)]));
}

#[test]
fn nothing_is_accrued_while_accrual_is_halted() {
    let mut world = World::new(2);
    world.epoch(1, vec![tree(1, [5])]);
    world.epoch(2, vec![]);
    world.snapshot.overview.accrual_halted = 1;
    assert_eq!(world.plan(5, &pool(0)), (vec![], vec![left(5, 1, 1, Reason::AccrualHalted)]));
}

#[test]
fn an_epoch_without_a_record_is_left() {
    let world = World::new(1);
    assert_eq!(world.plan(5, &pool(0)), (vec![], vec![left(5, 1, 0, Reason::NoRecord)]));
}

#[test]
fn a_halted_pool_accrues_as_ever() {
    let mut world = World::new(1);
    world.epoch(1, vec![tree(1, [5])]);
    let mut halted = pool(0);
    halted.is_halted = 1;
    assert_eq!(world.plan(5, &halted), (vec![accrue(1, 0)], vec![]));
}

#[test]
fn a_plan_counts_pools_and_steps() {
    let mut world = World::new(2);
    world.epoch(1, vec![tree(1, [1, 2, 3])]);
    world.epoch(2, vec![tree(2, [1, 2, 3])]);
    for (number, last) in [(1, 0), (2, 1), (3, 2)] {
        world.snapshot.pools.insert(address(number), pool(last));
    }
    let plan = Schedule::new(&world.snapshot, &world.trees, Default::default());
    assert_eq!((plan.queues.len(), plan.steps(), plan.up_to_date, plan.left), (2, 3, 1, vec![]));
    assert_eq!(world.snapshot.open_epochs(), [1, 2]);
}
