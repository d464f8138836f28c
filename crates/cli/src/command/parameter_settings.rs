//! Parameters of the singleton, as flags and as a table of the `init` file: one flag for each.

use anchor_lang::prelude::Pubkey;
use clap::{ArgAction, Args};
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::state::PoolOverviewParameters;
use serde::Deserialize;

use crate::failure::{Failure, Outcome};
use crate::input::{parse_holder, Bps, Decimal, Span};

/// Parameters that were given.
#[derive(Args, Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
pub struct ParameterSettings {
    /// Whether pools may be created
    #[arg(long, action = ArgAction::Set, value_name = "BOOL")]
    pub pool_creation_allowed: Option<bool>,
    /// Tokens that creating a pool costs
    #[arg(long, value_name = "TOKENS")]
    pub registration_fee: Option<Decimal>,
    /// Wallet whose associated stake token account receives the fee
    #[arg(long, value_name = "ADDRESS", value_parser = parse_holder)]
    #[serde(deserialize_with = "super::file_address::one")]
    pub registration_fee_wallet: Option<Pubkey>,
    /// Tokens that the operator of an open pool keeps staked, at least 1 (on a test network 0)
    #[arg(long, value_name = "TOKENS")]
    pub min_operator_token_stake: Option<Decimal>,
    /// Cooldown of delegators, at least 1d and the minimum epoch length (on a test network 0), up to 90d
    #[arg(long, value_name = "TIME")]
    pub delegator_unstake_delay: Option<Span>,
    /// Cooldown of operators, the same, and at least the slashing delay
    #[arg(long, value_name = "TIME")]
    pub operator_unstake_delay: Option<Span>,
    /// Time that a pool is halted before it can be slashed, 1d (on a test network 0) to 90d
    #[arg(long, value_name = "TIME")]
    pub slashing_delay: Option<Span>,
    /// Time that a reward record waits before it can be accrued, 1h to 3d and at most the minimum epoch length less 3h (on a test network
    /// 0 to 3d)
    #[arg(long, value_name = "TIME")]
    pub challenge_period: Option<Span>,
    /// Time after a record is claimable from which a pool may skip it, 1d to 14d (on a test network 0 to 30d)
    #[arg(long, value_name = "TIME")]
    pub bypass_delay: Option<Span>,
    /// Time between a finalization and the next mark, 6h (on a test network 0, which is off) to 7d
    #[arg(long, value_name = "TIME")]
    pub min_epoch_length: Option<Span>,
    /// Highest commission a pool may set
    #[arg(long, value_name = "RATE")]
    pub max_commission: Option<Bps>,
    /// Epochs between the announcement of a commission increase and its effect, 1 to 30
    #[arg(long, value_name = "EPOCHS")]
    pub commission_notice_epochs: Option<u16>,
}

/// A parameter that a creation cannot do without.
fn needed<T>(value: Option<T>, name: &str) -> Outcome<T> {
    value.ok_or_else(|| Failure::bad_input(format!("parameter `{name}` is missing: give it in the file or as a flag")))
}

fn base_units(amount: &Decimal, decimals: u8, name: &str) -> Outcome<u64> {
    amount.to_base(decimals).map_err(|error| Failure::bad_input(format!("{name}: {error}")))
}

impl ParameterSettings {
    /// These, and what they leave out from `other`.
    pub fn or(self, other: Self) -> Self {
        Self {
            pool_creation_allowed: self.pool_creation_allowed.or(other.pool_creation_allowed),
            registration_fee: self.registration_fee.or(other.registration_fee),
            registration_fee_wallet: self.registration_fee_wallet.or(other.registration_fee_wallet),
            min_operator_token_stake: self.min_operator_token_stake.or(other.min_operator_token_stake),
            delegator_unstake_delay: self.delegator_unstake_delay.or(other.delegator_unstake_delay),
            operator_unstake_delay: self.operator_unstake_delay.or(other.operator_unstake_delay),
            slashing_delay: self.slashing_delay.or(other.slashing_delay),
            challenge_period: self.challenge_period.or(other.challenge_period),
            bypass_delay: self.bypass_delay.or(other.bypass_delay),
            min_epoch_length: self.min_epoch_length.or(other.min_epoch_length),
            max_commission: self.max_commission.or(other.max_commission),
            commission_notice_epochs: self.commission_notice_epochs.or(other.commission_notice_epochs),
        }
    }

    /// All parameters, for a creation. The fee wallet may be left out if there is no fee.
    ///
    /// # Errors
    /// Bad input if one is missing.
    pub fn all(self, decimals: u8) -> Outcome<PoolOverviewParameters> {
        let fee = base_units(&needed(self.registration_fee, "registration_fee")?, decimals, "registration_fee")?;
        let wallet = match fee {
            0 => self.registration_fee_wallet.unwrap_or_default(),
            _ => needed(self.registration_fee_wallet, "registration_fee_wallet")?,
        };
        let minimum = needed(self.min_operator_token_stake, "min_operator_token_stake")?;
        Ok(PoolOverviewParameters {
            pool_creation_allowed: needed(self.pool_creation_allowed, "pool_creation_allowed")?,
            registration_fee: fee,
            registration_fee_wallet: wallet,
            min_operator_token_stake: base_units(&minimum, decimals, "min_operator_token_stake")?,
            delegator_unstake_delay: needed(self.delegator_unstake_delay, "delegator_unstake_delay")?.0,
            operator_unstake_delay: needed(self.operator_unstake_delay, "operator_unstake_delay")?.0,
            slashing_delay: needed(self.slashing_delay, "slashing_delay")?.0,
            challenge_period: needed(self.challenge_period, "challenge_period")?.0,
            bypass_delay: needed(self.bypass_delay, "bypass_delay")?.0,
            min_epoch_length: needed(self.min_epoch_length, "min_epoch_length")?.0,
            max_commission_bps: needed(self.max_commission, "max_commission")?.0,
            commission_notice_epochs: needed(self.commission_notice_epochs, "commission_notice_epochs")?,
        })
    }

    /// Those that were given, for an update.
    ///
    /// # Errors
    /// Bad input if an amount is too fine or too large.
    pub fn given(self, decimals: u8) -> Outcome<UpdatePoolOverviewArgs> {
        let amount = |amount: Option<Decimal>, name| amount.map(|it| base_units(&it, decimals, name)).transpose();
        Ok(UpdatePoolOverviewArgs {
            pool_creation_allowed: self.pool_creation_allowed,
            registration_fee: amount(self.registration_fee, "--registration-fee")?,
            registration_fee_wallet: self.registration_fee_wallet,
            min_operator_token_stake: amount(self.min_operator_token_stake, "--min-operator-token-stake")?,
            delegator_unstake_delay: self.delegator_unstake_delay.map(|time| time.0),
            operator_unstake_delay: self.operator_unstake_delay.map(|time| time.0),
            slashing_delay: self.slashing_delay.map(|time| time.0),
            challenge_period: self.challenge_period.map(|time| time.0),
            bypass_delay: self.bypass_delay.map(|time| time.0),
            min_epoch_length: self.min_epoch_length.map(|time| time.0),
            max_commission_bps: self.max_commission.map(|rate| rate.0),
            commission_notice_epochs: self.commission_notice_epochs,
            ..Default::default()
        })
    }
}
