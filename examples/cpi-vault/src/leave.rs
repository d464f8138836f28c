use anchor_lang::prelude::*;
use inference_staking::cpi;
use inference_staking::state::StakingRecord;

use crate::by_manager::*;

/// Accounts of `leave`.
#[derive(Accounts)]
pub struct Leave<'info> {
    pub by: ByManager<'info>,
    /// The vault's record.
    #[account(mut)]
    pub staking_record: AccountLoader<'info, StakingRecord>,
    /// CHECK: by the staking program.
    pub pool_overview: UncheckedAccount<'info>,
}

impl Leave<'_> {
    pub(crate) fn handle(&mut self, bumps: &LeaveBumps) -> Result<()> {
        let Self { by, staking_record, pool_overview } = self;
        let LeaveBumps { by: ByManagerBumps { vault: bump } } = bumps;
        // Read in place, and let go before the call, which borrows the same account.
        let StakingRecord { shares, activating, .. } = *staking_record.load()?;
        let accounts = cpi::accounts::ByRecordOwner {
            owner: by.vault.to_account_info(),
            pool_overview: pool_overview.to_account_info(),
            operator_pool: by.operator_pool.to_account_info(),
            staking_record: staking_record.to_account_info(),
        };
        let seeds = vault_seeds(by.manager.key, bump);
        let signer: &[&[&[u8]]] = &[&seeds];
        let context = CpiContext::new_with_signer(inference_staking::ID, accounts, signer);
        // Into a ticket of its own.
        cpi::unstake(context, shares, activating, None)
    }
}
