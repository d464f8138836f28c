//! Toggling auto-stake or rotating the record in front of a batch fails it for all.

use inference_staking_client::instruction::{self as ix, BatchPool};
use inference_staking_client::instructions::BatchLeaf;
use inference_staking_client::refusal::failing_pool;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::Refused;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::pools::set_auto_stake;
use inference_staking_test_kit::Staker;

use crate::chain::TestNetwork;
use crate::world::*;

/// Mallory's pool and three others, at the leaves of epoch 1, which pays each 100 tokens. Their operators have 1,000 tokens
/// each; Mallory's accomplice has as many.
struct Batch {
    network: TestNetwork,
    pools: [Staker; 4],
    accomplice: Staker,
    tree: EpochTree,
}

const MALLORY: usize = 2;

fn batch() -> Batch {
    let mut network = network_without_minimum();
    let pools = ["first", "second", "mallory", "fourth"].map(|name| network.operator(name, 1_000 * ONE));
    let accomplice = delegator_with(&mut network, "accomplice", &pools[MALLORY], 1_000 * ONE);
    let leaves = pools.iter().map(|pool| leaf(pool, 100 * ONE, 10 * ONE)).collect();
    let tree = publish(&mut network, 1, leaves, 40 * ONE);
    Batch { network, pools, accomplice, tree }
}

impl Batch {
    /// As somebody plans it who sees which pools stake their commission.
    fn plan(&mut self, places: &[usize]) -> Vec<BatchPool> {
        let Self { network, pools, tree, .. } = self;
        places
            .iter()
            .map(|place| {
                let pool = batch_pool(&pools[*place], tree, *place);
                let with_operator_record = network.pool_of(&pools[*place]).auto_stake == 1;
                BatchPool { leaf: BatchLeaf { with_operator_record, ..pool.leaf }, ..pool }
            })
            .collect()
    }

    fn send(&mut self, pools: &[BatchPool]) -> Result<(), Refused> {
        let indices: Vec<u32> = pools.iter().map(|pool| pool.leaf.leaf_index).collect();
        let proof = self.tree.tree.multiproof(&indices).unwrap();
        accrue_batch(&mut self.network, pools, proof).map(drop)
    }

    /// The batch fails as a whole and names Mallory's pool; the others go through without it.
    fn fails_for_mallory_alone(&mut self, planned: &[BatchPool], code: StakingError) {
        let refused = self.send(planned).unwrap_err();
        assert_eq!(refused.custom_code(), Some(code as u32 + 6_000));
        let named = failing_pool(&refused.logs, None);
        assert_eq!(named, Some(self.pools[MALLORY].record.operator_pool), "{refused}");
        let others: Vec<BatchPool> =
            planned.iter().filter(|pool| pool.leaf.leaf_index as usize != MALLORY).copied().collect();
        self.send(&others).unwrap();
    }

    fn tokens(&mut self) -> [u64; 4] {
        let Self { network, pools, .. } = self;
        pools.each_ref().map(|pool| network.pool_of(pool).total_staked_amount / ONE)
    }
}

#[test]
fn switching_auto_stake_on_in_front_of_a_batch_costs_the_others_one_more_try() {
    let mut batch = batch();
    let planned = batch.plan(&[0, 1, MALLORY, 3]);
    set_auto_stake(&mut batch.network, &batch.pools[MALLORY], true);
    batch.fails_for_mallory_alone(&planned, StakingError::OperatorRecordMissing);
    assert_eq!(batch.tokens(), [1_090, 1_090, 2_000, 1_090]);
    // Alone it is accrued whatever it switches: its record always comes along.
    let mallory = &batch.pools[MALLORY];
    let accounts = ix::accrue_reward_accounts(mallory.record.operator_pool, 1, mallory.record.address());
    let single = ix::accrue_reward(accounts, batch.tree.proof(MALLORY));
    set_auto_stake(&mut batch.network, mallory, false);
    batch.network.send(&[single], &[]).unwrap();
    assert_eq!(batch.tokens(), [1_090, 1_090, 2_090, 1_090]);
}

#[test]
fn switching_it_off_in_front_of_a_batch_does_nothing() {
    let mut batch = batch();
    set_auto_stake(&mut batch.network, &batch.pools[MALLORY], true);
    let planned = batch.plan(&[0, 1, MALLORY, 3]);
    set_auto_stake(&mut batch.network, &batch.pools[MALLORY], false);
    batch.send(&planned).unwrap();
    assert_eq!(batch.tokens(), [1_090, 1_090, 2_090, 1_090]);
}

#[test]
fn rotating_the_record_in_front_of_a_batch_costs_the_others_one_more_try() {
    let mut batch = batch();
    set_auto_stake(&mut batch.network, &batch.pools[MALLORY], true);
    let planned = batch.plan(&[0, 1, MALLORY, 3]);
    rotate(&mut batch.network, &batch.pools[MALLORY], &batch.accomplice).unwrap();
    batch.fails_for_mallory_alone(&planned, StakingError::WrongOperatorRecord);
    // Read anew, the pool is accrued with the record that it has now: 90 tokens and a commission of 10 are staked.
    batch.network.accrue(&batch.pools[MALLORY], 1, batch.tree.proof(MALLORY)).unwrap();
    assert_eq!(batch.tokens(), [1_090, 1_090, 2_100, 1_090]);
}
