use anchor_lang::prelude::*;
use inference_staking_merkle::{verify_proof, Leaf};

use crate::error::{Checked, Refusal};
use crate::events::{PoolAccrual, RewardAccrued};
use crate::state::*;

/// Accounts of `accrue_reward`. Anyone may send it.
#[derive(Accounts)]
pub struct AccrueReward<'info> {
    /// Halts.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// Record of the epoch.
    #[account(mut)]
    pub reward_record: AccountLoader<'info, RewardRecord>,
    /// The pool that the leaf pays.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// CHECK: by the key stored in the pool, and read and written only if the pool stakes its commission.
    /// The operator's record: a closed pool that catches up a skipped epoch may have outlived it.
    #[account(mut)]
    pub operator_staking_record: UncheckedAccount<'info>,
}

impl AccrueReward<'_> {
    fn validate(&self, overview: &PoolOverview, record: &RewardRecord, pool: &OperatorPool, now: i64) -> Checked<()> {
        // pool_overview, reward_record, operator_pool: types; the leaf binds pool and epoch.
        // operator_staking_record: stored key.
        pool.require_operator_record(self.operator_staking_record.key)?;
        record.require_accrual_open(overview, now)
    }

    pub(crate) fn handle(
        &mut self,
        root_index: u8,
        leaf_index: u32,
        reward: u64,
        usdc: u64,
        proof: &[[u8; 32]],
    ) -> Result<()> {
        let overview = self.pool_overview.read()?;
        let mut record = self.reward_record.write()?;
        let mut pool = self.operator_pool.write()?;
        let now = Clock::get()?.unix_timestamp;
        self.validate(&overview, &record, &pool, now)?;

        let operator_pool = self.operator_pool.key();
        let program_id = crate::ID.as_array();
        let leaf = Leaf { program_id, epoch: record.epoch, pool: operator_pool.as_array(), reward, usdc }.hash();
        let (root, depth) = record.root(root_index)?;
        verify_proof(root, depth, &leaf, leaf_index, proof).map_err(Refusal::from)?;

        let amounts = LeafAmounts { reward, usdc };
        let last_expired = overview.last_expired_epoch(now);
        let accrual = if pool.auto_stakes() {
            let mut operator_record = write_state(&self.operator_staking_record)?;
            pool.accrue(last_expired, &mut record, Some(&mut operator_record), amounts)?
        } else {
            pool.accrue(last_expired, &mut record, None, amounts)?
        };
        record.invariant()?;
        pool.assert_and_count_event()?;
        let accrual = PoolAccrual::new(operator_pool, &record, &pool, &accrual);
        RewardAccrued { epoch: overview.current_epoch()?, reward_epoch: record.epoch, accrual }.emit();
        Ok(())
    }
}
