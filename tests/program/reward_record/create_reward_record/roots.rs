//! Roots and depths that a record takes, and accrual from several roots.

use inference_staking_client::{args, instruction as ix, StakingError};
use inference_staking_test_kit::epochs::no_roots;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::refusal::assert_refused_as_unreadable;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::world::leaf;
use inference_staking_test_kit::{PaidLeaf, Staker, TestNetwork};
use solana_signer::Signer;

fn record_of(roots: Vec<[u8; 32]>, depths: Vec<u16>) -> args::CreateRewardRecord {
    args::CreateRewardRecord { roots, depths, total_rewards: EPOCH_REWARDS, total_usdc: 0 }
}

fn funded_and_marked() -> TestNetwork {
    let (network, []) = marked_with_pools([]);
    network
}

/// Pools without shares, of these operators, that take part in epoch 1, which is marked and funded.
fn marked_with_pools<const N: usize>(names: [&str; N]) -> (TestNetwork, [Staker; N]) {
    let mut network = small_network();
    let operators = names.map(|name| network.operator(name, 0));
    network.fund_vaults(EPOCH_REWARDS, 0);
    network.mark(1).unwrap();
    (network, operators)
}

#[test]
fn five_roots_are_kept_in_order() {
    let mut network = funded_and_marked();
    let roots = [[1; 32], [2; 32], [3; 32], [4; 32], [5; 32]];
    network.publish(1, record_of(roots.to_vec(), vec![0, 1, 14, 17, 24])).unwrap();
    let record = network.reward_record(1).unwrap();
    assert_eq!((record.roots, record.depths, record.root_count), (roots, [0, 1, 14, 17, 24], 5));
}

#[test]
fn a_sixth_root_is_refused() {
    let mut network = funded_and_marked();
    refuses(&mut network, StakingError::TooManyRoots, |network| {
        network.publish(1, record_of(vec![[1; 32]; 6], vec![0; 6]))
    });
}

#[test]
fn every_root_has_one_depth() {
    let mut network = funded_and_marked();
    for depths in [vec![], vec![0], vec![0, 0, 0]] {
        refuses(&mut network, StakingError::DepthsDoNotMatchRoots, |network| {
            network.publish(1, record_of(vec![[1; 32]; 2], depths))
        });
    }
    refuses(&mut network, StakingError::DepthsDoNotMatchRoots, |network| {
        network.publish(1, args::CreateRewardRecord { depths: vec![0], ..no_roots() })
    });
}

#[test]
fn a_tree_has_at_most_24_levels() {
    let mut network = funded_and_marked();
    // 256 and 280 would be 0 and 24 as one byte.
    for depths in [vec![25, 0], vec![0, 25], vec![0, 255], vec![256, 0], vec![0, 280], vec![0, u16::MAX]] {
        refuses(&mut network, StakingError::TreeTooDeep, |network| {
            network.publish(1, record_of(vec![[1; 32]; 2], depths))
        });
    }
    network.publish(1, record_of(vec![[1; 32]; 2], vec![24, 24])).unwrap();
}

#[test]
fn roots_or_depths_said_to_be_more_than_the_memory_holds_are_refused_without_a_panic() {
    let mut network = funded_and_marked();
    let authority = network.reward_authority.insecure_clone();
    let accounts = ix::create_reward_record_accounts(network.payer.pubkey(), authority.pubkey(), 1);
    let instruction = ix::create_reward_record(accounts, record_of(vec![[1; 32]; 2], vec![3; 2]));
    // The number of roots follows the discriminator, that of depths the two roots.
    for count in [8, 8 + 4 + 2 * 32] {
        assert_eq!(instruction.data[count..count + 4], [2, 0, 0, 0]);
        for said in [1_000, 32_768, 1 << 20, 1 << 27, 1 << 31, u32::MAX] {
            let mut instruction = instruction.clone();
            instruction.data[count..count + 4].copy_from_slice(&u32::to_le_bytes(said));
            assert_refused_as_unreadable(network.send(&[instruction], &[&authority]));
        }
    }
    network.send(&[instruction], &[&authority]).unwrap();
}

