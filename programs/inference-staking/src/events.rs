//! Events: one for each state change, with the keys, the amounts, who acted and the state afterwards (SPEC section 13).

use anchor_lang::prelude::*;

use crate::constants::{MAX_ROOTS, METADATA_URI_BYTES, NAME_BYTES};
use crate::state::{Accrual, EmissionScheduleArgs, OperatorPool, PoolOverviewParameters, RewardRecord};

/// A pool after an event. Amounts in base units.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, PartialEq, Eq)]
pub struct PoolState {
    /// Number of the event among the pool's events: a gap means that one was missed.
    pub sequence: u64,
    /// `T`.
    pub total_staked_amount: u64,
    /// `S`.
    pub total_shares: u64,
    /// `U`.
    pub total_unstaking: u64,
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
    /// USDC base units per share, times 10^18.
    pub cumulative_usdc_per_share: u128,
    /// `L`.
    pub reward_last_claimed_epoch: u64,
}

/// The singleton was created.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolOverviewCreated {
    /// The upgrade authority, who is the first program admin.
    pub program_admin: Pubkey,
    /// Mint of the stake token.
    pub stake_mint: Pubkey,
    /// Mint of USDC.
    pub usdc_mint: Pubkey,
    /// Slashed tokens go here.
    pub slashing_token_destination: Pubkey,
    /// Slashed USDC goes here.
    pub slashing_usdc_destination: Pubkey,
    /// Authorities.
    pub reward_authorities: Vec<Pubkey>,
    /// Authorities.
    pub halt_authorities: Vec<Pubkey>,
    /// Authorities.
    pub slashing_authorities: Vec<Pubkey>,
    /// Parameters.
    pub parameters: PoolOverviewParameters,
    /// Schedule.
    pub emission: EmissionScheduleArgs,
}

/// A pool was created, with its operator's staking record.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorPoolCreated {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Its admin.
    pub admin: Pubkey,
    /// The operator's record.
    pub operator_staking_record: Pubkey,
    /// Who paid rent and fee.
    pub payer: Pubkey,
    /// Stake tokens paid as registration fee, base units.
    pub registration_fee: u64,
    /// Current epoch.
    pub joined_epoch: u64,
    /// Token commission, bps.
    pub reward_commission_bps: u16,
    /// USDC commission, bps.
    pub usdc_commission_bps: u16,
    /// Whether token commission is staked.
    pub auto_stake: bool,
    /// Whether others may stake.
    pub delegation_allowed: bool,
    /// Name, UTF-8, zero-padded.
    pub name: [u8; NAME_BYTES],
    /// Metadata URI, UTF-8, zero-padded.
    pub metadata_uri: [u8; METADATA_URI_BYTES],
    /// The pool afterwards.
    pub pool: PoolState,
}

/// A staking record was created.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StakingRecordCreated {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The record.
    pub staking_record: Pubkey,
    /// Its owner.
    pub owner: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// Shares were bought.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staked {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The record.
    pub staking_record: Pubkey,
    /// Who acted.
    pub owner: Pubkey,
    /// Tokens taken.
    pub cost: u64,
    /// Shares minted.
    pub shares: u64,
    /// Shares of the record afterwards.
    pub record_shares: u64,
    /// Settled USDC of the record afterwards.
    pub record_settled_usdc: u64,
    /// `E`.
    pub completed_reward_epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// Shares were burnt into a ticket.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unstaked {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The record.
    pub staking_record: Pubkey,
    /// Who acted.
    pub owner: Pubkey,
    /// Shares burnt.
    pub shares: u64,
    /// Tokens in the ticket.
    pub amount: u64,
    /// From when it can be claimed, Unix seconds.
    pub claimable_from: i64,
    /// Place of the ticket in the record.
    pub ticket: u8,
    /// Shares of the record afterwards.
    pub record_shares: u64,
    /// Settled USDC of the record afterwards.
    pub record_settled_usdc: u64,
    /// `E`.
    pub completed_reward_epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// Matured tickets were paid.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnstakeClaimed {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The record.
    pub staking_record: Pubkey,
    /// Owner of the record, who was paid.
    pub owner: Pubkey,
    /// Tokens paid.
    pub amount: u64,
    /// Part of it that came from the global reward vault.
    pub from_reward_vault: u64,
    /// Tokens in the global reward vault that the pool needs no more, because as many were sent to its own vault.
    pub released: u64,
    /// What the global reward vault owes afterwards.
    pub reward_liability: u64,
    /// `E`.
    pub completed_reward_epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// USDC was paid to a share holder.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsdcEarningsClaimed {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The record.
    pub staking_record: Pubkey,
    /// Who acted.
    pub owner: Pubkey,
    /// Token account that was paid.
    pub destination: Pubkey,
    /// USDC paid.
    pub amount: u64,
    /// What the global USDC vault owes afterwards.
    pub usdc_liability: u64,
    /// `E`.
    pub completed_reward_epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// An epoch is being finalized; entry into pools is closed.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EpochMarkedAsFinalizing {
    /// The epoch.
    pub epoch: u64,
    /// Who acted.
    pub authority: Pubkey,
    /// When, Unix seconds.
    pub marked_at: i64,
}

