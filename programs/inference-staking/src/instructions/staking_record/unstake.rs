use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::events::{log, Unstaked};
use crate::state::*;

/// Accounts of `unstake`.
#[derive(Accounts)]
pub struct Unstake<'info> {
    /// Owner of the record.
    pub owner: Signer<'info>,
    /// Parameters.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// The owner's record.
    #[account(mut)]
    pub staking_record: AccountLoader<'info, StakingRecord>,
}

impl Unstake<'_> {
    fn validate(&self, pool: &OperatorPool, record: &StakingRecord) -> Checked<()> {
        // owner: signer. pool_overview, operator_pool: types.
        // staking_record: of this owner and this pool; not the operator's in a halted pool.
        record.require_owner(self.owner.key)?;
        record.require_pool(self.operator_pool.as_ref().key)?;
        pool.require_operator_not_halted(self.staking_record.as_ref().key)
    }

    pub(crate) fn handle(&mut self, request: UnstakeRequest) -> Result<()> {
        let overview = self.pool_overview.read()?;
        let mut pool = self.operator_pool.write()?;
        let mut record = self.staking_record.write()?;
        self.validate(&pool, &record)?;

        let is_operator = pool.is_operators(self.staking_record.as_ref().key);
        let delay = overview.unstake_delay(is_operator);
        let unstaking = pool.unstake(&mut record, &request, Clock::get()?.unix_timestamp, delay)?;
        // Activating tokens alone may always leave.
        if is_operator && request.shares > 0 {
            pool.require_minimum_left(record.shares, overview.min_operator_token_stake)?;
        }
        let ticket = record.tickets.get(usize::from(unstaking.place)).copied().unwrap_or_default();
        log(&Unstaked {
            operator_pool: self.operator_pool.key(),
            staking_record: self.staking_record.key(),
            owner: record.owner,
            shares: request.shares,
            activating: request.activating,
            amount: unstaking.tokens,
            ticket: unstaking.place,
            ticket_amount: ticket.amount,
            claimable_from: ticket.claimable_from,
            record_activating: record.activating,
            record_shares: record.shares,
            record_settled_usdc: record.settled_usdc,
            epoch: overview.current_epoch()?,
            pool: pool.assert_and_number_event()?,
        })
    }
}
