//! Steps are packed into as few transactions as hold them, and what is packed is what the record commits to.

use std::collections::BTreeSet;

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::{AnchorDeserialize, Discriminator};
use inference_staking_client::address::{pool_overview, program_id, reward_record};
use inference_staking_client::args::{AccrueReward, AccrueRewardEmergencyBypass, AccrueRewards};
use inference_staking_client::constants::MAX_BATCH_LEAVES;
use inference_staking_client::rpc::{transaction_size, LookupTables};
use inference_staking_client::state::OperatorPool;
use inference_staking_keeper::schedule::{pack, Parcel, ParcelPool, Step};
use inference_staking_keeper::trees::Trees;
use inference_staking_merkle::{verify_multiproof, verify_proof, Leaf};
use inference_staking_rewards::RewardsTree;
use solana_message::AddressLookupTableAccount;

use crate::world::*;

const PAYER: Pubkey = Pubkey::new_from_array([9; 32]);

struct Packing {
    trees: Trees,
    tree: RewardsTree,
    parcels: Vec<Parcel>,
}

/// Packs the leaves of `chosen` pools in a tree of pools 0 to `leaves`.
fn packing(leaves: u32, chosen: impl IntoIterator<Item = u32>, state: &OperatorPool) -> Packing {
    let tree = tree(1, 0..leaves);
    let mut world = World::new(1);
    world.epoch(1, vec![tree.clone()]);
    // Pool n is leaf n, because addresses are in the order of the numbers.
    let steps = chosen.into_iter().map(|number| ParcelPool::new(address(number), accrue(1, number), state));
    let (parcels, unprovable) = pack(&PAYER, steps.collect(), &world.trees, &LookupTables::default());
    assert!(unprovable.is_empty());
    Packing { trees: world.trees, tree, parcels }
}

impl Packing {
    fn instruction(&self, parcel: &Parcel) -> Instruction {
        let [instruction] = transaction(parcel, &self.trees).try_into().unwrap();
        instruction
    }

    /// Proves every leaf of the parcel's instruction as the program would; returns the pools.
    fn prove(&self, parcel: &Parcel) -> Vec<Pubkey> {
        let instruction = self.instruction(parcel);
        let hash = |pool: &Pubkey, reward, usdc| {
            Leaf { program_id: program_id().as_array(), epoch: 1, pool: pool.as_array(), reward, usdc }.hash()
        };
        let (root, depth) = (self.tree.root(), self.tree.depth());
        if let Some(data) = instruction.data.strip_prefix(AccrueReward::DISCRIMINATOR) {
            let args = AccrueReward::try_from_slice(data).unwrap();
            let pool = instruction.accounts[2].pubkey;
            verify_proof(&root, depth, &hash(&pool, args.reward, args.usdc), args.leaf_index, args.proof.nodes())
                .unwrap();
            return vec![pool];
        }
        let data = instruction.data.strip_prefix(AccrueRewards::DISCRIMINATOR).unwrap();
        let args = AccrueRewards::try_from_slice(data).unwrap();
        let pools: Vec<_> = parcel.pools.iter().map(|pool| pool.pool).collect();
        let nodes = pools.iter().zip(&args.leaves).map(|(pool, leaf)| {
            assert_eq!(address(leaf.leaf_index), *pool);
            (leaf.leaf_index, hash(pool, leaf.reward, leaf.usdc))
        });
        verify_multiproof(&root, depth, &mut nodes.collect::<Vec<_>>(), args.proof.nodes()).unwrap();
        pools
    }

    fn assert_all_proven(&self, expected: impl IntoIterator<Item = u32>) {
        let expected: BTreeSet<_> = expected.into_iter().map(address).collect();
        let pools: Vec<_> = self.parcels.iter().flat_map(|parcel| self.prove(parcel)).collect();
        assert_eq!(pools.len(), expected.len(), "no pool stands in two parcels");
        assert_eq!(pools.into_iter().collect::<BTreeSet<_>>(), expected);
    }
}

#[test]
fn neighbours_in_a_tree_of_ten_thousand_go_nine_to_a_transaction() {
    let packing = packing(10_000, 0..10_000, &pool(0));
    packing.assert_all_proven(0..10_000);
    for parcel in &packing.parcels {
        assert!(transaction_size(&[packing.instruction(parcel)], &PAYER).fits());
    }
    // 305 bytes are there without any pool. Nine pools take 54 each (address, index, leaf), which leaves 441: 13 nodes of
    // 32 bytes, and few runs of nine leaves miss more. 10,000 / 9 = 1,111.1.
    assert!(packing.parcels.len() <= 1_111, "{} transactions", packing.parcels.len());
}

#[test]
fn no_parcel_could_have_taken_the_next_pool_too() {
    let packing = packing(1_000, (0..1_000).filter(|number| number % 3 != 0), &pool(0));
    packing.assert_all_proven((0..1_000).filter(|number| number % 3 != 0));
    for pair in packing.parcels.windows(2) {
        let mut longer = pair[0].clone();
        longer.pools.push(pair[1].pools[0]);
        assert!(!transaction_size(&[packing.instruction(&longer)], &PAYER).fits());
    }
}

