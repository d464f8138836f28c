//! Reward trees, as lists of leaves.

use crate::names::Actor;

/// A leaf as somebody claims it stands in a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Place in the tree.
    pub index: u32,
    /// The pool it pays.
    pub pool: Actor,
    /// Stake tokens.
    pub reward: u64,
    /// USDC.
    pub usdc: u64,
}

/// What is wrong with a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofFlaw {
    /// Nothing.
    None,
    /// The last node is missing, if there is any.
    TooShort,
    /// One node more.
    TooLong,
    /// The first node is another one, if there is any.
    WrongNode,
}

/// Which operators' records come along with a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OperatorRecords {
    /// Those of pools that stake their commission.
    Needed,
    /// That of every pool.
    All,
    /// None.
    None,
}

/// One root of an epoch: a tree of leaves, or the zero root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// The leaves in order; none is the zero root.
    pub leaves: Vec<Leaf>,
    /// The depth that is committed with it.
    pub depth: u16,
}
