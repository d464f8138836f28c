//! The singleton: its layout (SPEC 3). Its rules are in the files beside, by subject.

use anchor_lang::prelude::*;

use super::authority_list::AuthorityList;
use super::emission::EmissionSchedule;
use crate::error::{Checked, StakingError};
use crate::state::layout::{assert_layout, Versioned};

/// A time before all others: of what has not happened.
pub const NEVER: i64 = i64::MIN;

/// The singleton: parameters, authorities, schedule, epoch state and the liabilities of the global vaults.
#[account(zero_copy)]
pub struct PoolOverview {
    /// Mint of the stake token (classic SPL Token).
    pub stake_mint: Pubkey,
    /// Mint of USDC (classic SPL Token).
    pub usdc_mint: Pubkey,
    /// Global reward vault: funded token rewards, until somebody is paid.
    pub reward_vault: Pubkey,
    /// Global USDC vault: funded USDC, until claimed.
    pub usdc_vault: Pubkey,
    /// Changes parameters and authorities.
    pub program_admin: Pubkey,
    /// Proposed program admin; zero if none.
    pub pending_program_admin: Pubkey,
    /// Any one may mark epochs and create reward records.
    pub reward_authorities: AuthorityList,
    /// Any one may halt and revoke.
    pub halt_authorities: AuthorityList,
    /// Any one may slash a halted pool's operator.
    pub slashing_authorities: AuthorityList,
    /// Stake token account that receives slashed tokens.
    pub slashing_token_destination: Pubkey,
    /// USDC account that receives slashed USDC.
    pub slashing_usdc_destination: Pubkey,
    /// Wallet whose stake token account receives the registration fee.
    pub registration_fee_wallet: Pubkey,
    /// Stake tokens that creating a pool costs, base units.
    pub registration_fee: u64,
    /// Stake tokens that the operator of an open pool keeps staked, base units.
    pub min_operator_token_stake: u64,
    /// Cooldown of delegators, seconds.
    pub delegator_unstake_delay: u64,
    /// Cooldown of operators, seconds.
    pub operator_unstake_delay: u64,
    /// Time that a pool is halted before it can be slashed, seconds.
    pub slashing_delay: u64,
    /// Time that a reward record waits before it can be accrued, seconds.
    pub challenge_period: u64,
    /// Time after a record is claimable from which a pool may skip it, seconds.
    pub bypass_delay: u64,
    /// Time between a finalization and the next mark, seconds; 0 is off.
    pub min_epoch_length: u64,
    /// End of the last withdrawal halt, Unix seconds; meaningful if `has_withdrawal_halt`.
    pub withdrawal_halted_until: i64,
    /// From when withdrawals may be halted again, Unix seconds; meaningful if `has_withdrawal_halt`.
    pub withdrawal_halt_allowed_from: i64,
    /// Time of the last finalization (creation of a reward record), Unix seconds; meaningful if `completed_reward_epoch > 0`.
    pub last_finalized_at: i64,
    /// When the newest record becomes claimable, Unix seconds; `NEVER` while there is none, or once it was revoked.
    pub newest_claimable_from: i64,
    /// When accrual was last resumed after a halt, Unix seconds; `NEVER` if it never was.
    pub accrual_resumed_at: i64,
    /// The last epoch whose record had stake tokens; 0 if none had. USDC alone does not count.
    pub last_rewarded_epoch: u64,
    /// `E`: the last epoch that has a reward record.
    pub completed_reward_epoch: u64,
    /// Pools ever created.
    pub operator_pool_count: u64,
    /// Stake tokens issued in records and not yet paid out of the global reward vault, base units.
    pub reward_liability: u64,
    /// USDC issued in records and not yet paid out of the global USDC vault, base units.
    pub usdc_liability: u64,
    /// Emission schedule and its rolling state.
    pub emission: EmissionSchedule,
    /// Highest commission a pool may set, bps.
    pub max_commission_bps: u16,
    /// Epochs between the announcement of a commission increase and its effect.
    pub commission_notice_epochs: u16,
    /// 1 if pools may be created.
    pub pool_creation_allowed: u8,
    /// 1 if nobody may stake or cancel an unstake.
    pub staking_halted: u8,
    /// 1 if nothing may be accrued, bypassed, marked or reclaimed.
    pub accrual_halted: u8,
    /// 1 if withdrawals were ever halted.
    pub has_withdrawal_halt: u8,
    /// `F`: 1 from the mark of an epoch until its record.
    pub is_epoch_finalizing: u8,
    /// Layout version.
    pub version: u8,
    /// Canonical bump of the address.
    pub bump: u8,
    /// Decimals of the stake token.
    pub stake_decimals: u8,
    /// Decimals of USDC.
    pub usdc_decimals: u8,
    /// 1 for ever if this is a test network, whose parameters have wider bounds.
    pub is_test_network: u8,
    /// Zero.
    pub padding: [u8; 2],
    /// What `last_rewarded_epoch` was before the newest record, to which a revocation goes back.
    pub rewarded_before_newest: u64,
    /// Zero, for later versions.
    pub reserved: [u8; 120],
}

assert_layout!(PoolOverview, 1_216,
    stake_mint: 8, reward_vault: 72, program_admin: 136, reward_authorities: 200, halt_authorities: 360,
    slashing_authorities: 520, slashing_token_destination: 680, registration_fee: 776,
    newest_claimable_from: 864, completed_reward_epoch: 888, reward_liability: 904, emission: 920, max_commission_bps: 1_072,
    version: 1_081, bump: 1_082, is_test_network: 1_085, rewarded_before_newest: 1_088, reserved: 1_096);

impl Versioned for PoolOverview {
    const VERSION: u8 = 1;

    fn version(&self) -> u8 {
        self.version
    }
}

impl PoolOverview {
    /// Bytes of the account, discriminator included.
    pub const SPACE: usize = 8 + core::mem::size_of::<Self>();

    /// Counts a new pool.
    ///
    /// # Errors
    /// `MathOverflow`.
    pub fn count_pool(&mut self) -> Checked<()> {
        self.operator_pool_count = self.operator_pool_count.checked_add(1).ok_or(StakingError::MathOverflow)?;
        Ok(())
    }
}