#[test]
fn a_zero_root_is_refused_wherever_it_stands() {
    let mut network = funded_and_marked();
    for place in 0..3 {
        let mut roots = vec![[1; 32]; 3];
        roots[place] = [0; 32];
        refuses(&mut network, StakingError::RootIsZero, |network| network.publish(1, record_of(roots, vec![2; 3])));
    }
}

#[test]
fn a_root_that_starts_with_zeros_is_a_root() {
    let mut network = funded_and_marked();
    let mut root = [0; 32];
    root[31] = 1;
    network.publish(1, record_of(vec![root], vec![0])).unwrap();
    assert_eq!(network.reward_record(1).unwrap().roots[0], root);
}

#[test]
fn each_root_of_a_record_pays_its_own_leaves() {
    let (mut network, [alone, third]) = marked_with_pools(["alone", "third"]);
    let other = |reward| PaidLeaf { pool: ANOTHER_POOL, reward, usdc: 0 };
    let single = EpochTree::new(1, vec![leaf(&alone, 100, 0)]);
    let triple = EpochTree::new(1, vec![other(1), other(2), leaf(&third, 200, 0)]);
    network.publish(1, record_of(vec![single.tree.root(), triple.tree.root()], vec![0, 2])).unwrap();

    let on_root = |tree: &EpochTree, index, root_index| {
        let mut proof = tree.proof(index);
        proof.root_index = root_index;
        proof
    };
    // The other root has another depth.
    let wrong = [(&alone, on_root(&single, 0, 1)), (&third, on_root(&triple, 2, 0))];
    for (operator, proof) in wrong {
        refuses(&mut network, StakingError::ProofLengthMismatch, |network| network.accrue(operator, 1, proof));
    }
    for root_index in [2, 4, 5, 255] {
        let proof = on_root(&single, 0, root_index);
        refuses(&mut network, StakingError::RootIndexOutOfRange, |network| network.accrue(&alone, 1, proof));
    }
    network.accrue(&third, 1, on_root(&triple, 2, 1)).unwrap();
    network.accrue(&alone, 1, on_root(&single, 0, 0)).unwrap();
    // Both took 10 % commission; nobody holds shares, so the rest stays in the record.
    assert_eq!(network.pool_of(&alone).reward_commission, 10);
    assert_eq!(network.pool_of(&third).reward_commission, 20);
    assert_eq!(network.reward_record(1).unwrap().accrued_leaves, 2);
}

#[test]
fn a_root_of_the_same_depth_does_not_pay_another_root_s_leaf() {
    let (mut network, [operator]) = marked_with_pools(["operator"]);
    let mine = EpochTree::new(1, vec![leaf(&operator, 100, 0)]);
    let other = tree_of_another_pool(1);
    network.publish(1, record_of(vec![other.tree.root(), mine.tree.root()], vec![0, 0])).unwrap();
    let mut proof = mine.proof(0);
    refuses(&mut network, StakingError::ProofMismatch, |network| network.accrue(&operator, 1, proof.clone()));
    proof.root_index = 1;
    network.accrue(&operator, 1, proof).unwrap();
}

#[test]
fn a_pool_in_two_roots_is_paid_once() {
    let (mut network, [operator]) = marked_with_pools(["operator"]);
    let first = EpochTree::new(1, vec![leaf(&operator, 100, 0)]);
    let second = EpochTree::new(1, vec![leaf(&operator, 900, 0)]);
    network.publish(1, record_of(vec![first.tree.root(), second.tree.root()], vec![0, 0])).unwrap();
    network.accrue(&operator, 1, first.proof(0)).unwrap();
    let mut again = second.proof(0);
    again.root_index = 1;
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| network.accrue(&operator, 1, again));
}

#[test]
fn the_fifth_root_pays() {
    let (mut network, [operator]) = marked_with_pools(["operator"]);
    let tree = EpochTree::new(1, vec![leaf(&operator, 100, 0)]);
    let mut roots = vec![[1; 32]; 5];
    roots[4] = tree.tree.root();
    network.publish(1, record_of(roots, vec![0; 5])).unwrap();
    let mut proof = tree.proof(0);
    proof.root_index = 4;
    network.accrue(&operator, 1, proof).unwrap();
}
