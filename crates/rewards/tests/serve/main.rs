//! The service over real HTTP.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod answers;
mod folder;
mod service;
mod shutdown;
