//! The tree file: what the service publishes and anyone can check (SPEC 14).

mod fault;
mod folder;
mod format;
mod read;
mod write;

pub use fault::TreeFileError;
/// A tree of as many leaves as there can be has about 150 MB; what is larger is no tree file.
pub const MAX_TREE_FILE_BYTES: u64 = 256 << 20;

pub(crate) use folder::open_regular;
pub use folder::{stated_epoch, tree_files};
pub(crate) use format::{Address, BaseUnits};
pub use format::{HexHash, TREE_FILE_VERSION};
pub(crate) use read::{
    check_depth, check_order, check_root, check_total_rewards, check_total_usdc, read_stated, StatedTree,
};
pub use read::{read_tree, read_tree_file};
pub(crate) use write::stage_tree_file;
pub use write::{write_tree, write_tree_file};
