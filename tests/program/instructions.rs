//! Every instruction of the program, each in the room of its account under its own name, and what holds for all of them.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod every_instruction;
mod operator_pool;
mod pool_overview;
mod reward_record;
mod staking_record;
