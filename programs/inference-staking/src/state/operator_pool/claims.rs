//! What a pool owes its holders and pays: matured unstakes and USDC (SPEC 4, SPEC 5).

use super::account::OperatorPool;
use crate::error::{require, Checked, StakingError};
use crate::state::staking_record::StakingRecord;

/// Where the tokens of a payout come from besides the pool vault, in base units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payout {
    /// Pulled out of the global reward vault.
    pub from_reward_vault: u64,
    /// Stays in the global reward vault and is owed to nobody any more.
    pub released: u64,
}

impl OperatorPool {
    /// Takes a payout of `amount` out of the cooldown total. Exactly what the pool vault, which holds `vault_amount`, is
    /// short of comes from the global reward vault first. Tokens that somebody sent to the pool vault make a pull smaller;
    /// once the pool owes less than its rewards in the reward vault, the difference is released there.
    ///
    /// # Errors
    /// `MathOverflow` if the pool does not owe that much.
    pub fn take_unstaked(&mut self, amount: u64, vault_amount: u64) -> Checked<Payout> {
        let from_reward_vault = amount.saturating_sub(vault_amount);
        self.total_unstaking = self.total_unstaking.checked_sub(amount).ok_or(StakingError::MathOverflow)?;
        let uncollected = self.uncollected_rewards.checked_sub(from_reward_vault).ok_or(StakingError::MathOverflow)?;
        let owed = self.total_staked_amount.saturating_add(self.total_unstaking);
        self.uncollected_rewards = uncollected.min(owed);
        Ok(Payout { from_reward_vault, released: uncollected.saturating_sub(owed) })
    }

    /// Settles the record and takes all its USDC; returns the amount to pay from the global USDC vault.
    ///
    /// # Errors
    /// `NoUsdcToClaim`.
    pub fn claim_usdc(&mut self, record: &mut StakingRecord) -> Checked<u64> {
        self.settle(record)?;
        let amount = self.take_settled_usdc(record)?;
        require!(amount > 0, StakingError::NoUsdcToClaim);
        Ok(amount)
    }

    /// Takes all USDC that is written into the record.
    ///
    /// # Errors
    /// `MathOverflow` never happens: it is part of what the pool owes.
    pub(in crate::state) fn take_settled_usdc(&mut self, record: &mut StakingRecord) -> Checked<u64> {
        let amount = core::mem::take(&mut record.settled_usdc);
        self.settled_usdc = self.settled_usdc.checked_sub(amount).ok_or(StakingError::MathOverflow)?;
        self.delegator_usdc = self.delegator_usdc.checked_sub(amount).ok_or(StakingError::MathOverflow)?;
        Ok(amount)
    }
}