/// An epoch's rewards were committed.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewardRecordCreated {
    /// The epoch.
    pub epoch: u64,
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
}

/// A pool took what a leaf pays it.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewardAccrued {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The epoch.
    pub epoch: u64,
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
    /// The event of an accrual that has just been written; takes the pool's next sequence number.
    pub(crate) fn new(
        operator_pool: Pubkey,
        record: &RewardRecord,
        pool: &mut OperatorPool,
        accrual: &Accrual,
    ) -> Self {
        Self {
            operator_pool,
            epoch: record.epoch,
            holder_reward: accrual.holder_reward,
            reward_commission: accrual.reward_commission,
            commission_shares: accrual.commission_shares,
            holder_usdc: accrual.holder_usdc,
            usdc_commission: accrual.usdc_commission,
            remaining_rewards: record.remaining_rewards,
            remaining_usdc: record.remaining_usdc,
            pool: pool.next_event(),
        }
    }
}

/// A pool passed an epoch that pays it nothing now.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EpochBypassed {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The epoch.
    pub epoch: u64,
    /// Whether the epoch can still be accrued with a proof.
    pub can_be_accrued: bool,
    /// The pool's bitmap afterwards.
    pub skipped_epochs: u128,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// The newest record was taken back; its epoch is finalizing again.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewardRecordRevoked {
    /// The epoch.
    pub epoch: u64,
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
}

/// What an expired record still held returned to the pot.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpiredRewardRecordReclaimed {
    /// The epoch.
    pub epoch: u64,
    /// Stake tokens returned.
    pub reclaimed_rewards: u64,
    /// USDC returned.
    pub reclaimed_usdc: u64,
    /// What the global reward vault owes afterwards.
    pub reward_liability: u64,
    /// What the global USDC vault owes afterwards.
    pub usdc_liability: u64,
}

/// Parameters, halts, destinations or the schedule were changed.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolOverviewUpdated {
    /// Who acted.
    pub program_admin: Pubkey,
    /// All parameters afterwards.
    pub parameters: PoolOverviewParameters,
    /// Whether staking is halted afterwards.
    pub staking_halted: bool,
    /// Whether accrual is halted afterwards.
    pub accrual_halted: bool,
    /// End of the last withdrawal halt, Unix seconds; none if withdrawals were never halted.
    pub withdrawal_halted_until: Option<i64>,
    /// Slashed tokens go here afterwards.
    pub slashing_token_destination: Pubkey,
    /// Slashed USDC goes here afterwards.
    pub slashing_usdc_destination: Pubkey,
    /// The new schedule, if it was lowered.
    pub emission: Option<EmissionScheduleArgs>,
    /// Current epoch.
    pub epoch: u64,
}

/// Authority lists were replaced or a program admin was proposed.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolOverviewAuthoritiesUpdated {
    /// Who acted.
    pub program_admin: Pubkey,
    /// The list afterwards; unused places are zero.
    pub reward_authorities: [Pubkey; 5],
    /// The list afterwards; unused places are zero.
    pub halt_authorities: [Pubkey; 5],
    /// The list afterwards; unused places are zero.
    pub slashing_authorities: [Pubkey; 5],
    /// Proposed program admin afterwards; zero if none.
    pub pending_program_admin: Pubkey,
}

/// The proposed program admin took over.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramAdminAccepted {
    /// Before.
    pub previous_admin: Pubkey,
    /// Afterwards.
    pub program_admin: Pubkey,
}

