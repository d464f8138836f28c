//! Trees that are not those of the record are refused, and nothing is planned for their epoch.

use anchor_lang::prelude::Pubkey;
use inference_staking_keeper::schedule::Reason;
use inference_staking_keeper::trees::TreeFault;
use inference_staking_rewards::{RewardRow, RewardsTree, WrongTree};

use crate::world::*;

#[test]
fn a_tree_with_another_root_is_refused() {
    let mut world = World::new(2);
    world.record(1, &[tree(1, [4, 5])]);
    let record = world.snapshot.records[&1];
    // One more pool, so all its file says of itself is right.
    let fault = found(&record, vec![tree(1, [4, 5, 6])]).unwrap_err();
    assert!(matches!(&fault, TreeFault::Wrong { error: WrongTree::OtherRoot { epoch: 1 }, .. }), "{fault}");
    let words = fault.to_string();
    world.trees.insert(1, Err(fault));
    world.epoch(2, vec![tree(2, [5])]);
    assert_eq!(world.plan(5, &pool(0)), (vec![], vec![left(5, 1, 1, Reason::BadTree(words))]));
}

#[test]
fn a_tree_of_another_epoch_or_program_is_refused() {
    let mut world = World::new(1);
    world.record(1, &[tree(1, [5])]);
    let record = world.snapshot.records[&1];
    let fault = found(&record, vec![tree(2, [5])]).unwrap_err();
    assert!(matches!(fault, TreeFault::Wrong { error: WrongTree::OtherEpoch { found: 2, wanted: 1 }, .. }), "{fault}");
    let rows = vec![RewardRow { pool: address(5), reward: 5, usdc: 10 }];
    let foreign = RewardsTree::from_rows(Pubkey::new_unique(), 1, rows).unwrap();
    let fault = found(&record, vec![foreign]).unwrap_err();
    assert!(matches!(fault, TreeFault::Wrong { error: WrongTree::OtherProgram { .. }, .. }), "{fault}");
}

#[test]
fn a_pool_is_found_in_the_second_tree_of_a_record() {
    let mut world = World::new(1);
    world.record(1, &[tree(1, [1, 2]), tree(1, [3, 4, 5])]);
    let record = world.snapshot.records[&1];
    // In another order than the roots.
    world.trees.insert(1, found(&record, vec![tree(1, [3, 4, 5]), tree(1, [1, 2])]));
    let second = |leaf_index| inference_staking_keeper::schedule::Step::Accrue { epoch: 1, root_index: 1, leaf_index };
    assert_eq!(world.plan(5, &pool(0)), (vec![second(2)], vec![]));
    assert_eq!(world.plan(2, &pool(0)), (vec![accrue(1, 1)], vec![]));
}
