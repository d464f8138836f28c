mod authorities;
mod emission;
mod parameters;
mod vaults;

pub use authorities::*;
pub use emission::*;
pub use parameters::*;
pub use vaults::*;

use anchor_lang::prelude::*;

use crate::constants::*;
use crate::error::{require, Checked, StakingError};
use crate::state::{assert_layout, RewardRecord, Slashed};

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
    /// 1 if nothing may be accrued or bypassed.
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
    /// Zero.
    pub padding: [u8; 3],
    /// Zero, for later versions.
    pub reserved: [u8; 128],
}

assert_layout!(PoolOverview, 1_192,
    stake_mint: 8, reward_vault: 72, program_admin: 136, reward_authorities: 200, halt_authorities: 360,
    slashing_authorities: 520, slashing_token_destination: 680, registration_fee: 776,
    completed_reward_epoch: 864, reward_liability: 880, emission: 896, max_commission_bps: 1_048, version: 1_057, bump: 1_058,
    reserved: 1_064);

impl PoolOverview {
    /// Bytes of the account, discriminator included.
    pub const SPACE: usize = 8 + core::mem::size_of::<Self>();

    /// The parameters as they are.
    pub fn parameters(&self) -> PoolOverviewParameters {
        PoolOverviewParameters {
            pool_creation_allowed: self.pool_creation_allowed != 0,
            registration_fee: self.registration_fee,
            registration_fee_wallet: self.registration_fee_wallet,
            min_operator_token_stake: self.min_operator_token_stake,
            delegator_unstake_delay: self.delegator_unstake_delay,
            operator_unstake_delay: self.operator_unstake_delay,
            slashing_delay: self.slashing_delay,
            challenge_period: self.challenge_period,
            bypass_delay: self.bypass_delay,
            min_epoch_length: self.min_epoch_length,
            max_commission_bps: self.max_commission_bps,
            commission_notice_epochs: self.commission_notice_epochs,
        }
    }

    /// Writes the parameters after checking every bound.
    ///
    /// # Errors
    /// One for each bound (SPEC section 12).
    pub fn set_parameters(&mut self, parameters: &PoolOverviewParameters) -> Checked<()> {
        parameters.validate()?;
        self.pool_creation_allowed = u8::from(parameters.pool_creation_allowed);
        self.registration_fee = parameters.registration_fee;
        self.registration_fee_wallet = parameters.registration_fee_wallet;
        self.min_operator_token_stake = parameters.min_operator_token_stake;
        self.delegator_unstake_delay = parameters.delegator_unstake_delay;
        self.operator_unstake_delay = parameters.operator_unstake_delay;
        self.slashing_delay = parameters.slashing_delay;
        self.challenge_period = parameters.challenge_period;
        self.bypass_delay = parameters.bypass_delay;
        self.min_epoch_length = parameters.min_epoch_length;
        self.max_commission_bps = parameters.max_commission_bps;
        self.commission_notice_epochs = parameters.commission_notice_epochs;
        Ok(())
    }

    /// `F`.
    pub fn is_finalizing(&self) -> bool {
        self.is_epoch_finalizing != 0
    }

    /// `E + 1`: the epoch of the next record.
    pub fn next_record_epoch(&self) -> Checked<u64> {
        Ok(self.completed_reward_epoch.checked_add(1).ok_or(StakingError::MathOverflow)?)
    }

    /// `E + 1`, or `E + 2` while finalizing.
    pub fn current_epoch(&self) -> Checked<u64> {
        let next = self.next_record_epoch()?;
        Ok(next.checked_add(u64::from(self.is_finalizing())).ok_or(StakingError::MathOverflow)?)
    }

    /// The epoch before the current one: a pool created now has passed it.
    pub fn epoch_before_current(&self) -> Checked<u64> {
        Ok(self.current_epoch()?.checked_sub(1).ok_or(StakingError::MathOverflow)?)
    }

    /// Counts a new pool.
    pub fn count_pool(&mut self) -> Checked<()> {
        self.operator_pool_count = self.operator_pool_count.checked_add(1).ok_or(StakingError::MathOverflow)?;
        Ok(())
    }

