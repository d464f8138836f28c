//! `accrue_rewards`: what a batch writes is what single accruals write.

use inference_staking_client::event::decode_all;
use inference_staking_client::events::{RewardAccrued, RewardsAccrued};
use inference_staking_client::instruction::{self as ix, BatchPool, LeafProof, RecordOf};
use inference_staking_client::instructions::{BatchLeaf, CreateOperatorPoolArgs};
use inference_staking_client::{address, args, StakingError};
use inference_staking_localnet::{wallet, Chain};
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::pools::bypass;
use inference_staking_test_kit::refusal::{all_accounts, refuses};
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::world::{leaf, liabilities};
use inference_staking_test_kit::{PaidLeaf, Staker, TestNetwork};
use solana_signer::Signer;
use solana_transaction::Transaction;

use crate::reward_record::far_behind::far_behind;

/// Six pools that are different in everything, and epoch 2 that pays them.
struct World {
    network: TestNetwork,
    pools: Vec<Staker>,
    tree: EpochTree,
}

/// Commissions of tokens and USDC in bps, whether the token commission is staked, and the operator's stake.
const POOLS: [(u16, u16, bool, u64); 6] = [
    (1_000, 2_000, false, 1_000),
    (0, 0, false, 1_000),
    (5_000, 5_000, true, 1_000),
    (1_000, 2_000, true, 0),
    (1_000, 2_000, true, 7),
    (1_000, 2_000, false, 1_000),
];

/// Leaves 0 to 4 and 6 are those of the pools. Epoch 1 had no roots; the last pool has skipped epoch 2.
fn world() -> World {
    let mut network = small_network();
    let names = ["plain", "free", "staking", "empty", "expensive", "skipped"];
    let pools: Vec<Staker> = names
        .iter()
        .zip(POOLS)
        .map(|(name, (reward_commission_bps, usdc_commission_bps, auto_stake, stake))| {
            let args = CreateOperatorPoolArgs { reward_commission_bps, usdc_commission_bps, auto_stake, ..pool_args() };
            network.operator_with(name, stake, args)
        })
        .collect();
    for (name, pool, stake) in [("alice", &pools[0], 500), ("bob", &pools[2], 1_000)] {
        let delegator = network.delegator(name, pool);
        network.buy_shares(&delegator, stake).unwrap();
    }
    publish_without_roots(&mut network, 1..=1);
    for pool in &pools {
        bypass(&mut network, pool, 1).unwrap();
    }
    let mut leaves: Vec<PaidLeaf> = pools.iter().map(|pool| leaf(pool, 1_000, 100)).collect();
    leaves[4] = leaf(&pools[4], 10, 0);
    leaves.insert(5, PaidLeaf { pool: [7; 32].into(), reward: 1, usdc: 1 });
    let tree = network.publish_leaves(2, leaves, EPOCH_REWARDS, 520);
    network.pass_time(BYPASS_DELAY);
    bypass(&mut network, &pools[5], 2).unwrap();
    World { network, pools, tree }
}

const PLACES: [usize; 6] = [0, 1, 2, 3, 4, 6];

impl World {
    fn batch(&mut self) -> Vec<BatchPool> {
        let Self { network, pools, tree } = self;
        pools.iter().zip(PLACES).map(|(pool, place)| batch_pool(network, pool, tree, place)).collect()
    }
}

#[test]
fn a_batch_equals_the_single_accruals_byte_by_byte() {
    let (mut single, mut batched) = (world(), world());
    assert!(all_accounts(&mut single.network) == all_accounts(&mut batched.network), "the two start alike");
    let mut events = Vec::new();
    for (pool, place) in single.pools.iter().zip(PLACES) {
        let executed = single.network.accrue(pool, 2, single.tree.proof(place)).unwrap();
        let accrued = decode_all::<RewardAccrued>(&executed.logs);
        events
            .extend(accrued.into_iter().inspect(|event| assert_eq!(event.reward_epoch, 2)).map(|event| event.accrual));
    }
    let pools = batched.batch();
    let proof = multiproof(&batched.tree, &pools);
    // Leaf 5 and the empty one beside leaf 6.
    assert_eq!(proof.len(), 2);
    let executed = accrue_batch(&mut batched.network, 2, &pools, proof).unwrap();
    println!("batch of 6 mixed pools: {} compute units", executed.compute_units);
    assert_eq!(events.len(), 6);
    assert_eq!(
        decode_all::<RewardsAccrued>(&executed.logs),
        [RewardsAccrued { epoch: 3, reward_epoch: 2, accruals: events }]
    );
    assert!(all_accounts(&mut single.network) == all_accounts(&mut batched.network), "the two end alike");
}

