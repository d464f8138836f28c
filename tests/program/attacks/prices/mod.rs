//! Attacks on the price of a share and on the counters behind it.

mod activation_remainders;
mod donation;
mod extreme_amounts;
mod first_depositor;
mod lent_tokens;
mod random_play;
mod rounding_loop;
