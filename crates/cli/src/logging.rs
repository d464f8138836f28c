//! What is logged and how, by the environment and by the words of a command.

use std::env;
use std::ffi::OsString;

use tracing_subscriber::EnvFilter;

use crate::failure::{Failure, Outcome};
use crate::{asks_for_json, log_filter};

const FORMAT: &str = "LOG_FORMAT";

/// What of the log is written.
///
/// # Errors
/// Bad input if `RUST_LOG` is none that can be meant.
pub fn filter(args: &[OsString]) -> Outcome<EnvFilter> {
    match given(EnvFilter::DEFAULT_ENV) {
        Some(text) => EnvFilter::try_new(&text).map_err(|error| {
            Failure::bad_input(format!(
                "RUST_LOG `{text}`: {error}; write a level, as in `info`, or `warn,inference_staking_client=debug`"
            ))
        }),
        None => Ok(log_filter(args).into()),
    }
}

/// Whether it is written as JSON: what `LOG_FORMAT` says, or else as results are.
///
/// # Errors
/// Bad input if that is no format.
pub fn is_json(args: &[OsString]) -> Outcome<bool> {
    match given(FORMAT).map(|text| (text.to_ascii_lowercase(), text)) {
        None => Ok(asks_for_json(args)),
        Some((lower, _)) if lower == "json" => Ok(true),
        Some((lower, _)) if lower == "text" => Ok(false),
        Some((_, text)) => Err(Failure::bad_input(format!("{FORMAT} `{text}`: write json or text"))),
    }
}

/// Whether `LOG_FORMAT` asks for JSON, so that what is said beside the log must be JSON too.
pub(crate) fn is_json_asked_for() -> bool {
    given(FORMAT).is_some_and(|text| text.eq_ignore_ascii_case("json"))
}

fn given(variable: &str) -> Option<String> {
    env::var(variable).ok().filter(|text| !text.is_empty())
}
