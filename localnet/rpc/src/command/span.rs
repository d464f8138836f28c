//! Spans of time as people write them: `7d`, `12h`, `1h 30m`, `45s`.

use std::time::Duration;

/// Whole seconds, at least one.
///
/// # Errors
/// What is wrong with the text, for the command line.
pub fn seconds(text: &str) -> Result<u64, String> {
    let span: Duration = humantime::parse_duration(text.trim()).map_err(|error| {
        format!("`{}` is not a span of time ({error}): write for example 7d, 12h or 90s", text.trim())
    })?;
    match span.as_secs() {
        0 => Err("the clock moves by at least 1s".to_owned()),
        seconds => Ok(seconds),
    }
}

/// A Unix time in words, UTC.
pub fn moment(unix: i64) -> String {
    let since = Duration::from_secs(u64::try_from(unix).unwrap_or(0));
    humantime::format_rfc3339_seconds(std::time::UNIX_EPOCH + since).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_whole_seconds() {
        assert_eq!(seconds("7d"), Ok(604_800));
        assert_eq!(seconds(" 1h 30m "), Ok(5_400));
        assert_eq!(seconds("45s"), Ok(45));
    }

    #[test]
    fn what_is_no_span_is_refused() {
        for text in ["", "7", "d", "-7d", "seven days", "0s", "10ms"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_moment_is_shown_in_utc() {
        assert_eq!(moment(0), "1970-01-01T00:00:00Z");
        assert_eq!(moment(1_800_000_000), "2027-01-15T08:00:00Z");
    }
}
