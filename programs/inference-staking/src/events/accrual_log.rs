//! Emits accruals as `emit!` would, byte for byte, without writing them field by field or copying them: most of what a
//! batch costs is per pool.

use anchor_lang::prelude::*;
use anchor_lang::solana_program::log::sol_log_data;
use anchor_lang::Discriminator;
use bytemuck::{bytes_of, cast_slice_mut, Pod, Zeroable};

use super::reward_record::{RewardAccrued, RewardsAccrued};
use crate::error::{Checked, StakingError};

/// An event behind its discriminator. The event holds a u128 and so begins at a multiple of 16 bytes.
#[repr(C)]
#[derive(Clone, Copy, Pod, Zeroable)]
struct Logged {
    unused: [u8; 8],
    discriminator: [u8; 8],
    event: RewardAccrued,
}

impl RewardAccrued {
    pub(crate) fn emit(self) {
        let mut discriminator = [0; 8];
        discriminator.copy_from_slice(Self::DISCRIMINATOR);
        let logged = Logged { unused: [0; 8], discriminator, event: self };
        if let Some(data) = bytes_of(&logged).get(size_of_val(&logged.unused)..) {
            sol_log_data(&[data]);
        }
    }
}

/// Bytes of an event of a batch before its accruals: discriminator and count.
const HEAD: usize = 12;

/// The event of a batch while it is put together. What stands before the accruals is written last, at the end of a place
/// that is kept for it.
pub(crate) struct AccrualLog(Vec<RewardAccrued>);

impl AccrualLog {
    pub fn new(capacity: usize) -> Self {
        let mut places = Vec::with_capacity(capacity.saturating_add(1));
        places.push(RewardAccrued::zeroed());
        Self(places)
    }

    pub fn push(&mut self, accrual: RewardAccrued) {
        self.0.push(accrual);
    }

    /// # Errors
    /// `MathOverflow` if there are more accruals than a u32 counts.
    pub fn emit(mut self) -> Checked<()> {
        let count = self.0.len().checked_sub(1).and_then(|count| u32::try_from(count).ok());
        let count = count.ok_or(StakingError::MathOverflow)?.to_le_bytes();
        let data = cast_slice_mut::<_, u8>(&mut self.0).get_mut(size_of::<RewardAccrued>().saturating_sub(HEAD)..);
        let data = data.ok_or(StakingError::MathOverflow)?;
        let head = RewardsAccrued::DISCRIMINATOR.iter().chain(&count);
        data.iter_mut().zip(head).for_each(|(place, byte)| *place = *byte);
        sol_log_data(&[data]);
        Ok(())
    }
}
