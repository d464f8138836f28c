//! What a user types: amounts, rates, times and keys, exact and with a word on what is wrong.

mod amount;
mod key;
mod place;
mod profile;
mod rate;

pub use amount::{ui, AmountFault, Decimal, Quantity};
pub use inference_staking_client::text::{parse_holder, parse_pubkey};
pub use key::KeySource;
pub(crate) use key::{expanded, home, may_be_secret};
pub use place::{parse_folder, parse_kept_file};
pub use profile::{parse_name, parse_uri};
pub use rate::{Bps, Rate};

pub use inference_staking_client::time::Span;
