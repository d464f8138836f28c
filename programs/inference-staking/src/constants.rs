//! Seeds of the program's addresses (SPEC 3, SPEC 4) and numbers that no parameter changes. What parameters may be is in
//! `state/pool_overview/bounds.rs`.

use anchor_lang::prelude::*;
use inference_staking_math::time_lock::SECONDS_PER_DAY;

/// Seed of the singleton's address.
#[constant]
pub const POOL_OVERVIEW_SEED: &[u8] = b"PoolOverview";
/// Seed of a pool's address, before its first admin.
#[constant]
pub const OPERATOR_POOL_SEED: &[u8] = b"OperatorPool";
/// Seed of a staking record's address, before its pool and its owner.
#[constant]
pub const STAKING_RECORD_SEED: &[u8] = b"StakingRecord";
/// Seed of a reward record's address, before its epoch as u64 LE.
#[constant]
pub const REWARD_RECORD_SEED: &[u8] = b"RewardRecord";
/// Seed of the global reward vault's address.
#[constant]
pub const REWARD_VAULT_SEED: &[u8] = b"GlobalTokenRewardVault";
/// Seed of the global USDC vault's address.
#[constant]
pub const USDC_VAULT_SEED: &[u8] = b"GlobalUsdcEarningsVault";
/// Seed of a pool vault's address, before its pool.
#[constant]
pub const POOL_VAULT_SEED: &[u8] = b"PoolStakedTokenVault";

/// Most keys in one authority list.
pub const MAX_AUTHORITIES: usize = 5;
/// Most Merkle roots of one epoch.
pub const MAX_ROOTS: usize = 5;
/// Deepest tree: its proofs still fit a transaction of 1,232 bytes.
pub const MAX_TREE_DEPTH: u8 = 24;
/// Most leaves of one batch: their event fits the log of a transaction, 10,000 bytes.
pub const MAX_BATCH_LEAVES: usize = 36;
/// Unstake tickets of one record.
pub const TICKETS: usize = 4;
/// Bytes of a pool's name.
pub const NAME_BYTES: usize = 32;
/// Bytes of a pool's metadata URI.
pub const METADATA_URI_BYTES: usize = 128;

/// Epochs for which a record can be accrued; older ones expire.
pub const RECORD_LIFETIME_EPOCHS: u64 = 128;
/// Completed epochs after which a skip that can still be accrued holds activations up no longer (SPEC 2, recent open skip).
pub const RECENT_SKIP_EPOCHS: u64 = 8;
/// Epochs without rewards after which what the reward vault holds beyond its liability may leave.
pub const SURPLUS_AFTER_EPOCHS: u64 = RECORD_LIFETIME_EPOCHS;
/// Time that has to go on a network for real money between the newest record's becoming claimable, or the last resumption of
/// accrual, and the mark of the next epoch, in seconds: time to pass the record's epoch and to activate what is ripe (SPEC 6.1).
pub const MARK_MARGIN_SECONDS: u64 = 3 * 3_600;
/// Length of a withdrawal halt, in seconds; it ends by itself.
pub const WITHDRAWAL_HALT_SECONDS: u64 = 14 * SECONDS_PER_DAY;
/// Time after a withdrawal halt before the next one, in seconds.
pub const WITHDRAWAL_HALT_PAUSE_SECONDS: u64 = 7 * SECONDS_PER_DAY;
