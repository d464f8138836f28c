//! Pools that were closed, and pools that are further behind than records live.

use inference_staking_keeper::schedule::{Reason, Step};

use crate::world::*;

#[test]
fn a_closed_pool_accrues_up_to_the_epoch_it_closed_in() {
    let mut world = World::new(3);
    for epoch in 1..=3 {
        world.epoch(epoch, vec![tree(epoch, [5])]);
    }
    let mut closed = pool(0);
    closed.closed_at_epoch = 2;
    assert_eq!(world.plan(5, &closed), (vec![accrue(1, 0), accrue(2, 0)], vec![]));
    closed.reward_last_claimed_epoch = 2;
    assert_eq!(world.plan(5, &closed), (vec![], vec![]));
}

#[test]
fn a_pool_far_behind_begins_with_the_oldest_record_that_lives() {
    // 130 - 128 = 2: epoch 3 is the oldest that lives; the 128 epochs 3 to 130 are open.
    let mut world = World::new(130);
    for epoch in 3..=130 {
        world.epoch(epoch, vec![tree(epoch, [5])]);
    }
    let (steps, left) = world.plan(5, &pool(0));
    assert_eq!(left, []);
    assert_eq!(steps.iter().map(Step::epoch).collect::<Vec<_>>(), (3..=130).collect::<Vec<_>>());
}

#[test]
fn the_oldest_record_lives_on_while_the_newest_waits() {
    let mut world = World::new(130);
    for epoch in 2..=130 {
        world.epoch(epoch, vec![tree(epoch, [5])]);
    }
    // 129 - 128 = 1: epoch 2 lives, and 130 cannot be accrued yet.
    world.snapshot.overview.newest_claimable_from = CLAIMABLE + 1;
    world.snapshot.records.get_mut(&130).unwrap().claimable_from = CLAIMABLE + 1;
    let (steps, waits) = world.plan(5, &pool(0));
    assert_eq!(waits, [left(5, 130, 0, Reason::NotClaimable { from: CLAIMABLE + 1 })]);
    assert_eq!(steps.iter().map(Step::epoch).collect::<Vec<_>>(), (2..=129).collect::<Vec<_>>());
}

#[test]
fn a_closed_pool_whose_epochs_have_expired_has_nothing_to_do() {
    let world = World::new(300);
    let mut closed = pool(5);
    closed.closed_at_epoch = 40;
    assert_eq!(world.plan(5, &closed), (vec![], vec![]));
}
