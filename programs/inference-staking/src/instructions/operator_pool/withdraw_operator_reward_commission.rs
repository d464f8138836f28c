use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::error::{require, Checked, StakingError};
use crate::events::CommissionWithdrawn;
use crate::instructions::token_holding::TokenHolding;
use crate::instructions::transfer::{require_destination, Transfer};
use crate::state::*;

/// Accounts of `withdraw_operator_reward_commission`.
#[derive(Accounts)]
pub struct WithdrawOperatorRewardCommission<'info> {
    /// The pool's admin.
    pub admin: Signer<'info>,
    /// Halts, and what the global reward vault owes.
    #[account(mut)]
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// Any stake token account; it receives the commission.
    /// CHECK: read as a token account and checked in `validate`.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// The global reward vault.
    /// CHECK: stored key in the pool overview.
    #[account(mut)]
    pub reward_vault: UncheckedAccount<'info>,
    /// Mint of the stake token.
    /// CHECK: stored key in the pool overview; the token program reads it.
    pub stake_mint: UncheckedAccount<'info>,
    /// Classic SPL Token program.
    pub token_program: Program<'info, Token>,
}

impl WithdrawOperatorRewardCommission<'_> {
    fn validate(&self, overview: &PoolOverview, pool: &OperatorPool, now: i64) -> Checked<()> {
        // pool_overview, token_program: types. operator_pool: type, not halted, of this admin, who signs.
        pool.require_admin(self.admin.key)?;
        pool.require_not_halted()?;
        // reward_vault, stake_mint: stored keys.
        require!(*self.reward_vault.key == overview.reward_vault, StakingError::WrongVault);
        require!(*self.stake_mint.key == overview.stake_mint, StakingError::WrongMint);
        // destination: of the mint and no vault.
        require_destination(&self.destination, &overview.stake_mint, overview, pool)?;
        overview.require_withdrawals_open(now)
    }

    pub(crate) fn handle(&mut self) -> Result<()> {
        let (event, overview_bump, decimals) = {
            let now = Clock::get()?.unix_timestamp;
            let mut overview = self.pool_overview.write()?;
            let mut pool = self.operator_pool.write()?;
            self.validate(&overview, &pool, now)?;
            let amount = pool.take_reward_commission()?;
            overview.pay_reward(amount)?;
            let event = CommissionWithdrawn {
                operator_pool: self.operator_pool.key(),
                admin: self.admin.key(),
                destination: self.destination.key(),
                mint: overview.stake_mint,
                amount,
                liability: overview.reward_liability,
                pool: pool.next_event()?,
            };
            (event, overview.bump, overview.stake_decimals)
        };
        Transfer {
            from: &self.reward_vault,
            mint: &self.stake_mint,
            decimals,
            to: &self.destination,
            authority: self.pool_overview.as_ref(),
            amount: event.amount,
        }
        .by_pool_overview(overview_bump)?;
        self.pool_overview.read()?.require_reward_solvent(TokenHolding::amount_of(&self.reward_vault))?;
        emit!(event);
        Ok(())
    }
}
