//! What can be wrong with a tree file.

use std::io;

use solana_pubkey::Pubkey;
use thiserror::Error;

use crate::reader_words::in_plain_words;
use crate::tree::TreeError;

/// Characters of a message of the JSON reader that are repeated at most: it may name a key of any length.
const MAX_JSON_MESSAGE_CHARS: usize = 400;

/// Why a tree file is refused. Leaves are counted from 0, as leaf indices are.
///
/// The messages are whole: there is no source, which would say the same again.
#[derive(Debug, Error)]
pub enum TreeFileError {
    /// The file could not be opened.
    #[error("the tree file could not be opened: {0}")]
    Open(io::Error),
    /// It is not JSON, is cut off, is of another version, or a field is missing, unknown, there twice
    /// or not in its form. The message ends with line and column.
    #[error("the tree file could not be read: {}", excerpt(.0))]
    Json(serde_json::Error),
    /// A pool has two leaves, one after the other.
    #[error("leaf {leaf_index} is of pool {pool}, as the leaf before it: a pool stands in a tree once")]
    DuplicatePool {
        /// Index of the second leaf.
        leaf_index: usize,
        /// The pool that has two leaves.
        pool: Pubkey,
    },
    /// A pool address is below the one before it.
    #[error("leaf {leaf_index}, of pool {pool}, is out of order: leaves are ordered by the bytes of the pool address")]
    OutOfOrder {
        /// Index of the leaf that should stand further up.
        leaf_index: usize,
        /// Its pool.
        pool: Pubkey,
    },
    /// There is no tree of these leaves.
    #[error("the leaves do not make a tree: {0}")]
    Tree(TreeError),
    /// What the file says of its leaves is not so.
    #[error("the file says `{field}` is {stated}, but its leaves make it {computed}: it was changed or is not whole")]
    Mismatch {
        /// Key in the file.
        field: &'static str,
        /// Its value in the file.
        stated: String,
        /// The value that the leaves give.
        computed: String,
    },
}

/// The message, cut off if it is long, with line and column at its end.
fn excerpt(error: &serde_json::Error) -> String {
    let message = in_plain_words(&error.to_string());
    match message.char_indices().nth(MAX_JSON_MESSAGE_CHARS) {
        None => message,
        Some((end, _)) => {
            let start = message.get(..end).unwrap_or_default();
            format!("{start}... at line {} column {}", error.line(), error.column())
        }
    }
}
