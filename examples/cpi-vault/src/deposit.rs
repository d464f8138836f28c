use anchor_lang::prelude::*;
use anchor_spl::token::Token;
use inference_staking::cpi;
use inference_staking::state::StakingRecord;

use crate::by_manager::*;
use crate::VaultError;

/// Accounts of `deposit`.
#[derive(Accounts)]
pub struct Deposit<'info> {
    pub by: ByManager<'info>,
    /// The vault's record.
    #[account(mut)]
    pub staking_record: AccountLoader<'info, StakingRecord>,
    /// CHECK: by the staking program.
    pub pool_overview: UncheckedAccount<'info>,
    /// A token account of the vault, which pays.
    /// CHECK: the token program asks for the vault's signature.
    #[account(mut)]
    pub source: UncheckedAccount<'info>,
    /// CHECK: by the staking program.
    #[account(mut)]
    pub pool_vault: UncheckedAccount<'info>,
    /// CHECK: by the staking program.
    pub stake_mint: UncheckedAccount<'info>,
    pub token_program: Program<'info, Token>,
}

impl Deposit<'_> {
    pub(crate) fn handle(
        &mut self,
        bumps: &DepositBumps,
        amount: u64,
        max_reward_commission_bps: u16,
        max_usdc_commission_bps: u16,
    ) -> Result<()> {
        self.require_commissions(max_reward_commission_bps, max_usdc_commission_bps)?;
        let Self { by, staking_record, pool_overview, source, pool_vault, stake_mint, token_program } = self;
        let DepositBumps { by: ByManagerBumps { vault: bump } } = bumps;
        let accounts = cpi::accounts::Stake {
            owner: by.vault.to_account_info(),
            pool_overview: pool_overview.to_account_info(),
            operator_pool: by.operator_pool.to_account_info(),
            staking_record: staking_record.to_account_info(),
            source: source.to_account_info(),
            pool_vault: pool_vault.to_account_info(),
            stake_mint: stake_mint.to_account_info(),
            token_program: token_program.to_account_info(),
        };
        let seeds = vault_seeds(by.manager.key, bump);
        cpi::stake(CpiContext::new_with_signer(inference_staking::ID, accounts, &[&seeds]), amount)
    }

    /// Reads the pool in place. What is read must be let go before the call, which borrows the same account.
    fn require_commissions(&self, max_reward_bps: u16, max_usdc_bps: u16) -> Result<()> {
        // Of each commission the higher of what holds and what is announced.
        let terms = self.by.operator_pool.load()?.lock_terms();
        let agreed = terms.reward_commission_bps <= max_reward_bps && terms.usdc_commission_bps <= max_usdc_bps;
        require!(agreed, VaultError::CommissionTooHigh);
        Ok(())
    }
}
