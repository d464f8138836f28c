//! The rewards of an epoch: their layout, and what remains of them (SPEC 3, SPEC 6).

use anchor_lang::prelude::*;

use crate::constants::*;
use crate::error::{require, Checked, StakingError};
use crate::state::layout::{assert_layout, Versioned};
use crate::state::pool_overview::{EmissionPeriod, PoolOverview};
use crate::state::time::after;

/// What a leaf pays a pool, in base units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeafAmounts {
    /// Stake tokens.
    pub reward: u64,
    /// USDC.
    pub usdc: u64,
}

/// What one epoch pays: the roots of its leaves and what remains of its totals.
#[account(zero_copy)]
pub struct RewardRecord {
    /// The epoch; part of the address.
    pub epoch: u64,
    /// Merkle roots in use, then zeros.
    pub roots: [[u8; 32]; MAX_ROOTS],
    /// Account that paid the rent and gets it back.
    pub rent_payer: Pubkey,
    /// Stake tokens of the epoch, base units.
    pub total_rewards: u64,
    /// USDC of the epoch, base units.
    pub total_usdc: u64,
    /// Stake tokens not accrued yet, base units.
    pub remaining_rewards: u64,
    /// USDC not accrued yet, base units.
    pub remaining_usdc: u64,
    /// When the record was created, Unix seconds.
    pub finalized_at: i64,
    /// From when it can be accrued, Unix seconds.
    pub claimable_from: i64,
    /// Leaves accrued.
    pub accrued_leaves: u64,
    /// Depth of each root's tree.
    pub depths: [u8; MAX_ROOTS],
    /// Roots in use.
    pub root_count: u8,
    /// Layout version.
    pub version: u8,
    /// Canonical bump of the address.
    pub bump: u8,
    /// The schedule's period under which the epoch was issued, to which a revocation goes back.
    pub period: EmissionPeriod,
    /// Time after which a pool may skip the epoch, as it was when the record was created, seconds: see `bypass_from`.
    pub bypass_delay: u64,
    /// Zero, for later versions.
    pub reserved: [u8; 8],
}

assert_layout!(RewardRecord, 320,
    epoch: 8, roots: 16, rent_payer: 176, total_rewards: 208, remaining_rewards: 224, finalized_at: 240,
    claimable_from: 248, depths: 264, root_count: 269, version: 270, bump: 271, period: 272, bypass_delay: 304, reserved: 312);

impl Versioned for RewardRecord {
    const VERSION: u8 = 1;

    fn version(&self) -> u8 {
        self.version
    }
}

impl RewardRecord {
    /// Bytes of the account, discriminator included.
    pub const SPACE: usize = 8 + core::mem::size_of::<Self>();

    /// Root and depth at `index`.
    ///
    /// # Errors
    /// `RootIndexOutOfRange`.
    pub fn root(&self, index: u8) -> Checked<(&[u8; 32], u8)> {
        require!(index < self.root_count, StakingError::RootIndexOutOfRange);
        let place = usize::from(index);
        let tree = self.roots.get(place).zip(self.depths.get(place));
        let (root, depth) = tree.ok_or(StakingError::RootIndexOutOfRange)?;
        Ok((root, *depth))
    }

    /// Whether a leaf can still take something out of it. A record without roots never had anything (SPEC 6.3).
    pub fn can_still_pay(&self) -> bool {
        self.remaining_rewards > 0 || self.remaining_usdc > 0
    }

    /// Nothing is accrued or bypassed during an accrual halt, before the record is claimable or once it has expired (SPEC 6.3,
    /// SPEC 6.6, SPEC 6.7, SPEC 8).
    ///
    /// # Errors
    /// `AccrualHalted`, `RecordNotClaimable`, `RecordExpired`.
    pub fn require_accrual_open(&self, overview: &PoolOverview, now: i64) -> Checked<()> {
        overview.require_accrual_not_halted()?;
        self.require_claimable(now)?;
        overview.require_not_expired(self.epoch, now)
    }

    /// From when a pool may pass the epoch without a proof, Unix seconds (SPEC 6.6): as soon as the record is claimable if
    /// it can pay nobody, otherwise its bypass delay after that, and after accrual was last resumed.
    ///
    /// # Errors
    /// `MathOverflow`.
    pub fn bypass_from(&self, overview: &PoolOverview) -> Checked<i64> {
        if !self.can_still_pay() {
            return Ok(self.claimable_from);
        }
        after(self.claimable_from.max(overview.accrual_resumed_at), self.bypass_delay)
    }

    /// Whether a pool may pass the epoch now without a proof (SPEC 6.6).
    ///
    /// # Errors
    /// Those of `require_accrual_open`; `BypassTooSoon`; `MathOverflow`.
    pub fn require_bypass_open(&self, overview: &PoolOverview, now: i64) -> Checked<()> {
        self.require_accrual_open(overview, now)?;
        require!(now >= self.bypass_from(overview)?, StakingError::BypassTooSoon);
        Ok(())
    }

    /// # Errors
    /// `RecordNotClaimable` while the challenge period runs.
    pub fn require_claimable(&self, now: i64) -> Checked<()> {
        require!(now >= self.claimable_from, StakingError::RecordNotClaimable);
        Ok(())
    }

    /// The rent goes back to whoever paid it.
    ///
    /// # Errors
    /// `WrongRentReceiver`.
    pub fn require_rent_payer(&self, key: &Pubkey) -> Checked<()> {
        require!(self.rent_payer == *key, StakingError::WrongRentReceiver);
        Ok(())
    }

    /// A leaf beyond what remains is refused whole, even if a part of it would stay in the record.
    ///
    /// # Errors
    /// `LeafExceedsRecord`.
    pub fn require_covers(&self, leaf: LeafAmounts) -> Checked<()> {
        let covers = leaf.reward <= self.remaining_rewards && leaf.usdc <= self.remaining_usdc;
        require!(covers, StakingError::LeafExceedsRecord);
        Ok(())
    }

    /// Counts a leaf as accrued and takes `amounts` out of what remains.
    ///
    /// # Errors
    /// `LeafExceedsRecord`.
    pub fn deduct_leaf(&mut self, amounts: LeafAmounts) -> Checked<()> {
        self.remaining_rewards =
            self.remaining_rewards.checked_sub(amounts.reward).ok_or(StakingError::LeafExceedsRecord)?;
        self.remaining_usdc = self.remaining_usdc.checked_sub(amounts.usdc).ok_or(StakingError::LeafExceedsRecord)?;
        self.accrued_leaves = self.accrued_leaves.checked_add(1).ok_or(StakingError::MathOverflow)?;
        Ok(())
    }

    /// What must hold after every instruction (SPEC 15.4).
    ///
    /// # Errors
    /// `InvariantViolated`.
    pub fn invariant(&self) -> Checked<()> {
        let within = self.remaining_rewards <= self.total_rewards && self.remaining_usdc <= self.total_usdc;
        require!(within, StakingError::InvariantViolated);
        Ok(())
    }
}
