//! `create_reward_record`: what it writes, and what it refuses.

mod accounts;
mod created;
mod emission;
mod funding;
mod last_rewarded;
mod roots;
