//! What an accrual reads of the chain: pools, records and lookup tables.

use inference_staking_client::rpc::{Connection, LookupTables};

use crate::error::KeeperError;
use crate::options::Options;
use crate::snapshot::Snapshot;

/// Reads the chain, and again after a pause as long as it only cannot be read now.
pub(super) async fn read_patiently(
    connection: &Connection,
    options: &Options,
) -> Result<(Snapshot, LookupTables), KeeperError> {
    let mut failures = 0u32;
    loop {
        let error = match read_once(connection, options).await {
            Ok(read) => return Ok(read),
            Err(error) => error,
        };
        failures = failures.saturating_add(1);
        let give_up = failures > options.idle_rounds || options.stop.is_requested();
        if give_up || !error.is_transient() {
            return Err(error);
        }
        tracing::warn!("the chain cannot be read, will try again: {error}");
        tokio::time::sleep(options.idle_pause).await;
    }
}

async fn read_once(connection: &Connection, options: &Options) -> Result<(Snapshot, LookupTables), KeeperError> {
    let snapshot = Snapshot::read(connection, options.pools.as_deref()).await?;
    Ok((snapshot, options.tables.usable(connection).await?))
}
