//! The whole staking system as a simple reference model, written from the specification. Shares no code with the program.
//!
//! A [`World`] is plain data. [`World::apply`] says what an [`Operation`] does to it, or which rules it breaks. Wallets are
//! numbers, a pool is known by the wallet that created it, Merkle trees are lists of leaves, liabilities are sums: whatever
//! the program does cleverly is done here in the way that is easiest to see to be right.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test of the program stops where it panics")]

mod accrual;
mod activation;
mod administration;
mod apply;
mod arithmetic;
mod broken;
mod deposits;
mod emission;
mod epochs;
mod ledger;
mod locks;
mod names;
mod operation;
mod parameters;
mod pools;
mod rule;
mod settings;
mod slashing;
mod staking;
mod state;
mod tree;
mod vault;
mod view;
mod world;

pub use accrual::expected_proof_length;
pub use broken::Broken;
pub use deposits::Deposits;
pub use emission::{budget_of, Kind, Schedule};
pub use ledger::{Holder, Ledger, Mint};
pub use names::{Actor, RecordId};
pub use operation::Operation;
pub use parameters::Parameters;
pub use rule::Rule;
pub use settings::{AuthorityChange, OverviewChange, PoolChange, PoolSettings};
pub use state::{
    part_of, Commission, Lock, OpenSkips, Overview, Pool, RewardRecord, StakingRecord, StakingRecords, Ticket,
    WithdrawalHalt,
};
pub use tree::{Leaf, OperatorRecords, ProofFlaw, Root};
pub use view::RecordView;
pub use world::{Roles, World};
