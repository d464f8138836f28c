use anchor_lang::prelude::*;
use anchor_lang::system_program::{self, Transfer};
use inference_staking::cpi;
use inference_staking::state::StakingRecord;

use crate::by_manager::*;

/// Accounts of `close`.
#[derive(Accounts)]
pub struct Close<'info> {
    pub by: ByManager<'info>,
    /// The vault's record.
    #[account(mut)]
    pub staking_record: AccountLoader<'info, StakingRecord>,
    /// CHECK: by the staking program.
    pub pool_overview: UncheckedAccount<'info>,
    pub system_program: Program<'info, System>,
}

impl Close<'_> {
    pub(crate) fn handle(&mut self, bumps: &CloseBumps) -> Result<()> {
        let Self { by, staking_record, pool_overview, .. } = self;
        let CloseBumps { by: ByManagerBumps { vault: bump } } = bumps;
        let accounts = cpi::accounts::CloseStakingRecord {
            owner: by.vault.to_account_info(),
            pool_overview: pool_overview.to_account_info(),
            operator_pool: by.operator_pool.to_account_info(),
            staking_record: staking_record.to_account_info(),
        };
        let seeds = vault_seeds(by.manager.key, bump);
        let rent = staking_record.to_account_info().lamports();
        cpi::close_staking_record(CpiContext::new_with_signer(inference_staking::ID, accounts, &[&seeds]))?;
        // The rent goes to the record's owner, whoever paid it: a vault that could not pass it on would keep it for ever.
        let onward = Transfer { from: by.vault.to_account_info(), to: by.manager.to_account_info() };
        system_program::transfer(CpiContext::new_with_signer(System::id(), onward, &[&seeds]), rent)
    }
}
