//! A pool with a delegator and open epochs, on the node that is played in memory.

use anchor_lang::prelude::{Clock, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::solana_program::sysvar::SysvarId;
use anchor_lang::{AnchorDeserialize, Discriminator};
use bytemuck::Zeroable;
use inference_staking_client::instruction::{LeafProof, RecordOf};
use inference_staking_client::intent::{unstake, Amount, Plan, ProofTable, UnstakeRequest};
use inference_staking_client::state::{OperatorPool, PoolOverview, RewardRecord, StakingRecord};
use inference_staking_client::{address, args};
use inference_staking_merkle::{Leaf, MerkleTree};
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::node::{Node, Stored};
use crate::reading::{key, put};

pub const NOW: i64 = 1_763_000_000;

/// A pool, one delegator with 400 of its 1,000 shares of one token each, and epochs that it has open.
pub struct World {
    pub node: Node,
    pub overview: PoolOverview,
    pub pool: OperatorPool,
    pub proofs: ProofTable,
    pub owner: Keypair,
}

impl World {
    pub fn new() -> Self {
        let node = Node::new();
        let clock: Vec<u8> = [1, 2, 3, 4, NOW].into_iter().flat_map(i64::to_le_bytes).collect();
        node.state().accounts.insert(Clock::id(), Stored { owner: Pubkey::default(), data: clock });
        let overview = PoolOverview { stake_mint: key(901), usdc_mint: key(902), ..Zeroable::zeroed() };
        let pool = OperatorPool {
            operator_staking_record: key(903),
            total_staked_amount: 1_000,
            total_shares: 1_000,
            ..Zeroable::zeroed()
        };
        let world = Self { node, overview, pool, proofs: ProofTable::default(), owner: Keypair::new() };
        put(&world.node, world.record().address(), &StakingRecord { shares: 400, ..Zeroable::zeroed() });
        world.store();
        world
    }

    pub fn pool_address(&self) -> Pubkey {
        key(900)
    }

    pub fn record(&self) -> RecordOf {
        RecordOf { operator_pool: self.pool_address(), owner: self.owner.pubkey() }
    }

    pub fn store(&self) {
        put(&self.node, address::pool_overview(), &self.overview);
        put(&self.node, self.pool_address(), &self.pool);
    }

    /// Adds an epoch that pays the pool `reward`, or one without roots, and stores everything.
    pub fn epoch(&mut self, reward: Option<u64>) -> u64 {
        self.overview.completed_reward_epoch += 1;
        let epoch = self.overview.completed_reward_epoch;
        let mut record = RewardRecord { epoch, claimable_from: NOW, ..Zeroable::zeroed() };
        if let Some(reward) = reward {
            let (program_id, pool) = (address::program_id().to_bytes(), self.pool_address().to_bytes());
            let leaf = Leaf { program_id: &program_id, epoch, pool: &pool, reward, usdc: 0 }.hash();
            let tree = MerkleTree::from_leaves(vec![[1; 32], leaf, [3; 32]]).unwrap();
            record.roots[0] = tree.root();
            record.depths[0] = tree.depth();
            record.root_count = 1;
            record.total_rewards = reward;
            record.remaining_rewards = reward;
            let proof = tree.proof(1).unwrap();
            let proof = LeafProof { root_index: 0, leaf_index: 1, reward, usdc: 0, proof };
            self.proofs.insert(epoch, self.pool_address(), proof);
        }
        put(&self.node, address::reward_record(epoch), &record);
        self.store();
        epoch
    }

    pub fn unstake(&self, amount: Amount) -> UnstakeRequest {
        UnstakeRequest { record: self.record(), amount, joins: None, payer: self.owner.pubkey() }
    }

    pub async fn planned(&self, amount: Amount) -> Plan {
        unstake(&self.node.connection(), &self.unstake(amount), Some(&self.proofs)).await.unwrap()
    }
}

pub fn kinds(plan: &Plan) -> Vec<&'static str> {
    let known: [(&[u8], &str); 10] = [
        (args::AccrueReward::DISCRIMINATOR, "accrue"),
        (args::AccrueRewardEmergencyBypass::DISCRIMINATOR, "bypass"),
        (args::Unstake::DISCRIMINATOR, "unstake"),
        (args::Stake::DISCRIMINATOR, "stake"),
        (args::ActivateStake::DISCRIMINATOR, "activate"),
        (args::CancelUnstake::DISCRIMINATOR, "cancel"),
        (args::CreateStakingRecord::DISCRIMINATOR, "create record"),
        (args::CollectPoolRewards::DISCRIMINATOR, "collect"),
        (args::SlashStake::DISCRIMINATOR, "slash"),
        (&[1], "create token account"),
    ];
    let kind = |data: &[u8]| known.iter().find(|(start, _)| data.starts_with(start)).map_or("other", |(_, kind)| kind);
    plan.instructions().map(|instruction| kind(&instruction.data)).collect()
}

/// Shares that an unstake burns.
pub fn shares_of(instruction: &Instruction) -> u64 {
    let data = instruction.data.strip_prefix(args::Unstake::DISCRIMINATOR).unwrap();
    u64::deserialize(&mut &data[..]).unwrap()
}
