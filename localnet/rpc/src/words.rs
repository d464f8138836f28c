//! What a program of the local network was called with.

use std::fmt::Display;
use std::io::{self, Write};

use anyhow::{Context, Result};
use clap::Parser;
use inference_staking_client::text::{escaped_lines, in_own_words};

/// Exit code for words of which no command can be made.
const BAD_INPUT: i32 = 2;

/// The arguments of this process. Help ends it, and so do words of which no command can be made, as in the command line.
pub fn parsed<T: Parser>() -> T {
    T::try_parse().unwrap_or_else(|error| {
        if !error.use_stderr() {
            let said = error.print();
            std::process::exit(if said.is_ok() { 0 } else { 1 });
        }
        // What was typed is repeated in it, controls of the terminal included.
        eprintln!("{}", in_own_words(escaped_lines(&error.render().to_string()).trim_end()));
        std::process::exit(BAD_INPUT)
    })
}

/// Writes a line to standard output. A reader that has gone, as `head` does, has what it wanted.
///
/// # Errors
/// If it cannot be written, such as on a full disk.
pub fn say(line: impl Display) -> Result<()> {
    let mut out = io::stdout().lock();
    match writeln!(out, "{line}").and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error).context("what was done cannot be said"),
        _ => Ok(()),
    }
}
