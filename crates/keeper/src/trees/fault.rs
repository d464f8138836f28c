//! What can be wrong with the trees of an epoch.

use inference_staking_rewards::{TreeFileError, WrongTree};
use thiserror::Error;

/// Why a tree is refused. Nothing is sent for its epoch.
#[derive(Debug, Error)]
pub enum TreeFault {
    /// The folder cannot be listed.
    #[error("the folder {folder} cannot be listed: {error}")]
    Folder {
        /// Its path.
        folder: String,
        /// Why.
        error: std::io::Error,
    },
    /// It is no whole tree file, or its leaves do not make what it says.
    #[error("the tree file {name} is refused: {error}")]
    File {
        /// File name or URL.
        name: String,
        /// Why.
        error: TreeFileError,
    },
    /// It is none of the trees of the record on chain.
    #[error("the tree file {name} {error}")]
    Wrong {
        /// File name or URL.
        name: String,
        /// Why.
        error: WrongTree,
    },
    /// The service does not answer.
    #[error("the service does not give {url}: {error}")]
    Service {
        /// What was asked for.
        url: String,
        /// Why.
        error: String,
    },
}
