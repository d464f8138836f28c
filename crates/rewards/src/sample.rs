//! Rewards for tests and the demo, the same for the same seed on every machine.

use rand_chacha::{
    rand_core::{RngCore, SeedableRng},
    ChaCha20Rng,
};
use solana_pubkey::Pubkey;

use crate::apportion::{apportion, ApportionError};
use crate::reward_row::{RewardRow, Totals};

/// One pool in so many is idle: it earns nothing. At least one is if there are two.
const POOLS_PER_IDLE_POOL: usize = 50;

/// The largest weight is so many times the smallest.
const SKEW: u64 = 1024;

/// A weight is this divided by a number from 1 to [`SKEW`].
const WEIGHT_SCALE: u64 = 1 << 32;

/// Made-up rewards of these pools, in their order, which sum to exactly `totals`.
///
/// The weights are skewed: half of the pools earn at most about twice the least that any earns, and
/// few earn up to 1024 times of it. Reward and USDC are drawn apart from each other. Idle pools, one
/// in 50 and at least one of two, earn neither. Rounding is that of [`apportion`].
///
/// All comes from one ChaCha20 stream whose key is `seed` in little endian, filled up with zeros.
///
/// # Errors
///
/// [`ApportionError::AllWeightsZero`] if there is no pool.
pub fn sample_rewards(pools: &[Pubkey], totals: Totals, seed: u64) -> Result<Vec<RewardRow>, ApportionError> {
    let mut key = [0; 32];
    for (byte, seed_byte) in key.iter_mut().zip(seed.to_le_bytes()) {
        *byte = seed_byte;
    }
    let mut random = ChaCha20Rng::from_seed(key);

    let is_idle = idle_pools(&mut random, pools.len());
    let rewards = apportion(totals.rewards, &weights(&mut random, &is_idle))?;
    let usdc = apportion(totals.usdc, &weights(&mut random, &is_idle))?;
    let rows = pools.iter().zip(rewards).zip(usdc);
    Ok(rows.map(|((pool, reward), usdc)| RewardRow { pool: *pool, reward, usdc }).collect())
}

/// Draws which pools are idle. Never all of them.
fn idle_pools(random: &mut ChaCha20Rng, pool_count: usize) -> Vec<bool> {
    let idle_count = pool_count.div_ceil(POOLS_PER_IDLE_POOL).min(pool_count.saturating_sub(1));
    let mut is_idle = vec![false; pool_count];
    let mut left = idle_count;
    while left > 0 {
        let index = usize::try_from(below(random, pool_count)).unwrap_or_default();
        if let Some(idle @ false) = is_idle.get_mut(index) {
            *idle = true;
            left = left.saturating_sub(1);
        }
    }
    is_idle
}

fn weights(random: &mut ChaCha20Rng, is_idle: &[bool]) -> Vec<u64> {
    let mut weight = || {
        let divisor = random.next_u64().checked_rem(SKEW).unwrap_or_default().saturating_add(1);
        WEIGHT_SCALE.checked_div(divisor).unwrap_or_default()
    };
    is_idle.iter().map(|idle| if *idle { 0 } else { weight() }).collect()
}

/// A number below `bound`, which is far from 2^64: how little it favours small numbers does not matter.
fn below(random: &mut ChaCha20Rng, bound: usize) -> u64 {
    let bound = u64::try_from(bound).unwrap_or(u64::MAX);
    random.next_u64().checked_rem(bound).unwrap_or_default()
}
