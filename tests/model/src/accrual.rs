//! Accrual of leaves, alone and in batches, and the bypass (SPEC 5 and 6).

use num_bigint::BigUint;
use num_traits::ToPrimitive;

use crate::arithmetic::floor_of;
use crate::broken::Broken;
use crate::names::{Actor, RecordId};
use crate::rule::Rule;
use crate::state::{part_of, RewardRecord};
use crate::tree::{Leaf, OperatorRecords, ProofFlaw, Root};
use crate::world::World;

/// `K`.
const K: u64 = 1_000_000_000_000_000_000;

/// Most leaves of a batch (SPEC 6).
const MAX_BATCH_LEAVES: usize = 36;

/// Siblings in a proof of a leaf of a tree with this many leaves: `ceil(log2(n))`.
pub fn expected_proof_length(leaves: usize) -> usize {
    (0..).find(|depth| 1usize << depth >= leaves).unwrap_or(0)
}

impl World {
    pub(crate) fn accrue_one(&mut self, epoch: u64, root: u8, leaf: &Leaf, flaw: ProofFlaw) -> Result<(), Broken> {
        let record = self.reward_records.get(&epoch).ok_or(Broken::only(Rule::AccountExists))?.clone();
        self.pool(leaf.pool)?;
        let mut broken = Broken::default();
        self.note_broken_record(epoch, &record, &mut broken);
        match record.roots.get(usize::from(root)) {
            None => broken.unless(false, Rule::RootIndex),
            Some(tree) => note_broken_proof(tree, leaf, flaw, &mut broken),
        }
        self.take_leaf(epoch, leaf, broken)
    }

    /// All of them or none.
    pub(crate) fn accrue_batch(
        &mut self,
        epoch: u64,
        root: u8,
        leaves: &[Leaf],
        flaw: ProofFlaw,
        operator_records: OperatorRecords,
    ) -> Result<(), Broken> {
        let record = self.reward_records.get(&epoch).ok_or(Broken::only(Rule::AccountExists))?.clone();
        let mut broken = Broken::default();
        broken.unless(!leaves.is_empty(), Rule::BatchNotEmpty);
        broken.unless(leaves.len() <= MAX_BATCH_LEAVES, Rule::BatchSize);
        broken.unless(leaves.windows(2).all(|pair| pair[0].index < pair[1].index), Rule::BatchOrder);
        let again = leaves.iter().enumerate().any(|(i, leaf)| leaves[..i].iter().any(|other| other.pool == leaf.pool));
        broken.unless(!again, Rule::BatchPoolOnce);
        self.note_broken_record(epoch, &record, &mut broken);
        match record.roots.get(usize::from(root)) {
            None => broken.unless(false, Rule::RootIndex),
            Some(tree) => leaves.iter().for_each(|leaf| note_broken_proof(tree, leaf, flaw, &mut broken)),
        }
        for leaf in leaves {
            let needed = self.pool(leaf.pool)?.stakes_commission();
            broken.unless(!needed || operator_records != OperatorRecords::None, Rule::OperatorRecordGiven);
            if let Err(more) = self.take_leaf(epoch, leaf, Broken::default()) {
                broken.0.extend(more.0);
            }
        }
        broken.check()
    }

    fn note_broken_record(&self, epoch: u64, record: &RewardRecord, broken: &mut Broken) {
        broken.unless(!self.overview.accrual_halted, Rule::AccrualOpen);
        broken.unless(self.now >= record.claimable_from, Rule::Claimable);
        broken.unless(!self.overview.is_expired(epoch, self.now), Rule::NotExpired);
    }

    /// Whether the pool may take `epoch`, the next one or (if `catch_up`) a skipped one.
    fn note_broken_order(
        &mut self,
        pool: Actor,
        epoch: u64,
        catch_up: bool,
        broken: &mut Broken,
    ) -> Result<(), Broken> {
        let last_expired = self.overview.last_expired(self.now);
        let pool = self.pool_mut(pool)?;
        pool.jump_over_expired(last_expired);
        broken.unless(pool.closed_at.is_none_or(|closed_at| epoch <= closed_at), Rule::EpochBeforeClose);
        broken.unless(epoch <= pool.passed_epoch + 1, Rule::EpochOrder);
        let passed = epoch <= pool.passed_epoch;
        broken.unless(!passed || (catch_up && pool.skipped.contains(&epoch)), Rule::EpochOnce);
        Ok(())
    }

