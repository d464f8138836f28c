//! What is known of a measured instruction.

use crate::profile::Profile;

/// One measured instruction.
pub struct Case {
    /// Name in the table: the instruction, and what is special about it.
    pub name: String,
    /// Compute units of the whole instruction, or the share of one pool in them.
    pub units: u64,
    /// Where they went, if the chain was traced.
    pub profile: Option<Profile>,
}
