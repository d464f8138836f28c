//! Errors of work with files: is the input bad, or could a file not be read or written?

use std::{
    fmt, io,
    path::{Path, PathBuf},
};

use thiserror::Error;

use crate::apportion::ApportionError;
use crate::pool_csv::{CsvError, CsvFault};
use crate::tree::TreeError;
use crate::tree_file::TreeFileError;

/// Why no result was written. A file is written whole or not at all, so then nothing was.
///
/// The messages are whole: there is no source, which would say the same again.
#[derive(Debug, Error)]
pub enum RewardsError {
    /// What stands in an input file is not as it must be. The command line exits with code 2.
    #[error("{}: {reason}", path.display())]
    BadInput {
        /// The input file.
        path: PathBuf,
        /// What is wrong in it, and on which line.
        reason: BadInput,
    },
    /// A file, a folder or a socket could not be used. Of an input that is bad input too: another has to be named.
    #[error("{} could not be {doing}: {error}", path.display())]
    Io {
        /// The file, the folder or the socket's address.
        path: PathBuf,
        /// What was tried.
        doing: Doing,
        /// What the system says.
        error: io::Error,
    },
}

impl RewardsError {
    /// Whether the input is to blame: trying again without correcting the file is of no use.
    pub fn is_bad_input(&self) -> bool {
        matches!(self, Self::BadInput { .. } | Self::Io { doing: Doing::Opening | Doing::Reading, .. })
    }

    /// The line of the input file at fault, from 1, where one line is.
    pub fn line(&self) -> Option<u64> {
        match self {
            Self::BadInput { reason: BadInput::Csv(error), .. } => Some(error.line),
            Self::BadInput { reason: BadInput::TreeFile(TreeFileError::Json(error)), .. } => {
                u64::try_from(error.line()).ok()
            }
            _ => None,
        }
    }

    pub(crate) fn io(path: &Path, doing: Doing, error: io::Error) -> Self {
        Self::Io { path: path.into(), doing, error }
    }

    pub(crate) fn bad(path: &Path, reason: impl Into<BadInput>) -> Self {
        Self::BadInput { path: path.into(), reason: reason.into() }
    }

    /// A fault in a CSV, which may be one of reading it.
    pub(crate) fn csv(path: &Path, error: CsvError) -> Self {
        match error {
            CsvError { fault: CsvFault::Io(error), .. } => Self::io(path, Doing::Reading, error),
            error => Self::bad(path, error),
        }
    }

    /// A fault in a tree file, which may be one of reading it.
    pub(crate) fn tree_file(path: &Path, error: TreeFileError) -> Self {
        match error {
            TreeFileError::Open(error) => Self::io(path, Doing::Opening, error),
            TreeFileError::Json(error) if error.is_io() => Self::io(path, Doing::Reading, error.into()),
            error => Self::bad(path, error),
        }
    }
}

/// What could not be done with a file, a folder or a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// An input, or the folder that is served.
    Opening,
    /// An input.
    Reading,
    /// A result.
    Writing,
    /// The folder that is served.
    Serving,
}

/// As in "could not be opened".
impl fmt::Display for Doing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Opening => "opened",
            Self::Reading => "read",
            Self::Writing => "written",
            Self::Serving => "served",
        })
    }
}

/// What is wrong in an input file.
#[derive(Debug, Error)]
pub enum BadInput {
    /// A line of a CSV.
    #[error(transparent)]
    Csv(#[from] CsvError),
    /// A tree file.
    #[error(transparent)]
    TreeFile(#[from] TreeFileError),
    /// The rows make no tree.
    #[error(transparent)]
    Tree(#[from] TreeError),
    /// A result would replace what it is made of.
    #[error("the result would replace its own input: write it to another file")]
    OverInput,
    /// A tree file is named for two trees.
    #[error("the file is named twice: each tree needs one of its own")]
    TreeFileTwice,
    /// No tree file is named.
    #[error("no tree file is named: name one for each root")]
    NoTreeFile,
    /// The rows are too few for so many trees.
    #[error("{rows} pool(s) cannot be split over {trees} trees: each needs one, so name fewer files")]
    FewerRowsThanTrees {
        /// Pools, with those of zeros.
        rows: usize,
        /// Trees that were asked for.
        trees: usize,
    },
    /// The scores cannot be used to split the epoch's rewards.
    #[error("the rewards cannot be split by the scores: {0}")]
    Apportion(#[from] ApportionError),
    /// The rows do not sum to what the caller expects.
    #[error("the sum of `{column}` is {found} base units, expected exactly {expected}: correct the rows or the total")]
    WrongSum {
        /// The column that was summed up.
        column: &'static str,
        /// The sum over the rows, in base units.
        found: u64,
        /// The sum that the caller gave, in base units.
        expected: u64,
    },
}
