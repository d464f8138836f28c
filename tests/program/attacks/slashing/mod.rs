//! Attempts of operators to save their stake, or what they earn with that of others, from a slash.

mod commission_after_a_full_slash;
mod endless_halt;
mod escape_by_cooldown;
mod escape_by_rotation;
mod hidden_in_activating;
mod lowered_delay;
