//! Stories over many epochs. Every step is also a step of the reference model, and what the chain holds is compared with it;
//! the numbers that matter are worked out by hand here.

mod auto_stake;
mod cancelled;
mod emptied_pool;
mod grand;
mod slashed_in_cooldown;
mod stage;
mod two_epochs;
