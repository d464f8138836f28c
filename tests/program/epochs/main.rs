//! Epochs once they are committed: `revoke_reward_record`, `reclaim_expired_reward_record`, `accrue_reward_emergency_bypass`,
//! `accrue_rewards`, and pools that lag behind (SPEC sections 6 to 8).

mod accounts;
mod batch;
mod batch_accounts;
mod batch_refusals;
mod batch_size;
mod bypass;
mod bypass_limits;
mod expiry_jump;
mod reclaim;
mod revoke;
mod revoke_again;
mod revoke_bypassed;
mod stories;
mod world;
