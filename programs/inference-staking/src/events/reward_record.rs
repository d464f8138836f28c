use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};

use crate::constants::MAX_ROOTS;
use crate::error::Checked;
use crate::state::PoolState;
use crate::state::{Accrual, OperatorPool, RewardRecord};

/// An epoch is being finalized; entry into pools is closed.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EpochMarkedAsFinalizing {
    /// The epoch whose record comes next.
    pub reward_epoch: u64,
    /// Who acted.
    pub authority: Pubkey,
    /// When, Unix seconds.
    pub marked_at: i64,
    /// Current epoch: the one after the marked one.
    pub epoch: u64,
}

/// An epoch's rewards were committed.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewardRecordCreated {
    /// The record's epoch.
    pub reward_epoch: u64,
    /// The record.
    pub reward_record: Pubkey,
    /// Who acted.
    pub authority: Pubkey,
    /// Merkle roots in use, then zeros.
    pub roots: [[u8; 32]; MAX_ROOTS],
    /// Depth of each root's tree.
    pub depths: [u8; MAX_ROOTS],
    /// Roots in use.
    pub root_count: u8,
    /// Stake tokens of the epoch.
    pub total_rewards: u64,
    /// USDC of the epoch.
    pub total_usdc: u64,
    /// From when it can be accrued, Unix seconds.
    pub claimable_from: i64,
    /// What the global reward vault owes afterwards.
    pub reward_liability: u64,
    /// What the global USDC vault owes afterwards.
    pub usdc_liability: u64,
    /// Current epoch.
    pub epoch: u64,
}

/// A pool took what a leaf pays it. Its bytes in memory are those of the event: there is no padding. Neither the current epoch
/// nor who sent it is said: anyone may, nobody signs for it, and 36 of these have to fit the log of a transaction.
#[event]
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct RewardAccrued {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The record's epoch.
    pub reward_epoch: u64,
    /// Tokens that raised the price of all shares.
    pub holder_reward: u64,
    /// Token commission, staked or owed.
    pub reward_commission: u64,
    /// Shares minted for the commission; 0 if it is owed.
    pub commission_shares: u64,
    /// USDC that moved the index.
    pub holder_usdc: u64,
    /// USDC commission, owed.
    pub usdc_commission: u64,
    /// Stake tokens left in the record.
    pub remaining_rewards: u64,
    /// USDC left in the record.
    pub remaining_usdc: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

impl RewardAccrued {
    /// Asserts the pool's invariant after an accrual and makes the event of it, with the pool's next number.
    ///
    /// # Errors
    /// `InvariantViolated`.
    #[inline(always)]
    pub(crate) fn assert_and_number(
        operator_pool: Pubkey,
        record: &RewardRecord,
        pool: &mut OperatorPool,
        accrual: &Accrual,
    ) -> Checked<Self> {
        Ok(Self {
            operator_pool,
            reward_epoch: record.epoch,
            holder_reward: accrual.holder_reward,
            reward_commission: accrual.reward_commission,
            commission_shares: accrual.commission_shares,
            holder_usdc: accrual.holder_usdc,
            usdc_commission: accrual.usdc_commission,
            remaining_rewards: record.remaining_rewards,
            remaining_usdc: record.remaining_usdc,
            pool: pool.assert_and_number_event()?,
        })
    }
}

/// The pools of a batch took what their leaves pay them, all of one epoch.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewardsAccrued {
    /// One of each pool, in the order of the batch.
    pub accruals: Vec<RewardAccrued>,
}

/// A pool passed an epoch that pays it nothing now. Anyone may send it, and nobody signs for it.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EpochBypassed {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The epoch that it passed.
    pub reward_epoch: u64,
    /// Whether the epoch can still be accrued with a proof.
    pub can_be_accrued: bool,
    /// The pool's bitmap afterwards.
    pub skipped_epochs: u128,
    /// Current epoch.
    pub epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// The newest record was taken back; its epoch is finalizing again.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewardRecordRevoked {
    /// The record's epoch.
    pub reward_epoch: u64,
    /// Who acted.
    pub authority: Pubkey,
    /// Stake tokens that the record had issued.
    pub total_rewards: u64,
    /// USDC that the record had issued.
    pub total_usdc: u64,
    /// What the global reward vault owes afterwards.
    pub reward_liability: u64,
    /// What the global USDC vault owes afterwards.
    pub usdc_liability: u64,
    /// Current epoch.
    pub epoch: u64,
}

/// What an expired record still held returned to the pot. Anyone may send it, and nobody signs for it.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpiredRewardRecordReclaimed {
    /// The record's epoch.
    pub reward_epoch: u64,
    /// Stake tokens returned.
    pub reclaimed_rewards: u64,
    /// USDC returned.
    pub reclaimed_usdc: u64,
    /// What the global reward vault owes afterwards.
    pub reward_liability: u64,
    /// What the global USDC vault owes afterwards.
    pub usdc_liability: u64,
    /// Current epoch.
    pub epoch: u64,
}
