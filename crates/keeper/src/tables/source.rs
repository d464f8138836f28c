//! Where the keeper looks for its lookup tables, and what it finds.

use std::collections::BTreeSet;
use std::path::PathBuf;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address;
use inference_staking_client::rpc::{Connection, LookupTable, LookupTables};

use super::file;
use crate::error::KeeperError;

/// Where the keeper looks for its tables. Neither: it uses none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TableSource {
    /// A file with the addresses of tables. What stands in it is held against the chain.
    pub file: Option<PathBuf>,
    /// The tables of this authority, which public nodes may not tell.
    pub authority: Option<Pubkey>,
}

impl TableSource {
    /// The keeper's tables: those that begin with the pool overview. Other tables of the same authority are none of its.
    ///
    /// # Errors
    /// If the file or the chain cannot be read. With a file, the node need not know the tables of the authority.
    pub async fn find(&self, connection: &Connection) -> Result<Vec<LookupTable>, KeeperError> {
        let named = self.file.as_deref().map(file::read).transpose()?.unwrap_or_default();
        let mut tables: Vec<LookupTable> = connection.lookup_tables(&named).await?.into_iter().flatten().collect();
        if tables.len() < named.len() {
            tracing::debug!(named = named.len(), found = tables.len(), "tables of the file are not on chain");
        }
        if let Some(authority) = &self.authority {
            match connection.lookup_tables_of(authority).await {
                Ok(found) => tables.extend(found),
                Err(error) if self.file.is_some() => {
                    tracing::debug!(%error, "the node does not tell the tables of the authority: the file has to do");
                }
                Err(error) => return Err(KeeperError::TablesUntold(error)),
            }
        }
        let mut seen = BTreeSet::new();
        tables.retain(|table| is_ours(table) && seen.insert(table.address));
        Ok(tables)
    }

    /// What transactions can use of the tables now. Asks nothing if there is no source.
    ///
    /// # Errors
    /// As `find`.
    pub async fn usable(&self, connection: &Connection) -> Result<LookupTables, KeeperError> {
        if *self == Self::default() {
            return Ok(LookupTables::default());
        }
        // Read first: what was extended since counts as not active yet.
        let slot = connection.slot().await.map_err(|failure| KeeperError::Read(failure.into()))?;
        Ok(LookupTables::usable_at(slot, &self.find(connection).await?))
    }
}

fn is_ours(table: &LookupTable) -> bool {
    table.addresses.first() == Some(&address::pool_overview())
}
