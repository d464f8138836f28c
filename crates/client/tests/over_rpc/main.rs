//! Reading, sending and acting over a node that is played in memory and fails as real ones do.

mod actions;
mod node;
mod reading;
mod refusals;
mod sending;
