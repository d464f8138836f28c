//! Attacks through clocks and delays.

mod challenge_as_long_as_an_epoch;
mod cooldown_restarted;
mod delays_too_long;
mod halted_past_the_bypass_delay;
mod odd_clocks;
