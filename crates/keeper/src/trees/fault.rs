//! What can be wrong with the trees of an epoch.

use inference_staking_rewards::{in_plain_words, TreeFileError, WrongTree};
use thiserror::Error;

/// Why a tree is refused. Beside a right one it is passed over; without one nothing is sent for its epoch.
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
        /// Whether it gave no answer at all.
        is_away: bool,
    },
}

impl TreeFault {
    /// Nothing came.
    pub(super) fn away(url: &str, error: impl ToString) -> Self {
        Self::Service { url: without_secrets(url), error: error.to_string(), is_away: true }
    }

    /// Something came that is of no use.
    pub(super) fn answered(url: &str, error: impl ToString) -> Self {
        Self::Service { url: without_secrets(url), error: in_plain_words(&error.to_string()), is_away: false }
    }
}

/// The URL as it may be shown: providers put keys into queries and in front of hosts.
pub(super) fn without_secrets(url: &str) -> String {
    let Ok(mut shown) = url.parse::<reqwest::Url>() else { return "its URL".to_owned() };
    shown.set_query(None);
    // A URL without a host has no user either.
    let _hidden = shown.set_username("").and_then(|()| shown.set_password(None));
    shown.to_string()
}