    /// Starts the finalization of `epoch`: entry into pools closes, exits go on.
    ///
    /// # Errors
    /// `EpochAlreadyFinalizing`, `EpochIsNotNext`, or `EpochTooShort` before the minimum length has passed.
    pub fn mark_epoch_as_finalizing(&mut self, epoch: u64, now: i64) -> Checked<()> {
        require!(!self.is_finalizing(), StakingError::EpochAlreadyFinalizing);
        require!(epoch == self.next_record_epoch()?, StakingError::EpochIsNotNext);
        if self.completed_reward_epoch > 0 && self.min_epoch_length > 0 {
            let earliest = after(self.last_finalized_at, self.min_epoch_length)?;
            require!(now >= earliest, StakingError::EpochTooShort);
        }
        self.is_epoch_finalizing = 1;
        Ok(())
    }

    /// Ends the finalization of the next epoch: counts it as complete and its totals as owed.
    pub fn finalize_epoch(&mut self, total_rewards: u64, total_usdc: u64, now: i64) -> Checked<()> {
        self.completed_reward_epoch = self.next_record_epoch()?;
        self.is_epoch_finalizing = 0;
        self.last_finalized_at = now;
        self.reward_liability =
            self.reward_liability.checked_add(total_rewards).ok_or(StakingError::RewardVaultUnderfunded)?;
        self.usdc_liability = self.usdc_liability.checked_add(total_usdc).ok_or(StakingError::UsdcVaultUnderfunded)?;
        Ok(())
    }

    /// Takes the newest record back: its totals are owed no more, and its epoch is finalizing again. Neither a mark of the
    /// next epoch nor a later record that was revoked before stands in the way, or whoever posted a wrong root could shut
    /// the door behind it. A marked epoch has to be marked again.
    ///
    /// # Errors
    /// `RecordNotNewest`, `ChallengePeriodOver`, `RecordAlreadyAccrued`.
    pub fn revoke(&mut self, record: &RewardRecord, now: i64) -> Checked<()> {
        require!(record.epoch == self.completed_reward_epoch, StakingError::RecordNotNewest);
        require!(now < record.claimable_from, StakingError::ChallengePeriodOver);
        require!(record.accrued_leaves == 0, StakingError::RecordAlreadyAccrued);
        self.pay_reward(record.remaining_rewards)?;
        self.pay_usdc(record.remaining_usdc)?;
        self.completed_reward_epoch =
            self.completed_reward_epoch.checked_sub(1).ok_or(StakingError::InvariantViolated)?;
        self.emission.set_period(&record.period_before.into());
        self.is_epoch_finalizing = 1;
        Ok(())
    }

    /// Returns what an expired record still holds to the pot.
    ///
    /// # Errors
    /// `RecordNotExpired`.
    pub fn reclaim(&mut self, record: &RewardRecord) -> Checked<()> {
        require!(self.is_expired(record.epoch), StakingError::RecordNotExpired);
        self.pay_reward(record.remaining_rewards)?;
        self.pay_usdc(record.remaining_usdc)
    }

    /// The newest epoch whose record has expired; 0 if none has.
    pub fn last_expired_epoch(&self) -> u64 {
        self.completed_reward_epoch.saturating_sub(RECORD_LIFETIME_EPOCHS)
    }

    /// Whether a record of `epoch` can be accrued no more (SPEC section 6.7).
    pub fn is_expired(&self, epoch: u64) -> bool {
        epoch <= self.last_expired_epoch()
    }

    /// Halts withdrawals for a fixed time, or ends such a halt early.
    ///
    /// # Errors
    /// `WithdrawalHaltTooSoon` during a halt and for some time after it ended.
    pub fn set_withdrawals_halted(&mut self, halted: bool, now: i64) -> Checked<()> {
        let is_halted = self.require_withdrawals_open(now).is_err();
        if halted {
            let allowed = self.has_withdrawal_halt == 0 || now >= self.withdrawal_halt_allowed_from;
            require!(allowed, StakingError::WithdrawalHaltTooSoon);
            self.end_withdrawal_halt_at(after(now, WITHDRAWAL_HALT_SECONDS)?)?;
        } else if is_halted {
            self.end_withdrawal_halt_at(now)?;
        }
        Ok(())
    }

