//! The invariants of a network (SPEC 4, 5 and 15), as named assertions: [`states`] look at one state, [`transitions`]
//! compare the states before and after a transaction.

mod network_state;
pub mod states;
pub mod transitions;

pub use network_state::{NetworkState, PoolWithRecords, Solvency};
pub use states::assert_state_invariants;
