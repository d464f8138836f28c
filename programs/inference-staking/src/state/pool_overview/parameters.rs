//! The parameters, their bounds, and what they decide (SPEC 12).

use anchor_lang::prelude::*;

use super::account::PoolOverview;
use crate::constants::*;
use crate::error::{require, Checked, StakingError};

/// Parameters that the program admin sets (bounds: SPEC 12). Durations in seconds.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, PartialEq, Eq)]
pub struct PoolOverviewParameters {
    /// Whether pools may be created.
    pub pool_creation_allowed: bool,
    /// Stake tokens that creating a pool costs, base units.
    pub registration_fee: u64,
    /// Wallet whose stake token account receives the fee.
    pub registration_fee_wallet: Pubkey,
    /// Stake tokens that the operator of an open pool keeps staked, base units.
    pub min_operator_token_stake: u64,
    /// Cooldown of delegators: minimum epoch length to 90 days.
    pub delegator_unstake_delay: u64,
    /// Cooldown of operators: at least the slashing delay and the minimum epoch length, to 90 days.
    pub operator_unstake_delay: u64,
    /// Time that a pool is halted before it can be slashed: 1 to 90 days.
    pub slashing_delay: u64,
    /// Time that a reward record waits before it can be accrued: 0 to 3 days.
    pub challenge_period: u64,
    /// Time after a record is claimable from which a pool may skip it: 1 to 30 days.
    pub bypass_delay: u64,
    /// Time between a finalization and the next mark: 0 (off) to 7 days.
    pub min_epoch_length: u64,
    /// Highest commission a pool may set, bps: 0 to 10,000.
    pub max_commission_bps: u16,
    /// Epochs between the announcement of a commission increase and its effect: 1 to 30.
    pub commission_notice_epochs: u16,
}

impl PoolOverviewParameters {
    /// # Errors
    /// One for each bound (SPEC 12).
    fn validate(&self) -> Checked<()> {
        let unstake_delays = self.min_epoch_length..=MAX_UNSTAKE_DELAY;
        let slashing_delays = MIN_SLASHING_DELAY..=MAX_SLASHING_DELAY;
        let bypass_delays = MIN_BYPASS_DELAY..=MAX_BYPASS_DELAY;
        let notices = MIN_COMMISSION_NOTICE..=MAX_COMMISSION_NOTICE;
        let max_bps = inference_staking_math::commission::BPS_DENOMINATOR;

        let fee_has_wallet = self.registration_fee == 0 || self.registration_fee_wallet != Pubkey::default();
        require!(fee_has_wallet, StakingError::FeeWalletIsZero);
        require!(self.min_epoch_length <= MAX_MIN_EPOCH_LENGTH, StakingError::MinEpochLengthOutOfRange);
        require!(unstake_delays.contains(&self.delegator_unstake_delay), StakingError::DelegatorDelayOutOfRange);
        require!(unstake_delays.contains(&self.operator_unstake_delay), StakingError::OperatorDelayOutOfRange);
        require!(slashing_delays.contains(&self.slashing_delay), StakingError::SlashingDelayOutOfRange);
        require!(self.operator_unstake_delay >= self.slashing_delay, StakingError::OperatorDelayBelowSlashingDelay);
        require!(self.challenge_period <= MAX_CHALLENGE_PERIOD, StakingError::ChallengePeriodOutOfRange);
        require!(bypass_delays.contains(&self.bypass_delay), StakingError::BypassDelayOutOfRange);
        require!(self.max_commission_bps <= max_bps, StakingError::MaxCommissionOutOfRange);
        require!(notices.contains(&self.commission_notice_epochs), StakingError::CommissionNoticeOutOfRange);
        Ok(())
    }
}

impl PoolOverview {
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
    /// One for each bound (SPEC 12).
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

    /// # Errors
    /// `PoolCreationNotAllowed`.
    pub fn require_pool_creation_allowed(&self) -> Checked<()> {
        require!(self.pool_creation_allowed != 0, StakingError::PoolCreationNotAllowed);
        Ok(())
    }

    /// The registration fee has no bound, so who pays it names the most it will pay.
    ///
    /// # Errors
    /// `RegistrationFeeTooHigh`.
    pub fn require_registration_fee_up_to(&self, max_registration_fee: u64) -> Checked<()> {
        require!(self.registration_fee <= max_registration_fee, StakingError::RegistrationFeeTooHigh);
        Ok(())
    }

    /// The cooldown of an unstake that begins now, seconds.
    pub fn unstake_delay(&self, is_operator: bool) -> u64 {
        if is_operator {
            self.operator_unstake_delay
        } else {
            self.delegator_unstake_delay
        }
    }

    /// A commission that a pool begins with or schedules is at most the maximum.
    ///
    /// # Errors
    /// `CommissionAboveMaximum`.
    pub fn require_commission_allowed(&self, bps: u16) -> Checked<()> {
        require!(bps <= self.max_commission_bps, StakingError::CommissionAboveMaximum);
        Ok(())
    }
}
