use anchor_lang::prelude::*;

use crate::events::PoolVaultSurplusSwept;
use crate::instructions::move_pool_tokens::MovePoolTokens;
use crate::instructions::token_holding::TokenHolding;
use crate::instructions::transfer::{PoolSigner, Transfer};
use crate::state::*;

impl MovePoolTokens<'_> {
    /// Handles `sweep_pool_vault_surplus`. Accounts and checks: `MovePoolTokens`.
    pub(crate) fn sweep_surplus(&mut self) -> Result<()> {
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
