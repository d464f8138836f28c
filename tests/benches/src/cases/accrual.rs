//! `accrue_reward` at several depths and in its other branches.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instruction::{self as ix, LeafProof};
use inference_staking_client::instructions::UpdateOperatorPoolArgs;
use inference_staking_client::{address, args};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::NetworkSetup;
use inference_staking_merkle::{node_hash, Leaf};

use super::world::{World, EPOCH_REWARDS, EPOCH_USDC, VAST};
use crate::bench::Bench;

/// The depth of a tree of 10,000 leaves.
const DEPTH: u8 = 14;

pub fn measure(bench: &mut Bench) {
    for depth in [0, DEPTH, 17, 24] {
        let mut world = World::new(bench, false);
        accrue(bench, &format!("accrue_reward depth {depth}"), &mut world, depth);
    }
    let mut world = World::new(bench, true);
    accrue(bench, "accrue_reward depth 14, auto-stake", &mut world, DEPTH);
    scheduled_commission(bench);
    skipped_epoch(bench);
    empty_pool(bench);
    let mut world = World::vast(bench, true);
    let proof = publish(&mut world, VAST, (VAST - 6, VAST - 8), DEPTH);
    accrue_proven(bench, "accrue_reward depth 14, auto-stake, largest amounts", &mut world, proof);
}

/// A leaf in a tree of any depth, without the tree: every sibling is made up, the leaf's place goes left and right by turns.
fn path(epoch: u64, pool: Pubkey, (reward, usdc): (u64, u64), depth: u8) -> ([u8; 32], LeafProof) {
    let program_id = address::program_id().to_bytes();
    let key = pool.to_bytes();
    let leaf = Leaf { program_id: &program_id, epoch, pool: &key, reward, usdc }.hash();
    let proof: Vec<[u8; 32]> = (1..=depth).map(|level| [level; 32]).collect();
    let leaf_index = 0x0055_5555 & ((1 << depth) - 1);
    let root = proof.iter().enumerate().fold(leaf, |node, (level, sibling)| match leaf_index >> level & 1 {
        0 => node_hash(&node, sibling),
        _ => node_hash(sibling, &node),
    });
    (root, LeafProof { root_index: 0, leaf_index, reward, usdc, proof })
}

/// Publishes the next epoch with a path of `depth` to the pool's leaf.
fn publish(world: &mut World, rewards: u64, amounts: (u64, u64), depth: u8) -> LeafProof {
    let epoch = world.next_epoch();
    let (root, proof) = path(epoch, world.operator.record.operator_pool, amounts, depth);
    let total_usdc = amounts.1.max(EPOCH_USDC);
    world.network.fund_vaults(rewards, total_usdc);
    world.network.mark(epoch).unwrap();
    let args = args::CreateRewardRecord {
        roots: vec![root],
        depths: vec![u16::from(depth)],
        total_rewards: rewards,
        total_usdc,
    };
    world.network.publish(epoch, args).unwrap();
    proof
}

fn publish_usual(world: &mut World, depth: u8) -> LeafProof {
    publish(world, EPOCH_REWARDS, (5_000 * ONE, 1_000 * ONE), depth)
}

fn accrue(bench: &mut Bench, name: &str, world: &mut World, depth: u8) {
    let proof = publish_usual(world, depth);
    accrue_proven(bench, name, world, proof);
}

fn accrue_proven(bench: &mut Bench, name: &str, world: &mut World, proof: LeafProof) {
    let executed = world.network.accrue(&world.operator, world.epoch, proof);
    bench.record(name, executed);
}

/// The first epoch at another rate.
fn scheduled_commission(bench: &mut Bench) {
    let mut world = World::paid(bench);
    let args =
        UpdateOperatorPoolArgs { reward_commission_bps: Some(500), usdc_commission_bps: Some(0), ..Default::default() };
    let update = ix::update_operator_pool(world.operator.key(), world.operator.record.operator_pool, args);
    world.network.send(&[update], &[&world.operator.wallet]).unwrap();
    accrue(bench, "accrue_reward depth 14, new commission", &mut world, DEPTH);
}

/// Epoch 1 is passed without a proof and accrued afterwards.
fn skipped_epoch(bench: &mut Bench) {
    let mut world = World::new(bench, false);
    let proof = publish_usual(&mut world, DEPTH);
    world.network.pass_time(3 * DAY);
    let bypass = ix::accrue_reward_emergency_bypass(world.operator.record.operator_pool, 1);
    let executed = world.network.send(&[bypass], &[]);
    bench.record("accrue_reward_emergency_bypass", executed);
    accrue_proven(bench, "accrue_reward depth 14, skipped epoch", &mut world, proof);
}

/// A pool in which nobody has shares.
fn empty_pool(bench: &mut Bench) {
    let mut network = bench.start(&NetworkSetup::default());
    let operator = network.operator("operator", 0);
    let [alice, bob] = ["alice", "bob"].map(|name| network.delegator(name, &operator));
    let mut world = World { network, operator, alice, bob, epoch: 0 };
    accrue(bench, "accrue_reward depth 14, empty pool", &mut world, DEPTH);
}
