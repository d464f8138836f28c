//! Spans of time: `7d`, `36h`, `1d12h`.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

const UNITS: [(char, u64); 5] = [('w', 604_800), ('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

/// A span of whole seconds.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(try_from = "String")]
pub struct Duration(pub u64);

impl FromStr for Duration {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "0" {
            return Ok(Self(0));
        }
        let fault =
            || format!("`{text}` is no span of time: write a number and its unit, such as 7d, 36h, 90m, 45s or 1d12h");
        let mut seconds = 0u64;
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(|character: char| !character.is_ascii_digit()).ok_or_else(fault)?;
            let (number, unit) = rest.split_at(end);
            let number: u64 = number.parse().map_err(|_| fault())?;
            let letter = unit.chars().next().ok_or_else(fault)?;
            let (_, size) = UNITS.iter().find(|(name, _)| *name == letter).ok_or_else(fault)?;
            let part = number.checked_mul(*size);
            seconds = part.and_then(|part| seconds.checked_add(part)).ok_or_else(fault)?;
            rest = unit.strip_prefix(letter).unwrap_or_default().trim_start();
        }
        if text.is_empty() {
            return Err(fault());
        }
        Ok(Self(seconds))
    }
}

impl TryFrom<String> for Duration {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl fmt::Display for Duration {
    /// Days, hours, minutes and seconds, as this type reads them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("0s");
        }
        let mut rest = self.0;
        let mut first = true;
        for (name, size) in UNITS.iter().filter(|(name, _)| *name != 'w') {
            let number = rest.checked_div(*size).unwrap_or(0);
            rest = rest.checked_rem(*size).unwrap_or(0);
            if number > 0 {
                write!(f, "{}{number}{name}", if first { "" } else { " " })?;
                first = false;
            }
        }
        Ok(())
    }
}
