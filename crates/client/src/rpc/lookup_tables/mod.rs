//! Address lookup tables: what stands in one costs a transaction 1 byte instead of 32.

mod read;
mod table;

use std::collections::{BTreeSet, HashMap};

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use solana_message::AddressLookupTableAccount;

pub use table::{LookupTable, LOOKUP_TABLE_COOLDOWN_BLOCKS, MAX_LOOKUP_TABLE_ADDRESSES};

/// The fewest addresses for which a table pays: naming the table takes 34 bytes, an address in it 1 instead of 32.
const WORTH_A_TABLE: usize = 2;

/// Tables that transactions may use.
#[derive(Clone, Debug, Default)]
pub struct LookupTables {
    tables: Vec<AddressLookupTableAccount>,
    /// Places in `tables` by the addresses in them.
    holders: HashMap<Pubkey, Vec<usize>>,
}

/// A table that a transaction uses, and how many of the transaction's addresses it takes from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Use {
    table: usize,
    pub(super) addresses: usize,
}

impl LookupTables {
    /// Of tables as they can be used: with the addresses that are active.
    pub fn new(tables: Vec<AddressLookupTableAccount>) -> Self {
        let mut holders: HashMap<Pubkey, Vec<usize>> = HashMap::new();
        for (place, table) in tables.iter().enumerate() {
            for address in &table.addresses {
                holders.entry(*address).or_default().push(place);
            }
        }
        Self { tables, holders }
    }

    /// What of these tables can be used at a slot.
    pub fn usable_at(slot: u64, tables: &[LookupTable]) -> Self {
        let usable = tables
            .iter()
            .map(|table| AddressLookupTableAccount { key: table.address, addresses: table.active_at(slot).to_vec() });
        Self::new(usable.filter(|table| !table.addresses.is_empty()).collect())
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.tables.len()
    }

    /// Whether an address stands in one of them.
    pub fn hold(&self, address: &Pubkey) -> bool {
        self.holders.contains_key(address)
    }

    /// The tables that make a transaction smaller, the most useful first.
    pub(super) fn uses(&self, instructions: &[Instruction], payer: &Pubkey) -> Vec<Use> {
        if self.tables.is_empty() {
            return Vec::new();
        }
        let mut wanted = replaceable(instructions, payer);
        wanted.retain(|address| self.hold(address));
        let mut uses = Vec::new();
        while let Some(best) = self.most_useful(&wanted).filter(|best| best.addresses >= WORTH_A_TABLE) {
            wanted.retain(|address| !self.holders_of(address).contains(&best.table));
            uses.push(best);
        }
        uses
    }

    fn most_useful(&self, wanted: &BTreeSet<Pubkey>) -> Option<Use> {
        let mut counts: HashMap<usize, usize> = HashMap::new();
        for table in wanted.iter().flat_map(|address| self.holders_of(address)) {
            let count = counts.entry(*table).or_default();
            *count = count.saturating_add(1);
        }
        let uses = counts.into_iter().map(|(table, addresses)| Use { table, addresses });
        // Of equals the first, so that the same transaction is always made.
        uses.max_by_key(|found| (found.addresses, std::cmp::Reverse(found.table)))
    }

    fn holders_of(&self, address: &Pubkey) -> &[usize] {
        self.holders.get(address).map(Vec::as_slice).unwrap_or_default()
    }

    /// The tables to compile a transaction with.
    pub(super) fn chosen(&self, uses: &[Use]) -> Vec<AddressLookupTableAccount> {
        uses.iter().filter_map(|found| self.tables.get(found.table).cloned()).collect()
    }
}

/// The accounts that a transaction may take from tables: neither those that sign nor programs that it calls.
fn replaceable(instructions: &[Instruction], payer: &Pubkey) -> BTreeSet<Pubkey> {
    let metas = || instructions.iter().flat_map(|instruction| &instruction.accounts);
    let mut fixed: BTreeSet<&Pubkey> = instructions.iter().map(|instruction| &instruction.program_id).collect();
    fixed.insert(payer);
    fixed.extend(metas().filter(|meta| meta.is_signer).map(|meta| &meta.pubkey));
    metas().map(|meta| &meta.pubkey).filter(|key| !fixed.contains(key)).copied().collect()
}
