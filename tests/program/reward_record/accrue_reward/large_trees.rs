//! Proofs of every depth fit a transaction of 1,232 bytes together with compute-budget instructions.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instruction::{self as ix, LeafProof};
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::state::OperatorPool;
use inference_staking_client::{address, args};
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::compute_budget::compute_budget;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::world::leaf;
use inference_staking_test_kit::{PaidLeaf, Staker, TestNetwork};
use sha3::{Digest, Keccak256};

const MAX_TRANSACTION_BYTES: usize = 1_232;

/// A pool that stakes its commission, so that its accrual takes the most accounts; 10 shares.
fn operator(network: &mut TestNetwork, name: &str) -> Staker {
    let args = CreateOperatorPoolArgs { auto_stake: true, ..pool_args() };
    network.operator_with(name, 10, args)
}

/// Accrues 100 tokens and 50 USDC, and returns the bytes of the transaction.
fn accrue_hundred(network: &mut TestNetwork, operator: &Staker, proof: LeafProof) -> usize {
    let record = operator.record.address();
    let accounts = ix::accrue_reward_accounts(operator.record.operator_pool, 1, record);
    let [limit, price] = compute_budget();
    let executed = network.send(&[limit, price, ix::accrue_reward(accounts, proof)], &[]).unwrap();
    // 90 tokens raise T to 100; the commission of 10 buys one share.
    let OperatorPool { total_staked_amount, total_shares, .. } = network.pool_of(operator);
    assert_eq!((total_staked_amount, total_shares), (110, 11));
    executed.transaction_bytes
}

/// A tree of `leaves` leaves with the pools of two operators at these places; both are paid.
fn both_accrue(leaves: usize, depth: usize, places: [usize; 2]) {
    let mut network = small_network();
    let operators = ["first", "second"].map(|name| operator(&mut network, name));
    let mut all: Vec<PaidLeaf> = (0u64..leaves as u64)
        .map(|number| {
            let mut pool = [1; 32];
            pool[..8].copy_from_slice(&number.to_le_bytes());
            PaidLeaf { pool: pool.into(), reward: number % 7, usdc: number % 5 }
        })
        .collect();
    for (operator, place) in operators.iter().zip(places) {
        all[place] = leaf(operator, 100, 50);
    }
    let tree: EpochTree = network.publish_leaves(1, all, EPOCH_REWARDS, 1_000);
    assert_eq!(usize::from(network.reward_record(1).unwrap().depths[0]), depth);
    for (operator, place) in operators.iter().zip(places) {
        let proof = tree.proof(place);
        assert_eq!(proof.proof.len(), depth);
        let bytes = accrue_hundred(&mut network, operator, proof);
        assert!(bytes <= MAX_TRANSACTION_BYTES, "a proof of depth {depth} takes {bytes} bytes");
    }
}

#[test]
fn a_tree_of_two_leaves_pays_both() {
    both_accrue(2, 1, [0, 1]);
}

#[test]
fn a_tree_of_eight_thousand_leaves_pays() {
    // One leaf more than 2^13: the last one has empty siblings on 13 levels.
    both_accrue(8_193, 14, [5_000, 8_192]);
}

#[test]
fn a_tree_of_sixty_five_thousand_leaves_pays() {
    both_accrue(65_537, 17, [65_535, 65_536]);
}

#[test]
fn a_tree_of_one_leaf_pays() {
    let mut network = small_network();
    let operator = operator(&mut network, "operator");
    let proof = publish_leaf(&mut network, 1, &operator, (100, 50), 1_000);
    assert!(accrue_hundred(&mut network, &operator, proof) <= MAX_TRANSACTION_BYTES);
}

#[test]
fn the_deepest_tree_pays() {
    // 24 made-up siblings and the root that follows from them, hashed by hand; the index has a pattern of ones and zeros.
    let mut network = small_network();
    let operator = operator(&mut network, "operator");
    let leaf_index = 0b1010_0111_0001_1100_0101_1011;
    let siblings: Vec<[u8; 32]> = (1..=24).map(|level| [level; 32]).collect();
    let leaf = leaf_of_hundred(&operator.record.operator_pool);
    let root = siblings.iter().enumerate().fold(leaf, |node, (level, sibling)| {
        let is_right = leaf_index >> level & 1 == 1;
        let (left, right) = if is_right { (sibling, &node) } else { (&node, sibling) };
        Keccak256::new().chain_update(left).chain_update(right).finalize().into()
    });
    network.fund_vaults(EPOCH_REWARDS, 50);
    network.mark(1).unwrap();
    let args =
        args::CreateRewardRecord { roots: vec![root], depths: vec![24], total_rewards: EPOCH_REWARDS, total_usdc: 50 };
    network.publish(1, args).unwrap();
    let proof = LeafProof { root_index: 0, leaf_index, reward: 100, usdc: 50, proof: siblings };
    assert!(accrue_hundred(&mut network, &operator, proof) <= MAX_TRANSACTION_BYTES);
}

fn leaf_of_hundred(pool: &Pubkey) -> [u8; 32] {
    let program_id = address::program_id();
    let (epoch, reward, usdc) = (1u64.to_le_bytes(), 100u64.to_le_bytes(), 50u64.to_le_bytes());
    let parts: [&[u8]; 6] = [&[0], program_id.as_ref(), &epoch, pool.as_ref(), &reward, &usdc];
    Keccak256::digest(parts.concat()).into()
}
