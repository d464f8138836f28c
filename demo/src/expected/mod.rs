//! What everybody should have, by the reference model, which is written from the specification and shares no code with the
//! program. In the model each pool has a world of its own: nothing of what is compared crosses from one pool to another.

mod names;
mod numbers;
mod pool;
mod reading;

pub use names::OPERATOR;
pub use numbers::{ExpectedTicket, LeafAmounts};
pub use pool::{ExpectedPool, PoolTerms};
