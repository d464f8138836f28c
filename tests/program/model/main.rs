//! The built program against the reference model: random histories of all instructions by many actors, compared after
//! every step; copies of the world in which every delegator leaves; histories again without their locks.

mod actors;
mod choosing;
mod chosen;
mod comparison;
mod coverage;
mod events;
mod histories;
mod instructions;
mod leaving;
mod locks_removed;
mod refusals;
mod setup;
mod steps;
mod tampering;
mod trial;
