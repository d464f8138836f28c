//! What a reward record commits to, and which of its roots a tree has (SPEC 6).

use inference_staking_merkle::Hash;
use solana_pubkey::Pubkey;
use thiserror::Error;

use crate::tree::RewardsTree;

/// A root of a reward record, with its depth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommittedRoot {
    /// The root.
    pub root: Hash,
    /// Levels above the leaves.
    pub depth: u8,
}

impl CommittedRoot {
    /// What a record has to store for a tree.
    pub fn of(tree: &RewardsTree) -> Self {
        Self { root: tree.root(), depth: tree.depth() }
    }
}

/// What a reward record commits to: the trees of one epoch of one program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// Address of the staking program.
    pub program_id: Pubkey,
    /// Epoch of the record.
    pub epoch: u64,
    /// Its roots, in their order. None: the epoch pays nothing.
    pub roots: Vec<CommittedRoot>,
}

/// Why a tree is none of a record's. The message goes on from the name of its file.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum WrongTree {
    /// Its leaves name another program.
    #[error("is of program {found}, not of {wanted}: take the file of this network")]
    OtherProgram {
        /// The program that the leaves name.
        found: Pubkey,
        /// The program of the record.
        wanted: Pubkey,
    },
    /// Its leaves name another epoch.
    #[error("is of epoch {found}, not of {wanted}: take the file of that epoch")]
    OtherEpoch {
        /// The epoch that the leaves name.
        found: u64,
        /// The epoch of the record.
        wanted: u64,
    },
    /// The record does not have its root, or has it with another depth.
    #[error("does not have a root of the record of epoch {epoch}: it was changed, or is of a record that was revoked")]
    OtherRoot {
        /// The epoch of both.
        epoch: u64,
    },
}

impl Commitment {
    /// Which of the record's roots a tree has.
    ///
    /// # Errors
    ///
    /// See [`WrongTree`].
    pub fn root_index(&self, tree: &RewardsTree) -> Result<u8, WrongTree> {
        self.require_names(tree)?;
        let of_tree = CommittedRoot::of(tree);
        let place = self.roots.iter().position(|root| *root == of_tree);
        place.and_then(|place| u8::try_from(place).ok()).ok_or(WrongTree::OtherRoot { epoch: self.epoch })
    }

    /// The leaves of a tree name this program and epoch, whatever its root.
    ///
    /// # Errors
    ///
    /// [`WrongTree::OtherProgram`], [`WrongTree::OtherEpoch`].
    pub fn require_names(&self, tree: &RewardsTree) -> Result<(), WrongTree> {
        require_program(tree, &self.program_id)?;
        match tree.epoch() == self.epoch {
            true => Ok(()),
            false => Err(WrongTree::OtherEpoch { found: tree.epoch(), wanted: self.epoch }),
        }
    }
}

/// The leaves of a tree name this program.
pub(crate) fn require_program(tree: &RewardsTree, wanted: &Pubkey) -> Result<(), WrongTree> {
    let found = tree.program_id();
    match found == *wanted {
        true => Ok(()),
        false => Err(WrongTree::OtherProgram { found, wanted: *wanted }),
    }
}
