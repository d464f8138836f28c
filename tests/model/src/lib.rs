//! The whole staking system as a simple reference model, written from the specification. Shares no code with the program.
//!
//! A [`World`] is plain data. [`World::apply`] says what an [`Operation`] does to it, or which rules it breaks. Wallets are
//! numbers, a pool is known by the wallet that created it, Merkle trees are lists of leaves, liabilities are sums: whatever
//! the program does cleverly is done here in the way that is easiest to see to be right.

mod accrual;
mod administration;
mod arithmetic;
mod emission;
mod epochs;
mod ledger;
mod locks;
mod operation;
mod parameters;
mod pools;
mod rule;
mod slashing;
mod staking;
mod state;
mod view;
mod world;

pub use accrual::expected_proof_length;
pub use arithmetic::{ceil_of, floor_of};
pub use emission::{Kind, Schedule};
pub use ledger::{Holder, Ledger, Mint};
pub use operation::*;
pub use parameters::Parameters;
pub use rule::{Broken, Rule};
pub use state::*;
pub use view::RecordView;
pub use world::{Roles, World};
