use anchor_lang::prelude::*;
use anchor_spl::token::Token;
use inference_staking::cpi;
use inference_staking::state::StakingRecord;

use crate::by_manager::*;

/// Accounts of `claim_usdc`.
#[derive(Accounts)]
pub struct ClaimUsdc<'info> {
    pub by: ByManager<'info>,
    /// The vault's record.
    #[account(mut)]
    pub staking_record: AccountLoader<'info, StakingRecord>,
    /// Written: the global USDC vault owes less afterwards.
    /// CHECK: by the staking program.
    #[account(mut)]
    pub pool_overview: UncheckedAccount<'info>,
    /// A USDC account, of whomever.
    /// CHECK: by the staking program.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// CHECK: by the staking program.
    #[account(mut)]
    pub usdc_vault: UncheckedAccount<'info>,
    /// CHECK: by the staking program.
    pub usdc_mint: UncheckedAccount<'info>,
    pub token_program: Program<'info, Token>,
}

impl ClaimUsdc<'_> {
    pub(crate) fn handle(&mut self, bumps: &ClaimUsdcBumps) -> Result<()> {
        let Self { by, staking_record, pool_overview, destination, usdc_vault, usdc_mint, token_program } = self;
        let ClaimUsdcBumps { by: ByManagerBumps { vault: bump } } = bumps;
        let accounts = cpi::accounts::ClaimUsdcEarnings {
            owner: by.vault.to_account_info(),
            pool_overview: pool_overview.to_account_info(),
            operator_pool: by.operator_pool.to_account_info(),
            staking_record: staking_record.to_account_info(),
            destination: destination.to_account_info(),
            usdc_vault: usdc_vault.to_account_info(),
            usdc_mint: usdc_mint.to_account_info(),
            token_program: token_program.to_account_info(),
        };
        let seeds = vault_seeds(by.manager.key, bump);
        cpi::claim_usdc_earnings(CpiContext::new_with_signer(inference_staking::ID, accounts, &[&seeds]))
    }
}
