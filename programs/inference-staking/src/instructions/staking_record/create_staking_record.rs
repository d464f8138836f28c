use anchor_lang::prelude::*;

use crate::constants::STAKING_RECORD_SEED;
use crate::error::Checked;
use crate::events::StakingRecordCreated;
use crate::state::*;

/// Accounts of `create_staking_record`.
#[derive(Accounts)]
pub struct CreateStakingRecord<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Owner of the new record.
    pub owner: Signer<'info>,
    /// Names the stake mint.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// The record.
    #[account(
        init,
        payer = payer,
        space = StakingRecord::SPACE,
        seeds = [STAKING_RECORD_SEED, operator_pool.key().as_ref(), owner.key().as_ref()],
        bump
    )]
    pub staking_record: AccountLoader<'info, StakingRecord>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

impl CreateStakingRecord<'_> {
    fn validate(&self, pool: &OperatorPool) -> Checked<()> {
        // payer, owner: signers. pool_overview, system_program: types. staking_record: seeds above.
        // operator_pool: type, and open.
        pool.require_open()
    }

    pub(crate) fn handle(&mut self, bumps: &CreateStakingRecordBumps) -> Result<()> {
        let mut pool = self.operator_pool.load_mut()?;
        self.validate(&pool)?;
        let stake_mint = self.pool_overview.load()?.stake_mint;
        self.staking_record.load_init()?.initialize(
            self.owner.key(),
            self.operator_pool.key(),
            &stake_mint,
            bumps.staking_record,
        );
        emit!(StakingRecordCreated {
            operator_pool: self.operator_pool.key(),
            staking_record: self.staking_record.key(),
            owner: self.owner.key(),
            payer: self.payer.key(),
            pool: pool.next_event(),
        });
        Ok(())
    }
}
