//! What every event about a pool says of it (SPEC 13).

use anchor_lang::prelude::*;

use super::account::OperatorPool;
use crate::error::Checked;
use crate::state::layout::PodU128;

/// A pool after an event. Amounts in base units.
#[cfg_attr(feature = "idl-build", derive(AnchorSerialize))]
#[derive(AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolState {
    /// Number of the event among the pool's events: a gap means that one was missed.
    pub sequence: u64,
    /// `T`.
    pub total_staked_amount: u64,
    /// `S`.
    pub total_shares: u64,
    /// `U`.
    pub total_unstaking: u64,
    /// `A`.
    pub total_activating: u64,
    /// Part of `T + U` still in the global reward vault.
    pub uncollected_rewards: u64,
    /// Token commission owed.
    pub reward_commission: u64,
    /// USDC commission owed.
    pub usdc_commission: u64,
    /// USDC owed to share holders.
    pub delegator_usdc: u64,
    /// Part of it written into records.
    pub settled_usdc: u64,
    /// `L`.
    pub reward_last_claimed_epoch: u64,
    /// USDC base units per share, times 10^18.
    pub cumulative_usdc_per_share: u128,
}

/// Words of 8 bytes in a `PoolState`.
pub const POOL_STATE_WORDS: usize = 13;

impl PoolState {
    /// The bytes that Borsh makes of it.
    #[inline(always)]
    pub(crate) fn words(&self) -> [u64; POOL_STATE_WORDS] {
        // Whole, so that a new field does not compile until it stands here.
        let Self {
            sequence,
            total_staked_amount,
            total_shares,
            total_unstaking,
            total_activating,
            uncollected_rewards,
            reward_commission,
            usdc_commission,
            delegator_usdc,
            settled_usdc,
            reward_last_claimed_epoch,
            cumulative_usdc_per_share,
        } = *self;
        let index = PodU128::from(cumulative_usdc_per_share);
        [
            sequence,
            total_staked_amount,
            total_shares,
            total_unstaking,
            total_activating,
            uncollected_rewards,
            reward_commission,
            usdc_commission,
            delegator_usdc,
            settled_usdc,
            reward_last_claimed_epoch,
            index.low,
            index.high,
        ]
    }
}

/// At once instead of field by field, which costs less: a pool's state is in most events. The derived code is for the IDL.
#[cfg(not(feature = "idl-build"))]
impl AnchorSerialize for PoolState {
    fn serialize<W: std::io::Write>(&self, writer: &mut W) -> std::io::Result<()> {
        writer.write_all(bytemuck::bytes_of(&self.words()))
    }
}

impl OperatorPool {
    /// Asserts the invariant, counts an event and returns the state for it, with its number. Every instruction that writes a
    /// pool emits one event, so none can leave a pool that is broken.
    ///
    /// # Errors
    /// `InvariantViolated`.
    #[inline(always)]
    pub fn assert_and_number_event(&mut self) -> Checked<PoolState> {
        self.assert_and_count_event()?;
        Ok(self.event_state())
    }

    /// Asserts the invariant and counts an event.
    ///
    /// # Errors
    /// `InvariantViolated`.
    #[inline(always)]
    pub(crate) fn assert_and_count_event(&mut self) -> Checked<()> {
        self.invariant()?;
        self.event_sequence = self.event_sequence.wrapping_add(1);
        Ok(())
    }

    /// The state for the event that was counted last.
    #[inline(always)]
    pub(crate) fn event_state(&self) -> PoolState {
        PoolState {
            sequence: self.event_sequence,
            total_staked_amount: self.total_staked_amount,
            total_shares: self.total_shares,
            total_unstaking: self.total_unstaking,
            total_activating: self.total_activating,
            uncollected_rewards: self.uncollected_rewards,
            reward_commission: self.reward_commission,
            usdc_commission: self.usdc_commission,
            delegator_usdc: self.delegator_usdc,
            settled_usdc: self.settled_usdc,
            reward_last_claimed_epoch: self.reward_last_claimed_epoch,
            cumulative_usdc_per_share: self.cumulative_usdc_per_share.get(),
        }
    }
}
