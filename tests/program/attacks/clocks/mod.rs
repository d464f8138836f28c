//! Attacks through clocks and delays.

mod cooldown_restarted;
mod delays_too_long;
mod odd_clocks;
