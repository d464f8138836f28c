//! Epochs: finalizing, publishing a tree, accruing its leaves.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instruction::{self as ix, LeafProof};
use inference_staking_client::{address, args};
use inference_staking_localnet::{Chain, Executed, Refused};
use inference_staking_merkle::{Leaf, MerkleTree};
use solana_signer::Signer;

use crate::actors::{Staker, TestNetwork};

/// What a tree pays a pool, in base units.
#[derive(Clone, Copy, Debug)]
pub struct PaidLeaf {
    /// The pool.
    pub pool: Pubkey,
    /// Stake tokens.
    pub reward: u64,
    /// USDC.
    pub usdc: u64,
}

/// A tree of an epoch, its leaves in the order given.
pub struct EpochTree {
    /// The leaves.
    pub leaves: Vec<PaidLeaf>,
    /// The tree.
    pub tree: MerkleTree,
}

impl EpochTree {
    /// Hashes the leaves for `epoch` and builds the tree.
    pub fn new(epoch: u64, leaves: Vec<PaidLeaf>) -> Self {
        let program_id = address::program_id().to_bytes();
        let hashes = leaves.iter().map(|leaf| {
            let pool = leaf.pool.to_bytes();
            Leaf { program_id: &program_id, epoch, pool: &pool, reward: leaf.reward, usdc: leaf.usdc }.hash()
        });
        let tree = MerkleTree::from_leaves(hashes.collect()).unwrap();
        Self { leaves, tree }
    }

    /// The proof of the leaf at `index`.
    pub fn proof(&self, index: usize) -> LeafProof {
        let leaf = self.leaves[index];
        let leaf_index = u32::try_from(index).unwrap();
        let proof = self.tree.proof(leaf_index).unwrap();
        LeafProof { root_index: 0, leaf_index, reward: leaf.reward, usdc: leaf.usdc, proof }
    }

    /// The proof of a pool's leaf.
    ///
    /// # Panics
    /// If the tree has none.
    pub fn proof_of(&self, pool: &Pubkey) -> LeafProof {
        self.proof(self.leaves.iter().position(|leaf| leaf.pool == *pool).unwrap())
    }

    /// Arguments of a record with this tree alone and these totals.
    pub fn record_args(&self, total_rewards: u64, total_usdc: u64) -> args::CreateRewardRecord {
        args::CreateRewardRecord {
            roots: vec![self.tree.root()],
            depths: vec![u16::from(self.tree.depth())],
            total_rewards,
            total_usdc,
        }
    }
}

/// Arguments of a record that pays nothing.
pub fn no_roots() -> args::CreateRewardRecord {
    args::CreateRewardRecord { roots: vec![], depths: vec![], total_rewards: 0, total_usdc: 0 }
}

impl<C: Chain> TestNetwork<C> {
    /// Marks the next epoch as finalizing.
    pub fn mark(&mut self, epoch: u64) -> Result<Executed, Refused> {
        let authority = self.reward_authority.insecure_clone();
        self.send(&[ix::mark_epoch_as_finalizing(authority.pubkey(), epoch)], &[&authority])
    }

    /// Moves the clock on to when the newest record is claimable, if it is not yet.
    pub fn wait_for_newest_record(&mut self) {
        let claimable_from = self.overview().unwrap().newest_claimable_from;
        if self.chain.now() < claimable_from {
            self.chain.set_time(claimable_from);
        }
    }

    /// Creates the record of `epoch`.
    pub fn publish(&mut self, epoch: u64, args: args::CreateRewardRecord) -> Result<Executed, Refused> {
        let authority = self.reward_authority.insecure_clone();
        let accounts = ix::create_reward_record_accounts(self.payer.pubkey(), authority.pubkey(), epoch);
        self.send(&[ix::create_reward_record(accounts, args)], &[&authority])
    }

    /// Funds both vaults with the totals, then marks and publishes `epoch` with a tree of `leaves`.
    /// The leaves may sum to less than the totals, as if other pools earned the rest.
    pub fn publish_leaves(&mut self, epoch: u64, leaves: Vec<PaidLeaf>, rewards: u64, usdc: u64) -> EpochTree {
        self.fund_vaults(rewards, usdc);
        let tree = EpochTree::new(epoch, leaves);
        self.mark(epoch).unwrap();
        self.publish(epoch, tree.record_args(rewards, usdc)).unwrap();
        tree
    }

    /// Mints tokens and USDC into the global vaults.
    pub fn fund_vaults(&mut self, rewards: u64, usdc: u64) {
        let mints = self.mints;
        self.mint_to(&mints.stake, &address::reward_vault(), rewards).unwrap();
        self.mint_to(&mints.usdc, &address::usdc_vault(), usdc).unwrap();
    }

    /// Accrues a leaf to the pool of `operator`, with the operator's record.
    pub fn accrue(&mut self, operator: &Staker, epoch: u64, proof: LeafProof) -> Result<Executed, Refused> {
        let pool = self.pool_of(operator);
        let operator_record = pool.operator_staking_record;
        let accounts = ix::accrue_reward_accounts(operator.record.operator_pool, epoch, operator_record);
        self.send(&[ix::accrue_reward(accounts, proof)], &[])
    }
}
