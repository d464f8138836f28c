//! What a program of the local network was called with.

use clap::Parser;
use inference_staking_client::text::{escaped_lines, in_own_words};

/// Exit code for words of which no command can be made.
const BAD_INPUT: i32 = 2;

/// The arguments of this process. Help ends it, and so do words of which no command can be made, as in the command line.
pub fn parsed<T: Parser>() -> T {
    T::try_parse().unwrap_or_else(|error| {
        if !error.use_stderr() {
            error.exit();
        }
        // What was typed is repeated in it, controls of the terminal included.
        eprintln!("{}", in_own_words(escaped_lines(&error.render().to_string()).trim_end()));
        std::process::exit(BAD_INPUT)
    })
}
