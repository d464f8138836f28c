//! Reading the CSV row by row.

use std::{
    collections::{hash_map::Entry, HashMap},
    io::{self, BufReader, Read},
};

use csv::{ByteRecord, Reader, ReaderBuilder, Terminator};
use solana_pubkey::Pubkey;

use super::{
    fault::{Column, CsvError, CsvFault},
    line_by_line::LineByLine,
    row::Layout,
};
use crate::{RewardRow, Totals};

/// The rows of a rewards CSV, read one by one from any input (spec section 14).
///
/// The first line names the columns `pool`, `reward` and `usdc`, in any order. Amounts are base units
/// as decimal integers. Taken as people expect: a byte order mark, CRLF, spaces around fields, quoted
/// fields, blank lines, and a last line that has all fields but no line break.
///
/// It ends after the first error. No row is a result until all are read: a pool may stand twice, or a
/// sum may overflow, further down. It keeps the pools it has seen, not the rows.
pub struct RewardsCsv<R> {
    reader: Reader<LineByLine<BufReader<R>>>,
    record: ByteRecord,
    layout: Layout,
    totals: Totals,
    line_of: HashMap<Pubkey, u64>,
    ended: bool,
}

impl<R: Read> RewardsCsv<R> {
    /// Reads the header.
    ///
    /// # Errors
    ///
    /// The faults of the header in [`CsvFault`], with its line.
    pub fn new(input: R) -> Result<Self, CsvError> {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            // The carriage return of CRLF goes with the spaces around a field.
            .terminator(Terminator::Any(b'\n'))
            .from_reader(LineByLine::new(BufReader::new(input)));
        let mut record = ByteRecord::new();
        let line = match next_record(&mut reader, &mut record)? {
            Some(line) => line,
            None => return Err(CsvError { line: reader.get_ref().line(), fault: CsvFault::Empty }),
        };
        let layout = Layout::from_header(&record).map_err(|fault| CsvError { line, fault })?;
        Ok(Self { reader, record, layout, totals: Totals::default(), line_of: HashMap::new(), ended: false })
    }

    /// Sums over the rows read so far.
    pub fn totals(&self) -> Totals {
        self.totals
    }

    fn next_row(&mut self) -> Result<Option<RewardRow>, CsvError> {
        match next_record(&mut self.reader, &mut self.record)? {
            Some(line) => self.checked_row(line).map(Some).map_err(|fault| CsvError { line, fault }),
            None if self.line_of.is_empty() => {
                Err(CsvError { line: self.reader.get_ref().line(), fault: CsvFault::NoRows })
            }
            None => Ok(None),
        }
    }

    fn checked_row(&mut self, line: u64) -> Result<RewardRow, CsvFault> {
        let field_count = self.record.len();
        let lacks_a_field = field_count < Column::ALL.len() || self.record.iter().next_back().is_none_or(is_blank);
        if lacks_a_field && self.reader.get_ref().is_inside_line() {
            return Err(CsvFault::Truncated);
        }
        if field_count != Column::ALL.len() {
            return Err(CsvFault::FieldCount(field_count));
        }
        let row = self.layout.row(&self.record)?;
        match self.line_of.entry(row.pool) {
            Entry::Occupied(first) => {
                return Err(CsvFault::DuplicatePool { pool: row.pool, first_line: *first.get() });
            }
            Entry::Vacant(vacant) => vacant.insert(line),
        };
        self.totals = self.totals.with(&row)?;
        Ok(row)
    }
}

impl<R: Read> Iterator for RewardsCsv<R> {
    type Item = Result<RewardRow, CsvError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let row = self.next_row().transpose();
        self.ended = !matches!(row, Some(Ok(_)));
        row
    }
}

/// Reads a whole rewards CSV, rows in the order of the file. See [`RewardsCsv`] for what is taken.
///
/// # Errors
///
/// The first fault in the file, with its line: see [`CsvFault`].
pub fn read_rewards_csv<R: Read>(input: R) -> Result<Vec<RewardRow>, CsvError> {
    RewardsCsv::new(input)?.collect()
}

/// Reads the next record that is not a blank line, and gives the line on which it starts.
fn next_record<R: Read>(
    reader: &mut Reader<LineByLine<BufReader<R>>>,
    record: &mut ByteRecord,
) -> Result<Option<u64>, CsvError> {
    loop {
        let more = reader.read_byte_record(record);
        let end_line = reader.get_ref().line();
        let more = more.map_err(|error| CsvError { line: end_line, fault: CsvFault::Io(io::Error::from(error)) })?;
        if !more {
            return Ok(None);
        }
        let line_breaks = record.as_slice().iter().filter(|byte| **byte == b'\n').count();
        if line_breaks > 0 {
            let lines_above = line_breaks.saturating_sub(reader.get_ref().ends_with_line_break().into());
            let line = end_line.saturating_sub(u64::try_from(lines_above).unwrap_or(u64::MAX)).max(1);
            return Err(CsvError { line, fault: CsvFault::LineBreakInField });
        }
        if record.len() > 1 || !record.iter().all(is_blank) {
            return Ok(Some(end_line));
        }
    }
}

fn is_blank(field: &[u8]) -> bool {
    field.trim_ascii().is_empty()
}
