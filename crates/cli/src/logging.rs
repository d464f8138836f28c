//! What is logged and how, by the environment and by the words of a command.

use std::ffi::OsString;
use std::{env, fmt};

use inference_staking_client::text::escaped;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::EnvFilter;

use crate::failure::{Failure, Outcome};
use crate::{asks_for_json, log_filter, logs_warnings_alone};

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

/// How it is written, if as text.
#[derive(Clone, Copy, Debug)]
pub enum Lines {
    /// With time and origin: what a service writes, and whoever asks for more than warnings.
    Whole,
    /// As a command says its own warnings, beside which they stand.
    AsSaid,
}

/// How lines of text are written.
pub fn lines(args: &[OsString]) -> Lines {
    match given(EnvFilter::DEFAULT_ENV).is_none() && given(FORMAT).is_none() && logs_warnings_alone(args) {
        true => Lines::AsSaid,
        false => Lines::Whole,
    }
}

/// Writes `warning: ` and what there is to say.
#[derive(Clone, Copy, Debug)]
pub struct AsSaid;

impl<S, N> FormatEvent<S, N> for AsSaid
where
    S: Subscriber + for<'span> LookupSpan<'span>,
    N: for<'writer> FormatFields<'writer> + 'static,
{
    fn format_event(&self, context: &FmtContext<'_, S, N>, mut out: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let kind = if *event.metadata().level() == Level::ERROR { "error" } else { "warning" };
        let mut said = String::new();
        context.format_fields(Writer::new(&mut said), event)?;
        // What a file or a service says stands in it, and must not look like another line.
        writeln!(out, "{kind}: {}", escaped(&said))
    }
}

/// Whether `LOG_FORMAT` asks for JSON, so that what is said beside the log must be JSON too.
pub(crate) fn is_json_asked_for() -> bool {
    given(FORMAT).is_some_and(|text| text.eq_ignore_ascii_case("json"))
}

fn given(variable: &str) -> Option<String> {
    env::var(variable).ok().filter(|text| !text.is_empty())
}
