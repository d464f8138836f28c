//! Where a command's words go: results, notes, and questions.

use std::io::{self, BufRead, IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget};
use inference_staking_client::text::escaped_lines;

/// Where something is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Results.
    Results,
    /// What is said beside them.
    Notes,
}

/// What a command writes to and asks. The binary uses [`Terminal`]; a program that calls the CLI's code in-process brings
/// its own, or [`Captured`].
pub trait Output: Send {
    /// The result: one document, without the last line break.
    fn result(&mut self, text: &str);
    /// Something said beside the result: progress, warnings, errors.
    fn note(&mut self, text: &str);
    /// Something that is going on, until anything else is said.
    fn progress(&mut self, text: &str) {
        self.note(text);
    }
    /// The answer to a question, or `None` if nobody is there to answer.
    fn ask(&mut self, question: &str) -> Option<String>;
    /// Columns of the terminal that something is written to; `None` if it is none, so that tables may be as wide as they are.
    fn columns(&self, _of: Stream) -> Option<usize> {
        None
    }
    /// Says whether all results were written.
    ///
    /// # Errors
    /// The first that was met in writing them, such as a full disk.
    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Results on standard output, the rest on standard error, answers from standard input if it is a terminal.
#[derive(Debug, Default)]
pub struct Terminal {
    failed: Option<io::Error>,
    going_on: Option<ProgressBar>,
}

impl Terminal {
    /// The process's own terminal.
    pub fn new() -> Self {
        Self::default()
    }

    fn end_progress(&mut self) {
        if let Some(spinner) = self.going_on.take() {
            spinner.finish_and_clear();
        }
    }
}

impl Output for Terminal {
    fn result(&mut self, text: &str) {
        self.end_progress();
        let mut stdout = io::stdout().lock();
        if let Err(error) = writeln!(stdout, "{text}").and_then(|()| stdout.flush()) {
            self.failed.get_or_insert(error);
        }
    }

    fn columns(&self, of: Stream) -> Option<usize> {
        let terminal = match of {
            Stream::Results => console::Term::stdout(),
            Stream::Notes => console::Term::stderr(),
        };
        terminal.size_checked().map(|(_, columns)| usize::from(columns))
    }

    fn progress(&mut self, text: &str) {
        if !draws_progress() {
            return self.note(text);
        }
        let spinner = self.going_on.get_or_insert_with(|| {
            let spinner = ProgressBar::new_spinner();
            spinner.enable_steady_tick(Duration::from_millis(120));
            spinner
        });
        spinner.set_message(escaped_lines(text).to_string());
    }

    fn note(&mut self, text: &str) {
        self.end_progress();
        // What a node or a proof service said may stand in it.
        let _closed = writeln!(std::io::stderr(), "{}", escaped_lines(text));
    }

    fn ask(&mut self, question: &str) -> Option<String> {
        self.end_progress();
        if !std::io::stdin().is_terminal() {
            return None;
        }
        let mut stderr = std::io::stderr();
        write!(stderr, "{} ", escaped_lines(question)).and_then(|()| stderr.flush()).ok()?;
        let mut answer = String::new();
        std::io::stdin().lock().read_line(&mut answer).ok()?;
        Some(answer.trim().to_owned())
    }

    fn finish(&mut self) -> io::Result<()> {
        self.end_progress();
        match self.failed.take() {
            // A reader that closed the pipe, as `head` does, has what it wants.
            Some(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error),
            _ => Ok(()),
        }
    }
}

/// Whether standard error is a terminal on which bars and spinners are drawn: with `TERM` unset or `dumb` none is.
pub fn draws_progress() -> bool {
    !ProgressDrawTarget::stderr().is_hidden()
}

/// Keeps what was written, for programs that call the CLI's code in-process. Questions find nobody.
#[derive(Clone, Debug, Default)]
pub struct Captured {
    /// Results, each with a line break.
    pub results: String,
    /// Notes, each with a line break.
    pub notes: String,
}

impl Output for Captured {
    fn result(&mut self, text: &str) {
        self.results.push_str(text);
        self.results.push('\n');
    }

    fn note(&mut self, text: &str) {
        self.notes.push_str(text);
        self.notes.push('\n');
    }

    fn ask(&mut self, _question: &str) -> Option<String> {
        None
    }
}
