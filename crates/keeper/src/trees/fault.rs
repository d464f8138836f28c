//! What can be wrong with the trees of an epoch.

use anchor_lang::prelude::Pubkey;
use inference_staking_rewards::TreeFileError;
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
    /// It is of another program.
    #[error("the tree file {name} is of program {program}: take the one of this network")]
    OtherProgram {
        /// File name or URL.
        name: String,
        /// The program in it.
        program: Pubkey,
    },
    /// It is of another epoch.
    #[error("the tree file {name} is of epoch {epoch}, not of {wanted}: take the file of that epoch")]
    OtherEpoch {
        /// File name or URL.
        name: String,
        /// The epoch in it.
        epoch: u64,
        /// The epoch asked for.
        wanted: u64,
    },
    /// The record on chain does not have its root.
    #[error("the tree file {name} does not have a root of the record of epoch {epoch}: it was changed, or is of a record that was revoked")]
    OtherRoot {
        /// File name or URL.
        name: String,
        /// The epoch.
        epoch: u64,
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
