//! Attempts of operators to save their stake from a slash.

mod endless_halt;
mod escape_by_cooldown;
mod escape_by_rotation;
mod lowered_delay;
