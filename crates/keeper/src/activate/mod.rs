//! Making ripe stake shares, everybody's, once its pool was accrued.

mod activator;
mod courier;

pub(crate) use activator::{Activated, Activator};
pub(crate) use courier::Courier;
