//! What can be wrong with a CSV of pools.

use std::io;

use solana_pubkey::Pubkey;
use thiserror::Error;

use super::line_by_line::MAX_ROW_BYTES;
use crate::score::Score;

/// Why a CSV is refused, and where.
///
/// Its message is whole: it has no source, which would say the same again.
#[derive(Debug, Error)]
#[error("line {line}: {fault}")]
pub struct CsvError {
    /// Line of the file, from 1. The header is on line 1 unless blank lines precede it.
    pub line: u64,
    /// What is wrong there.
    pub fault: CsvFault,
}

/// What is wrong with a line of a CSV. The message says what was expected instead.
///
/// `header` is the header of a file of that kind, for example `pool,reward,usdc`.
#[derive(Debug, Error)]
pub enum CsvFault {
    /// There is nothing in the file but blank lines.
    #[error("the file is empty: expected the header `{header}` and a row per pool")]
    Empty {
        /// See [`CsvFault`].
        header: &'static str,
    },
    /// There is a header and nothing below it.
    #[error("there is no row below the header: expected one row `{header}` per pool")]
    NoRows {
        /// See [`CsvFault`].
        header: &'static str,
    },
    /// The header has a column of another name. Names are in lower case.
    #[error("unknown column `{found}`: expected the columns `{header}`")]
    UnknownColumn {
        /// The name, cut off if it is long.
        found: String,
        /// See [`CsvFault`].
        header: &'static str,
    },
    /// The header has a column twice.
    #[error("column `{column}` stands twice in the header: expected the columns `{header}`, each once")]
    DuplicateColumn {
        /// Its name.
        column: &'static str,
        /// See [`CsvFault`].
        header: &'static str,
    },
    /// The header does not have a column.
    #[error("column `{column}` is missing in the header: expected the columns `{header}`")]
    MissingColumn {
        /// Its name.
        column: &'static str,
        /// See [`CsvFault`].
        header: &'static str,
    },
    /// A row has fewer or more fields than the header.
    #[error("found {found} field(s): expected 3, as in `{header}`")]
    FieldCount {
        /// How many it has.
        found: usize,
        /// See [`CsvFault`].
        header: &'static str,
    },
    /// The last line has no line break and not all fields.
    #[error("the file ends in the middle of this row: expected 3 fields, as in `{header}`; get the whole file")]
    Truncated {
        /// See [`CsvFault`].
        header: &'static str,
    },
    /// The last line has all fields, but no line break: nobody can tell whether its last field is whole.
    #[error(
        "the file ends without a line break, so the last field may be cut off: get the whole file, or end this line"
    )]
    NoLineBreakAtEnd,
    /// A quoted field holds a line break.
    #[error("a field holds a line break: expected one row per line; is a quote not closed?")]
    LineBreakInField,
    /// A line is far longer than any row.
    #[error("the line is longer than {max} bytes: expected one row per line", max = MAX_ROW_BYTES)]
    LineTooLong,
    /// A field is not UTF-8.
    #[error("field {0} is not UTF-8: expected text in UTF-8; save the file as UTF-8")]
    NotUtf8(usize),
    /// A pool address is not base58.
    #[error("pool `{0}` is not base58: expected the address of an operator pool, 32 bytes in base58")]
    PoolNotBase58(String),
    /// A pool address has a character in it that cannot be seen, or is of no address.
    #[error("pool `{0}` has a character in it that no address has: type the address, or copy it anew")]
    PoolHasForeignCharacter(String),
    /// A pool address is base58, but not of 32 bytes.
    #[error("pool `{0}` is not 32 bytes long: expected the address of an operator pool, 32 bytes in base58")]
    PoolNot32Bytes(String),
    /// An amount is not a base unit amount.
    #[error("column `{column}` {why}: expected base units as a whole number from 0 to {max}", max = u64::MAX)]
    Amount {
        /// Which amount.
        column: &'static str,
        /// What is wrong with it.
        why: NumberFault,
    },
    /// A score is not a weight.
    #[error(
        "column `{column}` {why}: expected a weight from 0 to {max} with at most {decimals} decimals, as in `12.5`",
        max = u64::MAX,
        decimals = Score::DECIMALS
    )]
    Score {
        /// Its column.
        column: &'static str,
        /// What is wrong with it.
        why: NumberFault,
    },
    /// A pool has two rows.
    #[error("pool {pool} is already on line {first_line}: expected each pool once")]
    DuplicatePool {
        /// The pool that has two rows.
        pool: Pubkey,
        /// Line of its first row.
        first_line: u64,
    },
    /// The rows up to this one sum to more than 64 bits hold.
    #[error(
        "the sum of `{column}` is above {max}: amounts are base units, and their sum must fit 64 bits",
        max = u64::MAX
    )]
    SumOverflow {
        /// Which amount.
        column: &'static str,
    },
    /// A row pays what is no pool of this epoch, such as an operator's wallet.
    #[error(
        "the row pays {pool}, which is no pool that may accrue in this epoch, so nobody could ever claim it: give the address \
         of the pool, not that of its admin, and no pool that was closed before"
    )]
    MayNotAccrue {
        /// The address that the row pays.
        pool: Pubkey,
    },
    /// The input could not be read on.
    #[error("the file could not be read further: {0}")]
    Io(io::Error),
}

/// What is wrong with a number. The message goes on from the name of its column.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum NumberFault {
    /// There is nothing.
    #[error("is empty")]
    Empty,
    /// There is a minus sign before the number.
    #[error("is `{0}`, which is negative")]
    Negative(String),
    /// There is something else than decimal digits, for example a decimal point.
    #[error("is `{0}`, which is not a whole number")]
    NotAWholeNumber(String),
    /// There is something else than decimal digits with at most one point between them.
    #[error("is `{0}`, which is not a decimal number")]
    NotADecimalNumber(String),
    /// There are more digits behind the decimal point than are kept.
    #[error("is `{0}`, which has too many decimals")]
    TooManyDecimals(String),
    /// The whole part is above `u64::MAX`.
    #[error("is `{0}`, which is too large")]
    TooLarge(String),
}
