//! The forms that values have in the tree file.

use std::{fmt, str::FromStr};

use inference_staking_merkle::Hash;
use serde::{de::Error, Deserialize, Deserializer, Serialize, Serializer};
use solana_pubkey::Pubkey;

use crate::reward_row::RewardRow;

/// The version of the tree file that is written, and the only one that is read.
pub const TREE_FILE_VERSION: u32 = 1;

/// Characters of a value that a message repeats at most. An address in base58 has up to 44, a hash 64.
const MAX_QUOTED_CHARS: usize = 64;

/// A version that this code reads. It stands first in the file: one of another version is refused
/// for that, and not for a field that this code does not know.
#[derive(Serialize)]
pub(super) struct Version(pub(super) u32);

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u32::deserialize(deserializer)? {
            TREE_FILE_VERSION => Ok(Self(TREE_FILE_VERSION)),
            other => {
                Err(Error::custom(format_args!("the file is of version {other}, expected version {TREE_FILE_VERSION}")))
            }
        }
    }
}

/// What is before the leaves.
#[derive(Serialize)]
pub(super) struct Head {
    pub(super) version: Version,
    pub(super) program_id: Address,
    pub(super) epoch: u64,
    pub(super) depth: u8,
    pub(super) root: HexHash,
    pub(super) total_rewards: BaseUnits,
    pub(super) total_usdc: BaseUnits,
}

/// The whole file, as it is read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object, as `rewards build` writes it")]
pub(super) struct Document {
    #[serde(rename = "version")]
    pub(super) _version: Version,
    pub(super) program_id: Address,
    pub(super) epoch: u64,
    pub(super) depth: u8,
    pub(super) root: HexHash,
    pub(super) total_rewards: BaseUnits,
    pub(super) total_usdc: BaseUnits,
    pub(super) leaves: Vec<LeafLine>,
}

/// One leaf.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LeafLine {
    pool: Address,
    reward: BaseUnits,
    usdc: BaseUnits,
}

impl From<&RewardRow> for LeafLine {
    fn from(row: &RewardRow) -> Self {
        Self { pool: Address(row.pool), reward: BaseUnits(row.reward), usdc: BaseUnits(row.usdc) }
    }
}

impl From<LeafLine> for RewardRow {
    fn from(leaf: LeafLine) -> Self {
        Self { pool: leaf.pool.0, reward: leaf.reward.0, usdc: leaf.usdc.0 }
    }
}

/// An address, as base58.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Address(pub(crate) Pubkey);

/// An amount, as a string of decimal digits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BaseUnits(pub(crate) u64);

/// A root or another hash, as 64 lower case hex digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HexHash(pub Hash);

impl fmt::Display for HexHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for HexHash {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse_hash(text).ok_or("write the 64 lower case hex digits of a hash")
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl Serialize for BaseUnits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl Serialize for HexHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text { parse: parse_address, expected: "an address of 32 bytes in base58" })
    }
}

impl<'de> Deserialize<'de> for BaseUnits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expected = "base units as a string of decimal digits, without leading zeros and at most 2^64 - 1";
        deserializer.deserialize_str(Text { parse: parse_base_units, expected })
    }
}

impl<'de> Deserialize<'de> for HexHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text { parse: parse_hash, expected: "a hash of 64 lower case hex digits" })
    }
}

/// Reads a JSON string in place: a million leaves need no string of their own.
struct Text<T> {
    parse: fn(&str) -> Option<T>,
    expected: &'static str,
}

impl<T> serde::de::Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.parse)(text).ok_or_else(|| {
            let excerpt: String = text.chars().take(MAX_QUOTED_CHARS).collect();
            let dots = if excerpt.len() < text.len() { "..." } else { "" };
            E::invalid_value(serde::de::Unexpected::Str(&format!("{excerpt}{dots}")), &self)
        })
    }
}

fn parse_address(text: &str) -> Option<Address> {
    text.parse().ok().map(Address)
}

fn parse_base_units(text: &str) -> Option<BaseUnits> {
    let value: u64 = text.parse().ok()?;
    // One text per amount, so that equal trees have equal files.
    (value.to_string() == text).then_some(BaseUnits(value))
}

fn parse_hash(text: &str) -> Option<HexHash> {
    let mut hash = [0; 32];
    if text.len() != 64 || !text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    for (byte, at) in hash.iter_mut().zip((0usize..).step_by(2)) {
        *byte = u8::from_str_radix(text.get(at..)?.get(..2)?, 16).ok()?;
    }
    Some(HexHash(hash))
}
