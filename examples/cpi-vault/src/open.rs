use anchor_lang::prelude::*;
use inference_staking::cpi;

use crate::by_manager::*;

/// Accounts of `open`.
#[derive(Accounts)]
pub struct Open<'info> {
    pub by: ByManager<'info>,
    /// The vault's record, which does not exist yet.
    /// CHECK: by the staking program, which creates it.
    #[account(mut)]
    pub staking_record: UncheckedAccount<'info>,
    /// CHECK: by the staking program.
    pub pool_overview: UncheckedAccount<'info>,
    pub system_program: Program<'info, System>,
}

impl Open<'_> {
    pub(crate) fn handle(&mut self, bumps: &OpenBumps) -> Result<()> {
        let Self { by, staking_record, pool_overview, system_program } = self;
        let OpenBumps { by: ByManagerBumps { vault: bump } } = bumps;
        let accounts = cpi::accounts::CreateStakingRecord {
            payer: by.manager.to_account_info(),
            owner: by.vault.to_account_info(),
            pool_overview: pool_overview.to_account_info(),
            operator_pool: by.operator_pool.to_account_info(),
            staking_record: staking_record.to_account_info(),
            system_program: system_program.to_account_info(),
        };
        let seeds = vault_seeds(by.manager.key, bump);
        cpi::create_staking_record(CpiContext::new_with_signer(inference_staking::ID, accounts, &[&seeds]))
    }
}
