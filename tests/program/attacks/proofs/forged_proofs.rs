//! Inner node posed as a leaf; proof of another length; index beyond the tree; empty-leaf proof.

use inference_staking_client::instruction::{self as ix, LeafProof};
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_merkle::Leaf;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::Staker;

use crate::chain::{start, TestNetwork};
use crate::world::*;

/// Three pools in a tree of depth 2, whose fourth leaf is empty; Mallory's is the third. None has accrued epoch 1.
struct World {
    network: TestNetwork,
    pools: [Staker; 3],
    tree: EpochTree,
}

fn world() -> World {
    let mut network = start();
    let pools = ["first", "second", "mallory"].map(|name| network.operator(name, 2_000 * ONE));
    let leaves =
        vec![leaf(&pools[0], 4_000 * ONE, 40), leaf(&pools[1], 5_000 * ONE, 50), leaf(&pools[2], 1_000 * ONE, 10)];
    let tree = network.publish_leaves(1, leaves, EMISSION, 100);
    assert_eq!(tree.tree.depth(), 2);
    World { network, pools, tree }
}

impl World {
    #[track_caller]
    fn refuses(&mut self, expected: StakingError, proof: LeafProof) {
        let accounts =
            ix::accrue_reward_accounts(self.pools[2].record.operator_pool, 1, self.pools[2].record.address());
        refuses_instruction(&mut self.network, expected, ix::accrue_reward(accounts, proof), &[]);
    }

    #[track_caller]
    fn refuses_batch(&mut self, expected: StakingError, indices: &[usize], proof: Vec<[u8; 32]>) {
        let batch: Vec<_> = indices.iter().map(|index| batch_pool(&self.pools[*index], &self.tree, *index)).collect();
        refuses_instruction(&mut self.network, expected, ix::accrue_rewards(1, 0, &batch, proof), &[]);
    }

    /// The honest proofs pay what the tree says: 3,600, 4,500 and 900 after commissions.
    fn honest_proofs_still_pay(mut self) {
        for (index, staked) in [(0, 5_600), (1, 6_500), (2, 2_900)] {
            self.network.accrue(&self.pools[index], 1, self.tree.proof(index)).unwrap();
            assert_eq!(self.network.pool_of(&self.pools[index]).total_staked_amount, staked * ONE);
        }
        let record = self.network.reward_record(1).unwrap();
        assert_eq!((record.remaining_rewards, record.remaining_usdc), (0, 0));
    }
}

#[test]
fn an_inner_node_is_no_leaf() {
    let mut world = world();
    // The sibling of the right half alone, as if the left half's node were Mallory's leaf, with whatever amounts.
    let right_half = world.tree.proof(0).proof[1];
    for (reward, leaf_index) in [(10_000 * ONE, 0), (10_000 * ONE, 1), (1_000 * ONE, 0), (1_000 * ONE, 1)] {
        let posed = LeafProof { root_index: 0, leaf_index, reward, usdc: 0, proof: vec![right_half] };
        world.refuses(StakingError::ProofLengthMismatch, posed.clone());
        // Filled up to the right length, from either end.
        for proof in [vec![right_half, [0; 32]], vec![[0; 32], right_half], vec![right_half; 2]] {
            world.refuses(StakingError::ProofMismatch, LeafProof { proof, ..posed.clone() });
        }
    }
    world.honest_proofs_still_pay();
}

#[test]
fn the_root_itself_is_no_leaf() {
    let mut world = world();
    let root = world.tree.tree.root();
    let nothing = LeafProof { proof: vec![], leaf_index: 0, ..world.tree.proof(2) };
    world.refuses(StakingError::ProofLengthMismatch, nothing.clone());
    world.refuses(StakingError::ProofLengthMismatch, LeafProof { proof: vec![root], ..nothing.clone() });
    world.refuses(StakingError::ProofMismatch, LeafProof { proof: vec![root; 2], ..nothing });
    world.honest_proofs_still_pay();
}

