//! Spans of time and dates as people write and read them, and how long a slot takes.

use std::fmt;
use std::str::FromStr;
use std::time::{Duration, UNIX_EPOCH};

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer};

/// How long a slot takes (SPEC 18). It drifts: good for a word to the user, never for a rule.
pub const SLOT: Duration = Duration::from_millis(250);

/// Units of a span, with their seconds.
const UNITS: [(char, u64); 5] = [('w', 604_800), ('d', 86_400), ('h', 3_600), ('m', 60), ('s', 1)];

/// The first second of the year 10000, which humantime cannot write any more.
const TOO_LATE_TO_WRITE: u64 = 253_402_300_800;

/// A span of whole seconds: `7d`, `36h`, `1d12h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span(pub u64);

impl Span {
    /// About how long so many slots take, rounded up to whole seconds.
    pub fn of_slots(slots: u64) -> Self {
        let milliseconds = u128::from(slots).saturating_mul(SLOT.as_millis());
        Self(u64::try_from(milliseconds.div_ceil(1_000)).unwrap_or(u64::MAX))
    }
}

impl FromStr for Span {
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

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(InWords)
    }
}

/// Reads a span out of a file.
struct InWords;

impl Visitor<'_> for InWords {
    type Value = Span;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a span of time in quotes, such as \"7d\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Span, E> {
        text.parse().map_err(E::custom)
    }

    // Numbers without a unit: only 0 needs none.

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Span, E> {
        self.visit_str(&number.to_string())
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Span, E> {
        self.visit_str(&number.to_string())
    }
}

impl From<Span> for Duration {
    fn from(span: Span) -> Self {
        Self::from_secs(span.0)
    }
}

impl fmt::Display for Span {
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

/// Unix seconds as date and time.
pub fn utc(time: i64) -> String {
    let since = u64::try_from(time).ok().filter(|since| *since < TOO_LATE_TO_WRITE);
    match since.and_then(|since| UNIX_EPOCH.checked_add(Duration::from_secs(since))) {
        Some(moment) => {
            let text = humantime::format_rfc3339_seconds(moment).to_string();
            text.replace('T', " ").replace('Z', " UTC")
        }
        None => format!("{time} s since 1970"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_shown_in_utc() {
        assert_eq!(utc(0), "1970-01-01 00:00:00 UTC");
        assert_eq!(utc(1_800_000_000), "2027-01-15 08:00:00 UTC");
        assert_eq!(utc(253_402_300_799), "9999-12-31 23:59:59 UTC");
    }

    #[test]
    fn what_no_calendar_holds_is_shown_in_seconds() {
        assert_eq!(utc(-1), "-1 s since 1970");
        assert_eq!(utc(253_402_300_800), "253402300800 s since 1970");
    }

    #[test]
    fn a_span_in_a_file_has_its_unit() {
        let read = |text: &str| serde_json::from_str::<Span>(text).map_err(|error| error.to_string());
        assert_eq!(read("\"1d12h\""), Ok(Span(129_600)));
        assert_eq!(read("0"), Ok(Span(0)));
        assert!(read("2").is_err_and(|words| words.starts_with("`2` is no span of time: write a number and its unit")));
        assert!(read("[]").is_err_and(|words| words.contains("expected a span of time in quotes")));
    }

    #[test]
    fn four_slots_are_a_second() {
        assert_eq!([0, 1, 4, 5, 513].map(Span::of_slots), [0, 1, 1, 2, 129].map(Span));
    }
}
