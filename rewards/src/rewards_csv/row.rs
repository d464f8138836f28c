//! Header and rows of the CSV, field by field.

use csv::ByteRecord;
use solana_pubkey::{ParsePubkeyError, Pubkey};

use super::fault::{AmountFault, Column, CsvFault};
use crate::{Amount, RewardRow};

/// Characters of a field that a message repeats at most. An address in base58 has up to 44.
const MAX_QUOTED_CHARS: usize = 64;

/// The field at which each column stands.
pub(super) struct Layout {
    pool: usize,
    reward: usize,
    usdc: usize,
}

impl Layout {
    /// Reads the header. The columns may stand in any order.
    pub(super) fn from_header(header: &ByteRecord) -> Result<Self, CsvFault> {
        let mut columns = Vec::with_capacity(header.len());
        for index in 0..header.len() {
            let name = text(header, index)?;
            // Crate `csv` takes it off only if the first read brings all of it.
            let name = if index == 0 { name.trim_start_matches('\u{feff}') } else { name };
            let column = Column::ALL.into_iter().find(|column| column.to_string() == name);
            let column = column.ok_or_else(|| CsvFault::UnknownColumn(excerpt(name)))?;
            if columns.contains(&column) {
                return Err(CsvFault::DuplicateColumn(column));
            }
            columns.push(column);
        }
        let find = |column| columns.iter().position(|c| *c == column).ok_or(CsvFault::MissingColumn(column));
        Ok(Self {
            pool: find(Column::Pool)?,
            reward: find(Column::Amount(Amount::Reward))?,
            usdc: find(Column::Amount(Amount::Usdc))?,
        })
    }

    /// Reads a row that has a field for each column.
    pub(super) fn row(&self, record: &ByteRecord) -> Result<RewardRow, CsvFault> {
        // All of them before any is read: text in another encoding is not a bad number.
        for index in 0..record.len() {
            text(record, index)?;
        }
        Ok(RewardRow {
            pool: pool(text(record, self.pool)?)?,
            reward: amount(Amount::Reward, text(record, self.reward)?)?,
            usdc: amount(Amount::Usdc, text(record, self.usdc)?)?,
        })
    }
}

/// A field without the spaces around it.
fn text(record: &ByteRecord, index: usize) -> Result<&str, CsvFault> {
    let field = record.get(index).unwrap_or_default();
    std::str::from_utf8(field).map(str::trim).map_err(|_| CsvFault::NotUtf8(index.saturating_add(1)))
}

fn pool(field: &str) -> Result<Pubkey, CsvFault> {
    field.parse().map_err(|error| match error {
        ParsePubkeyError::Invalid => CsvFault::PoolNotBase58(excerpt(field)),
        ParsePubkeyError::WrongSize => CsvFault::PoolNot32Bytes(excerpt(field)),
    })
}

fn amount(amount: Amount, field: &str) -> Result<u64, CsvFault> {
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let why = if all_digits(field) {
        match field.parse() {
            Ok(value) => return Ok(value),
            Err(_) => AmountFault::TooLarge(excerpt(field)),
        }
    } else if field.is_empty() {
        AmountFault::Empty
    } else if field.strip_prefix('-').is_some_and(all_digits) {
        AmountFault::Negative(excerpt(field))
    } else {
        AmountFault::NotAWholeNumber(excerpt(field))
    };
    Err(CsvFault::Amount { amount, why })
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
