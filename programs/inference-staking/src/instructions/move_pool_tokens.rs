use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::error::Checked;
use crate::state::*;

/// Accounts of `collect_pool_rewards` and `sweep_pool_vault_surplus`. Anyone may send them.
#[derive(Accounts)]
pub struct MovePoolTokens<'info> {
    /// What the global reward vault owes; a collection writes it.
    #[account(mut)]
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// The pool's vault.
    /// CHECK: stored key in the pool.
    #[account(mut)]
    pub pool_vault: UncheckedAccount<'info>,
    /// Global reward vault.
    /// CHECK: stored key in the pool overview.
    #[account(mut)]
    pub reward_vault: UncheckedAccount<'info>,
    /// Mint of the stake token.
    /// CHECK: stored key in the pool overview; the token program reads it.
    pub stake_mint: UncheckedAccount<'info>,
    /// Classic SPL Token program.
    pub token_program: Program<'info, Token>,
}

impl MovePoolTokens<'_> {
    pub(crate) fn validate(&self, overview: &PoolOverview, pool: &OperatorPool) -> Checked<()> {
        // pool_overview, operator_pool, token_program: types. pool_vault, reward_vault, stake_mint: stored keys.
        pool.require_vault(self.pool_vault.key)?;
        overview.require_reward_vault(self.reward_vault.key)?;
        overview.require_stake_mint(self.stake_mint.key)
    }
}
