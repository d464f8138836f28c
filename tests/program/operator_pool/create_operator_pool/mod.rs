//! `create_operator_pool`: what it writes, and what it refuses.

mod accounts;
mod arguments;
mod created;
mod creation;
mod epochs;
mod fee;
mod text;

pub use creation::PoolCreation;
