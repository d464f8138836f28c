//! Header and rows of a CSV, field by field.

use csv::ByteRecord;
use solana_pubkey::{ParsePubkeyError, Pubkey};

use super::fault::{CsvFault, NumberFault};

/// Columns of every CSV of pools.
pub(super) const COLUMN_COUNT: usize = 3;

/// Characters of a field that a message repeats at most. An address in base58 has up to 44.
const MAX_QUOTED_CHARS: usize = 64;

/// The field at which each column stands, in the order of the header that is expected.
pub(super) struct Layout([usize; COLUMN_COUNT]);

impl Layout {
    /// Reads the header. The columns may stand in any order.
    pub(super) fn from_header(record: &ByteRecord, header: &'static str) -> Result<Self, CsvFault> {
        let mut columns = Vec::with_capacity(record.len());
        for index in 0..record.len() {
            let name = text(record, index)?;
            // Crate `csv` takes it off only if the first read brings all of it.
            let name = if index == 0 { name.trim_start_matches('\u{feff}') } else { name };
            let column = header.split(',').find(|column| *column == name);
            let column = column.ok_or_else(|| CsvFault::UnknownColumn { found: excerpt(name), header })?;
            if columns.contains(&column) {
                return Err(CsvFault::DuplicateColumn { column, header });
            }
            columns.push(column);
        }
        let mut fields = [0; COLUMN_COUNT];
        for (field, column) in fields.iter_mut().zip(header.split(',')) {
            let found = columns.iter().position(|name| *name == column);
            *field = found.ok_or(CsvFault::MissingColumn { column, header })?;
        }
        Ok(Self(fields))
    }

    /// The fields of a row that has one for each column, in the order of the header that is expected.
    pub(super) fn fields<'a>(&self, record: &'a ByteRecord) -> Result<[&'a str; COLUMN_COUNT], CsvFault> {
        // All of them before any is used: text in another encoding is not a bad number.
        for index in 0..record.len() {
            text(record, index)?;
        }
        let mut fields = [""; COLUMN_COUNT];
        for (field, index) in fields.iter_mut().zip(self.0) {
            *field = text(record, index)?;
        }
        Ok(fields)
    }
}

/// A field without the spaces around it.
fn text(record: &ByteRecord, index: usize) -> Result<&str, CsvFault> {
    let field = record.get(index).unwrap_or_default();
    std::str::from_utf8(field).map(str::trim).map_err(|_| CsvFault::NotUtf8(index.saturating_add(1)))
}

pub(super) fn pool(field: &str) -> Result<Pubkey, CsvFault> {
    field.parse().map_err(|error| match error {
        _ if field.chars().any(|character| !character.is_ascii() || character.is_ascii_control()) => {
            CsvFault::PoolHasForeignCharacter(excerpt(field))
        }
        ParsePubkeyError::Invalid => CsvFault::PoolNotBase58(excerpt(field)),
        ParsePubkeyError::WrongSize => CsvFault::PoolNot32Bytes(excerpt(field)),
    })
}

/// An amount in base units.
pub(crate) fn amount(column: &'static str, field: &str) -> Result<u64, CsvFault> {
    let parsed = if is_digits(field) {
        field.parse().map_err(|_| NumberFault::TooLarge(excerpt(field)))
    } else {
        Err(empty_or_negative(field, is_digits).unwrap_or_else(|| NumberFault::NotAWholeNumber(excerpt(field))))
    };
    parsed.map_err(|why| CsvFault::Amount { column, why })
}

/// A decimal number in units of its last place, of which there are `decimals`. Exact: no digit is rounded off.
pub(crate) fn decimal(field: &str, decimals: u32) -> Result<u128, NumberFault> {
    let (whole, fraction) = parts(field);
    if !is_digits(whole) || !fraction.is_none_or(is_digits) {
        let is_decimal = |text: &str| is_digits(parts(text).0) && parts(text).1.is_none_or(is_digits);
        let fault = empty_or_negative(field, is_decimal);
        return Err(fault.unwrap_or_else(|| NumberFault::NotADecimalNumber(excerpt(field))));
    }
    let places = u32::try_from(fraction.unwrap_or_default().len()).unwrap_or(u32::MAX);
    let zeros = decimals.checked_sub(places).ok_or_else(|| NumberFault::TooManyDecimals(excerpt(field)))?;
    let whole: u64 = whole.parse().map_err(|_| NumberFault::TooLarge(excerpt(field)))?;
    let fraction: u128 = fraction.map_or(Ok(0), str::parse).unwrap_or_default();
    let scaled = u128::from(whole).saturating_mul(10u128.saturating_pow(decimals));
    Ok(scaled.saturating_add(fraction.saturating_mul(10u128.saturating_pow(zeros))))
}

/// What stands before and behind the decimal point.
fn parts(number: &str) -> (&str, Option<&str>) {
    number.split_once('.').map_or((number, None), |(whole, fraction)| (whole, Some(fraction)))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn empty_or_negative(field: &str, is_number: impl Fn(&str) -> bool) -> Option<NumberFault> {
    if field.is_empty() {
        return Some(NumberFault::Empty);
    }
    field.strip_prefix('-').filter(|rest| is_number(rest)).map(|_| NumberFault::Negative(excerpt(field)))
}

/// The field as a message repeats it: on one line, and not all of it if it is long.
fn excerpt(field: &str) -> String {
    let mut excerpt = String::new();
    for (index, character) in field.chars().enumerate() {
        if index == MAX_QUOTED_CHARS {
            excerpt.push_str("...");
            break;
        }
        if character.is_control() {
            excerpt.extend(character.escape_default());
        } else {
            excerpt.push(character);
        }
    }
    excerpt
}
