//! What the command line does.

mod announcement;
mod console;
pub mod faucet;
mod folder;
mod network_files;
pub mod start;
mod table;
mod validator;
pub mod warp;
