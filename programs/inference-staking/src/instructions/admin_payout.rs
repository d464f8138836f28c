use anchor_lang::prelude::*;

use crate::error::{require, Checked, StakingError};
use crate::events::PoolState;
use crate::instructions::destination::require_destination;
use crate::instructions::token_holding::TokenHolding;
use crate::instructions::transfer::Transfer;
use crate::state::*;

/// A payout of the pool admin's own out of a global vault, to an account that the admin names.
pub(crate) struct AdminPayout<'a, 'info> {
    /// Who signs.
    pub admin: &'a Pubkey,
    /// Halts, and what the vault owes.
    pub pool_overview: &'a AccountLoader<'info, PoolOverview>,
    /// The admin's pool.
    pub operator_pool: &'a AccountLoader<'info, OperatorPool>,
    /// Receives the payout.
    pub destination: &'a AccountInfo<'info>,
    /// Pays it.
    pub vault: &'a AccountInfo<'info>,
    /// Mint of the vault.
    pub mint: &'a AccountInfo<'info>,
    /// Which of the two vaults it has to be.
    pub kind: GlobalVault,
}

/// What a payout was, for its event.
pub(crate) struct AdminPaid {
    pub operator_pool: Pubkey,
    pub admin: Pubkey,
    pub destination: Pubkey,
    pub mint: Pubkey,
    /// Base units.
    pub amount: u64,
    /// What the vault still owes, base units.
    pub liability: u64,
    pub pool: PoolState,
}

impl AdminPayout<'_, '_> {
    fn validate(&self, overview: &PoolOverview, pool: &OperatorPool, now: i64) -> Checked<()> {
        // pool_overview, token_program: types. operator_pool: type, not halted, of this admin, who signs.
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

    /// Pays what `take` takes out of the pool's books.
    #[inline(never)]
    pub fn pay(self, take: fn(&mut OperatorPool, &PoolOverview) -> Checked<u64>) -> Result<AdminPaid> {
        let (paid, bump, decimals) = {
            let now = Clock::get()?.unix_timestamp;
            let mut overview = self.pool_overview.write()?;
            let mut pool = self.operator_pool.write()?;
            self.validate(&overview, &pool, now)?;
            let amount = take(&mut pool, &overview)?;
            overview.pay(self.kind, amount)?;
            let terms = overview.vault_terms(self.kind);
            let paid = AdminPaid {
                operator_pool: self.operator_pool.key(),
                admin: *self.admin,
                destination: *self.destination.key,
                mint: terms.mint,
                amount,
                liability: terms.liability,
                pool: pool.next_event()?,
            };
            (paid, overview.bump, terms.decimals)
        };
        Transfer {
            from: self.vault,
            mint: self.mint,
            decimals,
            to: self.destination,
            authority: self.pool_overview.as_ref(),
            amount: paid.amount,
        }
        .by_pool_overview(bump)?;
        self.pool_overview.read()?.require_solvent(self.kind, TokenHolding::amount_of(self.vault))?;
        Ok(paid)
    }
}
