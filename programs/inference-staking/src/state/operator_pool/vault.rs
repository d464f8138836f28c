//! A pool's vault: what it has to hold, what it may pay, and what it holds too much (SPEC 4).

use super::account::OperatorPool;
use crate::error::{require, Checked, StakingError};

impl OperatorPool {
    /// Tokens that the pool vault has to hold: `T + U + A - uncollected_rewards`. Uncollected is a part of `T + U` alone, so
    /// that activating tokens are never lent. In `u64`s, because it is asked in every instruction: what is uncollected is
    /// taken off `T` first, the rest off `U`.
    ///
    /// # Errors
    /// `InvariantViolated` if more than `T + U` is uncollected, or if the result is more than a `u64`.
    #[inline]
    pub fn principal(&self) -> Checked<u64> {
        let staked = self.total_staked_amount.saturating_sub(self.uncollected_rewards);
        let principal = self
            .total_unstaking
            .checked_sub(self.uncollected_beyond_staked())
            .and_then(|unstaking| unstaking.checked_add(staked))
            .and_then(|collected| collected.checked_add(self.total_activating));
        Ok(principal.ok_or(StakingError::InvariantViolated)?)
    }

    /// The pool vault holds at least what it has to, after a transfer. What the pool itself has to keep is asserted with its
    /// event.
    ///
    /// # Errors
    /// `InvariantViolated`.
    #[inline(never)]
    pub fn require_vault_covers(&self, vault_amount: u64) -> Checked<()> {
        require!(vault_amount >= self.principal()?, StakingError::InvariantViolated);
        Ok(())
    }

    /// What is uncollected beyond `T`.
    #[inline]
    fn uncollected_beyond_staked(&self) -> u64 {
        self.uncollected_rewards.saturating_sub(self.total_staked_amount)
    }

    /// What leaves `T + U` leaves the pool vault, so what remains must be at least what is still in the global reward vault.
    ///
    /// # Errors
    /// `RewardsNotCollected`.
    #[inline]
    pub fn require_rewards_collected(&self) -> Checked<()> {
        let covered = self.uncollected_beyond_staked() <= self.total_unstaking;
        require!(covered, StakingError::RewardsNotCollected);
        Ok(())
    }

    /// Takes a payout of `amount` out of the cooldown total. The pool vault alone pays it.
    ///
    /// # Errors
    /// `RewardsNotCollected`; `MathOverflow` if the pool does not owe that much.
    pub fn take_unstaked(&mut self, amount: u64) -> Checked<()> {
        self.total_unstaking = self.total_unstaking.checked_sub(amount).ok_or(StakingError::MathOverflow)?;
        self.require_rewards_collected()
    }

    /// Takes all rewards that are still in the global reward vault as moved into the pool vault; returns them.
    pub fn collect_rewards(&mut self) -> u64 {
        core::mem::take(&mut self.uncollected_rewards)
    }

    /// What the pool vault, which holds `vault_amount`, holds beyond what it has to.
    ///
    /// # Errors
    /// `NoVaultSurplus`.
    pub fn vault_surplus(&self, vault_amount: u64) -> Checked<u64> {
        let surplus = vault_amount.saturating_sub(self.principal()?);
        require!(surplus > 0, StakingError::NoVaultSurplus);
        Ok(surplus)
    }
}
