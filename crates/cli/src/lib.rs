//! The command line as a library: `run` takes the words of a command and does what the binary would.

mod carry_out;
mod command;
mod config;
mod consent;
mod export;
mod failure;
pub mod input;
mod options;
mod output;
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
/// failed, 2 bad input.
pub async fn run(args: impl IntoIterator<Item = OsString>, out: &mut dyn Output) -> u8 {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, out),
    };
    let format = cli.options.output;
    let outcome = match Session::open(cli.options, out) {
        Ok(mut session) => cli.command.run(&mut session).await,
        Err(failure) => Err(failure),
    };
    let Err(failure) = outcome else { return DONE };
    match format {
        Format::Table => out.note(&format!("error: {failure}")),
        Format::Json => out.note(&view::document(&failure.to_json())),
    }
    failure.exit_code()
}

/// Help and version are results; anything else that the words do not make a command of is bad input.
fn usage(error: &clap::Error, out: &mut dyn Output) -> u8 {
    let text = error.render().to_string();
    let text = text.trim_end();
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            out.result(text);
            DONE
        }
        _ => {
            out.note(text);
            BAD_INPUT
        }
    }
}
