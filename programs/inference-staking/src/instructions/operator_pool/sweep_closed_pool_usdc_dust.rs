use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::error::{require, Checked, StakingError};
use crate::events::ClosedPoolUsdcDustSwept;
use crate::instructions::token_holding::TokenHolding;
use crate::instructions::transfer::{require_destination, Transfer};
use crate::state::*;

/// Accounts of `sweep_closed_pool_usdc_dust`.
#[derive(Accounts)]
pub struct SweepClosedPoolUsdcDust<'info> {
    /// The pool's admin.
    pub admin: Signer<'info>,
    /// Halts, and what the global USDC vault owes.
    #[account(mut)]
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// Any USDC account; it receives the dust.
    /// CHECK: read as a token account and checked in `validate`.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// The global USDC vault.
    /// CHECK: stored key in the pool overview.
    #[account(mut)]
    pub usdc_vault: UncheckedAccount<'info>,
    /// Mint of the USDC.
    /// CHECK: stored key in the pool overview; the token program reads it.
    pub usdc_mint: UncheckedAccount<'info>,
    /// Classic SPL Token program.
    pub token_program: Program<'info, Token>,
}

impl SweepClosedPoolUsdcDust<'_> {
    fn validate(&self, overview: &PoolOverview, pool: &OperatorPool, now: i64) -> Checked<()> {
        // pool_overview, token_program: types. operator_pool: type, not halted, of this admin, who signs.
        pool.require_admin(self.admin.key)?;
        pool.require_not_halted()?;
        // usdc_vault, usdc_mint: stored keys.
        require!(*self.usdc_vault.key == overview.usdc_vault, StakingError::WrongVault);
        require!(*self.usdc_mint.key == overview.usdc_mint, StakingError::WrongMint);
        // destination: of the mint and no vault.
        require_destination(&self.destination, &overview.usdc_mint, overview, pool)?;
        overview.require_withdrawals_open(now)
    }

    pub(crate) fn handle(&mut self) -> Result<()> {
        let (event, overview_bump, decimals) = {
            let now = Clock::get()?.unix_timestamp;
            let mut overview = self.pool_overview.write()?;
            let mut pool = self.operator_pool.write()?;
            self.validate(&overview, &pool, now)?;
            // The records of its last epochs may have expired before anybody brought them.
            pool.pass_expired(overview.last_expired_epoch());
            let amount = pool.sweep_usdc_dust()?;
            overview.pay_usdc(amount)?;
            let event = ClosedPoolUsdcDustSwept {
                operator_pool: self.operator_pool.key(),
                admin: self.admin.key(),
                destination: self.destination.key(),
                amount,
                usdc_liability: overview.usdc_liability,
                pool: pool.next_event()?,
            };
            (event, overview.bump, overview.usdc_decimals)
        };
        Transfer {
            from: &self.usdc_vault,
            mint: &self.usdc_mint,
            decimals,
            to: &self.destination,
            authority: self.pool_overview.as_ref(),
            amount: event.amount,
        }
        .by_pool_overview(overview_bump)?;
        self.pool_overview.read()?.require_usdc_solvent(TokenHolding::amount_of(&self.usdc_vault))?;
        emit!(event);
        Ok(())
    }
}
