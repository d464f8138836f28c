//! Why a pool does not pass an epoch, or a record is not activated, in words.

use std::fmt;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::time::utc;

/// An epoch that a pool could not pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The pool.
    pub pool: Pubkey,
    /// The epoch.
    pub epoch: u64,
    /// Epochs after it that wait for it, because epochs are passed in order.
    pub later_epochs: u64,
    /// Why.
    pub reason: Reason,
}

/// Ripe stake that could become shares and did not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotActivated {
    /// The pool.
    pub pool: Pubkey,
    /// Owner of the record.
    pub owner: Pubkey,
    /// Why.
    pub reason: Reason,
}

/// Why an epoch cannot be passed, or was not. Times are Unix seconds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// SPEC 8.
    AccrualHalted,
    /// It was revoked, or the RPC node is behind.
    NoRecord,
    /// The challenge period runs.
    NotClaimable {
        /// When it ends.
        from: i64,
    },
    /// The record has no roots or nothing left, and passing such epochs was not asked for.
    EmptyEpoch,
    /// Not every root has its tree file.
    NoTree {
        /// Roots in the record.
        roots: u8,
        /// Those whose tree is at hand.
        at_hand: u8,
    },
    /// A tree file of the epoch is refused.
    BadTree(String),
    /// All trees are at hand and none holds the pool.
    NotInTree {
        /// From when it can be bypassed.
        bypass_from: i64,
    },
    /// The pool's leaf makes no transaction.
    Unprovable(String),
    /// The program refused.
    Refused(String),
    /// No transaction got through.
    NotSent(String),
    /// Nobody can tell whether the transaction was executed.
    InDoubt {
        /// Its signature.
        signature: String,
        /// What is said of it.
        words: String,
    },
    /// The node says that our transaction did it, and shows the chain as before.
    Contradicted,
    /// The keeper was asked to stop.
    Stopped,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AccrualHalted => f.write_str("accrual is halted: wait until the program admin resumes it"),
            Self::NoRecord => {
                f.write_str("the epoch has no record: it was revoked, or the RPC node is behind; try again")
            }
            Self::NotClaimable { from } => {
                write!(f, "the record's challenge period runs until {}: try again then", utc(*from))
            }
            Self::EmptyEpoch => f.write_str("the epoch has nothing left to pay: allow the keeper to pass empty epochs"),
            Self::NoTree { roots, at_hand } => {
                write!(f, "of the record's {roots} tree files {at_hand} are at hand: add the others")
            }
            Self::BadTree(words) | Self::InDoubt { words, .. } => f.write_str(words),
            Self::NotInTree { bypass_from } => {
                write!(f, "the pool is in no tree of the epoch: it can be bypassed from {} on", utc(*bypass_from))
            }
            Self::Unprovable(fault) => write!(f, "the pool's leaf cannot be proven: {fault}"),
            Self::Refused(error) => write!(f, "the program refused: {error}"),
            Self::NotSent(error) => write!(f, "no transaction got through: {error}"),
            Self::Contradicted => {
                f.write_str("the node says that a transaction did it, and shows the chain as before: ask another node")
            }
            Self::Stopped => f.write_str("the keeper was asked to stop: start it again"),
        }
    }
}
