//! A lookup table as it is on chain.

use anchor_lang::prelude::Pubkey;
use solana_address_lookup_table_interface::program;
use solana_address_lookup_table_interface::state::{AddressLookupTable, LookupTableMeta};

use crate::account::DecodeError;
use crate::rpc::failure::ReadError;

/// Most addresses of a table.
pub const MAX_LOOKUP_TABLE_ADDRESSES: usize = solana_address_lookup_table_interface::state::LOOKUP_TABLE_MAX_ADDRESSES;
/// Blocks after the one of its deactivation until a table can be closed: its slot has left the 512 recent slot hashes then.
pub const LOOKUP_TABLE_COOLDOWN_BLOCKS: u64 = 513;

/// Where the account holds the authority that follows the flag for it.
pub(super) const AUTHORITY_OFFSET: usize = 22;

pub(super) const WHAT: &str = "address lookup table";

/// A lookup table as it is on chain.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LookupTable {
    /// Where it is.
    pub address: Pubkey,
    /// Who may extend and close it; `None` if nobody may any more.
    pub authority: Option<Pubkey>,
    /// What stands in it.
    pub addresses: Vec<Pubkey>,
    /// Slot of its deactivation, the first step of closing it.
    pub deactivated_at: Option<u64>,
    /// Slot in which it was last extended.
    pub last_extended_at: u64,
    /// How many addresses it had before that slot.
    pub extended_from: usize,
}

impl LookupTable {
    /// Reads a table out of an account.
    pub(super) fn decode(address: Pubkey, owner: Pubkey, data: &[u8]) -> Result<Self, ReadError> {
        if owner != program::ID {
            return Err(ReadError::WrongOwner { what: WHAT, address, owner });
        }
        let unreadable = |_| ReadError::Decode { what: WHAT, address, error: DecodeError::WrongType };
        let AddressLookupTable { meta, addresses } = AddressLookupTable::deserialize(data).map_err(unreadable)?;
        let LookupTableMeta {
            deactivation_slot, last_extended_slot, last_extended_slot_start_index, authority, ..
        } = meta;
        Ok(Self {
            address,
            authority,
            addresses: addresses.into_owned(),
            deactivated_at: (deactivation_slot != u64::MAX).then_some(deactivation_slot),
            last_extended_at: last_extended_slot,
            extended_from: last_extended_slot_start_index.into(),
        })
    }

    /// The addresses that a transaction may take from it at a slot: those that stood in it before the slot. None once it is
    /// deactivated, although it goes on for a while.
    pub fn active_at(&self, slot: u64) -> &[Pubkey] {
        let active = match self.deactivated_at {
            Some(_) => 0,
            None if slot > self.last_extended_at => self.addresses.len(),
            None => self.extended_from,
        };
        self.addresses.get(..active).unwrap_or_default()
    }

    /// Addresses that still fit.
    pub fn room(&self) -> usize {
        match self.deactivated_at {
            Some(_) => 0,
            None => MAX_LOOKUP_TABLE_ADDRESSES.saturating_sub(self.addresses.len()),
        }
    }

    /// Blocks until it can be closed: `None` if it is active, 0 if it can be closed. Slots without a block do not count, so the chain's
    /// [recent slots](crate::rpc::Connection::recent_slots) say it, the newest first.
    pub fn closable_in(&self, recent: &[u64]) -> Option<u64> {
        let deactivated_at = self.deactivated_at?;
        let blocks = match recent.iter().position(|slot| *slot == deactivated_at) {
            Some(newer) => {
                LOOKUP_TABLE_COOLDOWN_BLOCKS.saturating_sub(1).saturating_sub(u64::try_from(newer).unwrap_or(u64::MAX))
            }
            // Its slot has no hash yet.
            None if recent.first().is_none_or(|newest| deactivated_at > *newest) => LOOKUP_TABLE_COOLDOWN_BLOCKS,
            None => 0,
        };
        Some(blocks)
    }
}
