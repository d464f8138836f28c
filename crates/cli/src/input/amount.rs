//! Amounts in tokens, exact: digits in, base units out, never through floats.

use std::fmt;
use std::str::FromStr;

use inference_staking_rewards::in_units;
use serde::Deserialize;
use thiserror::Error;

/// Most decimals of a mint whose unit fits the 64 bits of an amount.
const MOST_DECIMALS: usize = 19;

/// Why a text is no amount.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum AmountFault {
    /// Not digits with at most one point between them.
    #[error("`{0}` is no amount: write digits with at most one point between them, such as 1500 or 1.5")]
    NotDecimal(String),
    /// Finer than the mint's smallest unit.
    #[error("`{amount}` has {has} decimals, the mint only {decimals}: leave out what is finer than {smallest}")]
    TooFine {
        /// The amount.
        amount: String,
        /// Its decimals.
        has: usize,
        /// Those of the mint.
        decimals: u8,
        /// The smallest amount there is.
        smallest: String,
    },
    /// More than a token account can hold.
    #[error("`{amount}` is more than a token account can hold: at most {most}")]
    TooLarge {
        /// The amount.
        amount: String,
        /// The largest there is.
        most: String,
    },
}

/// A number without a sign, as digits before and after the point.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(try_from = "Written")]
pub struct Decimal {
    whole: String,
    /// Without zeros at the end.
    fraction: String,
}

impl FromStr for Decimal {
    type Err = AmountFault;

    fn from_str(text: &str) -> Result<Self, AmountFault> {
        let fault = || AmountFault::NotDecimal(text.to_owned());
        let (whole, fraction) = match text.split_once('.') {
            Some((whole, fraction)) if !fraction.is_empty() => (whole, fraction),
            Some(_) => return Err(fault()),
            None => (text, ""),
        };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) {
            return Err(fault());
        }
        let whole = whole.trim_start_matches('0');
        let whole = if whole.is_empty() { "0" } else { whole };
        Ok(Self { whole: whole.to_owned(), fraction: fraction.trim_end_matches('0').to_owned() })
    }
}

impl Decimal {
    /// The amount in units of 10^-`decimals`.
    ///
    /// # Errors
    /// `TooFine` or `TooLarge`.
    pub fn to_base(&self, decimals: u8) -> Result<u64, AmountFault> {
        let places = usize::from(decimals);
        if self.fraction.len() > places {
            let (amount, has) = (self.to_string(), self.fraction.len());
            return Err(AmountFault::TooFine { amount, has, decimals, smallest: ui(1, decimals) });
        }
        let too_large = || AmountFault::TooLarge { amount: self.to_string(), most: ui(u64::MAX, decimals) };
        if places > MOST_DECIMALS && self.whole != "0" {
            return Err(too_large());
        }
        format!("{}{:0<places$}", self.whole, self.fraction).parse().map_err(|_| too_large())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.whole)?;
        if self.fraction.is_empty() {
            return Ok(());
        }
        write!(f, ".{}", self.fraction)
    }
}

/// An amount, or everything there is.
#[derive(Clone, Debug, Deserialize, PartialEq, Eq)]
#[serde(try_from = "Written")]
pub enum Quantity {
    /// Everything.
    All,
    /// So much.
    Exactly(Decimal),
}

impl FromStr for Quantity {
    type Err = AmountFault;

    fn from_str(text: &str) -> Result<Self, AmountFault> {
        if text.eq_ignore_ascii_case("all") {
            return Ok(Self::All);
        }
        text.parse().map(Self::Exactly)
    }
}

/// A number in a file: quoted, or a whole number as it is. A float would not be exact.
#[derive(Deserialize)]
#[serde(untagged, expecting = "write an amount in quotes, such as \"1.5\", or a whole number")]
enum Written {
    Text(String),
    Whole(u64),
}

impl TryFrom<Written> for Decimal {
    type Error = AmountFault;

    fn try_from(written: Written) -> Result<Self, AmountFault> {
        match written {
            Written::Text(text) => text.parse(),
            Written::Whole(whole) => Ok(Self { whole: whole.to_string(), fraction: String::new() }),
        }
    }
}

impl TryFrom<Written> for Quantity {
    type Error = AmountFault;

    fn try_from(written: Written) -> Result<Self, AmountFault> {
        match written {
            Written::Text(text) => text.parse(),
            whole @ Written::Whole(_) => Decimal::try_from(whole).map(Self::Exactly),
        }
    }
}

/// Base units as a decimal number of tokens, without zeros at its end.
pub fn ui(base: u64, decimals: u8) -> String {
    in_units(base.into(), decimals)
}
