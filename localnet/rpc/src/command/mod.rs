//! What the command line does.

mod console;
mod folder;
pub mod start;
mod table;
mod validator;
pub mod warp;
