//! Why the keeper cannot begin, or gives up.

use inference_staking_client::rpc::ReadError;
use thiserror::Error;

/// Why the keeper cannot begin, or gives up. What one pool cannot do is in the summary instead.
#[derive(Debug, Error)]
pub enum KeeperError {
    /// The chain cannot be read.
    #[error("the chain cannot be read: {0}")]
    Read(#[from] ReadError),
    /// The file of lookup tables cannot be written.
    #[error("the file of lookup tables {path} cannot be written: {reason}")]
    TableFileUnwritten {
        /// Its path.
        path: String,
        /// Why not.
        reason: String,
    },
    /// The file of lookup tables cannot be read, or is none.
    #[error("the file of lookup tables {path}: {reason}")]
    TableFile {
        /// Its path.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// The node does not tell the lookup tables of an authority, and no file names them.
    #[error(
        "the node does not tell the lookup tables of the authority ({0}): name them in a file, or use another node"
    )]
    TablesUntold(ReadError),
    /// The node shows an earlier state than before: it does not know of the newest epoch, or not of all pools.
    #[error("the node fell behind what it showed before: ask another node")]
    Behind,
    /// Somebody asked to stop before the chain was read.
    #[error("the keeper was asked to stop before it had read the chain")]
    Stopped,
}

impl KeeperError {
    /// Whether the same may go well later.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Read(error) | Self::TablesUntold(error) => error.is_transient(),
            Self::Behind => true,
            Self::TableFileUnwritten { .. } | Self::TableFile { .. } | Self::Stopped => false,
        }
    }
}
