//! The file that `init` reads, in TOML, YAML or JSON, and what `init` and `migrate` make of it.

use std::path::Path;

use anchor_lang::prelude::Pubkey;
use clap::{ArgAction, Args};
use inference_staking_client::instruction::Mints;
use inference_staking_client::instructions::CreatePoolOverviewArgs;
use inference_staking_client::intent::SlashingDestinations;
use inference_staking_rewards::{in_plain_words, read_text};
use serde::de::DeserializeOwned;
use serde::Deserialize;

use super::emission_settings::EmissionSettings;
use super::file_address;
use super::parameter_settings::ParameterSettings;
use crate::failure::{Failure, Outcome};
use crate::input::parse_holder;

/// A file to start from, in TOML. Every value is one that a network could start with, except the addresses.
pub const TEMPLATE: &str = include_str!("init_template.toml");

/// Mints, destinations and authorities.
#[derive(Args, Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
pub struct AddressSettings {
    /// Mint of the stake token (classic SPL Token)
    #[arg(long, value_name = "MINT", value_parser = parse_holder)]
    #[serde(deserialize_with = "file_address::one")]
    pub stake_mint: Option<Pubkey>,
    /// Mint of USDC (classic SPL Token)
    #[arg(long, value_name = "MINT", value_parser = parse_holder)]
    #[serde(deserialize_with = "file_address::one")]
    pub usdc_mint: Option<Pubkey>,
    /// Stake token account that receives slashed tokens
    #[arg(long, value_name = "TOKEN_ACCOUNT", value_parser = parse_holder)]
    #[serde(deserialize_with = "file_address::one")]
    pub slashing_token_destination: Option<Pubkey>,
    /// USDC account that receives slashed USDC
    #[arg(long, value_name = "TOKEN_ACCOUNT", value_parser = parse_holder)]
    #[serde(deserialize_with = "file_address::one")]
    pub slashing_usdc_destination: Option<Pubkey>,
    /// Who may mark epochs and create reward records, up to 5
    #[arg(long = "reward-authority", value_name = "ADDRESS", value_parser = parse_holder)]
    #[serde(deserialize_with = "file_address::several")]
    pub reward_authorities: Vec<Pubkey>,
    /// Who may halt pools and revoke records, up to 5
    #[arg(long = "halt-authority", value_name = "ADDRESS", value_parser = parse_holder)]
    #[serde(deserialize_with = "file_address::several")]
    pub halt_authorities: Vec<Pubkey>,
    /// Who may slash, up to 5
    #[arg(long = "slashing-authority", value_name = "ADDRESS", value_parser = parse_holder)]
    #[serde(deserialize_with = "file_address::several")]
    pub slashing_authorities: Vec<Pubkey>,
}

impl AddressSettings {
    /// These, and what they leave out from `other`.
    pub fn or(self, other: Self) -> Self {
        let list = |own: Vec<Pubkey>, other| if own.is_empty() { other } else { own };
        Self {
            stake_mint: self.stake_mint.or(other.stake_mint),
            usdc_mint: self.usdc_mint.or(other.usdc_mint),
            slashing_token_destination: self.slashing_token_destination.or(other.slashing_token_destination),
            slashing_usdc_destination: self.slashing_usdc_destination.or(other.slashing_usdc_destination),
            reward_authorities: list(self.reward_authorities, other.reward_authorities),
            halt_authorities: list(self.halt_authorities, other.halt_authorities),
            slashing_authorities: list(self.slashing_authorities, other.slashing_authorities),
        }
    }
}

/// All that a network starts with, as far as it was given.
#[derive(Args, Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
pub struct InitSettings {
    /// Whether this is a test network, for ever: parameters of one for real money have narrower bounds
    #[arg(long, action = ArgAction::Set, value_name = "BOOL")]
    pub is_test_network: Option<bool>,
    #[command(flatten)]
    pub addresses: AddressSettings,
    #[command(flatten)]
    pub parameters: ParameterSettings,
    #[command(flatten)]
    pub emission: EmissionSettings,
}

/// Reads a file of settings: TOML, or YAML and JSON by their names.
///
/// # Errors
/// Bad input with the place of the fault.
pub fn read<T: DeserializeOwned>(path: &Path) -> Outcome<T> {
    let place = path.display();
    let text = read_text(path).map_err(|error| Failure::bad_input(format!("{place}: {error}")))?;
    // Some editors begin a file with a byte order mark.
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    let fault =
        |error: &dyn std::fmt::Display| Failure::bad_input(format!("{place}: {}", in_plain_words(&error.to_string())));
    match ending {
        "json" => serde_json::from_str(text).map_err(|error| fault(&error)),
        "yaml" | "yml" => serde_yaml_ng::from_str(text).map_err(|error| fault(&error)),
        _ => toml::from_str(text).map_err(|error| fault(&error)),
    }
}

impl InitSettings {
    /// These, and what they leave out from `other`.
    pub fn or(self, other: Self) -> Self {
        Self {
            is_test_network: self.is_test_network.or(other.is_test_network),
            addresses: self.addresses.or(other.addresses),
            parameters: self.parameters.or(other.parameters),
            emission: self.emission.or(other.emission),
        }
    }
    /// Mints and destinations, none of which a network can do without.
    ///
    /// # Errors
    /// Bad input if one is missing.
    pub fn tokens(&self) -> Outcome<(Mints, SlashingDestinations<Pubkey>)> {
        let addresses = &self.addresses;
        let mints = Mints {
            stake: needed(addresses.stake_mint, "stake_mint")?,
            usdc: needed(addresses.usdc_mint, "usdc_mint")?,
        };
        let slashing = SlashingDestinations {
            tokens: needed(addresses.slashing_token_destination, "slashing_token_destination")?,
            usdc: needed(addresses.slashing_usdc_destination, "slashing_usdc_destination")?,
        };
        Ok((mints, slashing))
    }

    /// All the rest, with the decimals of the stake token.
    ///
    /// # Errors
    /// Bad input if something is missing, or an amount is too fine or too large.
    pub fn network(self, decimals: u8) -> Outcome<CreatePoolOverviewArgs> {
        Ok(CreatePoolOverviewArgs {
            reward_authorities: self.addresses.reward_authorities,
            halt_authorities: self.addresses.halt_authorities,
            slashing_authorities: self.addresses.slashing_authorities,
            is_test_network: self.is_test_network.ok_or_else(|| Failure::bad_input(NETWORK_KIND_MISSING))?,
            parameters: self.parameters.all(decimals)?,
            emission: self.emission.schedule(decimals)?,
        })
    }
}

const NETWORK_KIND_MISSING: &str =
    "`is_test_network` is missing: say `true` or `false` in the file or as a flag (see `init \
     --template`); it is fixed for ever";

fn needed<T>(value: Option<T>, name: &str) -> Outcome<T> {
    let message = || format!("address `{name}` is missing: give it in the file or as a flag (see `init --template`)");
    value.ok_or_else(|| Failure::bad_input(message()))
}
