//! What the command line does.

mod announcement;
mod console;
mod folder;
pub mod start;
mod table;
mod validator;
pub mod warp;
