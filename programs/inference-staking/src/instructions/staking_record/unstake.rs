use anchor_lang::prelude::*;

use crate::events::{log, Unstaked};
use crate::instructions::by_record_owner::ByRecordOwner;
use crate::state::*;

impl ByRecordOwner<'_> {
    /// Handles `unstake`. Accounts and checks: `ByRecordOwner`; not the operator's record in a halted pool.
    pub(crate) fn unstake(&mut self, request: UnstakeRequest) -> Result<()> {
        let overview = self.pool_overview.read()?;
        let mut pool = self.operator_pool.write()?;
        let mut record = self.staking_record.write()?;
        self.validate(&record)?;
        pool.require_operator_not_halted(self.staking_record.as_ref().key)?;

        let is_operator = pool.is_operators(self.staking_record.as_ref().key);
        let delay = overview.unstake_delay(is_operator);
        let unstaking = pool.unstake(&mut record, &request, Clock::get()?.unix_timestamp, delay)?;
        if is_operator {
            pool.require_minimum_left(request.shares, record.shares, overview.min_operator_token_stake)?;
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
