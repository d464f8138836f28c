use anchor_lang::prelude::*;
use anchor_spl::token::Token;
use inference_staking::cpi;
use inference_staking::state::StakingRecord;

use crate::by_manager::*;

/// Accounts of `withdraw`. Rewards that the payout needs are collected first, by an instruction in front of this one: the
/// staking program says `RewardsNotCollected` where they are needed.
#[derive(Accounts)]
pub struct Withdraw<'info> {
    pub by: ByManager<'info>,
    /// The vault's record.
    #[account(mut)]
    pub staking_record: AccountLoader<'info, StakingRecord>,
    /// CHECK: by the staking program.
    pub pool_overview: UncheckedAccount<'info>,
    /// A token account of the stake mint, of whomever: the vault signs for it.
    /// CHECK: by the staking program.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// CHECK: by the staking program.
    #[account(mut)]
    pub pool_vault: UncheckedAccount<'info>,
    /// CHECK: by the staking program.
    pub stake_mint: UncheckedAccount<'info>,
    pub token_program: Program<'info, Token>,
}

impl Withdraw<'_> {
    pub(crate) fn handle(&mut self, bumps: &WithdrawBumps) -> Result<()> {
        let Self { by, staking_record, pool_overview, destination, pool_vault, stake_mint, token_program } = self;
        let WithdrawBumps { by: ByManagerBumps { vault: bump } } = bumps;
        let accounts = cpi::accounts::ClaimUnstake {
            // Without it, anybody may have the tickets paid, but to the vault's associated token account alone.
            owner: Some(by.vault.to_account_info()),
            pool_overview: pool_overview.to_account_info(),
            operator_pool: by.operator_pool.to_account_info(),
            staking_record: staking_record.to_account_info(),
            destination: destination.to_account_info(),
            pool_vault: pool_vault.to_account_info(),
            stake_mint: stake_mint.to_account_info(),
            token_program: token_program.to_account_info(),
        };
        let seeds = vault_seeds(by.manager.key, bump);
        cpi::claim_unstake(CpiContext::new_with_signer(inference_staking::ID, accounts, &[&seeds]))
    }
}
