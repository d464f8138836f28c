//! Epochs: marks, records, accruals.

use inference_staking_client::args::CreateRewardRecord;
use inference_staking_client::instruction::{self as ix, BatchPool};
use inference_staking_client::instructions::BatchLeaf;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::PaidLeaf;
use solana_signer::Signer;

use super::{Outcome, Stage};

/// What a tree pays a pool: tokens and USDC, base units.
#[derive(Clone, Copy)]
pub struct Leaf {
    pub pool: usize,
    pub amounts: [u64; 2],
}

impl Stage {
    #[track_caller]
    pub fn mark(&mut self) {
        self.network.mark(self.ledger.completed + 1).unwrap();
        self.ledger.finalizing = true;
        self.assert_agreement();
    }

    /// Puts tokens and USDC into the global vaults.
    pub fn fund(&mut self, totals: [u64; 2]) {
        self.network.fund_vaults(totals[0], totals[1]);
        self.ledger.vaults = [0, 1].map(|of| self.ledger.vaults[of] + u128::from(totals[of]));
    }

    /// Commits the next epoch, which is marked, with a tree of these leaves in the order of the pools' addresses.
    #[track_caller]
    pub fn commit(&mut self, totals: [u64; 2], mut leaves: Vec<Leaf>) {
        let epoch = self.ledger.completed + 1;
        leaves.sort_by_key(|leaf| self.operator_of(leaf.pool).record.operator_pool.to_bytes());
        let paid = leaves.iter().map(|leaf| PaidLeaf {
            pool: self.operator_of(leaf.pool).record.operator_pool,
            reward: leaf.amounts[0],
            usdc: leaf.amounts[1],
        });
        let tree = EpochTree::new(epoch, paid.collect());
        self.network.publish(epoch, tree.record_args(totals[0], totals[1])).unwrap();
        self.trees.insert(epoch, (tree, leaves));
        self.ledger.commit(totals.map(u128::from), true);
        self.assert_agreement();
    }

    /// Marks and commits the next epoch without roots, in one transaction.
    #[track_caller]
    pub fn commit_without_roots(&mut self) {
        let epoch = self.ledger.completed + 1;
        let authority = self.network.reward_authority.insecure_clone();
        let accounts = ix::create_reward_record_accounts(self.network.payer.pubkey(), authority.pubkey(), epoch);
        let args = CreateRewardRecord { roots: vec![], depths: vec![], total_rewards: 0, total_usdc: 0 };
        let mark = ix::mark_epoch_as_finalizing(authority.pubkey(), epoch);
        self.network.send(&[mark, ix::create_reward_record(accounts, args)], &[&authority]).unwrap();
        self.ledger.commit([0, 0], false);
    }

    #[track_caller]
    pub fn revoke(&mut self) {
        let epoch = self.ledger.completed;
        let authority = self.network.halt_authority.insecure_clone();
        let rent_payer = self.network.payer.pubkey();
        self.network.send(&[ix::revoke_reward_record(authority.pubkey(), epoch, rent_payer)], &[&authority]).unwrap();
        self.ledger.revoke();
        self.trees.remove(&epoch);
        self.assert_agreement();
    }

    #[track_caller]
    pub fn reclaim(&mut self, epoch: u64) {
        let rent_payer = self.network.payer.pubkey();
        self.network.send(&[ix::reclaim_expired_reward_record(epoch, rent_payer)], &[]).unwrap();
        self.ledger.reclaim(epoch);
        self.assert_agreement();
    }

    /// Brings the proof of a pool's leaf.
    #[track_caller]
    pub fn accrue(&mut self, pool: usize, epoch: u64) {
        self.try_to_accrue(pool, epoch).unwrap();
        let amounts = self.leaf(pool, epoch).1.amounts;
        self.ledger.accrue(pool, epoch, amounts.map(u128::from));
        self.assert_agreement();
    }

    /// What an accrual leads to, without the ledger.
    pub fn try_to_accrue(&mut self, pool: usize, epoch: u64) -> Outcome {
        let (place, _) = self.leaf(pool, epoch);
        let proof = self.trees[&epoch].0.proof(place);
        self.network.accrue(&self.actors[self.ledger.pools[pool].operator], epoch, proof)
    }

    /// Accrues several pools at once with one proof.
    #[track_caller]
    pub fn accrue_batch(&mut self, pools: &[usize], epoch: u64) {
        let mut leaves: Vec<(usize, Leaf)> = pools.iter().map(|pool| self.leaf(*pool, epoch)).collect();
        leaves.sort_by_key(|(place, _)| *place);
        let batch: Vec<BatchPool> = leaves.iter().map(|(place, leaf)| self.batch_pool(*place, leaf)).collect();
        let indices: Vec<u32> = batch.iter().map(|pool| pool.leaf.leaf_index).collect();
        let proof = self.trees[&epoch].0.tree.multiproof(&indices).unwrap();
        self.network.send(&[ix::accrue_rewards(epoch, 0, &batch, proof)], &[]).unwrap();
        for (_, leaf) in leaves {
            self.ledger.accrue(leaf.pool, epoch, leaf.amounts.map(u128::from));
        }
        self.assert_agreement();
    }

    fn batch_pool(&self, place: usize, leaf: &Leaf) -> BatchPool {
        let book = &self.ledger.pools[leaf.pool];
        let record = self.operator_of(leaf.pool).record;
        let [reward, usdc] = leaf.amounts;
        BatchPool {
            operator_pool: record.operator_pool,
            operator_staking_record: (book.auto_stake && book.shares > 0).then_some(record.address()),
            leaf: BatchLeaf { leaf_index: u32::try_from(place).unwrap(), reward, usdc },
        }
    }

    /// A pool's leaf and its place.
    fn leaf(&self, pool: usize, epoch: u64) -> (usize, Leaf) {
        let leaves = &self.trees[&epoch].1;
        let place = leaves.iter().position(|leaf| leaf.pool == pool).unwrap();
        (place, leaves[place])
    }

    /// The pool passes its next epoch without a proof.
    #[track_caller]
    pub fn bypass(&mut self, pool: usize, epoch: u64) {
        self.try_to_bypass(pool, epoch).unwrap();
        self.ledger.bypass(pool, epoch);
        self.assert_agreement();
    }

    /// What a bypass leads to, without the ledger.
    pub fn try_to_bypass(&mut self, pool: usize, epoch: u64) -> Outcome {
        let account = self.operator_of(pool).record.operator_pool;
        self.network.send(&[ix::accrue_reward_emergency_bypass(account, epoch)], &[])
    }
}
