//! What can be taken from a pool's operator (SPEC 9).

use super::account::OperatorPool;
use crate::error::{require, Checked, StakingError};
use crate::state::pool_overview::PoolOverview;
use crate::state::staking_record::StakingRecord;
use crate::state::time::after;

/// What a slashing authority asks for (SPEC 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlashRequest {
    /// Shares of the operator to burn.
    pub shares: u64,
    /// Activating tokens of the operator to take, base units.
    pub activating_amount: u64,
    /// Tokens to take out of the operator's tickets, base units.
    pub unstaking_amount: u64,
    /// Whether the commissions owed and the operator's settled USDC are taken too.
    pub confiscate_commission: bool,
}

/// What a slash takes, in base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slashed {
    /// Tokens that the burnt shares were worth.
    pub staked: u64,
    /// Activating tokens.
    pub activating: u64,
    /// Tokens out of tickets.
    pub unstaking: u64,
    /// Token commission.
    pub reward_commission: u64,
    /// USDC commission.
    pub usdc_commission: u64,
    /// USDC that the operator's record had settled.
    pub settled_usdc: u64,
}

impl Slashed {
    /// What the pool vault pays of it.
    ///
    /// # Errors
    /// `MathOverflow`.
    pub fn principal(&self) -> Checked<u64> {
        let parts = [self.activating, self.unstaking];
        let sum = parts.into_iter().try_fold(self.staked, u64::checked_add);
        Ok(sum.ok_or(StakingError::MathOverflow)?)
    }

    /// What the global USDC vault pays of it.
    ///
    /// # Errors
    /// `MathOverflow`.
    pub fn usdc(&self) -> Checked<u64> {
        Ok(self.usdc_commission.checked_add(self.settled_usdc).ok_or(StakingError::MathOverflow)?)
    }

    /// Takes what leaves the global vaults out of what they owe.
    ///
    /// # Errors
    /// `MathOverflow` never happens: it is part of what they owe.
    pub fn lower_liabilities(&self, overview: &mut PoolOverview) -> Checked<()> {
        overview.lower_reward_liability(self.reward_commission)?;
        overview.lower_usdc_liability(self.usdc()?)
    }
}

impl OperatorPool {
    /// From when the operator of a halted pool can be slashed, Unix seconds: the slashing delay after the halt, the longer of
    /// the one of then and today's. Whoever lowers it cannot take the time away in which a halt may be shown to be wrong.
    ///
    /// # Errors
    /// `PoolNotHalted`; `MathOverflow`.
    pub fn slashable_from(&self, overview: &PoolOverview) -> Checked<i64> {
        require!(self.is_halted != 0, StakingError::PoolNotHalted);
        after(self.halted_since, self.slashing_delay_at_halt.max(overview.slashing_delay))
    }

    /// # Errors
    /// `PoolNotHalted`, `SlashingDelayNotOver`.
    pub fn require_slashable(&self, overview: &PoolOverview, now: i64) -> Checked<()> {
        require!(now >= self.slashable_from(overview)?, StakingError::SlashingDelayNotOver);
        Ok(())
    }

    /// Burns the operator's shares at today's price, takes from its activating tokens, the newest first, and its tickets, the
    /// one that matures last first, and, if asked, what is owed to the operator. What others have is untouched.
    ///
    /// # Errors
    /// `NothingToSlash`, `NotEnoughShares`, `NotEnoughActivating`, `NotEnoughUnstaking`, `RewardsNotCollected`.
    pub fn slash(&mut self, record: &mut StakingRecord, slash: SlashRequest) -> Checked<Slashed> {
        self.settle(record)?;
        let staked = if slash.shares > 0 { self.burn_shares(record, slash.shares)? } else { 0 };
        self.take_newest_activating(record, slash.activating_amount)?;
        record.take_from_tickets(slash.unstaking_amount)?;
        self.take_unstaked(slash.unstaking_amount)?;
        let mut slashed = Slashed {
            staked,
            activating: slash.activating_amount,
            unstaking: slash.unstaking_amount,
            ..Slashed::default()
        };
        if slash.confiscate_commission {
            slashed.reward_commission = core::mem::take(&mut self.reward_commission);
            slashed.usdc_commission = core::mem::take(&mut self.usdc_commission);
            slashed.settled_usdc = self.take_settled_usdc(record)?;
        }
        require!(slashed != Slashed::default(), StakingError::NothingToSlash);
        Ok(slashed)
    }
}
