//! A reader that knows on which line of the file it is, and stops where no row can be.

use std::io::{self, BufRead, Read};

/// Bytes that a line has at most, and a row without white space. The longest that makes sense has about a hundred.
pub(super) const MAX_ROW_BYTES: usize = 1 << 16;

/// Hands out at most one line per read, and counts them.
///
/// The positions of crate `csv` are one line early after CRLF and name the first of the blank lines
/// before a record. It never reads ahead of the record it returns, though, beyond what one read gave
/// it: so this count is the line on which that record ends.
///
/// Crate `csv` keeps a record in memory, and a quote that is not closed makes all below it one record.
/// So a row above [`MAX_ROW_BYTES`] is an error.
pub(super) struct LineByLine<R> {
    input: R,
    complete_lines: u64,
    inside_line: bool,
    at_end: bool,
    line_bytes: usize,
    row: Option<Row>,
    row_too_long: bool,
}

/// The row that is being read: what of it is not white space.
struct Row {
    first_line: u64,
    bytes: usize,
}

impl<R> LineByLine<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            complete_lines: 0,
            inside_line: false,
            at_end: false,
            line_bytes: 0,
            row: None,
            row_too_long: false,
        }
    }

    /// Says that the next row is read from here on.
    pub(super) fn start_row(&mut self) {
        self.row = None;
    }

    /// Line on which the row starts that made a read fail because it is too long.
    pub(super) fn too_long_row(&self) -> Option<u64> {
        let row = self.row.as_ref().filter(|_| self.row_too_long);
        row.map(|row| row.first_line)
    }

    /// Number of the line last handed out, from 1. An empty file is at its line 1.
    pub(super) fn line(&self) -> u64 {
        self.complete_lines.saturating_add(self.inside_line.into()).max(1)
    }

    /// Number of the line that the next byte belongs to, from 1.
    pub(super) fn line_being_read(&self) -> u64 {
        self.complete_lines.saturating_add(1)
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

    /// Counts part of a line.
    fn measure(&mut self, part: &[u8]) -> io::Result<()> {
        let line = self.line_being_read();
        self.line_bytes = if self.inside_line { self.line_bytes } else { 0 }.saturating_add(part.len());
        let bytes = part.iter().filter(|byte| !byte.is_ascii_whitespace()).count();
        if bytes > 0 || self.line_bytes > MAX_ROW_BYTES {
            let row = self.row.get_or_insert(Row { first_line: line, bytes: 0 });
            row.bytes = row.bytes.saturating_add(bytes);
            self.row_too_long = row.bytes.max(self.line_bytes) > MAX_ROW_BYTES;
        }
        if self.row_too_long {
            return Err(io::Error::other("row too long"));
        }
        Ok(())
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
            self.measure(to)?;
            self.inside_line = line_break.is_none();
            self.complete_lines = self.complete_lines.saturating_add(line_break.is_some().into());
        }
        Ok(length)
    }
}
