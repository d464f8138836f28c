//! What a step turned out to be.

use inference_staking_model::{Operation, RecordId};

/// What is to be done.
#[derive(Clone, Debug)]
pub enum Chosen {
    /// Operations, compared one by one.
    Operations(Vec<Operation>),
    /// Many operations that must go through, compared at the end, and others one by one afterwards.
    Many { operations: Vec<Operation>, then: Vec<Operation> },
    /// The program is asked about a record.
    Query(RecordId),
    /// An operation with one of its accounts replaced or its signature missing.
    Tampered { operation: Operation, place: usize, with: usize },
    /// In a copy of the world everybody leaves.
    EverybodyLeaves { hostile: bool },
}
