//! Instructions of an epoch and its record (SPEC sections 4 to 8, 11 and 15 to 17).

mod accrue_reward;
mod create_reward_record;
mod mark_epoch_as_finalizing;
mod world;
