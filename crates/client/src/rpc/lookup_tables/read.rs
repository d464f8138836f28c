//! Reading lookup tables, and the recent slots that new ones are named after.

use anchor_lang::prelude::Pubkey;
use solana_address_lookup_table_interface::program;
use solana_rpc_client_api::config::RpcProgramAccountsConfig;
use solana_rpc_client_api::filter::{Memcmp, RpcFilterType};
use solana_sdk_ids::sysvar::slot_hashes;

use super::table::{LookupTable, AUTHORITY_OFFSET};
use crate::account::DecodeError;
use crate::rpc::connection::Connection;
use crate::rpc::failure::{ReadError, RpcFailure};
use crate::rpc::read::{binary, Raw};

/// The flag that an authority follows.
const HAS_AUTHORITY: u8 = 1;
/// A slot and its hash in the SlotHashes sysvar, which begins with their number.
const SLOT_HASH_BYTES: usize = 40;
const COUNT_BYTES: usize = 8;

impl Connection {
    /// The slot of the connection's commitment.
    ///
    /// # Errors
    /// If the request fails.
    pub async fn slot(&self) -> Result<u64, RpcFailure> {
        self.retried(|rpc| rpc.get_slot_with_commitment(self.commitment())).await
    }

    /// The lookup tables at these addresses, in the same order; `None` where there is none, whatever else is there.
    ///
    /// # Errors
    /// If the chain cannot be read.
    pub async fn lookup_tables(&self, addresses: &[Pubkey]) -> Result<Vec<Option<LookupTable>>, ReadError> {
        let accounts = self.raw_all(addresses).await?;
        let table = |(address, raw): (&Pubkey, Option<Raw>)| {
            let Raw { data, owner, .. } = raw?;
            LookupTable::decode(*address, owner, &data).ok()
        };
        Ok(addresses.iter().zip(accounts).map(table).collect())
    }

    /// All lookup tables of an authority. Public nodes may refuse the question.
    ///
    /// # Errors
    /// If the chain cannot be read.
    pub async fn lookup_tables_of(&self, authority: &Pubkey) -> Result<Vec<LookupTable>, ReadError> {
        let key = [&[HAS_AUTHORITY][..], authority.as_ref()].concat();
        let filter = Memcmp::new_base58_encoded(AUTHORITY_OFFSET - 1, &key);
        let filters = Some(vec![RpcFilterType::Memcmp(filter)]);
        let config = RpcProgramAccountsConfig { filters, account_config: self.in_base64(), ..Default::default() };
        let request = self.retried(|rpc| {
            let config = config.clone();
            async move { rpc.get_program_ui_accounts_with_config(&program::ID, config).await }
        });
        let mut tables = Vec::new();
        for (address, account) in request.await? {
            let Raw { data, owner, .. } = binary(&address, &account)?;
            tables.push(LookupTable::decode(address, owner, &data)?);
        }
        tables.sort_by_key(|table| table.address);
        Ok(tables)
    }

    /// The slots that have a hash on chain, newest first: a new lookup table is named after one of them.
    ///
    /// # Errors
    /// If the chain cannot be read.
    pub async fn recent_slots(&self) -> Result<Vec<u64>, ReadError> {
        let (what, address) = ("slot hashes", slot_hashes::ID);
        let raw = self.raw(&address).await?.ok_or(ReadError::NotFound { what, address })?;
        let hashes = raw.data.get(COUNT_BYTES..);
        let hashes = hashes.ok_or(ReadError::Decode { what, address, error: DecodeError::TooShort })?;
        let count = raw.data.first_chunk().map_or(0, |count| u64::from_le_bytes(*count));
        let slots = hashes.chunks_exact(SLOT_HASH_BYTES).filter_map(|entry| entry.first_chunk());
        Ok(slots.take(usize::try_from(count).unwrap_or(usize::MAX)).map(|slot| u64::from_le_bytes(*slot)).collect())
    }
}
