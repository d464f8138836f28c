//! Addresses in a file.

use anchor_lang::prelude::Pubkey;
use serde::{Deserialize, Deserializer};

use crate::input::parse_pubkey;

/// One address.
pub fn one<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Pubkey>, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_pubkey(&text).map(Some).map_err(serde::de::Error::custom)
}

/// A list of addresses.
pub fn several<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Pubkey>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    texts.iter().map(|text| parse_pubkey(text).map_err(serde::de::Error::custom)).collect()
}
