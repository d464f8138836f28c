use anchor_lang::prelude::*;

use crate::events::PoolRewardsCollected;
use crate::instructions::move_pool_tokens::MovePoolTokens;
use crate::instructions::token_holding::TokenHolding;
use crate::instructions::transfer::Transfer;
use crate::state::*;

impl MovePoolTokens<'_> {
    /// Handles `collect_pool_rewards`. Accounts and checks: `MovePoolTokens`.
    pub(crate) fn collect_rewards(&mut self) -> Result<()> {
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
