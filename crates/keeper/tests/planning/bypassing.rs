//! Epochs that pay a pool nothing are passed without a proof, if the keeper may.

use inference_staking_keeper::schedule::{Bypass, Reason, Step};

use crate::world::*;

#[test]
fn an_empty_epoch_is_passed_and_those_after_it_are_accrued() {
    let mut world = World::new(2);
    world.epoch(1, vec![]);
    world.epoch(2, vec![tree(2, [5])]);
    assert_eq!(world.plan(5, &pool(0)), (vec![Step::Pass { epoch: 1 }, accrue(2, 0)], vec![]));
}

#[test]
fn an_empty_epoch_is_left_if_the_keeper_may_pass_none() {
    let mut world = World::new(2);
    world.epoch(1, vec![]);
    world.epoch(2, vec![tree(2, [5])]);
    let queue = world.queue(5, &pool(0), Bypass::Never);
    assert_eq!((queue.steps.len(), queue.left), (0, vec![left(5, 1, 1, Reason::EmptyEpoch)]));
}

#[test]
fn an_empty_epoch_waits_until_it_is_claimable() {
    let mut world = World::new(1);
    world.epoch(1, vec![]);
    world.snapshot.now = CLAIMABLE - 1;
    let reason = Reason::NotClaimable { from: CLAIMABLE };
    assert_eq!(world.plan(5, &pool(0)), (vec![], vec![left(5, 1, 0, reason)]));
}

#[test]
fn a_pool_in_no_tree_waits_for_the_bypass_delay() {
    let mut world = World::new(1);
    world.epoch(1, vec![tree(1, [4])]);
    // 1,000 + 500.
    let waits = left(5, 1, 0, Reason::NotInTree { bypass_from: 1_500 });
    for (now, bypass, expected) in [
        (1_499, Bypass::PoolsWithoutLeaf, Err(waits.clone())),
        (1_500, Bypass::PoolsWithoutLeaf, Ok(Step::Pass { epoch: 1 })),
        (1_500, Bypass::EmptyEpochs, Err(waits.clone())),
        (1_500, Bypass::Never, Err(waits)),
    ] {
        world.snapshot.now = now;
        let queue = world.queue(5, &pool(0), bypass);
        let (steps, left) = expected.map_or_else(|left| (vec![], vec![left]), |step| (vec![step], vec![]));
        assert_eq!((Vec::from(queue.steps), queue.left), (steps, left), "at {now} with {bypass:?}");
    }
}

#[test]
fn the_bypass_delay_counts_from_a_later_resumption_of_accrual() {
    let mut world = World::new(1);
    world.epoch(1, vec![tree(1, [4])]);
    world.snapshot.overview.accrual_resumed_at = 1_200;
    // 1,200 + 500.
    let waits = left(5, 1, 0, Reason::NotInTree { bypass_from: 1_700 });
    world.snapshot.now = 1_699;
    let queue = world.queue(5, &pool(0), Bypass::PoolsWithoutLeaf);
    assert_eq!((queue.steps.len(), queue.left), (0, vec![waits]));
    world.snapshot.now = 1_700;
    assert_eq!(world.queue(5, &pool(0), Bypass::PoolsWithoutLeaf).steps, [Step::Pass { epoch: 1 }]);
}

#[test]
fn an_epoch_with_nothing_left_is_passed_at_once_whatever_its_trees_say() {
    let mut world = World::new(1);
    world.record(1, &[tree(1, [4, 5])]);
    // Its trees are not at hand.
    assert_eq!(world.plan(5, &pool(0)).1, [left(5, 1, 0, Reason::NoTree { roots: 1, at_hand: 0 })]);
    for (rewards, usdc, is_passed) in [(1, 0, false), (0, 1, false), (0, 0, true)] {
        let record = world.snapshot.records.get_mut(&1).unwrap();
        (record.remaining_rewards, record.remaining_usdc) = (rewards, usdc);
        let (steps, _) = world.plan(5, &pool(0));
        assert_eq!(steps, if is_passed { vec![Step::Pass { epoch: 1 }] } else { vec![] });
    }
    let queue = world.queue(5, &pool(0), Bypass::Never);
    assert_eq!((queue.steps.len(), queue.left), (0, vec![left(5, 1, 0, Reason::EmptyEpoch)]));
}

#[test]
fn a_leaf_of_nothing_is_accrued_from_a_record_with_nothing_left_and_one_of_more_is_passed() {
    let mut world = World::new(1);
    // Pool 0 earns nothing, pool 4 something that is not there any more.
    world.epoch(1, vec![tree(1, [0, 4])]);
    let record = world.snapshot.records.get_mut(&1).unwrap();
    (record.remaining_rewards, record.remaining_usdc) = (0, 0);
    for bypass in [Bypass::Never, Bypass::EmptyEpochs] {
        assert_eq!(world.queue(0, &pool(0), bypass).steps, [accrue(1, 0)]);
    }
    assert_eq!(world.queue(4, &pool(0), Bypass::EmptyEpochs).steps, [Step::Pass { epoch: 1 }]);
    assert_eq!(world.queue(4, &pool(0), Bypass::Never).left, [left(4, 1, 0, Reason::EmptyEpoch)]);
}

#[test]
fn a_pool_is_not_bypassed_while_a_tree_of_the_epoch_is_missing() {
    let mut world = World::new(1);
    let (ours, other) = (tree(1, [4]), tree(1, [5]));
    world.record(1, &[ours.clone(), other]);
    let record = world.snapshot.records[&1];
    world.trees.insert(1, found(&record, vec![ours]));
    world.snapshot.now = 1_000_000;
    let queue = world.queue(5, &pool(0), Bypass::PoolsWithoutLeaf);
    let reason = Reason::NoTree { roots: 2, at_hand: 1 };
    assert_eq!((queue.steps.len(), queue.left), (0, vec![left(5, 1, 0, reason)]));
    // A pool in the tree that is there needs no other.
    assert_eq!(world.plan(4, &pool(0)), (vec![accrue(1, 0)], vec![]));
}
