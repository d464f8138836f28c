//! Events: one for each state change, with the keys, the amounts, who acted and the state afterwards (SPEC section 13).

use anchor_lang::prelude::*;

use crate::constants::{MAX_ROOTS, METADATA_URI_BYTES, NAME_BYTES};
use crate::state::{EmissionScheduleArgs, PoolOverviewParameters};

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
