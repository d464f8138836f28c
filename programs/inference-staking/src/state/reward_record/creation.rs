//! A new record of an epoch's rewards (SPEC 6.3).

use anchor_lang::prelude::*;
use inference_staking_math::emission::Period;

use super::account::RewardRecord;
use crate::constants::{MAX_ROOTS, MAX_TREE_DEPTH};
use crate::error::{require, Checked, StakingError};
use crate::state::layout::Versioned;
use crate::state::time::after;

/// What a new record begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewRewardRecord<'a> {
    /// The epoch.
    pub epoch: u64,
    /// At most 5 Merkle roots; none if the epoch pays nobody.
    pub roots: &'a [[u8; 32]],
    /// Depth of each root's tree.
    pub depths: &'a [u16],
    /// Stake tokens, base units.
    pub total_rewards: u64,
    /// USDC, base units.
    pub total_usdc: u64,
    /// The schedule's period of the epoch.
    pub period: Period,
    /// Who paid the rent.
    pub rent_payer: Pubkey,
    /// Now, Unix seconds.
    pub finalized_at: i64,
    /// How long it waits before it can be accrued, seconds.
    pub challenge_period: u64,
    /// How long after that a pool has to wait before it may skip the epoch, seconds.
    pub bypass_delay: u64,
    /// Canonical bump of the address.
    pub bump: u8,
}

impl NewRewardRecord<'_> {
    /// With roots an epoch pays exactly what the schedule issues for it, and any USDC; without roots nothing (SPEC 6.3).
    ///
    /// # Errors
    /// `RewardsNotEmission`, `TotalsWithoutRoots`.
    pub fn require_totals(&self, emission: u64) -> Checked<()> {
        if self.roots.is_empty() {
            require!(self.total_rewards == 0 && self.total_usdc == 0, StakingError::TotalsWithoutRoots);
        } else {
            require!(self.total_rewards == emission, StakingError::RewardsNotEmission);
        }
        Ok(())
    }
}

impl RewardRecord {
    /// Fills a new record, all of whose bytes are zero.
    ///
    /// # Errors
    /// Those of `set_roots`; `MathOverflow`.
    pub fn initialize(&mut self, new: &NewRewardRecord) -> Checked<()> {
        self.set_roots(new.roots, new.depths)?;
        self.epoch = new.epoch;
        self.period = new.period.into();
        self.rent_payer = new.rent_payer;
        self.total_rewards = new.total_rewards;
        self.remaining_rewards = new.total_rewards;
        self.total_usdc = new.total_usdc;
        self.remaining_usdc = new.total_usdc;
        self.finalized_at = new.finalized_at;
        self.claimable_from = after(new.finalized_at, new.challenge_period)?;
        self.bypass_delay = new.bypass_delay;
        self.version = Self::VERSION;
        self.bump = new.bump;
        Ok(())
    }

    /// Writes the roots. Depths come as u16: a byte vector's length prefix could ask for more memory than there is.
    ///
    /// # Errors
    /// `TooManyRoots`, `DepthsDoNotMatchRoots`, `TreeTooDeep`, `RootIsZero`.
    pub fn set_roots(&mut self, roots: &[[u8; 32]], depths: &[u16]) -> Checked<()> {
        require!(roots.len() <= MAX_ROOTS, StakingError::TooManyRoots);
        require!(roots.len() == depths.len(), StakingError::DepthsDoNotMatchRoots);
        require!(roots.iter().all(|root| *root != [0; 32]), StakingError::RootIsZero);
        self.roots.iter_mut().zip(roots).for_each(|(place, root)| *place = *root);
        for (place, depth) in self.depths.iter_mut().zip(depths) {
            require!(*depth <= u16::from(MAX_TREE_DEPTH), StakingError::TreeTooDeep);
            *place = u8::try_from(*depth).map_err(|_| StakingError::TreeTooDeep)?;
        }
        self.root_count = u8::try_from(roots.len()).map_err(|_| StakingError::TooManyRoots)?;
        Ok(())
    }
}
