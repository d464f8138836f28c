use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::error::Checked;
use crate::events::PoolRewardsCollected;
use crate::instructions::token_holding::TokenHolding;
use crate::instructions::transfer::Transfer;
use crate::state::*;

/// Accounts of `collect_pool_rewards`. Anyone may send it.
#[derive(Accounts)]
pub struct CollectPoolRewards<'info> {
    /// What the global reward vault owes.
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

impl CollectPoolRewards<'_> {
    fn validate(&self, overview: &PoolOverview, pool: &OperatorPool) -> Checked<()> {
        // pool_overview, operator_pool, token_program: types. pool_vault, reward_vault, stake_mint: stored keys.
        pool.require_vault(self.pool_vault.key)?;
        overview.require_reward_vault(self.reward_vault.key)?;
        overview.require_stake_mint(self.stake_mint.key)
    }

    pub(crate) fn handle(&mut self) -> Result<()> {
        let (event, bump, decimals) = {
            let mut overview = self.pool_overview.write()?;
            let mut pool = self.operator_pool.write()?;
            self.validate(&overview, &pool)?;
            let amount = pool.collect_rewards();
            if amount == 0 {
                // Whoever was faster makes nobody's transaction fail. Nothing changed, so no event says that something did.
                pool.invariant()?;
                return Ok(());
            }
            overview.lower_reward_liability(amount)?;
            let event = PoolRewardsCollected {
                operator_pool: self.operator_pool.key(),
                amount,
                reward_liability: overview.reward_liability,
                epoch: overview.current_epoch()?,
                pool: pool.assert_and_number_event()?,
            };
            (event, overview.bump, overview.stake_decimals)
        };
        Transfer {
            from: self.reward_vault.as_ref(),
            mint: self.stake_mint.as_ref(),
            decimals,
            to: self.pool_vault.as_ref(),
            authority: self.pool_overview.as_ref(),
            amount: event.amount,
        }
        .by_pool_overview(bump)?;
        self.operator_pool.read()?.require_vault_covers(TokenHolding::amount_of(&self.pool_vault))?;
        self.pool_overview.read()?.require_reward_solvent(TokenHolding::amount_of(&self.reward_vault))?;
        emit!(event);
        Ok(())
    }
}
