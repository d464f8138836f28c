//! Why the keeper cannot begin, or gives up.

use inference_staking_client::rpc::ReadError;
use thiserror::Error;

use crate::trees::TreeFault;

/// Why the keeper cannot begin, or gives up. What one pool cannot do is in the summary instead.
#[derive(Debug, Error)]
pub enum KeeperError {
    /// The chain cannot be read.
    #[error("the chain cannot be read: {0}")]
    Read(#[from] ReadError),
    /// A tree is not the one that the record commits to. Nothing was sent.
    #[error("nothing was sent: {0}")]
    Tree(TreeFault),
}
