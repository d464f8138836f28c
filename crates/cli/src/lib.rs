//! The command line as a library: `run` takes the words of a command and does what the binary would.

mod carry_out;
mod command;
mod config;
mod consent;
mod decode;
mod explorer;
mod export;
mod failure;
pub mod input;
mod options;
mod output;
mod right_keys;
mod session;
pub mod show;
pub mod view;

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::Parser;

pub use failure::{Failure, Outcome, BAD_INPUT, DONE, REFUSED};
pub use output::{Captured, Output, Terminal};

use command::Cli;
use options::Format;
use session::Session;

/// Does what the words of a command say (the first is the program's name) and returns the exit code: 0 done, 1 refused or
/// failed, 2 bad input. With `--output json` whatever it says, errors too, is a document.
pub async fn run(args: impl IntoIterator<Item = OsString>, out: &mut dyn Output) -> u8 {
    let args: Vec<OsString> = args.into_iter().collect();
    let (format, outcome) = match Cli::try_parse_from(&args) {
        Ok(cli) => (cli.options.output, obey(cli, out).await),
        Err(error) => (format_in(&args), usage(&error, out)),
    };
    let written = out.finish().map_err(|error| Failure::refused(format!("the result could not be written: {error}")));
    let Err(failure) = outcome.and(written) else { return DONE };
    match format {
        Format::Table | Format::Csv => out.note(&failure.to_text()),
        Format::Json => out.note(&view::document(&failure.to_json())),
    }
    failure.exit_code()
}

/// What is logged if RUST_LOG says nothing: warnings, more for each `-v` among the words of a command, and errors alone for `-q`.
pub fn log_filter(args: &[OsString]) -> String {
    let options = Cli::try_parse_from(args).map(|cli| cli.options).ok();
    let level = match options.map_or((false, 0), |options| (options.quiet, options.verbose)) {
        (true, _) => return "error".to_owned(),
        (false, 0) => return "warn".to_owned(),
        (false, 1) => "info",
        (false, _) => "debug",
    };
    let ours = ["cli", "client", "keeper", "rewards"].map(|name| format!("inference_staking_{name}={level}"));
    format!("warn,{}", ours.join(","))
}

async fn obey(cli: Cli, out: &mut dyn Output) -> Outcome<()> {
    if cli.options.export && cli.command.sends_nothing() {
        return Err(Failure::bad_input("this command sends nothing, so there is nothing that --export could print"));
    }
    cli.command.run(&mut Session::new(cli.options, out)).await
}

/// Help and version are results; anything else that the words do not make a command of is bad input.
fn usage(error: &clap::Error, out: &mut dyn Output) -> Outcome<()> {
    let text = error.render().to_string();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            out.result(text.trim_end());
            Ok(())
        }
        _ => Err(Failure::Usage(text.trim_end().to_owned())),
    }
}

/// The format that words ask for of which no command could be made.
fn format_in(args: &[OsString]) -> Format {
    let words: Vec<_> = args.iter().map(|word| word.to_string_lossy()).collect();
    let pairs = words.iter().zip(words.iter().skip(1));
    let named = pairs.into_iter().any(|(name, value)| matches!(&**name, "-o" | "--output") && value == "json");
    match named || words.iter().any(|word| matches!(&**word, "-ojson" | "-o=json" | "--output=json")) {
        true => Format::Json,
        false => Format::Table,
    }
}

#[cfg(test)]
#[allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
mod tests {
    use super::*;

    #[test]
    fn more_is_logged_for_each_v_and_only_errors_for_q() {
        let filter = |words: &str| log_filter(&words.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(filter("x status"), "warn");
        assert_eq!(filter("x status -q"), "error");
        assert!(filter("x -v status").contains("inference_staking_client=info"));
        assert!(filter("x status -vv").contains("inference_staking_keeper=debug"));
        assert_eq!(filter("x no-such-command -v"), "warn");
    }

    #[test]
    fn json_is_asked_for_in_every_way_that_the_option_is_written() {
        let asks = |words: &str| format_in(&words.split(' ').map(OsString::from).collect::<Vec<_>>()) == Format::Json;
        assert!(["x -o json", "x --output json y", "x -ojson", "x -o=json", "x y --output=json"].into_iter().all(asks));
        assert!(!["x", "x -o table", "x json", "x --output", "x --output=table json"].into_iter().any(asks));
    }
}
