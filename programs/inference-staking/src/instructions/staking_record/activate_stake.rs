use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::events::StakeActivated;
use crate::instructions::operator_record::operator_record_beside;
use crate::state::*;

/// Return data of `activate_stake`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActivateStakeReturn {
    /// Tokens that became shares, base units.
    pub cost: u64,
    /// Shares minted.
    pub shares: u64,
    /// What stays activating: what came in the current epoch, and less than the price of a share.
    pub left: u64,
}

/// Accounts of `activate_stake`. Anyone may send it.
#[derive(Accounts)]
pub struct ActivateStake<'info> {
    /// Parameters, halts and current epoch.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// The record whose ripe tokens become shares.
    #[account(mut)]
    pub staking_record: AccountLoader<'info, StakingRecord>,
    /// The operator's record, stored in the pool; the same account if it is the operator's.
    /// CHECK: stored key in the pool; while the pool is open the record exists.
    pub operator_staking_record: UncheckedAccount<'info>,
}

impl ActivateStake<'_> {
    fn validate(&self, pool: &OperatorPool, record: &StakingRecord) -> Checked<()> {
        // pool_overview, operator_pool: types. staking_record: of this pool.
        record.require_pool(self.operator_pool.as_ref().key)?;
        // operator_staking_record: stored key. The gate: `OperatorPool::activate`.
        pool.require_operator_record(self.operator_staking_record.key)
    }

    pub(crate) fn handle(&mut self) -> Result<ActivateStakeReturn> {
        let overview = self.pool_overview.read()?;
        let mut pool = self.operator_pool.write()?;
        let mut record = self.staking_record.write()?;
        self.validate(&pool, &record)?;

        let operators = operator_record_beside(&pool, &self.staking_record, &self.operator_staking_record)?;
        let activated = pool.activate(&overview, &mut record, operators.as_deref())?;
        emit!(StakeActivated {
            operator_pool: self.operator_pool.key(),
            staking_record: self.staking_record.key(),
            owner: record.owner,
            cost: activated.cost,
            shares: activated.shares,
            record_activating: record.activating,
            record_shares: record.shares,
            record_settled_usdc: record.settled_usdc,
            epoch: overview.current_epoch()?,
            pool: pool.assert_and_number_event()?,
        });
        Ok(ActivateStakeReturn { cost: activated.cost, shares: activated.shares, left: record.activating })
    }
}
