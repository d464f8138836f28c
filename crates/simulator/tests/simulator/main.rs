//! The simulator against tables that were worked out beside it.
//!
//! Every expected number here follows from SPEC 11 by hand or in exact fractions (Python's `fractions` and `decimal`); the formula stands
//! beside it. None was copied from what the simulator says.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
#![allow(clippy::excessive_precision, reason = "the digits are those of the exact fraction, and not all of them fit")]

mod course;
mod curve;
mod exports;
mod figures;
mod plots;
mod ranges;
mod rates;
mod refusals;
mod supply;
mod world;
