//! The service over real HTTP.

mod answers;
mod folder;
mod service;
mod shutdown;
