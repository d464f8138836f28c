//! Borsh as the IDL describes it.

use std::fmt;

use anchor_lang::prelude::Pubkey;
use serde_json::Value;

use super::unit::in_words;
use crate::view::Decimals;

/// The most elements of a list that are read: more than any instruction has.
const MOST_ELEMENTS: u64 = 100_000;

/// Bytes that are read one value after the other.
pub(super) struct Bytes<'a> {
    rest: &'a [u8],
    types: &'a [Value],
    decimals: Option<Decimals>,
}

/// A value that was read.
pub(super) enum Read {
    Plain(String),
    Nothing,
    List(Vec<Read>),
    Fields(String, Vec<(String, Read)>),
}

impl<'a> Bytes<'a> {
    pub(super) fn new(rest: &'a [u8], types: &'a [Value], decimals: Option<Decimals>) -> Self {
        Self { rest, types, decimals }
    }

    /// The next value, of this name and type; `None` if there are too few bytes, or no such type.
    pub(super) fn read(&mut self, name: &str, of: &Value) -> Option<Read> {
        if let Some(kind) = of.as_str() {
            return self.plain(name, kind).map(Read::Plain);
        }
        if let Some(inner) = of.get("option") {
            return match self.take::<1>()? {
                [0] => Some(Read::Nothing),
                _ => self.read(name, inner),
            };
        }
        if let Some(inner) = of.get("vec") {
            let count = u64::from(u32::from_le_bytes(self.take()?));
            return self.list(name, inner, count);
        }
        if let Some([inner, count]) = of.get("array").and_then(Value::as_array).map(Vec::as_slice) {
            let count = count.as_u64()?;
            return match inner.as_str() {
                Some("u8") => self.bytes(name, count).map(Read::Plain),
                _ => self.list(name, inner, count),
            };
        }
        let kind = of.pointer("/defined/name")?.as_str()?;
        let types = self.types;
        let defined = types.iter().find(|defined| defined["name"] == kind)?.get("type")?;
        let variants = items(defined, "variants");
        if variants.is_empty() {
            return self.fields("", defined);
        }
        let [place] = self.take()?;
        let variant = variants.get(usize::from(place))?;
        self.fields(variant["name"].as_str()?, variant)
    }

    fn fields(&mut self, name: &str, of: &Value) -> Option<Read> {
        let mut read = Vec::new();
        for field in items(of, "fields") {
            let name = field["name"].as_str()?;
            read.push((without_unit(name), self.read(name, &field["type"])?));
        }
        Some(Read::Fields(name.to_owned(), read))
    }

    fn list(&mut self, name: &str, of: &Value, count: u64) -> Option<Read> {
        if count > MOST_ELEMENTS {
            return None;
        }
        let mut read = Vec::new();
        for _ in 0..count {
            read.push(self.read(name, of)?);
        }
        Some(Read::List(read))
    }

    /// 32 bytes are a hash if they are no name; others are a text with zeros behind it, or else shown in hexadecimal.
    fn bytes(&mut self, name: &str, count: u64) -> Option<String> {
        let (bytes, rest) = self.rest.split_at_checked(usize::try_from(count).ok()?)?;
        self.rest = rest;
        let text = std::str::from_utf8(bytes)
            .ok()
            .filter(|_| bytes.len() != 32 || name == "name")
            .map(|text| text.trim_end_matches('\0'));
        Some(text.map_or_else(|| bytes.iter().map(|byte| format!("{byte:02x}")).collect(), str::to_owned))
    }

    fn plain(&mut self, name: &str, kind: &str) -> Option<String> {
        Some(match kind {
            "bool" => if self.take::<1>()? == [0] { "no" } else { "yes" }.to_owned(),
            "u8" => self.take::<1>()?[0].to_string(),
            "u16" => in_words(name, u16::from_le_bytes(self.take()?).into(), self.decimals),
            "u32" => u32::from_le_bytes(self.take()?).to_string(),
            "u64" => in_words(name, u64::from_le_bytes(self.take()?), self.decimals),
            "u128" => u128::from_le_bytes(self.take()?).to_string(),
            "i64" => i64::from_le_bytes(self.take()?).to_string(),
            "pubkey" => Pubkey::new_from_array(self.take()?).to_string(),
            _ => return None,
        })
    }

    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.rest.split_first_chunk::<N>()?;
        self.rest = rest;
        Some(*taken)
    }
}

/// A name without the unit that the value is written with.
pub(super) fn without_unit(name: &str) -> String {
    name.strip_suffix("_bps").unwrap_or(name).to_owned()
}

impl Read {
    /// Names and values of an argument: fields each by itself, those of an argument's fields with its name in front. What is not given
    /// does not change anything.
    pub(super) fn rows(self, name: String) -> Vec<(String, String)> {
        match self {
            Self::Fields(variant, fields) => {
                let given = fields.into_iter().filter(|(_, value)| !matches!(value, Self::Nothing));
                let inner = given.flat_map(|(field, value)| {
                    let is_argument = variant.is_empty() && name == "args";
                    value.rows(if is_argument { field } else { format!("{name}.{field}") })
                });
                let inner = inner.collect::<Vec<_>>();
                let itself = (!variant.is_empty()).then(|| (name.clone(), variant));
                itself.into_iter().chain(inner).collect()
            }
            value => vec![(name, value.to_string())],
        }
    }
}

/// What the IDL lists under a key.
pub(super) fn items<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

impl fmt::Display for Read {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(text) => f.write_str(text),
            Self::Nothing => f.write_str("none"),
            Self::List(values) => {
                let values: Vec<_> = values.iter().map(Self::to_string).collect();
                write!(f, "[{}]", values.join(", "))
            }
            Self::Fields(name, fields) => {
                // What is not given does not change anything.
                let given = fields.iter().filter(|(_, value)| !matches!(value, Self::Nothing));
                let fields: Vec<_> = given.map(|(name, value)| format!("{name}: {value}")).collect();
                write!(f, "{name}{}{{ {} }}", if name.is_empty() { "" } else { " " }, fields.join(", "))
            }
        }
    }
}
