//! `mark_epoch_as_finalizing`: who, which epoch, how long after the last one, and how long after the newest record is claimable.

mod margin;
mod marked;