#[test]
fn each_pool_of_a_batch_gets_what_its_own_rules_say() {
    let mut world = world();
    let pools = world.batch();
    assert_eq!(pools.iter().filter(|pool| pool.leaf.with_operator_record).count(), 2);
    let proof = multiproof(&world.tree, &pools);
    accrue_batch(&mut world.network, 2, &pools, proof).unwrap();

    // T, S, token and USDC commission owed, USDC of holders.
    let expected = [
        // 900 to 1,500.
        (2_400, 1_500, 100, 20, 80),
        (2_000, 1_000, 0, 0, 100),
        // 500 to 2,000 makes 2,500; 500 more buy floor(500 x 2,000 / 2,500) = 400 shares.
        (3_000, 2_400, 0, 50, 50),
        // No shares: commissions only.
        (0, 0, 100, 20, 0),
        // 9 to 7 makes 16; floor(1 x 7 / 16) = 0 shares, so that the commission of 1 is owed.
        (16, 7, 1, 0, 0),
        (1_900, 1_000, 100, 20, 80),
    ];
    for (pool, expected) in world.pools.iter().zip(expected) {
        let state = world.network.pool_of(pool);
        let staked = (state.total_staked_amount, state.total_shares);
        let commission = (state.reward_commission, state.usdc_commission);
        assert_eq!((staked.0, staked.1, commission.0, commission.1, state.delegator_usdc), expected);
        assert_eq!((state.reward_last_claimed_epoch, state.skipped_epochs.get()), (2, 0));
    }
    // The operator who stakes its commission had 1,000 of 2,000 shares when the index moved: 25 of 50 USDC.
    let record = world.network.record_of(&world.pools[2]);
    assert_eq!((record.shares, record.settled_usdc), (1_400, 25));
    // 10,000 - 4 x 1,000 - 100 - 10 and 520 - 4 x 100 - 20.
    let record = world.network.reward_record(2).unwrap();
    assert_eq!((record.remaining_rewards, record.remaining_usdc, record.accrued_leaves), (5_890, 100, 6));
    assert_eq!(liabilities(&mut world.network), (10_000, 520));
    assert_eq!([address::reward_vault(), address::usdc_vault()].map(|v| world.network.balance(&v)), [10_000, 520]);
}

#[test]
fn parts_of_an_epoch_are_accrued_in_batches_of_any_size() {
    let mut world = world();
    let pools = world.batch();
    for part in [&pools[3..4], &pools[0..2], &pools[4..6], &pools[2..3]] {
        let proof = multiproof(&world.tree, part);
        accrue_batch(&mut world.network, 2, part, proof).unwrap();
    }
    assert_eq!(world.network.reward_record(2).unwrap().accrued_leaves, 6);
}

#[test]
fn a_batch_of_one_takes_the_proof_of_a_single_accrual() {
    let mut world = world();
    let pools = world.batch();
    let proof = world.tree.proof(2).proof;
    accrue_batch(&mut world.network, 2, &pools[2..3], proof).unwrap();
    assert_eq!(world.network.pool_of(&world.pools[2]).total_staked_amount, 3_000);
}

