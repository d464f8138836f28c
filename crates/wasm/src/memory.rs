//! Where callers put accounts, and where they find results.

use core::cell::RefCell;

use anchor_lang::prelude::Pubkey;
use bytemuck::Zeroable;
use inference_staking::error::{Checked, Refusal};
use inference_staking::state::{OperatorPool, PodU128, PoolOverview, RewardRecord, StakingRecord};

/// Words at `results`: the longest is the list of a pool's open epochs, at most 128 that it skipped and 129 ahead of it.
const RESULTS: usize = 2 + 128 + 129;
/// Bytes for a schedule as an instruction gives it: the longest that is refused as too long is longer than any that is taken.
const SCHEDULE_BYTES: usize = 1_024;

/// All that a rule knows.
pub(crate) struct Memory {
    pub(crate) overview: PoolOverview,
    pub(crate) pool: OperatorPool,
    /// The record that an instruction is about.
    pub(crate) record: StakingRecord,
    /// Its address.
    pub(crate) address: Pubkey,
    /// The operator's record.
    pub(crate) operator_record: StakingRecord,
    pub(crate) reward_record: RewardRecord,
    /// A schedule as an instruction gives it.
    pub(crate) schedule: [u8; SCHEDULE_BYTES],
    pub(crate) results: [u64; RESULTS],
}

impl Memory {
    /// Writes the results, the first of them first.
    pub(crate) fn give(&mut self, results: impl IntoIterator<Item = u64>) {
        self.results.iter_mut().zip(results).for_each(|(place, result)| *place = result);
    }

    /// Writes a result of two words, the lower first, from a place on.
    pub(crate) fn give_wide(&mut self, place: usize, result: u128) {
        let words = PodU128::from(result);
        self.results.iter_mut().skip(place).zip([words.low, words.high]).for_each(|(place, word)| *place = word);
    }

    /// What every instruction about a pool ends with: its event says the current epoch, and numbers itself once the invariant holds.
    pub(crate) fn end(&mut self) -> Checked<()> {
        self.overview.current_epoch()?;
        self.pool.assert_and_number_event()?;
        Ok(())
    }

    /// Whether the record is the operator's.
    pub(crate) fn is_operators(&self) -> bool {
        self.pool.is_operators(&self.address)
    }
}

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::new(Memory {
        overview: PoolOverview::zeroed(),
        pool: OperatorPool::zeroed(),
        record: StakingRecord::zeroed(),
        address: Pubkey::default(),
        operator_record: StakingRecord::zeroed(),
        reward_record: RewardRecord::zeroed(),
        schedule: [0; SCHEDULE_BYTES],
        results: [0; RESULTS],
    });
}

/// Where a field lies.
pub(crate) fn place<T>(field: impl FnOnce(&mut Memory) -> &mut T) -> usize {
    MEMORY.with_borrow_mut(|memory| core::ptr::from_mut(field(memory)).addr())
}

/// Asks a rule; 0, or the number of its error.
pub(crate) fn refusal(rule: impl FnOnce(&mut Memory) -> Checked<()>) -> u32 {
    match ask(rule) {
        Ok(()) => 0,
        Err(Refusal(error)) => error.into(),
    }
}

/// Asks something that is no rule.
pub(crate) fn ask<T>(question: impl FnOnce(&mut Memory) -> T) -> T {
    MEMORY.with_borrow_mut(question)
}
