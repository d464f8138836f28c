//! What the command line does.

mod console;
mod folder;
mod span;
pub mod start;
mod table;
mod validator;
pub mod warp;
