//! Lookup tables made, filled, deactivated and closed. Their authority pays for them and gets their rent back.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use solana_address_lookup_table_interface::instruction as ix;

use super::plan::Plan;

/// The most addresses that fit the transaction of `extend`.
pub const ADDRESSES_AT_ONCE: usize = 29;
/// The most addresses that fit the transaction of `create`.
pub const ADDRESSES_AT_CREATION: usize = 28;

/// The address of the table that an authority names after a slot.
pub fn address(authority: &Pubkey, slot: u64) -> Pubkey {
    ix::derive_lookup_table_address(authority, slot).0
}

/// Plans to make a table named after a recent slot, with its first addresses in it; and its address.
pub fn create(authority: Pubkey, slot: u64, first: &[Pubkey]) -> (Plan, Pubkey) {
    let (create, table) = ix::create_lookup_table(authority, authority, slot);
    (Plan::single(vec![create, extension(authority, table, first)]), table)
}

/// Plans to add addresses to a table.
pub fn extend(authority: Pubkey, table: Pubkey, addresses: &[Pubkey]) -> Plan {
    Plan::one(extension(authority, table, addresses))
}

/// Plans to take a table out of use, which lets it cool down.
pub fn deactivate(authority: Pubkey, table: Pubkey) -> Plan {
    Plan::one(ix::deactivate_lookup_table(table, authority))
}

/// Plans to close a table that has cooled down.
pub fn close(authority: Pubkey, table: Pubkey) -> Plan {
    Plan::one(ix::close_lookup_table(table, authority, authority))
}

fn extension(authority: Pubkey, table: Pubkey, addresses: &[Pubkey]) -> Instruction {
    ix::extend_lookup_table(table, authority, Some(authority), addresses.to_vec())
}
