//! Reading, sending and acting over a node that is played in memory and fails as real ones do.

mod intents;
mod node;
mod reading;
mod refusals;
mod sending;