    fn end_withdrawal_halt_at(&mut self, end: i64) -> Checked<()> {
        self.has_withdrawal_halt = 1;
        self.withdrawal_halted_until = end;
        self.withdrawal_halt_allowed_from = after(end, WITHDRAWAL_HALT_PAUSE_SECONDS)?;
        Ok(())
    }

    /// Replaces the schedule by a lower one, before the next period begins (SPEC section 11).
    ///
    /// # Errors
    /// `EmissionChangeNotAtPeriodStart`, `EmissionChangeNotDownwards`, and those of a new schedule.
    pub fn lower_emission(&mut self, args: &EmissionScheduleArgs) -> Checked<()> {
        let at_period_start = !self.is_finalizing() && self.emission.is_period_start(self.next_record_epoch()?)?;
        require!(at_period_start, StakingError::EmissionChangeNotAtPeriodStart);
        let next_epoch = self.next_record_epoch()?;
        self.emission.lower(args, next_epoch)
    }

    /// # Errors
    /// `NotProgramAdmin`.
    pub fn require_program_admin(&self, key: &Pubkey) -> Checked<()> {
        require!(self.program_admin == *key, StakingError::NotProgramAdmin);
        Ok(())
    }

    /// # Errors
    /// `NotHaltAuthority`.
    pub fn require_halt_authority(&self, key: &Pubkey) -> Checked<()> {
        require!(self.halt_authorities.contains(key), StakingError::NotHaltAuthority);
        Ok(())
    }

    /// # Errors
    /// `NotSlashingAuthority`.
    pub fn require_slashing_authority(&self, key: &Pubkey) -> Checked<()> {
        require!(self.slashing_authorities.contains(key), StakingError::NotSlashingAuthority);
        Ok(())
    }

    /// # Errors
    /// `WithdrawalsHalted` until the time box of a halt has run out.
    pub fn require_withdrawals_open(&self, now: i64) -> Checked<()> {
        let open = self.has_withdrawal_halt == 0 || now >= self.withdrawal_halted_until;
        require!(open, StakingError::WithdrawalsHalted);
        Ok(())
    }

    /// # Errors
    /// `NotRewardAuthority`.
    pub fn require_reward_authority(&self, key: &Pubkey) -> Checked<()> {
        require!(self.reward_authorities.contains(key), StakingError::NotRewardAuthority);
        Ok(())
    }

    /// The totals an epoch's record may have: with roots exactly the schedule's emission and any USDC, without roots
    /// nothing. Moves the schedule's rolling state on to the epoch.
    ///
    /// # Errors
    /// `RewardsNotEmission`, `TotalsWithoutRoots`.
    pub fn require_totals(&mut self, epoch: u64, has_roots: bool, rewards: u64, usdc: u64) -> Checked<()> {
        let emission = self.emission.advance_to(epoch)?;
        if has_roots {
            require!(rewards == emission, StakingError::RewardsNotEmission);
        } else {
            require!(rewards == 0 && usdc == 0, StakingError::TotalsWithoutRoots);
        }
        Ok(())
    }

    /// Takes what a slash pays out of the global vaults out of what they owe.
    pub fn pay_slashed(&mut self, slashed: &Slashed) -> Checked<()> {
        self.pay_reward(slashed.payout.from_reward_vault)?;
        self.pay_reward(slashed.payout.released)?;
        self.pay_reward(slashed.reward_commission)?;
        self.pay_usdc(slashed.usdc_commission)?;
        self.pay_usdc(slashed.settled_usdc)
    }
}

/// `delay` seconds after `time`.
pub fn after(time: i64, delay: u64) -> Checked<i64> {
    Ok(time.checked_add_unsigned(delay).ok_or(StakingError::MathOverflow)?)
}
