//! Rates: basis points of commissions, and the finer rates of the emission schedule.

use std::fmt;
use std::str::FromStr;

use inference_staking_math::emission::RATE_ONE;
use serde::Deserialize;

use super::{ui, AmountFault, Decimal};

/// Decimals of a percentage in basis points.
const BPS_DECIMALS: u8 = 2;
/// Decimals of a percentage in units of 10^-15.
const RATE_DECIMALS: u8 = 13;

/// Basis points, of 10,000.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(try_from = "Written")]
pub struct Bps(pub u16);

impl FromStr for Bps {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fault =
            || format!("`{text}` is no rate: write a percentage such as 12.5%, or basis points such as 1250bps");
        let too_high = || format!("`{text}` is above 100%: write at most 100% or 10000 basis points");
        let bps = match text.strip_suffix('%') {
            Some(percent) => {
                let percent: Decimal = percent.trim_end().parse().map_err(|_| fault())?;
                percent.to_base(BPS_DECIMALS).map_err(|why| match why {
                    AmountFault::TooLarge { .. } => too_high(),
                    _ => format!("`{text}` is finer than 0.01%: write at most 2 decimals"),
                })?
            }
            None => {
                // A bare number would be taken for percent by one and for basis points by another; 0 is the same in both.
                let digits = text.strip_suffix("bps").or((text == "0").then_some(text)).ok_or_else(fault)?.trim_end();
                let unsigned = digits.bytes().all(|byte| byte.is_ascii_digit());
                digits.parse::<u64>().ok().filter(|_| unsigned).ok_or_else(fault)?
            }
        };
        u16::try_from(bps).ok().filter(|bps| *bps <= 10_000).map(Self).ok_or_else(too_high)
    }
}

impl fmt::Display for Bps {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", ui(u64::from(self.0), BPS_DECIMALS))
    }
}

/// A rate of the emission schedule, of 10^15.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(try_from = "Written")]
pub struct Rate(pub u64);

impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fault = || format!("`{text}` is no rate: write a percentage with at most 13 decimals, such as 1.5%");
        let percent: Decimal = text.strip_suffix('%').ok_or_else(fault)?.trim_end().parse().map_err(|_| fault())?;
        let rate = percent.to_base(RATE_DECIMALS).map_err(|_| fault())?;
        if rate > RATE_ONE {
            return Err(format!("`{text}` is above 100%"));
        }
        Ok(Self(rate))
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", ui(self.0, RATE_DECIMALS))
    }
}

/// A rate in a file. A number is read to say what it lacks.
#[derive(Deserialize)]
#[serde(untagged, expecting = "write a rate in quotes, such as \"1.5%\"")]
enum Written {
    Text(String),
    Whole(u64),
}

impl Written {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Whole(whole) => whole.to_string(),
        }
    }
}

impl TryFrom<Written> for Bps {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        written.text().parse()
    }
}

impl TryFrom<Written> for Rate {
    type Error = String;

    fn try_from(written: Written) -> Result<Self, String> {
        written.text().parse()
    }
}
