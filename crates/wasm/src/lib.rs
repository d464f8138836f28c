#![doc = include_str!("../README.md")]
#![allow(unsafe_code, reason = "to export a function under its name counts as such; there is no unsafe block")]
#![deny(clippy::undocumented_unsafe_blocks)]

mod accrual;
mod deposits;
mod emission;
mod epochs;
mod exits;
mod locks;
mod memory;
mod places;
mod shares;
mod view;