#[test]
fn a_tree_of_one_leaf_takes_a_batch_of_one_without_a_proof() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    let tree = network.publish_leaves(1, vec![leaf(&operator, 100, 50)], EPOCH_REWARDS, 50);
    let pool = batch_pool(&mut network, &operator, &tree, 0);
    let beyond = BatchPool { leaf: BatchLeaf { leaf_index: 1, ..pool.leaf }, ..pool };
    refuses(&mut network, StakingError::LeafIndexOutOfRange, |network| accrue_batch(network, 1, &[beyond], vec![]));
    refuses(&mut network, StakingError::ProofLengthMismatch, |network| {
        accrue_batch(network, 1, &[pool], vec![[0; 32]])
    });
    accrue_batch(&mut network, 1, &[pool], vec![]).unwrap();
    assert_eq!(network.pool_of(&operator).total_staked_amount, 100);
}

#[test]
fn a_whole_tree_needs_no_proof() {
    let mut network = small_network();
    let operators = ["first", "second"].map(|name| network.operator(name, 10));
    let leaves = operators.iter().map(|operator| leaf(operator, 100, 50)).collect();
    let tree = network.publish_leaves(1, leaves, EPOCH_REWARDS, 100);
    let pools = [0, 1].map(|index| batch_pool(&mut network, &operators[index], &tree, index));
    accrue_batch(&mut network, 1, &pools, vec![]).unwrap();
    assert_eq!(operators.each_ref().map(|operator| network.pool_of(operator).total_staked_amount), [100, 100]);
}

#[test]
fn a_batch_is_of_the_root_it_names() {
    let mut network = small_network();
    let operators = ["first", "second"].map(|name| network.operator(name, 10));
    network.fund_vaults(EPOCH_REWARDS, 100);
    network.mark(1).unwrap();
    let trees = operators.each_ref().map(|operator| {
        let other = PaidLeaf { pool: [7; 32].into(), reward: 0, usdc: 0 };
        EpochTree::new(1, vec![leaf(operator, 100, 50), other])
    });
    let roots = trees.iter().map(|tree| tree.tree.root()).collect();
    let args = args::CreateRewardRecord { roots, depths: vec![1, 1], total_rewards: EPOCH_REWARDS, total_usdc: 100 };
    network.publish(1, args).unwrap();
    let second = batch_pool(&mut network, &operators[1], &trees[1], 0);
    let proof = multiproof(&trees[1], &[second]);
    let with_root = |root_index| ix::accrue_rewards(1, root_index, &[second], proof.clone());
    refuses(&mut network, StakingError::ProofMismatch, |network| network.send(&[with_root(0)], &[]));
    refuses(&mut network, StakingError::RootIndexOutOfRange, |network| network.send(&[with_root(2)], &[]));
    refuses(&mut network, StakingError::RootIndexOutOfRange, |network| network.send(&[with_root(255)], &[]));
    network.send(&[with_root(1)], &[]).unwrap();
    assert_eq!(network.pool_of(&operators[1]).total_staked_amount, 100);
}

#[test]
fn anyone_may_accrue_a_batch() {
    let mut world = world();
    let pools = world.batch();
    let stranger = wallet("stranger");
    world.network.give_lamports(&stranger.pubkey(), 1_000_000_000).unwrap();
    let instruction = ix::accrue_rewards(2, 0, &pools, multiproof(&world.tree, &pools));
    assert!(instruction.accounts.iter().all(|meta| !meta.is_signer));
    let blockhash = world.network.chain.fresh_blockhash();
    let payer = stranger.pubkey();
    let transaction = Transaction::new_signed_with_payer(&[instruction], Some(&payer), &[&stranger], blockhash);
    world.network.chain.execute(transaction).unwrap();
    world.network.assert_invariants();
    assert_eq!(world.network.reward_record(2).unwrap().accrued_leaves, 6);
}

#[test]
fn a_batch_jumps_over_the_expired_epochs() {
    let (mut network, operator, [_, first, _]) = far_behind();
    let LeafProof { reward, usdc, .. } = first;
    let leaf = BatchLeaf { leaf_index: 0, reward, usdc, with_operator_record: false };
    let RecordOf { operator_pool, .. } = operator.record;
    let pool = BatchPool { operator_pool, operator_staking_record: operator.record.address(), leaf };
    network.send(&[ix::accrue_rewards(73, 0, &[pool], vec![])], &[]).unwrap();
    assert_eq!(progress(&mut network, &operator), (73, 0));
}
