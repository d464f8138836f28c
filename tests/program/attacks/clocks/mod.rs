//! Attacks through clocks and delays.

mod challenge_as_long_as_an_epoch;
mod cooldown_restarted;
mod delays_too_long;
mod epochs_of_deposits;
mod halted_past_the_bypass_delay;
mod no_way_round_the_cooldown;
mod odd_clocks;
