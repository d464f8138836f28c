//! The command line as a library: `run` takes the words of a command and does what the binary would.

mod carry_out;
mod cluster;
mod command;
mod config;
mod consent;
mod dear_fee;
mod decode;
#[cfg(test)]
mod documented;
mod explorer;
mod export;
mod failure;
pub mod input;
pub mod logging;
mod options;
mod output;
mod right_keys;
mod session;
pub mod show;
pub mod view;

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::Parser;
use inference_staking_client::text::{escaped_lines, in_own_words};

pub use failure::{Failure, Outcome, BAD_INPUT, DONE, IN_DOUBT, REFUSED};
pub use output::{draws_progress, Captured, Output, Stream, Terminal};

use command::Cli;
use options::Format;
use session::Session;

/// Does what the words of a command say (the first is the program's name) and returns the exit code: 0 done, 1 refused or
/// failed, 2 bad input, 3 if nobody can tell whether a transaction was executed, or it was and the result could not be written. With `--output json` whatever it says, errors too, is a document: the result on several lines, each of the rest on one.
pub async fn run(args: impl IntoIterator<Item = OsString>, out: &mut dyn Output) -> u8 {
    let args: Vec<OsString> = args.into_iter().collect();
    let (format, outcome) = match Cli::try_parse_from(&args) {
        Ok(cli) => (cli.options.output, obey(cli, out).await),
        Err(error) => {
            let format = format_in(&args);
            (format, usage(&error, &args, format, out).map(|()| None))
        }
    };
    let finished = out.finish();
    let outcome = outcome.and_then(|done| match (finished, done) {
        (Ok(()), _) => Ok(()),
        (Err(error), Some(executed)) => {
            let message =
                format!("it was done, but the result could not be written: {error}; do not give the command again");
            Err(Failure::Unwritten { message, executed })
        }
        (Err(error), None) => Err(Failure::refused(format!("the result could not be written: {error}"))),
    });
    let Err(failure) = outcome else { return DONE };
    out.note(&failure.said_in(format));
    failure.exit_code()
}

/// What words ask of the log.
#[derive(Default)]
struct LogWanted {
    is_quiet: bool,
    verbose: u8,
    is_of_service: bool,
}

impl LogWanted {
    fn by(args: &[OsString]) -> Self {
        let wanted = |cli: Cli| Self {
            is_quiet: cli.options.quiet,
            verbose: cli.options.verbose,
            is_of_service: cli.command.watches(),
        };
        Cli::try_parse_from(args).map_or_else(|_| Self::default(), wanted)
    }
}

/// Whether what is logged are warnings of a command that ends, to be written as its own are.
pub fn logs_warnings_alone(args: &[OsString]) -> bool {
    let LogWanted { verbose, is_of_service, .. } = LogWanted::by(args);
    verbose == 0 && !is_of_service
}

/// What is logged if RUST_LOG says nothing: warnings, and more for each `-v` among the words of a command or for a service; no more for `-q`.
pub fn log_filter(args: &[OsString]) -> String {
    let LogWanted { is_quiet, verbose, is_of_service } = LogWanted::by(args);
    let level = match (is_quiet, verbose, is_of_service) {
        // A service says what it does, once for each look at the chain.
        (false, 0, true) => return "warn,inference_staking_keeper=info".to_owned(),
        (true, ..) | (false, 0, false) => return "warn".to_owned(),
        (false, 1, _) => "info",
        (false, ..) => "debug",
    };
    let ours = ["cli", "client", "keeper", "rewards"].map(|name| format!("inference_staking_{name}={level}"));
    format!("warn,{}", ours.join(","))
}

/// Whether results are to be JSON, and so whatever is logged beside them.
pub fn asks_for_json(args: &[OsString]) -> bool {
    format_in(args) == Format::Json
}

/// Gives the signatures of what was executed, or nothing if nothing was sent.
async fn obey(cli: Cli, out: &mut dyn Output) -> Outcome<Option<Vec<String>>> {
    if cli.options.export && cli.command.sends_nothing() {
        return Err(Failure::bad_input("this command sends nothing, so there is nothing that --export could print"));
    }
    // Clap drops what --blockhash requires where --dry-run keeps it from being given.
    if !cli.options.export && cli.options.blockhash.is_some() {
        return Err(Failure::bad_input("--blockhash and --nonce are of an exported message: give --export with them"));
    }
    cli.options.use_program()?;
    let mut session = Session::new(cli.options, out);
    cli.command.run(&mut session).await?;
    Ok(session.has_sent.then_some(session.executed))
}

