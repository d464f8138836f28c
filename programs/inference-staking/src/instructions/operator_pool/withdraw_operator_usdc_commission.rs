use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::events::CommissionWithdrawn;
use crate::instructions::admin_payout::AdminPayout;
use crate::state::*;

/// Accounts of `withdraw_operator_usdc_commission`.
#[derive(Accounts)]
pub struct WithdrawOperatorUsdcCommission<'info> {
    /// The pool's admin.
    pub admin: Signer<'info>,
    /// Halts, and what the global USDC vault owes.
    #[account(mut)]
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// Any USDC account; it receives the commission.
    /// CHECK: read as a token account and checked in `AdminPayout::validate`.
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

impl WithdrawOperatorUsdcCommission<'_> {
    pub(crate) fn handle(&mut self) -> Result<()> {
        let payout = AdminPayout {
            admin: self.admin.key,
            pool_overview: &self.pool_overview,
            operator_pool: &self.operator_pool,
            destination: &self.destination,
            vault: &self.usdc_vault,
            mint: &self.usdc_mint,
            kind: GlobalVault::Usdc,
        };
        let paid = payout.pay(|pool, _| pool.take_usdc_commission())?;
        emit!(CommissionWithdrawn {
            operator_pool: paid.operator_pool,
            admin: paid.admin,
            destination: paid.destination,
            mint: paid.mint,
            amount: paid.amount,
            liability: paid.liability,
            pool: paid.pool,
        });
        Ok(())
    }
}
