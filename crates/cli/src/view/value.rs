//! Values, each with the unit that says how it is written, and views of named values. They contain each other.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::text::escaped;
use inference_staking_client::time::utc;

use super::Decimals;
use crate::input::{ui, Bps, Rate, Span};

/// A value and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// There is none.
    Nothing,
    /// Yes or no.
    Flag(bool),
    /// A number of things.
    Count(u64),
    /// A number that may not fit 64 bits.
    Wide(u128),
    /// Words.
    Text(String),
    /// An address.
    Key(Pubkey),
    /// 32 bytes in hexadecimal.
    Hash([u8; 32]),
    /// Base units of the stake token.
    Tokens(u64),
    /// Base units of USDC.
    Usdc(u64),
    /// Shares; a new pool gives one for each base unit.
    Shares(u64),
    /// Base units of SOL.
    Lamports(u64),
    /// An amount whose unit is written with it, for columns of different units.
    InWords(Box<Value>),
    /// Basis points.
    Bps(u16),
    /// A rate of 10^15.
    Rate(u64),
    /// A span in seconds.
    Seconds(u64),
    /// Unix seconds.
    Time(i64),
    /// Values of one kind.
    List(Vec<Value>),
    /// A table; all views have the same names.
    Rows(Vec<View>),
    /// The table that was asked for: CSV is this table, also if it is empty.
    Listing {
        /// A row of nothing, which has its columns.
        blank: View,
        /// Its rows, of these columns.
        rows: Vec<View>,
    },
    /// Views of different kinds, one below the other.
    Entries(Vec<View>),
    /// Values that belong together.
    Section(View),
    /// Values that belong together and that only JSON shows.
    Detail(View),
}

/// Named values in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    fields: Vec<(&'static str, Value)>,
}

impl View {
    /// Without values.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more value. Names are snake_case and stable: they are the keys of the JSON.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.fields.push((name, value.into()));
        self
    }

    /// With one more value, if there is one; tables and JSON leave it out otherwise.
    #[must_use]
    pub fn with_some(self, name: &'static str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// With the table that was asked for. A blank row names its columns, also where there is no row.
    #[must_use]
    pub fn with_listing(self, name: &'static str, blank: Self, rows: Vec<View>) -> Self {
        self.with(name, Value::Listing { blank, rows })
    }

    /// With all values of another view behind its own.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.fields.extend(other.fields);
        self
    }

    /// Without the value of this name.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(other, _)| *other != name);
        self
    }

    /// Names and values.
    pub fn fields(&self) -> &[(&'static str, Value)] {
        &self.fields
    }
}

impl Value {
    /// An address, or nothing if it is the zero key.
    pub fn key_or_none(key: Pubkey) -> Self {
        if key == Pubkey::default() {
            Self::Nothing
        } else {
            Self::Key(key)
        }
    }

    /// The addresses that are not zero.
    pub fn keys(keys: &[Pubkey]) -> Self {
        Self::List(keys.iter().filter(|key| **key != Pubkey::default()).map(|key| Self::Key(*key)).collect())
    }

    /// Base units and decimals of an amount.
    pub(super) fn amount(&self, decimals: Decimals) -> Option<(u64, u8)> {
        match self {
            Self::Tokens(amount) | Self::Shares(amount) => Some((*amount, decimals.stake)),
            Self::Usdc(amount) => Some((*amount, decimals.usdc)),
            Self::InWords(amount) => amount.amount(decimals),
            Self::Lamports(amount) => Some((*amount, 9)),
            _ => None,
        }
    }

    /// The value on one line.
    pub(super) fn line(&self, decimals: Decimals) -> String {
        if let Self::InWords(amount) = self {
            return format!("{} {}", amount.line(decimals), amount.unit().unwrap_or_default()).trim_end().to_owned();
        }
        if let Some((amount, places)) = self.amount(decimals) {
            return ui(amount, places);
        }
        match self {
            Self::Nothing => "-".to_owned(),
            Self::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
            Self::Count(count) => count.to_string(),
            Self::Wide(number) => number.to_string(),
            Self::Text(text) => escaped(text),
            Self::Key(key) => key.to_string(),
            Self::Hash(bytes) => hex(bytes),
            Self::Bps(bps) => Bps(*bps).to_string(),
            Self::Rate(rate) => Rate(*rate).to_string(),
            Self::Seconds(seconds) => Span(*seconds).to_string(),
            Self::Time(time) => utc(*time),
            Self::List(values) if values.is_empty() => "none".to_owned(),
            Self::List(values) => values.iter().map(|value| value.line(decimals)).collect::<Vec<_>>().join(", "),
            _ => String::new(),
        }
    }

    /// The unit that a label names.
    pub(super) fn unit(&self) -> Option<&'static str> {
        match self {
            Self::Tokens(_) => Some("tokens"),
            Self::Usdc(_) => Some("USDC"),
            Self::Shares(_) => Some("shares"),
            Self::Lamports(_) => Some("SOL"),
            _ => None,
        }
    }
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

macro_rules! from {
    ($($kind:ty => $variant:ident),+ $(,)?) => {
        $(impl From<$kind> for Value {
            fn from(value: $kind) -> Self {
                Self::$variant(value)
            }
        })+
    };
}

from!(bool => Flag, String => Text, Pubkey => Key, u128 => Wide, Vec<View> => Rows, View => Section, [u8; 32] => Hash);

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Nothing, Into::into)
    }
}
