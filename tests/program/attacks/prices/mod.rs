//! Attacks on the price of a share and on the counters behind it.

mod donation;
mod extreme_amounts;
mod first_depositor;
mod random_play;
mod rounding_loop;
