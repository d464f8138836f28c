//! What can be set of the service.

use std::time::Duration;

use solana_pubkey::Pubkey;

use crate::tree_file::MAX_TREE_FILE_BYTES;

/// What can be set of the service. The default is right for most.
#[derive(Clone, Copy, Debug)]
pub struct ServeOptions {
    /// Refuse tree files of another program. `None`: take those of any.
    pub program_id: Option<Pubkey>,
    /// How often the folder is looked through for new, changed and removed files.
    pub rescan: Duration,
    /// Leaves of trees that are kept in memory at most, about 115 bytes each. The tree used last is kept in any case.
    pub cached_leaves: usize,
    /// Larger tree files are not read.
    pub max_file_bytes: u64,
    /// How long requests may go on after the shutdown began.
    pub grace: Duration,
}

impl Default for ServeOptions {
    fn default() -> Self {
        Self {
            program_id: None,
            rescan: Duration::from_secs(2),
            cached_leaves: 2_000_000,
            max_file_bytes: MAX_TREE_FILE_BYTES,
            grace: Duration::from_secs(10),
        }
    }
}
