use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::error::Checked;
use crate::events::PoolVaultSurplusSwept;
use crate::instructions::token_holding::TokenHolding;
use crate::instructions::transfer::{PoolSigner, Transfer};
use crate::state::*;

/// Accounts of `sweep_pool_vault_surplus`. Anyone may send it.
#[derive(Accounts)]
pub struct SweepPoolVaultSurplus<'info> {
    /// Stored keys and the epoch.
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

impl SweepPoolVaultSurplus<'_> {
    fn validate(&self, overview: &PoolOverview, pool: &OperatorPool) -> Checked<()> {
        // pool_overview, operator_pool, token_program: types. pool_vault, reward_vault, stake_mint: stored keys.
        pool.require_vault(self.pool_vault.key)?;
        overview.require_reward_vault(self.reward_vault.key)?;
        overview.require_stake_mint(self.stake_mint.key)
    }

    pub(crate) fn handle(&mut self) -> Result<()> {
        let (event, signer, decimals) = {
            let overview = self.pool_overview.read()?;
            let mut pool = self.operator_pool.write()?;
            self.validate(&overview, &pool)?;
            let event = PoolVaultSurplusSwept {
                operator_pool: self.operator_pool.key(),
                amount: pool.vault_surplus(TokenHolding::amount_of(&self.pool_vault))?,
                epoch: overview.current_epoch()?,
                pool: pool.assert_and_number_event()?,
            };
            (event, PoolSigner::from(&*pool), overview.stake_decimals)
        };
        Transfer {
            from: self.pool_vault.as_ref(),
            mint: self.stake_mint.as_ref(),
            decimals,
            to: self.reward_vault.as_ref(),
            authority: self.operator_pool.as_ref(),
            amount: event.amount,
        }
        .by_operator_pool(&signer)?;
        self.operator_pool.read()?.require_vault_covers(TokenHolding::amount_of(&self.pool_vault))?;
        emit!(event);
        Ok(())
    }
}
