//! What an accrual reads of the chain: pools, records and lookup tables.

use inference_staking_client::rpc::{Connection, LookupTables};

use crate::error::KeeperError;
use crate::options::Options;
use crate::snapshot::Snapshot;

pub(super) async fn read_once(
    connection: &Connection,
    options: &Options,
) -> Result<(Snapshot, LookupTables), KeeperError> {
    let snapshot = Snapshot::read(connection, options.pools.as_deref()).await?;
    Ok((snapshot, options.tables.usable(connection).await?))
}
