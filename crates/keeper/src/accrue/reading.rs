//! What an accrual reads of the chain: pools, records and lookup tables.

use inference_staking_client::rpc::{Connection, LookupTables};

use crate::error::KeeperError;
use crate::options::Options;
use crate::patience::Patience;
use crate::snapshot::Snapshot;

/// Reads the chain, and again after a pause as long as it only cannot be read now.
pub(super) async fn read_patiently(
    connection: &Connection,
    options: &Options,
) -> Result<(Snapshot, LookupTables), KeeperError> {
    let mut patience = Patience::new(options);
    loop {
        let read = options.stop.bounded(read_once(connection, options)).await;
        match read.ok_or(KeeperError::Stopped)? {
            Ok(read) => {
                patience.over();
                return Ok(read);
            }
            Err(error) => patience.after(error).await?,
        }
    }
}

async fn read_once(connection: &Connection, options: &Options) -> Result<(Snapshot, LookupTables), KeeperError> {
    let snapshot = Snapshot::read(connection, options.pools.as_deref()).await?;
    Ok((snapshot, options.tables.usable(connection).await?))
}
