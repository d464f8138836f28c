//! Where tree files come from.

use std::path::PathBuf;

/// Where tree files come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TreeSource {
    /// All `*.json` files of a folder.
    Folder(PathBuf),
    /// Base URL of `rewards serve`.
    Service(String),
}
