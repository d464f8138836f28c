use anchor_lang::prelude::*;

use crate::constants::STAKING_RECORD_SEED;
use crate::error::Checked;
use crate::events::StakingRecordCreated;
use crate::instructions::create_account::create_record_account;
use crate::state::*;

/// Accounts of `create_staking_record`.
#[derive(Accounts)]
pub struct CreateStakingRecord<'info> {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer<'info>,
    /// Owner of the new record.
    pub owner: Signer<'info>,
    /// Names the stake mint and the epoch.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// The record.
    /// CHECK: created here, at its address.
    #[account(mut, seeds = [STAKING_RECORD_SEED, operator_pool.key().as_ref(), owner.key().as_ref()], bump)]
    pub staking_record: UncheckedAccount<'info>,
    /// Creates the account.
    pub system_program: Program<'info, System>,
}

impl<'info> CreateStakingRecord<'info> {
    fn validate(&self, pool: &OperatorPool) -> Checked<()> {
        // payer, owner: signers. pool_overview, system_program: types. staking_record: seeds above.
        // operator_pool: type, and open.
        pool.require_open()
    }

    pub(crate) fn handle(&mut self, bumps: &CreateStakingRecordBumps) -> Result<()> {
        let overview = self.pool_overview.read()?;
        let mut pool = self.operator_pool.write()?;
        self.validate(&pool)?;
        let new = NewStakingRecord {
            owner: self.owner.key(),
            operator_pool: self.operator_pool.key(),
            stake_mint: overview.stake_mint,
            bump: bumps.staking_record,
        };
        create_record_account(&new, &self.staking_record, &self.payer)?;
        emit!(StakingRecordCreated {
            operator_pool: self.operator_pool.key(),
            staking_record: self.staking_record.key(),
            owner: self.owner.key(),
            payer: self.payer.key(),
            epoch: overview.current_epoch()?,
            pool: pool.assert_and_number_event()?,
        });
        Ok(())
    }
}
