use anchor_lang::prelude::*;
use inference_staking::cpi;
use inference_staking::instructions::ActivateStakeReturn;
use inference_staking::program::InferenceStaking;

/// Accounts of `activate`. Nobody signs: whoever sends it, the record's owner gets the same.
#[derive(Accounts)]
pub struct Activate<'info> {
    /// CHECK: by the staking program.
    pub pool_overview: UncheckedAccount<'info>,
    /// CHECK: by the staking program.
    #[account(mut)]
    pub operator_pool: UncheckedAccount<'info>,
    /// CHECK: by the staking program.
    #[account(mut)]
    pub staking_record: UncheckedAccount<'info>,
    /// The operator's record, stored in the pool.
    /// CHECK: by the staking program.
    pub operator_staking_record: UncheckedAccount<'info>,
    pub staking_program: Program<'info, InferenceStaking>,
}

impl Activate<'_> {
    pub(crate) fn handle(&mut self) -> Result<ActivateStakeReturn> {
        let accounts = cpi::accounts::ActivateStake {
            pool_overview: self.pool_overview.to_account_info(),
            operator_pool: self.operator_pool.to_account_info(),
            staking_record: self.staking_record.to_account_info(),
            operator_staking_record: self.operator_staking_record.to_account_info(),
        };
        Ok(cpi::activate_stake(CpiContext::new(inference_staking::ID, accounts))?.get())
    }
}
