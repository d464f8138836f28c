//! Skipped epochs are caught up, and hold nothing up.

use inference_staking_keeper::schedule::Reason;

use crate::world::*;

#[test]
fn a_skipped_epoch_is_caught_up_first() {
    let mut world = World::new(4);
    for epoch in 1..=4 {
        world.epoch(epoch, vec![tree(epoch, [4, 5])]);
    }
    let pool = pool_with_skipped(3, &[1, 2]);
    assert_eq!(world.plan(5, &pool), (vec![accrue(1, 1), accrue(2, 1), accrue(4, 1)], vec![]));
}

#[test]
fn a_skipped_epoch_that_pays_the_pool_nothing_is_nothing_to_do() {
    let mut world = World::new(2);
    world.epoch(1, vec![tree(1, [4])]);
    world.epoch(2, vec![tree(2, [5])]);
    assert_eq!(world.plan(5, &pool_with_skipped(2, &[1])), (vec![], vec![]));
}

#[test]
fn a_skipped_epoch_without_a_tree_is_left_but_holds_nothing_up() {
    let mut world = World::new(3);
    world.record(1, &[tree(1, [5])]);
    world.epoch(3, vec![tree(3, [5])]);
    let reason = Reason::NoTree { roots: 1, at_hand: 0 };
    assert_eq!(world.plan(5, &pool_with_skipped(2, &[1])), (vec![accrue(3, 0)], vec![left(5, 1, 0, reason)]));
}

#[test]
fn a_skipped_epoch_is_open_until_its_record_expires() {
    // 200 - 128 = 72: epoch 73 is the oldest that can be caught up.
    let mut world = World::new(200);
    for epoch in [72, 73, 200] {
        world.epoch(epoch, vec![tree(epoch, [5])]);
    }
    assert_eq!(world.plan(5, &pool_with_skipped(199, &[72])), (vec![accrue(200, 0)], vec![]));
    assert_eq!(world.plan(5, &pool_with_skipped(199, &[73])), (vec![accrue(73, 0), accrue(200, 0)], vec![]));
}
