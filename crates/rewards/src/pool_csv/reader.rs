//! Reading a CSV row by row.

use std::{
    collections::{hash_map::Entry, HashMap},
    io::{self, BufReader, Read},
};

use csv::{ByteRecord, Reader, ReaderBuilder, Terminator};
use solana_pubkey::Pubkey;

use super::{
    fault::{CsvError, CsvFault},
    fields::{pool, Layout, COLUMN_COUNT},
    line_by_line::LineByLine,
};

/// A row of one kind of CSV.
pub trait PoolRow: Sized {
    /// The three columns, the first of them `pool`, with a comma between them.
    const HEADER: &'static str;

    /// Sums over rows.
    type Totals: Copy + Default;

    /// The row with these values of the second and the third column.
    ///
    /// # Errors
    ///
    /// What is wrong with one of them.
    fn parse(pool: Pubkey, second: &str, third: &str) -> Result<Self, CsvFault>;

    /// The pool that the row is of.
    fn pool(&self) -> Pubkey;

    /// The totals with this row.
    ///
    /// # Errors
    ///
    /// [`CsvFault::SumOverflow`].
    fn add_to(&self, totals: Self::Totals) -> Result<Self::Totals, CsvFault>;
}

/// The rows of a CSV, read one by one from any input (SPEC 14).
///
/// The first line names the columns, in any order. Taken as people expect: a byte order mark, CRLF,
/// spaces around fields, quoted fields, blank lines. The last row needs its line break: without it, a
/// file that was cut off within the last amount would pass for a whole one.
///
/// It ends after the first error. No row is a result until all are read: a pool may stand twice, or a
/// sum may overflow, further down. It keeps the pools it has seen, not the rows.
pub struct PoolCsv<R, T: PoolRow> {
    reader: Reader<LineByLine<BufReader<R>>>,
    record: ByteRecord,
    layout: Layout,
    totals: T::Totals,
    line_of: HashMap<Pubkey, u64>,
    ended: bool,
}

impl<R: Read, T: PoolRow> PoolCsv<R, T> {
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
            None => {
                return Err(CsvError { line: reader.get_ref().line(), fault: CsvFault::Empty { header: T::HEADER } })
            }
        };
        let layout = Layout::from_header(&record, T::HEADER).map_err(|fault| CsvError { line, fault })?;
        Ok(Self { reader, record, layout, totals: T::Totals::default(), line_of: HashMap::new(), ended: false })
    }

    /// Sums over the rows read so far.
    pub fn totals(&self) -> T::Totals {
        self.totals
    }

    /// Line of the row of a pool that was read.
    pub fn line_of(&self, pool: &Pubkey) -> Option<u64> {
        self.line_of.get(pool).copied()
    }

    fn next_row(&mut self) -> Result<Option<T>, CsvError> {
        match next_record(&mut self.reader, &mut self.record)? {
            Some(line) => self.checked_row(line).map(Some).map_err(|fault| CsvError { line, fault }),
            None if self.line_of.is_empty() => {
                Err(CsvError { line: self.reader.get_ref().line(), fault: CsvFault::NoRows { header: T::HEADER } })
            }
            None => Ok(None),
        }
    }

    fn checked_row(&mut self, line: u64) -> Result<T, CsvFault> {
        let found = self.record.len();
        let lacks_a_field = found < COLUMN_COUNT || self.record.iter().next_back().is_none_or(is_blank);
        if lacks_a_field && self.reader.get_ref().is_inside_line() {
            return Err(CsvFault::Truncated { header: T::HEADER });
        }
        if found != COLUMN_COUNT {
            return Err(CsvFault::FieldCount { found, header: T::HEADER });
        }
        if self.reader.get_ref().is_inside_line() {
            return Err(CsvFault::NoLineBreakAtEnd);
        }
        let [address, second, third] = self.layout.fields(&self.record)?;
        let row = T::parse(pool(address)?, second, third)?;
        match self.line_of.entry(row.pool()) {
            Entry::Occupied(first) => {
                return Err(CsvFault::DuplicatePool { pool: row.pool(), first_line: *first.get() });
            }
            Entry::Vacant(vacant) => vacant.insert(line),
        };
        self.totals = row.add_to(self.totals)?;
        Ok(row)
    }
}

impl<R: Read, T: PoolRow> Iterator for PoolCsv<R, T> {
    type Item = Result<T, CsvError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let row = self.next_row().transpose();
        self.ended = !matches!(row, Some(Ok(_)));
        row
    }
}

/// Reads the next record that is not a blank line, and gives the line on which it starts.
fn next_record<R: Read>(
    reader: &mut Reader<LineByLine<BufReader<R>>>,
    record: &mut ByteRecord,
) -> Result<Option<u64>, CsvError> {
    loop {
        reader.get_mut().start_row();
        let more = reader.read_byte_record(record);
        let end_line = reader.get_ref().line();
        let more = more.map_err(|error| read_error(reader.get_ref(), error.into()))?;
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

/// What it means that a read failed.
fn read_error<R>(input: &LineByLine<R>, error: io::Error) -> CsvError {
    match input.too_long_row() {
        Some(line) if line < input.line_being_read() => CsvError { line, fault: CsvFault::LineBreakInField },
        Some(line) => CsvError { line, fault: CsvFault::LineTooLong },
        None => CsvError { line: input.line(), fault: CsvFault::Io(error) },
    }
}

fn is_blank(field: &[u8]) -> bool {
    field.trim_ascii().is_empty()
}