    /// Passes the epoch and takes what the leaf pays, unless a rule is broken already.
    fn take_leaf(&mut self, epoch: u64, leaf: &Leaf, mut broken: Broken) -> Result<(), Broken> {
        self.note_broken_order(leaf.pool, epoch, true, &mut broken)?;
        let record = self.reward_records.get(&epoch).ok_or(Broken::only(Rule::AccountExists))?;
        let covered = leaf.reward <= record.remaining_rewards && leaf.usdc <= record.remaining_usdc;
        broken.unless(covered, Rule::LeafWithinRecord);
        broken.check()?;
        let pool = self.pool_mut(leaf.pool)?;
        if epoch > pool.passed_epoch {
            pool.pass(epoch);
        }
        let (reward_bps, usdc_bps) = pool.rates_for(epoch);
        pool.keep_skipped(|skipped| skipped != epoch);
        pool.events += 1;
        let reward_commission = part_of(leaf.reward, reward_bps);
        let usdc_commission = part_of(leaf.usdc, usdc_bps);
        pool.usdc_commission += usdc_commission;
        let has_holders = pool.shares > 0;
        if has_holders {
            self.pay_holders(leaf.pool, leaf.reward - reward_commission, leaf.usdc - usdc_commission)?;
            self.pay_commission(leaf.pool, reward_commission)?;
        } else {
            pool.reward_commission += reward_commission;
        }
        let record = self.reward_records.get_mut(&epoch).ok_or(Broken::only(Rule::AccountExists))?;
        // Without holders their parts stay in the record.
        record.remaining_rewards -= if has_holders { leaf.reward } else { reward_commission };
        record.remaining_usdc -= if has_holders { leaf.usdc } else { usdc_commission };
        record.accrued_leaves += 1;
        Ok(())
    }

    fn pay_holders(&mut self, pool: Actor, reward: u64, usdc: u64) -> Result<(), Broken> {
        let pool = self.pool_mut(pool)?;
        let scaled = BigUint::from(usdc) * K + pool.usdc_index_remainder;
        let index = BigUint::from(pool.usdc_index) + &scaled / pool.shares;
        pool.usdc_index = index.to_u128().ok_or(Broken::only(Rule::FitsInteger))?;
        pool.usdc_index_remainder = (scaled % pool.shares).to_u64().unwrap_or(0);
        pool.delegator_usdc += usdc;
        pool.staked += reward;
        pool.uncollected_rewards += reward;
        Ok(())
    }

    /// Stakes the commission for the operator, or owes it.
    fn pay_commission(&mut self, id: Actor, tokens: u64) -> Result<(), Broken> {
        let pool = self.pool_mut(id)?;
        let shares = if pool.auto_stake { floor_of(tokens, pool.shares, pool.staked).unwrap_or(0) } else { 0 };
        if shares == 0 {
            pool.reward_commission += tokens;
            return Ok(());
        }
        let operator = RecordId { pool: id, owner: pool.operator };
        self.settle(operator)?;
        self.record_mut(operator)?.shares += shares;
        let pool = self.pool_mut(id)?;
        pool.staked += tokens;
        pool.shares += shares;
        pool.uncollected_rewards += tokens;
        Ok(())
    }

    pub(crate) fn bypass(&mut self, pool: Actor, epoch: u64) -> Result<(), Broken> {
        let record = self.reward_records.get(&epoch).ok_or(Broken::only(Rule::AccountExists))?.clone();
        self.pool(pool)?;
        let mut broken = Broken::default();
        self.note_broken_record(epoch, &record, &mut broken);
        broken.unless(self.now >= self.bypass_from(&record), Rule::BypassDelayOver);
        self.note_broken_order(pool, epoch, false, &mut broken)?;
        broken.check()?;
        let completed_epoch = self.overview.completed_epoch;
        let pool = self.pool_mut(pool)?;
        pool.pass(epoch);
        if record.can_still_pay() {
            pool.skip(epoch, completed_epoch);
        }
        pool.events += 1;
        Ok(())
    }
}

fn note_broken_proof(tree: &Root, leaf: &Leaf, flaw: ProofFlaw, broken: &mut Broken) {
    let depth = expected_proof_length(tree.leaves.len());
    let (length, changed) = match flaw {
        ProofFlaw::None => (depth, false),
        ProofFlaw::TooShort => (depth.saturating_sub(1), depth > 0),
        ProofFlaw::TooLong => (depth + 1, true),
        ProofFlaw::WrongNode => (depth, depth > 0),
    };
    let fits = length == usize::from(tree.depth);
    let in_range = u64::from(leaf.index) < 1 << tree.depth;
    let stands_there = tree.leaves.get(leaf.index as usize) == Some(leaf);
    broken.unless(fits, Rule::ProofLength);
    broken.unless(in_range, Rule::LeafIndex);
    broken.unless(!fits || !in_range || (stands_there && !changed), Rule::Proof);
}
