//! What a user types: amounts, rates, times and keys, exact and with a word on what is wrong.

mod amount;
mod duration;
mod key;
mod rate;

pub use amount::{ui, AmountFault, Decimal, Quantity};
pub use duration::Duration;
pub(crate) use key::{expanded, home};
pub use key::{parse_pubkey, KeySource};
pub use rate::{Bps, Rate};
