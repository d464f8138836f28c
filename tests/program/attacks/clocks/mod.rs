//! Attacks through clocks and delays.

mod challenge_as_long_as_an_epoch;
mod cooldown_restarted;
mod delays_too_long;
mod odd_clocks;
