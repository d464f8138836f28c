//! A reader that knows on which line of the file it is.

use std::io::{self, BufRead, Read};

/// Hands out at most one line per read, and counts them.
///
/// The positions of crate `csv` are one line early after CRLF and name the first of the blank lines
/// before a record. It never reads ahead of the record it returns, though, beyond what one read gave
/// it: so this count is the line on which that record ends.
pub(super) struct LineByLine<R> {
    input: R,
    complete_lines: u64,
    inside_line: bool,
    at_end: bool,
}

impl<R> LineByLine<R> {
    pub(super) fn new(input: R) -> Self {
        Self { input, complete_lines: 0, inside_line: false, at_end: false }
    }

    /// Number of the line last handed out, from 1. An empty file is at its line 1.
    pub(super) fn line(&self) -> u64 {
        self.complete_lines.saturating_add(self.inside_line.into()).max(1)
    }

    /// Whether the line last handed out has no line break yet. At the end of a file: whether the last
    /// line may have been cut off.
    pub(super) fn is_inside_line(&self) -> bool {
        self.inside_line
    }

    /// Whether the end of the input is reached and its last line has a line break. A record that the
    /// end closes has that line break in a field.
    pub(super) fn ends_with_line_break(&self) -> bool {
        self.at_end && !self.inside_line
    }
}

impl<R: BufRead> Read for LineByLine<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.input.fill_buf()?;
        let most = available.len().min(buffer.len());
        let Some(available) = available.get(..most) else { return Ok(0) };
        let line_break = available.iter().position(|byte| *byte == b'\n');
        let length = line_break.map_or(most, |at| at.saturating_add(1));
        let (Some(from), Some(to)) = (available.get(..length), buffer.get_mut(..length)) else { return Ok(0) };
        to.copy_from_slice(from);
        self.input.consume(length);
        self.at_end = length == 0;
        if length > 0 {
            self.inside_line = line_break.is_none();
            self.complete_lines = self.complete_lines.saturating_add(line_break.is_some().into());
        }
        Ok(length)
    }
}
