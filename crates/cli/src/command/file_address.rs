//! Addresses in a file.

use anchor_lang::prelude::Pubkey;
use serde::{Deserialize, Deserializer};

use crate::input::parse_holder;

/// One address.
pub fn required<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Pubkey, D::Error> {
    parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}

/// One address, if there is one.
pub fn one<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Pubkey>, D::Error> {
    required(deserializer).map(Some)
}

/// A list of addresses.
pub fn several<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Pubkey>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    texts.iter().map(|text| parse(text).map_err(serde::de::Error::custom)).collect()
}

/// What stands in angle brackets is for whoever takes the file over to replace. The zero key stands for nobody on chain, and as an
/// address it is the system program: no setting means either.
fn parse(text: &str) -> Result<Pubkey, String> {
    match text.starts_with('<') && text.ends_with('>') {
        true => Err(format!("`{text}` is still to be filled in: write an address in its place")),
        false => parse_holder(text),
    }
}
