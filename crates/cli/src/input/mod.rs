//! What a user types: amounts, rates, times and keys, exact and with a word on what is wrong.

mod amount;
mod key;
mod rate;

pub use amount::{ui, AmountFault, Decimal, Quantity};
pub(crate) use key::{expanded, home};
pub use key::{parse_pubkey, KeySource};
pub use rate::{Bps, Rate};

pub use inference_staking_client::time::Span;
