//! Attacks through clocks and delays.

mod cooldown_restarted;
mod delays_too_long;
mod halted_past_the_bypass_delay;
mod odd_clocks;
