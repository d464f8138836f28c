//! Three pools in a batch that would go through.

use inference_staking_client::instruction::BatchPool;
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::StakingError;
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::world::leaf;
use inference_staking_test_kit::{PaidLeaf, Staker, TestNetwork};

/// Three pools of 10 shares, the second of which stakes its commission, at leaves 0, 1 and 3 of epoch 1.
pub struct World {
    pub network: TestNetwork,
    pub pools: [Staker; 3],
    pub tree: EpochTree,
    pub batch: [BatchPool; 3],
    pub proof: Vec<[u8; 32]>,
}

/// Each pool gets 100 tokens and 50 USDC of 10,000 and `total_usdc`.
pub fn world_with(mut network: TestNetwork, total_usdc: u64) -> World {
    let pools = [("first", false), ("second", true), ("third", false)].map(|(name, auto_stake)| {
        let args = CreateOperatorPoolArgs { auto_stake, ..pool_args() };
        network.operator_with(name, 10, args)
    });
    let mut leaves: Vec<PaidLeaf> = pools.iter().map(|pool| leaf(pool, 100, 50)).collect();
    leaves.insert(2, PaidLeaf { pool: [7; 32].into(), reward: 1, usdc: 1 });
    let tree = network.publish_leaves(1, leaves, EPOCH_REWARDS, total_usdc);
    let batch = [(0, 0), (1, 1), (2, 3)].map(|(pool, place)| batch_pool(&mut network, &pools[pool], &tree, place));
    let proof = multiproof(&tree, &batch);
    assert_eq!(proof.len(), 1);
    World { network, pools, tree, batch, proof }
}

pub fn world() -> World {
    world_with(small_network(), 200)
}

impl World {
    #[track_caller]
    pub fn refuses(&mut self, expected: StakingError) {
        let (batch, proof) = (self.batch, self.proof.clone());
        refuses(&mut self.network, expected, |network| accrue_batch(network, 1, &batch, proof));
    }

    /// The same, and the log names the pool at `place`, and no other one.
    #[track_caller]
    pub fn refuses_at(&mut self, expected: StakingError, place: usize) {
        self.refuses(expected);
        let refused = accrue_batch(&mut self.network, 1, &self.batch, self.proof.clone()).unwrap_err();
        let names = |pool: &Staker| {
            let key = pool.record.operator_pool.to_string();
            refused.logs.iter().any(|line| line.starts_with("Program log:") && line.contains(&key))
        };
        let named = self.pools.each_ref().map(names);
        assert_eq!(named, [0, 1, 2].map(|pool| pool == place), "{refused}");
    }
}