#[test]
fn a_proof_has_as_many_nodes_as_the_tree_is_deep() {
    let mut world = world();
    let honest = world.tree.proof(2);
    for length in [0, 1, 3, 24] {
        let mut proof = honest.proof.clone();
        proof.resize(length, [0; 32]);
        world.refuses(StakingError::ProofLengthMismatch, LeafProof { proof, ..honest.clone() });
    }
    let nodes = world.tree.tree.multiproof(&[2]).unwrap();
    world.refuses_batch(StakingError::ProofLengthMismatch, &[2], nodes[..1].to_vec());
    world.refuses_batch(StakingError::ProofLengthMismatch, &[2], [nodes.clone(), vec![[0; 32]]].concat());
    world.refuses_batch(StakingError::ProofMismatch, &[2], vec![nodes[1], nodes[0]]);
    world.refuses_batch(StakingError::BatchEmpty, &[], vec![]);
    world.honest_proofs_still_pay();
}

#[test]
fn a_record_with_the_wrong_depth_pays_nobody() {
    // The tree of two has depth 1; the record says 0 or 2.
    for (depth, proof_of_its_length) in [(0, vec![]), (2, vec![[0; 32]; 2])] {
        let mut network = start();
        let operator = network.operator("operator", 2_000 * ONE);
        let mallory = network.operator("mallory", 2_000 * ONE);
        let tree = EpochTree::new(1, vec![leaf(&operator, ONE, 0), leaf(&mallory, ONE, 0)]);
        network.fund_vaults(EMISSION, 0);
        network.mark(1).unwrap();
        let mut args = tree.record_args(EMISSION, 0);
        args.depths = vec![depth];
        network.publish(1, args).unwrap();
        let honest = LeafProof { leaf_index: 0, ..tree.proof(0) };
        let fitted = LeafProof { proof: proof_of_its_length, ..honest.clone() };
        for (expected, proof) in [(StakingError::ProofLengthMismatch, honest), (StakingError::ProofMismatch, fitted)] {
            let accounts = ix::accrue_reward_accounts(operator.record.operator_pool, 1, operator.record.address());
            refuses_instruction(&mut network, expected, ix::accrue_reward(accounts, proof), &[]);
        }
        assert_eq!(network.overview().unwrap().reward_liability, 10_000 * ONE);
    }
}

#[test]
fn an_index_beyond_the_tree_is_no_second_name_of_a_leaf() {
    let mut world = world();
    // The low two bits are those of Mallory's own place.
    for leaf_index in [4 + 2, 8 + 2, 4, 1 << 31, u32::MAX - 1, u32::MAX] {
        world.refuses(StakingError::LeafIndexOutOfRange, LeafProof { leaf_index, ..world.tree.proof(2) });
        let mut batch = [batch_pool(&world.pools[2], &world.tree, 2)];
        batch[0].leaf.leaf_index = leaf_index;
        let nodes = world.tree.tree.multiproof(&[2]).unwrap();
        let instruction = ix::accrue_rewards(1, 0, &batch, nodes);
        refuses_instruction(&mut world.network, StakingError::LeafIndexOutOfRange, instruction, &[]);
    }
    world.honest_proofs_still_pay();
}

#[test]
fn the_empty_leaf_belongs_to_nobody() {
    let mut world = world();
    // Siblings of leaf 3: Mallory's own leaf and the left half.
    let [empty, left_half] = world.tree.proof(2).proof[..] else { panic!("the tree has depth 2") };
    assert_eq!(empty, [0; 32]);
    let (program_id, pool) = (address::program_id().to_bytes(), world.pools[2].record.operator_pool.to_bytes());
    let own = Leaf { program_id: &program_id, epoch: 1, pool: &pool, reward: 1_000 * ONE, usdc: 10 }.hash();
    for proof in [vec![own, left_half], vec![empty, left_half]] {
        for reward in [0, 1_000 * ONE, 10_000 * ONE] {
            let empty = LeafProof { root_index: 0, leaf_index: 3, reward, usdc: 0, proof: proof.clone() };
            world.refuses(StakingError::ProofMismatch, empty);
        }
    }
    world.honest_proofs_still_pay();
}
