use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::events::Unstaked;
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
        pool.require_owner_not_halted(&self.staking_record.key())
    }

    pub(crate) fn handle(&mut self, shares: u64) -> Result<()> {
        let overview = self.pool_overview.read()?;
        let mut pool = self.operator_pool.write()?;
        let mut record = self.staking_record.write()?;
        self.validate(&pool, &record)?;

        let is_operator = self.staking_record.key() == pool.operator_staking_record;
        let delay = if is_operator { overview.operator_unstake_delay } else { overview.delegator_unstake_delay };
        let unstaking = pool.unstake(&mut record, shares, Clock::get()?.unix_timestamp, delay)?;
        if is_operator && !pool.is_closed() {
            pool.require_operator_minimum(record.shares, overview.min_operator_token_stake)?;
        }
        emit!(Unstaked {
            operator_pool: self.operator_pool.key(),
            staking_record: self.staking_record.key(),
            owner: record.owner,
            shares,
            amount: unstaking.ticket.amount,
            claimable_from: unstaking.ticket.claimable_from,
            ticket: unstaking.place,
            record_shares: record.shares,
            record_settled_usdc: record.settled_usdc,
            completed_reward_epoch: overview.completed_reward_epoch,
            pool: pool.next_event()?,
        });
        Ok(())
    }
}
