//! `accrue_reward_emergency_bypass`: from when, what it writes, and how far.

mod limits;
mod logs;
mod passed;
mod when;
