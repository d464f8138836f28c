//! Brings a pool up to date: what it has open, and the instructions that accrue it.

use std::collections::HashMap;

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking::state::{LeafAmounts, OperatorPool, PoolOverview, RewardRecord, StakingRecord};
use inference_staking_merkle::{verify_proof, Leaf};

use super::error::IntentError;
use super::passing::{accrue, bypass, record_written_by_accrual};
use super::plan::Unaccrued;
use super::proof_source::{FoundProof, ProofSource};
use crate::instruction::LeafProof;
use crate::refusal::rule;
use crate::rpc::{Connection, ReadError};
use crate::{address, StakingError};

/// A pool as it will be once what it has open is accrued.
pub(super) struct UpToDate {
    pub(super) overview: PoolOverview,
    /// The chain's time, Unix seconds.
    now: i64,
    pub(super) pool: OperatorPool,
    /// The operator's record; only read if the pool stakes its commission.
    pub(super) operator_record: Option<StakingRecord>,
    pub(super) instructions: Vec<Instruction>,
    pub(super) unaccrued: Vec<Unaccrued>,
}

impl UpToDate {
    /// Reads a pool and, with a source of proofs, plans the accrual of all it has open. An epoch that cannot be accrued
    /// stops nothing else: nobody's exit depends on it.
    pub(super) async fn read(
        connection: &Connection,
        address: &Pubkey,
        proofs: Option<&dyn ProofSource>,
    ) -> Result<Self, IntentError> {
        let overview = connection.overview().await?;
        let pool = connection.pool(address).await?;
        let now = connection.now().await?;
        let (instructions, unaccrued) = Default::default();
        let mut this = Self { overview, now, pool, operator_record: None, instructions, unaccrued };
        let mut open: Vec<u64> = pool.open_epochs(&overview, now).collect();
        let Some(proofs) = proofs else {
            let reason = "no source of proofs is given";
            this.unaccrued = open.into_iter().map(|epoch| Unaccrued { epoch, reason: reason.to_owned() }).collect();
            return Ok(this);
        };
        if open.is_empty() {
            return Ok(this);
        }
        let mut records;
        (this.operator_record, records) = needed_by_accrual(connection, &pool, &open).await?;
        let may_take = |record: &&RewardRecord| record.can_still_pay() || pool.has_passed(record.epoch);
        let is_wanted =
            |record: &&RewardRecord| may_take(record) && record.require_accrual_open(&overview, now).is_ok();
        let wanted: Vec<RewardRecord> = records.iter().flatten().filter(is_wanted).copied().collect();
        let found = proofs.proofs(address, &wanted).await;
        if found.iter().any(Result::is_err) {
            // It may have been waited for long, and somebody else have brought what it did not give.
            let again = async {
                let pool = connection.pool(address).await?;
                // What was skipped meanwhile was not asked for: it had nothing left.
                let is_told = |epoch: &u64| !pool.has_passed(*epoch) || wanted.iter().any(|it| it.epoch == *epoch);
                let open: Vec<u64> = pool.open_epochs(&overview, now).filter(is_told).collect();
                let needed = needed_by_accrual(connection, &pool, &open).await?;
                Ok::<_, ReadError>((pool, open, needed))
            };
            // Nobody's exit depends on it.
            if let Ok((pool, still_open, needed)) = again.await {
                (this.pool, open) = (pool, still_open);
                (this.operator_record, records) = needed;
            }
        }
        let mut found: HashMap<u64, FoundProof> = wanted.iter().map(|record| record.epoch).zip(found).collect();
        let mut waits_for = None;
        for (epoch, record) in open.into_iter().zip(records) {
            let is_skipped = this.pool.has_passed(epoch);
            let passed = match waits_for {
                Some(earlier) => Err(format!("it has to wait for epoch {earlier}")),
                None => this.pass(address, record, found.remove(&epoch)),
            };
            let Err(reason) = passed else { continue };
            this.unaccrued.push(Unaccrued { epoch, reason });
            if !is_skipped {
                waits_for = waits_for.or(Some(epoch));
            }
        }
        Ok(this)
    }

    /// Plans one epoch and applies it, or says why it cannot be accrued.
    fn pass(
        &mut self,
        address: &Pubkey,
        record: Option<RewardRecord>,
        found: Option<FoundProof>,
    ) -> Result<(), String> {
        let record = record.ok_or("it has no reward record")?;
        record.require_accrual_open(&self.overview, self.now).map_err(|refusal| rule(refusal.0))?;
        // One that was skipped is not passed again: what has nothing left may have a leaf of nothing.
        if !record.can_still_pay() && !self.pool.has_passed(record.epoch) {
            return self.skip(address, &record);
        }
        let found = found.ok_or("the source of proofs gave no answer")?;
        let leaf = found.map_err(|error| format!("its proof could not be had: {error}"))?;
        let leaf = leaf.ok_or("there is no leaf for the pool in its tree")?;
        check_proof(address, &record, &leaf)?;
        self.accrue(address, record, leaf).map_err(rule)
    }

    /// An epoch without roots, or with nothing left, pays nobody and can be passed by anyone.
    fn skip(&mut self, address: &Pubkey, record: &RewardRecord) -> Result<(), String> {
        self.pool.bypass_epoch(&self.overview, record, self.now).map_err(|refusal| rule(refusal.0))?;
        self.instructions.extend(bypass(record.epoch, [*address]).into_instructions());
        Ok(())
    }

    /// Applies the program's own transition, which fails where the program would.
    fn accrue(&mut self, address: &Pubkey, mut record: RewardRecord, leaf: LeafProof) -> Result<(), StakingError> {
        let (mut pool, mut operator) = (self.pool, self.operator_record);
        let amounts = LeafAmounts { reward: leaf.reward, usdc: leaf.usdc };
        let last_expired = self.overview.last_expired_epoch(self.now);
        let accrued = pool.accrue(last_expired, &mut record, operator.as_mut(), amounts);
        accrued.map_err(|refusal| refusal.0)?;
        self.instructions.extend(accrue(*address, &self.pool, record.epoch, leaf).into_instructions());
        (self.pool, self.operator_record) = (pool, operator);
        Ok(())
    }
}

/// The operator's record, if an accrual writes it, and the reward records of the open epochs.
async fn needed_by_accrual(
    connection: &Connection,
    pool: &OperatorPool,
    open: &[u64],
) -> Result<(Option<StakingRecord>, Vec<Option<RewardRecord>>), ReadError> {
    let operator_record = match record_written_by_accrual(pool) {
        Some(address) => Some(connection.staking_record(&address).await?),
        None => None,
    };
    Ok((operator_record, connection.reward_records(open).await?))
}

fn check_proof(pool: &Pubkey, record: &RewardRecord, leaf: &LeafProof) -> Result<(), String> {
    let program_id = address::program_id().to_bytes();
    let key = pool.to_bytes();
    let hash =
        Leaf { program_id: &program_id, epoch: record.epoch, pool: &key, reward: leaf.reward, usdc: leaf.usdc }.hash();
    let (root, depth) = record.root(leaf.root_index).map_err(|refusal| rule(refusal.0))?;
    let verified = verify_proof(root, depth, &hash, leaf.leaf_index, &leaf.proof);
    verified.map_err(|error| rule(error.into()))
}
