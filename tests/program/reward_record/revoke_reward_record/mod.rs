//! `revoke_reward_record`: who, which record, when, and what comes after it.

mod bypassed;
mod committed_again;
mod revoked;
mod schedule;