/// A pool was halted or resumed.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HaltStatusSet {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Who acted.
    pub authority: Pubkey,
    /// Whether it is halted afterwards.
    pub is_halted: bool,
    /// When it was halted first, Unix seconds; meaningful while halted.
    pub halted_since: i64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// An operator was slashed.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StakeSlashed {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The operator's record.
    pub operator_staking_record: Pubkey,
    /// Who acted.
    pub authority: Pubkey,
    /// Shares burnt.
    pub shares: u64,
    /// Tokens that they were worth.
    pub staked_amount: u64,
    /// Tokens taken out of tickets.
    pub unstaking_amount: u64,
    /// Token commission taken.
    pub reward_commission: u64,
    /// USDC commission taken.
    pub usdc_commission: u64,
    /// Settled USDC of the operator taken.
    pub settled_usdc: u64,
    /// Shares of the record afterwards.
    pub record_shares: u64,
    /// What the global reward vault owes afterwards.
    pub reward_liability: u64,
    /// What the global USDC vault owes afterwards.
    pub usdc_liability: u64,
    /// `E`.
    pub completed_reward_epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// A pool's settings were changed.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorPoolUpdated {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Who acted.
    pub admin: Pubkey,
    /// Active token commission, bps.
    pub reward_commission_bps: u16,
    /// Scheduled token commission, bps.
    pub scheduled_reward_commission_bps: u16,
    /// From which epoch it holds; 0 if none is scheduled.
    pub scheduled_reward_commission_from: u64,
    /// Active USDC commission, bps.
    pub usdc_commission_bps: u16,
    /// Scheduled USDC commission, bps.
    pub scheduled_usdc_commission_bps: u16,
    /// From which epoch it holds; 0 if none is scheduled.
    pub scheduled_usdc_commission_from: u64,
    /// Whether token commission is staked.
    pub auto_stake: bool,
    /// Whether others may stake.
    pub delegation_allowed: bool,
    /// Name, UTF-8, zero-padded.
    pub name: [u8; NAME_BYTES],
    /// Metadata URI, UTF-8, zero-padded.
    pub metadata_uri: [u8; METADATA_URI_BYTES],
    /// Current epoch.
    pub epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// A pool admin was proposed, or a proposal withdrawn.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorPoolAdminProposed {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Who acted.
    pub admin: Pubkey,
    /// Proposed admin; zero if none.
    pub pending_admin: Pubkey,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// The proposed pool admin took over.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorPoolAdminAccepted {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Before.
    pub previous_admin: Pubkey,
    /// Afterwards.
    pub admin: Pubkey,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// Another record became the operator's.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorStakingRecordChanged {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Who acted.
    pub admin: Pubkey,
    /// Before.
    pub previous_record: Pubkey,
    /// Afterwards.
    pub operator_staking_record: Pubkey,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// Commission was paid to an operator.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommissionWithdrawn {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Who acted.
    pub admin: Pubkey,
    /// Token account that was paid.
    pub destination: Pubkey,
    /// Mint of what was paid: stake token or USDC.
    pub mint: Pubkey,
    /// Base units paid.
    pub amount: u64,
    /// What the global vault owes afterwards.
    pub liability: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// A pool was closed.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorPoolClosed {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Who acted.
    pub admin: Pubkey,
    /// The last epoch the pool takes part in.
    pub closed_at_epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// USDC that nobody can claim was paid to the admin of a closed and empty pool.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedPoolUsdcDustSwept {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Who acted.
    pub admin: Pubkey,
    /// Token account that was paid.
    pub destination: Pubkey,
    /// USDC paid.
    pub amount: u64,
    /// What the global USDC vault owes afterwards.
    pub usdc_liability: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// A ticket was turned back into shares.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnstakeCancelled {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The record.
    pub staking_record: Pubkey,
    /// Who acted.
    pub owner: Pubkey,
    /// Place of the ticket.
    pub ticket: u8,
    /// Tokens staked again.
    pub cost: u64,
    /// Shares minted.
    pub shares: u64,
    /// Tokens left in the ticket: less than a share's price.
    pub ticket_amount: u64,
    /// Shares of the record afterwards.
    pub record_shares: u64,
    /// Settled USDC of the record afterwards.
    pub record_settled_usdc: u64,
    /// `E`.
    pub completed_reward_epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// An empty record was closed.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StakingRecordClosed {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The record.
    pub staking_record: Pubkey,
    /// Who acted, and got the rent.
    pub owner: Pubkey,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// A record's lock was set, extended, released or set again.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockChanged {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The record.
    pub staking_record: Pubkey,
    /// Who acted.
    pub owner: Pubkey,
    /// 0 no lock, 1 locked, 2 unlocking.
    pub lock_state: u8,
    /// Duration of the lock, seconds.
    pub lock_duration: u64,
    /// When the release began, Unix seconds; meaningful while unlocking.
    pub unlock_started_at: i64,
    /// Shares when the release began; meaningful while unlocking.
    pub unlock_shares: u64,
    /// Shares of the record.
    pub record_shares: u64,
    /// The pool, which is unchanged but for its sequence number.
    pub pool: PoolState,
}
