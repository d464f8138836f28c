//! The pools that may accrue in an epoch, as the chain has them.

use inference_staking_client::rpc::{Connection, ReadError};
use inference_staking_rewards::PayablePools;

/// Pools that take part in an epoch.
///
/// # Errors
/// If they cannot be read.
pub async fn payable_pools(chain: &Connection, epoch: u64) -> Result<PayablePools, ReadError> {
    let pools = chain.pools().await?;
    let taking_part = pools.iter().filter(|(_, pool)| pool.takes_part_in(epoch));
    Ok(PayablePools::new(taking_part.map(|(address, _)| *address).collect()))
}