#[test]
fn a_pool_alone_is_sent_as_a_single_accrual() {
    let packing = packing(1_000, [500], &pool(0));
    let instruction = packing.instruction(&packing.parcels[0]);
    assert!(instruction.data.starts_with(AccrueReward::DISCRIMINATOR));
    packing.assert_all_proven([500]);
}

#[test]
fn leaves_far_apart_in_a_deep_tree_go_in_more_transactions() {
    // 927 bytes are free. 0 and 256 meet at level 9 of 17: 8 + 8 + 8 nodes of 32 bytes and two pools of 54 take 876. Leaf
    // 65,536 meets them at level 17 and misses 16 nodes, and takes the place of one.
    let packing = packing(1 << 17, [0, 1 << 8, 1 << 16], &pool(0));
    packing.assert_all_proven([0, 1 << 8, 1 << 16]);
    assert_eq!(packing.parcels.iter().map(|parcel| parcel.pools.len()).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn pools_that_stake_their_commission_bring_the_operators_record() {
    let mut state = pool(0);
    state.auto_stake = 1;
    let packing = packing(64, 0..2, &state);
    let accounts = packing.instruction(&packing.parcels[0]).accounts;
    let record = state.operator_staking_record;
    let keys: Vec<_> = accounts[2..].iter().map(|meta| meta.pubkey).collect();
    assert_eq!(keys, [address(0), address(1), record, record]);
    // Without shares nothing is staked.
    state.total_shares = 0;
    let packing = self::packing(64, 0..2, &state);
    assert_eq!(packing.instruction(&packing.parcels[0]).accounts.len(), 4);
}

#[test]
fn steps_of_different_epochs_and_kinds_go_apart() {
    let mut world = World::new(3);
    world.epoch(1, vec![tree(1, 0..4)]);
    world.epoch(2, vec![tree(2, 0..4)]);
    world.epoch(3, vec![]);
    let steps = [(0, accrue(1, 0)), (1, accrue(2, 1)), (2, Step::Pass { epoch: 3 }), (3, accrue(1, 3))];
    let state = pool(0);
    let steps = steps.map(|(number, step)| ParcelPool::new(address(number), step, &state));
    let (parcels, _) = pack(&PAYER, steps.to_vec(), &world.trees, &LookupTables::default());
    let pools: Vec<Vec<_>> = parcels.iter().map(|parcel| parcel.pools.iter().map(|pool| pool.pool).collect()).collect();
    assert_eq!(pools, [vec![address(0), address(3)], vec![address(1)], vec![address(2)]]);
}

#[test]
fn many_pools_pass_an_empty_epoch_in_one_transaction() {
    let mut world = World::new(1);
    world.epoch(1, vec![]);
    let state = pool(0);
    let steps = (0..100).map(|number| ParcelPool::new(address(number), Step::Pass { epoch: 1 }, &state));
    let (parcels, _) = pack(&PAYER, steps.collect(), &world.trees, &LookupTables::default());
    let counts: Vec<_> = parcels.iter().map(|parcel| parcel.pools.len()).collect();
    // 32 + 14 bytes for each: 1,232 less about 250 hold 20 and more, but the events of 18 fill the log.
    assert_eq!(counts, [18, 18, 18, 18, 18, 10]);
    let instructions = transaction(&parcels[0], &world.trees);
    assert!(instructions.iter().all(|one| one.data.starts_with(AccrueRewardEmergencyBypass::DISCRIMINATOR)));
    assert_eq!(instructions.len(), counts[0]);
}

#[test]
fn as_many_as_the_program_takes_go_in_one_transaction_if_everything_is_in_a_table() {
    let mut world = World::new(1);
    world.epoch(1, vec![tree(1, 0..64)]);
    let state = pool(0);
    let steps = (0..64).map(|number| ParcelPool::new(address(number), accrue(1, number), &state));
    let fixed = [pool_overview(), reward_record(1)];
    let addresses = fixed.into_iter().chain((0..64).map(address)).collect();
    let table = AddressLookupTableAccount { key: Pubkey::new_from_array([250; 32]), addresses };
    let (parcels, _) = pack(&PAYER, steps.collect(), &world.trees, &LookupTables::new(vec![table]));
    let counts: Vec<_> = parcels.iter().map(|parcel| parcel.pools.len()).collect();
    // About 280 bytes are there without any pool. 36 pools take 23 each and miss 3 nodes of 32 bytes, which leaves no room
    // for two more.
    assert_eq!(counts, [36, 28]);
    assert!(counts[0] <= MAX_BATCH_LEAVES);
}

#[test]
fn a_failing_pool_can_be_set_apart() {
    let packing = packing(64, 0..5, &pool(0));
    let [parcel] = &packing.parcels[..] else { panic!("five pools fit one transaction") };
    let [named, others] = parcel.without(&address(3)).unwrap();
    assert_eq!(packing.prove(&named), [address(3)]);
    assert_eq!(packing.prove(&others), [0, 1, 2, 4].map(address));
    assert!(parcel.without(&address(63)).is_none());
    assert!(named.without(&address(3)).is_none());
    let [first, second] = parcel.clone().halves();
    assert_eq!(packing.prove(&first), [0, 1].map(address));
    assert_eq!(packing.prove(&second), [2, 3, 4].map(address));
}
