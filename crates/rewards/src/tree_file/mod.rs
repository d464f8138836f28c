//! The tree file: what the service publishes and anyone can check (spec section 14).

mod fault;
mod format;
mod read;
mod write;

pub use fault::TreeFileError;
pub use format::TREE_FILE_VERSION;
pub(crate) use format::{Address, BaseUnits, HexHash};
pub(crate) use read::{
    check_depth, check_order, check_root, check_total_rewards, check_total_usdc, read_stated, StatedTree,
};
pub use read::{read_tree, read_tree_file};
pub use write::{write_tree, write_tree_file};
