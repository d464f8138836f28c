use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::events::{log, UnstakeCancelled};
use crate::instructions::operator_shares::operator_shares;
use crate::state::*;

/// Accounts of `cancel_unstake`.
#[derive(Accounts)]
pub struct CancelUnstake<'info> {
    /// Owner of the record.
    pub owner: Signer<'info>,
    /// Parameters, halts and epoch state.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// The owner's record.
    #[account(mut)]
    pub staking_record: AccountLoader<'info, StakingRecord>,
    /// The operator's record, stored in the pool; the same account as the owner's if it is the operator.
    /// CHECK: stored key in the pool; while the pool is open the record exists.
    pub operator_staking_record: UncheckedAccount<'info>,
}

impl CancelUnstake<'_> {
    fn validate(&self, overview: &PoolOverview, pool: &OperatorPool, record: &StakingRecord) -> Checked<()> {
        // owner: signer. pool_overview, operator_pool: types.
        // staking_record: of this owner and this pool.
        record.require_owner(self.owner.key)?;
        record.require_pool(self.operator_pool.as_ref().key)?;
        // operator_staking_record: stored key.
        pool.require_operator_record(self.operator_staking_record.key)?;
        pool.require_entry_open(overview)
    }

    pub(crate) fn handle(&mut self, ticket: u8) -> Result<()> {
        let overview = self.pool_overview.read()?;
        let mut pool = self.operator_pool.write()?;
        let mut record = self.staking_record.write()?;
        self.validate(&overview, &pool, &record)?;

        let deposit = pool.cancel_unstake(&mut record, ticket)?;
        let operator_shares = operator_shares(&self.staking_record, &record, &self.operator_staking_record)?;
        pool.require_operator_minimum(operator_shares, overview.min_operator_token_stake)?;
        log(&UnstakeCancelled {
            operator_pool: self.operator_pool.key(),
            staking_record: self.staking_record.key(),
            owner: record.owner,
            ticket,
            cost: deposit.cost,
            shares: deposit.shares,
            ticket_amount: record.tickets.get(usize::from(ticket)).map_or(0, |ticket| ticket.amount),
            record_shares: record.shares,
            record_settled_usdc: record.settled_usdc,
            epoch: overview.current_epoch()?,
            pool: pool.assert_and_number_event()?,
        })?;
        Ok(())
    }
}
