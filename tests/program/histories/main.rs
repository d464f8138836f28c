//! Long courses of events. Stories are worked out by hand; random histories of all instructions by many actors go the same
//! way in the built program and in the reference model, compared after every step, with copies of the world in which every
//! delegator leaves, and once more without their locks or with deposits that nobody activates. The binary `bank` plays the stories on a real bank.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod copies;
mod leaving;
mod locks_removed;
mod newcomer;
mod random;
mod side_by_side;
mod stories;

use inference_staking_test_kit::networks::embedded as chain;
