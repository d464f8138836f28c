use anchor_lang::prelude::*;

use crate::constants::MAX_ROOTS;
use crate::state::PoolState;
use crate::state::{Accrual, OperatorPool, RewardRecord};

/// An epoch is being finalized: nothing becomes shares of a pool until it has passed it.
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

/// What a pool took of its leaf: 192 bytes of an event, so that the event of the largest batch fits a transaction's log. Who sent
/// it is not said: anyone may, and nobody signs for it.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolAccrual {
    /// The pool.
    pub operator_pool: Pubkey,
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

impl PoolAccrual {
    /// What a pool took, and its state for the event that was counted last.
    #[inline(always)]
    pub(crate) fn new(operator_pool: Pubkey, record: &RewardRecord, pool: &OperatorPool, accrual: &Accrual) -> Self {
        Self {
            operator_pool,
            holder_reward: accrual.holder_reward,
            reward_commission: accrual.reward_commission,
            commission_shares: accrual.commission_shares,
            holder_usdc: accrual.holder_usdc,
            usdc_commission: accrual.usdc_commission,
            remaining_rewards: record.remaining_rewards,
            remaining_usdc: record.remaining_usdc,
            pool: pool.event_state(),
        }
    }
}

/// A pool took what a leaf pays it.
#[event]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RewardAccrued {
    /// Current epoch.
    pub epoch: u64,
    /// The record's epoch.
    pub reward_epoch: u64,
    /// What the pool took.
    pub accrual: PoolAccrual,
}

/// The pools of a batch took what their leaves pay them.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewardsAccrued {
    /// Current epoch.
    pub epoch: u64,
    /// The record's epoch.
    pub reward_epoch: u64,
    /// One of each pool, in the order of the batch.
    pub accruals: Vec<PoolAccrual>,
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
    /// Lowest token commission at which an epoch was skipped that can still be accrued, bps; meaningful if there is one.
    pub lowest_skipped_reward_commission_bps: u16,
    /// The same of the USDC commission.
    pub lowest_skipped_usdc_commission_bps: u16,
    /// The last completed epoch when an epoch was last skipped that can be accrued; meaningful if there is one.
    pub last_skip_at: u64,
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
