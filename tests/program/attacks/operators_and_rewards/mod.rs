//! Attacks of operators, pool admins, depositors and whoever publishes rewards.

mod bad_root_by_stolen_key;
mod closed_pool_usdc;
mod commission_raise;
mod commission_shares;
mod deposit_before_reward;
mod donation;
mod empty_pool_rewards;
mod endless_halt;
mod epoch_without_roots;
mod escape_by_cooldown;
mod escape_by_rotation;
mod first_depositor;
mod leaves_above_totals;
mod record_closed_by_another_pool;
mod skipped_funded_epoch;
mod withheld_proofs;
mod world;
