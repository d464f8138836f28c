use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::error::{require, Checked, StakingError};
use crate::instructions::destination::require_destination;
use crate::instructions::token_holding::TokenHolding;
use crate::instructions::transfer::Transfer;
use crate::state::PoolState;
use crate::state::*;

/// Accounts of `withdraw_operator_usdc_commission` and `sweep_closed_pool_usdc_dust`.
#[derive(Accounts)]
pub struct AdminUsdcPayout<'info> {
    /// The pool's admin.
    pub admin: Signer<'info>,
    /// Halts, and what the global USDC vault owes.
    #[account(mut)]
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// Any USDC account; it receives the payout.
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

impl<'info> AdminUsdcPayout<'info> {
    pub(crate) fn validate(&self, overview: &PoolOverview, pool: &OperatorPool, now: i64) -> Checked<()> {
        // admin: signer. pool_overview, operator_pool, token_program: types. The rest is the payout's.
        self.payout().validate(overview, pool, now)
    }

    pub(crate) fn payout(&self) -> AdminPayout<'_, 'info> {
        AdminPayout {
            admin: self.admin.key,
            pool_overview: &self.pool_overview,
            destination: &self.destination,
            vault: &self.usdc_vault,
            mint: &self.usdc_mint,
            kind: GlobalVault::Usdc,
        }
    }
}

/// A payout of the pool admin's own out of a global vault, to an account that the admin names.
pub(crate) struct AdminPayout<'a, 'info> {
    /// Who signs.
    pub admin: &'a Pubkey,
    /// Halts, and what the vault owes.
    pub pool_overview: &'a AccountLoader<'info, PoolOverview>,
    /// Receives the payout.
    pub destination: &'a AccountInfo<'info>,
    /// Pays it.
    pub vault: &'a AccountInfo<'info>,
    /// Mint of the vault.
    pub mint: &'a AccountInfo<'info>,
    /// Which of the two vaults it has to be.
    pub kind: GlobalVault,
}

/// A payout that is in the books: not transferred yet, or just transferred.
pub(crate) struct Booked {
    /// Base units.
    pub amount: u64,
    /// What the vault still owes, base units.
    pub liability: u64,
    /// Current epoch.
    pub epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
    overview_bump: u8,
    decimals: u8,
}

impl AdminPayout<'_, '_> {
    /// # Errors
    /// `NotPoolAdmin`, `PoolHalted`, `WrongVault`, `WrongMint`, `WrongDestinationAccount`, `WithdrawalsHalted`.
    pub fn validate(&self, overview: &PoolOverview, pool: &OperatorPool, now: i64) -> Checked<()> {
        // operator_pool: not halted, of this admin.
        pool.require_admin(self.admin)?;
        pool.require_not_halted()?;
        // vault, mint: stored keys.
        let terms = overview.vault_terms(self.kind);
        require!(*self.vault.key == terms.vault, StakingError::WrongVault);
        require!(*self.mint.key == terms.mint, StakingError::WrongMint);
        // destination: of the mint and no vault.
        require_destination(self.destination, &terms.mint, overview, pool)?;
        overview.require_withdrawals_open(now)
    }

    /// Takes `amount`, which the pool owes no more, out of what the vault owes.
    ///
    /// # Errors
    /// `MathOverflow`, `InvariantViolated`.
    pub fn book(&self, overview: &mut PoolOverview, pool: &mut OperatorPool, amount: u64) -> Checked<Booked> {
        overview.lower_liability(self.kind, amount)?;
        let terms = overview.vault_terms(self.kind);
        Ok(Booked {
            amount,
            liability: terms.liability,
            epoch: overview.current_epoch()?,
            pool: pool.assert_and_number_event()?,
            overview_bump: overview.bump,
            decimals: terms.decimals,
        })
    }

    /// Transfers what is booked. The vault has to cover what it still owes.
    ///
    /// # Errors
    /// The token program's; `RewardVaultUnderfunded`, `UsdcVaultUnderfunded`.
    #[inline(never)]
    pub fn pay(&self, booked: &Booked) -> Result<()> {
        Transfer {
            from: self.vault,
            mint: self.mint,
            decimals: booked.decimals,
            to: self.destination,
            authority: self.pool_overview.as_ref(),
            amount: booked.amount,
        }
        .by_pool_overview(booked.overview_bump)?;
        self.pool_overview.read()?.require_solvent(self.kind, TokenHolding::amount_of(self.vault))?;
        Ok(())
    }
}
