//! The committed seeds are what their names say, and every event, account and return type of the program has one: what no
//! longer decodes shows a target nothing (SPEC 14). These are no targets themselves, so they stand in a folder.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod corpus;
mod made;
#[path = "../node/mod.rs"]
mod node;
mod outside;
mod typed;
