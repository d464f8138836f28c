//! What the parameters decide (SPEC 12). Which there are is in `parameter_values.rs`, their bounds are in `bounds.rs`.

use anchor_lang::prelude::*;

use super::account::PoolOverview;
use super::bounds::Bounds;
use super::parameter_values::PoolOverviewParameters;
use crate::error::{require, Checked, StakingError};

impl PoolOverview {
    /// Whether this is a test network, for ever: its parameters have wider bounds, and no display leaves that out.
    pub fn is_test_network(&self) -> bool {
        self.is_test_network != 0
    }

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

    /// Writes the parameters after checking every bound, with the network's kind and the stake token's decimals, which are
    /// stored before.
    ///
    /// # Errors
    /// One for each bound (SPEC 12).
    pub fn set_parameters(&mut self, parameters: &PoolOverviewParameters) -> Checked<()> {
        let fee_has_wallet =
            parameters.registration_fee == 0 || parameters.registration_fee_wallet != Pubkey::default();
        require!(fee_has_wallet, StakingError::FeeWalletIsZero);
        Bounds::of(self.is_test_network()).require(parameters, self.stake_decimals)?;
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
