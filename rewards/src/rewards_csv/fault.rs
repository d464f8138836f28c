//! What can be wrong with a rewards CSV.

use std::{fmt, io};

use solana_pubkey::Pubkey;
use thiserror::Error;

use crate::{Amount, TotalsOverflow};

/// A column of the rewards CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Address of the operator pool, in base58.
    Pool,
    /// One of the two amounts, in base units, as a decimal integer.
    Amount(Amount),
}

impl Column {
    /// All of them, in the order in which they are written.
    pub const ALL: [Self; 3] = [Self::Pool, Self::Amount(Amount::Reward), Self::Amount(Amount::Usdc)];
}

impl fmt::Display for Column {
    /// Its name in the header.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pool => f.write_str("pool"),
            Self::Amount(amount) => amount.fmt(f),
        }
    }
}

/// Why a rewards CSV is refused, and where.
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

/// What is wrong with a line of a rewards CSV. The message says what was expected instead.
#[derive(Debug, Error)]
pub enum CsvFault {
    /// There is nothing in the file but blank lines.
    #[error("The file is empty: expected the header `pool,reward,usdc` and a row per pool")]
    Empty,
    /// There is a header and nothing below it.
    #[error("There is no row below the header: expected one row `pool,reward,usdc` per pool")]
    NoRows,
    /// The header has a column of another name. Names are in lower case.
    #[error("Unknown column `{0}`: expected the columns `pool,reward,usdc`")]
    UnknownColumn(String),
    /// The header has a column twice.
    #[error("Column `{0}` stands twice in the header: expected the columns `pool,reward,usdc`, each once")]
    DuplicateColumn(Column),
    /// The header does not have a column.
    #[error("Column `{0}` is missing in the header: expected the columns `pool,reward,usdc`")]
    MissingColumn(Column),
    /// A row has fewer or more fields than the header.
    #[error("Found {0} field(s): expected 3, as in `pool,reward,usdc`")]
    FieldCount(usize),
    /// The last line has no line break and not all fields.
    #[error(
        "The file ends in the middle of this row: expected 3 fields, as in `pool,reward,usdc`. Get the whole file"
    )]
    Truncated,
    /// A quoted field holds a line break.
    #[error("A field holds a line break: expected one row per line. Is a quote not closed?")]
    LineBreakInField,
    /// A field is not UTF-8.
    #[error("Field {0} is not UTF-8: expected text in UTF-8. Save the file as UTF-8")]
    NotUtf8(usize),
    /// A pool address is not base58.
    #[error("Pool `{0}` is not base58: expected the address of an operator pool, 32 bytes in base58")]
    PoolNotBase58(String),
    /// A pool address is base58, but not of 32 bytes.
    #[error("Pool `{0}` is not 32 bytes long: expected the address of an operator pool, 32 bytes in base58")]
    PoolNot32Bytes(String),
    /// An amount is not a base unit amount.
    #[error("Column `{amount}` {why}: expected base units as a whole number from 0 to {max}", max = u64::MAX)]
    Amount {
        /// Which amount.
        amount: Amount,
        /// What is wrong with it.
        why: AmountFault,
    },
    /// A pool has two rows.
    #[error("Pool {pool} is already on line {first_line}: expected each pool once")]
    DuplicatePool {
        /// The pool that has two rows.
        pool: Pubkey,
        /// Line of its first row.
        first_line: u64,
    },
    /// The rows up to this one sum to more than 64 bits hold.
    #[error(transparent)]
    SumOverflow(#[from] TotalsOverflow),
    /// The input could not be read on.
    #[error("The file could not be read further: {0}")]
    Io(io::Error),
}

/// What is wrong with an amount. The message goes on from the name of its column.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum AmountFault {
    /// There is nothing.
    #[error("is empty")]
    Empty,
    /// There is a minus sign before the number.
    #[error("is `{0}`, which is negative")]
    Negative(String),
    /// There is something else than decimal digits, for example a decimal point.
    #[error("is `{0}`, which is not a whole number")]
    NotAWholeNumber(String),
    /// It is above `u64::MAX`.
    #[error("is `{0}`, which is too large")]
    TooLarge(String),
}
