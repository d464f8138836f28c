//! Emits accruals as `emit!` would, byte for byte, in words instead of field by field: most of what a batch costs is per pool.

use anchor_lang::prelude::*;
use anchor_lang::solana_program::log::sol_log_data;
use anchor_lang::Discriminator;
use bytemuck::{bytes_of, cast, cast_ref, cast_slice_mut, Pod, Zeroable};

use super::reward_record::{PoolAccrual, RewardAccrued, RewardsAccrued};
use crate::error::{Checked, StakingError};
use crate::state::POOL_STATE_WORDS;

/// Words of 8 bytes in a `PoolAccrual` before the state of the pool: address 4, amounts 7.
const OWN_WORDS: usize = 11;
/// Words in a `PoolAccrual`.
const WORDS: usize = OWN_WORDS + POOL_STATE_WORDS;

/// A `PoolAccrual` in an event.
#[repr(C)]
#[derive(Clone, Copy, Pod, Zeroable)]
struct AccrualWords {
    own: [u64; OWN_WORDS],
    pool: [u64; POOL_STATE_WORDS],
}

impl PoolAccrual {
    /// The bytes that Borsh makes of it.
    #[inline(always)]
    fn words(&self) -> AccrualWords {
        // Whole, so that a new field does not compile until it stands here.
        let Self {
            operator_pool,
            holder_reward,
            reward_commission,
            commission_shares,
            holder_usdc,
            usdc_commission,
            remaining_rewards,
            remaining_usdc,
            pool,
        } = *self;
        let [key0, key1, key2, key3]: [u64; 4] = cast(operator_pool.to_bytes());
        let own = [
            key0,
            key1,
            key2,
            key3,
            holder_reward,
            reward_commission,
            commission_shares,
            holder_usdc,
            usdc_commission,
            remaining_rewards,
            remaining_usdc,
        ];
        AccrualWords { own, pool: pool.words() }
    }
}

/// A `RewardAccrued` behind its discriminator.
#[repr(C)]
#[derive(Clone, Copy, Pod, Zeroable)]
struct Logged {
    discriminator: [u8; 8],
    epoch: u64,
    reward_epoch: u64,
    accrual: AccrualWords,
}

impl RewardAccrued {
    pub(crate) fn emit(self) {
        let mut discriminator = [0; 8];
        discriminator.copy_from_slice(Self::DISCRIMINATOR);
        let Self { epoch, reward_epoch, accrual } = self;
        sol_log_data(&[bytes_of(&Logged { discriminator, epoch, reward_epoch, accrual: accrual.words() })]);
    }
}

/// The event of a batch while it is put together, at the place from which it is emitted. What stands before the accruals is written last, at the end of a place
/// that is kept for it.
pub(crate) struct AccrualLog(Vec<u64>);

/// Words kept for what stands before the accruals of a batch.
const HEAD_WORDS: usize = 4;
/// Bytes of it: discriminator, both epochs and count.
const HEAD: usize = 28;

impl AccrualLog {
    pub fn new(pools: usize) -> Self {
        // Zeros would be written one by one, which costs more than to copy each accrual once.
        let mut words = Vec::with_capacity(pools.saturating_mul(WORDS).saturating_add(HEAD_WORDS));
        words.extend_from_slice(&[0; HEAD_WORDS]);
        Self(words)
    }

    #[inline(always)]
    pub fn push(&mut self, accrual: &PoolAccrual) {
        self.0.extend_from_slice(cast_ref::<_, [u64; WORDS]>(&accrual.words()));
    }

    /// # Errors
    /// `MathOverflow` if there are more accruals than a u32 counts.
    pub fn emit(mut self, epoch: u64, reward_epoch: u64, pools: usize) -> Checked<()> {
        let count = u32::try_from(pools).ok().ok_or(StakingError::MathOverflow)?;
        let unused = size_of::<[u64; HEAD_WORDS]>().saturating_sub(HEAD);
        let data = cast_slice_mut::<_, u8>(&mut self.0).get_mut(unused..).ok_or(StakingError::MathOverflow)?;
        write_head(data, epoch, reward_epoch, count).ok_or(StakingError::MathOverflow)?;
        sol_log_data(&[data]);
        Ok(())
    }
}

/// Writes discriminator, epochs and count, each at once; `None` if there is no room for them.
fn write_head(data: &mut [u8], epoch: u64, reward_epoch: u64, count: u32) -> Option<()> {
    let (discriminator, data) = data.split_first_chunk_mut::<8>()?;
    *discriminator = *RewardsAccrued::DISCRIMINATOR.first_chunk()?;
    let (place, data) = data.split_first_chunk_mut()?;
    *place = epoch.to_le_bytes();
    let (place, data) = data.split_first_chunk_mut()?;
    *place = reward_epoch.to_le_bytes();
    *data.first_chunk_mut()? = count.to_le_bytes();
    Some(())
}
