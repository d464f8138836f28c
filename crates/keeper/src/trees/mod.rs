//! The trees of the open epochs: read from a folder or a service, and checked against the records on chain.

mod at_hand;
mod fault;
mod folder;
mod named;
mod on_chain;
mod proofs;
mod service;
mod source;

pub use at_hand::Trees;
pub use fault::TreeFault;
pub use named::{chosen, NamedTree};
pub use on_chain::{commitment, leaf_proof};
pub use service::tree_files_of_epoch;
pub use source::TreeSource;
