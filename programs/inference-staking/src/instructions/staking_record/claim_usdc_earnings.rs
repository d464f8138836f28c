use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::error::Checked;
use crate::events::{log, UsdcEarningsClaimed};
use crate::instructions::destination::require_destination;
use crate::instructions::token_holding::TokenHolding;
use crate::instructions::transfer::Transfer;
use crate::state::*;

/// Accounts of `claim_usdc_earnings`.
#[derive(Accounts)]
pub struct ClaimUsdcEarnings<'info> {
    /// Owner of the record.
    pub owner: Signer<'info>,
    /// Halts, and what the global USDC vault owes.
    #[account(mut)]
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// The owner's record.
    #[account(mut)]
    pub staking_record: AccountLoader<'info, StakingRecord>,
    /// Any USDC account; it receives the USDC.
    /// CHECK: read as a token account and checked in `validate`.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// Global USDC vault.
    /// CHECK: stored key in the pool overview.
    #[account(mut)]
    pub usdc_vault: UncheckedAccount<'info>,
    /// Mint of USDC.
    /// CHECK: stored key in the pool overview; the token program reads it.
    pub usdc_mint: UncheckedAccount<'info>,
    /// Classic SPL Token program.
    pub token_program: Program<'info, Token>,
}

impl ClaimUsdcEarnings<'_> {
    fn validate(&self, overview: &PoolOverview, pool: &OperatorPool, record: &StakingRecord, now: i64) -> Checked<()> {
        // owner: signer. pool_overview, operator_pool, token_program: types.
        // staking_record: of this owner and this pool; not the operator's in a halted pool.
        record.require_owner(self.owner.key)?;
        record.require_pool(self.operator_pool.as_ref().key)?;
        pool.require_operator_not_halted(self.staking_record.as_ref().key)?;
        // usdc_vault, usdc_mint: stored keys.
        overview.require_usdc_vault(self.usdc_vault.key)?;
        overview.require_usdc_mint(self.usdc_mint.key)?;
        // destination: of USDC and no vault.
        require_destination(&self.destination, &overview.usdc_mint, overview, pool)?;
        overview.require_withdrawals_open(now)
    }

    pub(crate) fn handle(&mut self) -> Result<()> {
        let (event, overview_bump, decimals) = {
            let now = Clock::get()?.unix_timestamp;
            let mut overview = self.pool_overview.write()?;
            let mut pool = self.operator_pool.write()?;
            let mut record = self.staking_record.write()?;
            self.validate(&overview, &pool, &record, now)?;

            let amount = pool.claim_usdc(&mut record)?;
            overview.lower_usdc_liability(amount)?;
            let event = UsdcEarningsClaimed {
                operator_pool: self.operator_pool.key(),
                staking_record: self.staking_record.key(),
                owner: record.owner,
                destination: self.destination.key(),
                amount,
                usdc_liability: overview.usdc_liability,
                epoch: overview.current_epoch()?,
                pool: pool.assert_and_number_event()?,
            };
            (event, overview.bump, overview.usdc_decimals)
        };
        Transfer {
            from: self.usdc_vault.as_ref(),
            mint: self.usdc_mint.as_ref(),
            decimals,
            to: self.destination.as_ref(),
            authority: self.pool_overview.as_ref(),
            amount: event.amount,
        }
        .by_pool_overview(overview_bump)?;
        self.pool_overview.read()?.require_usdc_solvent(TokenHolding::amount_of(&self.usdc_vault))?;
        log(&event)?;
        Ok(())
    }
}
