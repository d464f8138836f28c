use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::error::Checked;
use crate::events::RewardSurplusWithdrawn;
use crate::instructions::destination::require_no_vault;
use crate::instructions::token_holding::TokenHolding;
use crate::instructions::transfer::Transfer;
use crate::state::*;

/// Accounts of `withdraw_reward_surplus`.
#[derive(Accounts)]
pub struct WithdrawRewardSurplus<'info> {
    /// The program admin.
    pub program_admin: Signer<'info>,
    /// Schedule, epochs, halts, and what the global reward vault owes.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// Any stake token account that is no vault of the program; receives the surplus.
    /// CHECK: read as a token account and checked in `validate`.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// Global reward vault; pays it.
    /// CHECK: stored key in the pool overview.
    #[account(mut)]
    pub reward_vault: UncheckedAccount<'info>,
    /// Mint of the stake token.
    /// CHECK: stored key in the pool overview; the token program reads it.
    pub stake_mint: UncheckedAccount<'info>,
    /// Classic SPL Token program.
    pub token_program: Program<'info, Token>,
}

impl WithdrawRewardSurplus<'_> {
    fn validate(&self, overview: &PoolOverview, now: i64) -> Checked<()> {
        // pool_overview, token_program: types. program_admin: signer, the stored key.
        overview.require_program_admin(self.program_admin.key)?;
        // reward_vault, stake_mint: stored keys.
        overview.require_reward_vault(self.reward_vault.key)?;
        overview.require_stake_mint(self.stake_mint.key)?;
        // destination: of the mint and no vault.
        require_no_vault(&self.destination, &overview.stake_mint, self.pool_overview.as_ref().key)?;
        overview.require_withdrawals_open(now)
    }

    pub(crate) fn handle(&mut self) -> Result<()> {
        let (event, bump, decimals) = {
            let overview = self.pool_overview.read()?;
            self.validate(&overview, Clock::get()?.unix_timestamp)?;
            let event = RewardSurplusWithdrawn {
                program_admin: self.program_admin.key(),
                destination: self.destination.key(),
                amount: overview.reward_surplus(TokenHolding::amount_of(&self.reward_vault))?,
                reward_liability: overview.reward_liability,
                epoch: overview.current_epoch()?,
            };
            (event, overview.bump, overview.stake_decimals)
        };
        Transfer {
            from: self.reward_vault.as_ref(),
            mint: self.stake_mint.as_ref(),
            decimals,
            to: self.destination.as_ref(),
            authority: self.pool_overview.as_ref(),
            amount: event.amount,
        }
        .by_pool_overview(bump)?;
        self.pool_overview.read()?.require_reward_solvent(TokenHolding::amount_of(&self.reward_vault))?;
        emit!(event);
        Ok(())
    }
}
