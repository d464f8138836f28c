use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::error::Checked;
use crate::events::{log, CommissionWithdrawn};
use crate::instructions::admin_payout::AdminPayout;
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
    /// CHECK: read as a token account and checked in `AdminPayout::validate`.
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

impl<'info> WithdrawOperatorRewardCommission<'info> {
    fn validate(&self, overview: &PoolOverview, pool: &OperatorPool, now: i64) -> Checked<()> {
        // admin: signer. pool_overview, operator_pool, token_program: types. The rest is the payout's.
        self.payout().validate(overview, pool, now)
    }

    fn payout(&self) -> AdminPayout<'_, 'info> {
        AdminPayout {
            admin: self.admin.key,
            pool_overview: &self.pool_overview,
            destination: &self.destination,
            vault: &self.reward_vault,
            mint: &self.stake_mint,
            kind: GlobalVault::Reward,
        }
    }

    pub(crate) fn handle(&mut self) -> Result<()> {
        let payout = self.payout();
        let booked = {
            let now = Clock::get()?.unix_timestamp;
            let mut overview = self.pool_overview.write()?;
            let mut pool = self.operator_pool.write()?;
            self.validate(&overview, &pool, now)?;
            let amount = pool.take_reward_commission()?;
            payout.book(&mut overview, &mut pool, amount)?
        };
        payout.pay(&booked)?;
        log(&CommissionWithdrawn {
            operator_pool: self.operator_pool.key(),
            admin: self.admin.key(),
            destination: self.destination.key(),
            mint: self.stake_mint.key(),
            amount: booked.amount,
            liability: booked.liability,
            epoch: booked.epoch,
            pool: booked.pool,
        })?;
        Ok(())
    }
}