/// Help and version are results; anything else that the words do not make a command of is bad input.
fn usage(error: &clap::Error, args: &[OsString], format: Format, out: &mut dyn Output) -> Outcome<()> {
    // Options alone get the help that no words at all get.
    let without_command = error.kind() == ErrorKind::MissingSubcommand;
    let options = args.iter().take_while(|word| *word != "--").cloned();
    let help = without_command.then(|| Cli::try_parse_from(options.chain(["-h".into()])).err()).flatten();
    // What was typed is repeated in it: line breaks must not break its own lines, and controls of the terminal, which plain text
    // would leave out, are written out.
    let on_a_line =
        |word: &OsString| word.to_str().map(|text| text.replace('\n', "\\u{a}").into()).unwrap_or(word.clone());
    let again = Cli::try_parse_from(args.iter().map(on_a_line)).err().filter(|again| again.kind() == error.kind());
    let said = help.as_ref().or(again.as_ref()).unwrap_or(error);
    let said = said.render().ansi().to_string();
    let said = secrets_in(args).fold(said, |said, secret| said.replace(secret, "(not repeated)"));
    let text = escaped_lines(&said);
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            out.result(&view::plain(text.trim_end(), format));
            Ok(())
        }
        _ => Err(Failure::Usage(in_own_words(text.trim_end()))),
    }
}

/// What may be a secret among words: a whole one, or the value of an option in the same word.
fn secrets_in(args: &[OsString]) -> impl Iterator<Item = &str> {
    args.iter().filter_map(|word| word.to_str()).flat_map(|word| {
        let of_long = word.split_once('=').map(|(_, value)| value);
        let of_short = word.strip_prefix('-').and_then(|flags| flags.get(1..));
        [Some(word), of_long, of_short].into_iter().flatten().filter(|part| input::may_be_secret(part))
    })
}

/// The format that words ask for of which no command could be made.
fn format_in(args: &[OsString]) -> Format {
    let words: Vec<_> = args.iter().skip(1).map(|word| word.to_string_lossy()).collect();
    let values = words.iter().enumerate().filter_map(|(place, word)| {
        let next = || words.get(place.saturating_add(1)).map_or("", |next| next);
        match word.strip_prefix("--") {
            Some("output") => Some(next()),
            Some(long) => long.strip_prefix("output="),
            // Flags may stand in front of it in the same word.
            None => {
                let value = word.strip_prefix('-')?.trim_start_matches(['v', 'q', 'y']).strip_prefix('o')?;
                Some(if value.is_empty() { next() } else { value.trim_start_matches('=') })
            }
        }
    });
    match values.into_iter().any(|value| value == "json") {
        true => Format::Json,
        false => Format::Table,
    }
}

#[cfg(test)]
#[allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
mod tests {
    use super::*;

    #[test]
    fn more_is_logged_for_each_v_and_warnings_even_for_q() {
        let filter = |words: &str| log_filter(&words.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(filter("x status"), "warn");
        assert_eq!(filter("x status -q"), "warn");
        assert!(filter("x -v status").contains("inference_staking_client=info"));
        assert!(filter("x status -vv").contains("inference_staking_keeper=debug"));
        assert_eq!(filter("x no-such-command -v"), "warn");
        assert_eq!(filter("x rewards accrue --trees ."), "warn");
        assert_eq!(filter("x rewards accrue --trees . --watch"), "warn,inference_staking_keeper=info");
        assert_eq!(filter("x rewards accrue --trees . --watch -q"), "warn");
        let as_said = |words: &str| logs_warnings_alone(&words.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert!(["x status", "x rewards accrue --trees .", "x unstake -q", "x"].into_iter().all(as_said));
        assert!(!["x rewards accrue --trees . --watch", "x rewards serve trees", "x -v status"]
            .into_iter()
            .any(as_said));
    }

    #[test]
    fn json_is_asked_for_in_every_way_that_the_option_is_written() {
        let asks = |words: &str| format_in(&words.split(' ').map(OsString::from).collect::<Vec<_>>()) == Format::Json;
        assert!([
            "x -o json",
            "x --output json y",
            "x -ojson",
            "x -o=json",
            "x y --output=json",
            "x -vo json",
            "x -yvojson"
        ]
        .into_iter()
        .all(asks));
        assert!(!["x", "x -o table", "x json", "x --output", "x --output=table json", "x -ko json", "x -v json"]
            .into_iter()
            .any(asks));
    }
}
