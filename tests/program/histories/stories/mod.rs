//! Stories over many epochs. Every step is also written into a ledger with formulas of its own, and what the chain holds is
//! compared with it.

mod auto_stake;
mod emptied_pool;
mod grand;
mod ledger;
mod one_epoch;
mod slashed_in_cooldown;
mod stage;
