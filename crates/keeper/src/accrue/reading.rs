//! What an accrual reads: the chain, the trees and the lookup tables.

use std::sync::Arc;

use inference_staking_client::rpc::LookupTables;
use solana_signer::Signer;

use super::Keeper;
use crate::error::KeeperError;
use crate::snapshot::Snapshot;

impl<S: Signer + Sync + ?Sized> Keeper<'_, S> {
    /// Reads the chain and the trees of the epochs that are open on it.
    pub(super) async fn read(&mut self) -> Result<Snapshot, KeeperError> {
        let mut failures = 0u32;
        let snapshot = loop {
            match self.read_once().await {
                Ok((snapshot, tables)) => {
                    self.tables = Arc::new(tables);
                    break snapshot;
                }
                Err(error) => {
                    failures = failures.saturating_add(1);
                    let give_up = failures > self.options.idle_rounds || self.options.stop.is_requested();
                    if give_up || !error.is_transient() {
                        return Err(error);
                    }
                    tracing::warn!("the chain cannot be read, will try again: {error}");
                    tokio::time::sleep(self.options.idle_pause).await;
                }
            }
        };
        self.trees.load(self.source, &snapshot.records).await;
        Ok(snapshot)
    }

    async fn read_once(&self) -> Result<(Snapshot, LookupTables), KeeperError> {
        let snapshot = Snapshot::read(self.connection, self.options.pools.as_deref()).await?;
        Ok((snapshot, self.options.tables.usable(self.connection).await?))
    }
}
