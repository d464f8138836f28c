//! Ten thousand pools with lookup tables: how many transactions, and that each is one that the network takes.

use std::collections::{BTreeMap, BTreeSet};

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::rpc::{
    transaction_size_with, LookupTable, LookupTables, MAX_LOOKUP_TABLE_ADDRESSES, MAX_TRANSACTION_ACCOUNTS,
    MAX_TRANSACTION_BYTES,
};
use inference_staking_client::state::OperatorPool;
use inference_staking_keeper::schedule::{pack, Parcel, ParcelPool};
use inference_staking_keeper::tables::{fill, wanted};
use solana_message::{v0, AddressLookupTableAccount, Hash};

use crate::world::*;

const PAYER: Pubkey = Pubkey::new_from_array([9; 32]);
const POOLS: u32 = 10_000;
/// SPEC 17.
const MOST_TRANSACTIONS: usize = 480;
/// What this test allows a pool of a batch; `tests/benches/compute_units.md` has what one takes.
const UNITS_PER_POOL: usize = 3_000;
/// What a transaction may take.
const UNITS: usize = 1_400_000;
/// Signature and its count.
const SIGNATURE_BYTES: usize = 65;
/// Instructions with limit and price: program index, no accounts, data of 5 and 9 bytes with its length.
const COMPUTE_BUDGET_BYTES: usize = 2 * 3 + 5 + 9;
const COMPUTE_BUDGET_KEY: usize = 32;

fn ten_thousand(auto_stakes: impl Fn(u32) -> bool) -> BTreeMap<Pubkey, OperatorPool> {
    let state = |number| OperatorPool { auto_stake: u8::from(auto_stakes(number)), ..pool(0) };
    (0..POOLS).map(|number| (address(number), state(number))).collect()
}

/// New tables for these pools, as they are once all is done.
fn tables_of(pools: &BTreeMap<Pubkey, OperatorPool>) -> Vec<AddressLookupTableAccount> {
    let tables = fill(&wanted(pools), &[]).new_tables.into_iter().enumerate();
    tables.map(|(place, addresses)| AddressLookupTableAccount { key: table_key(place), addresses }).collect()
}

fn table_key(place: usize) -> Pubkey {
    let mut key = [250; 32];
    key[0] = u8::try_from(place).unwrap();
    key.into()
}

/// Bytes of the signed transaction with the compute budget's instructions; without tables it is a legacy one.
fn bytes(message: &v0::Message) -> usize {
    let version_and_lookups = if message.address_table_lookups.is_empty() { 2 } else { 0 };
    SIGNATURE_BYTES + message.serialize().len() - version_and_lookups + COMPUTE_BUDGET_KEY + COMPUTE_BUDGET_BYTES
}

/// The smallest message that any choice of the tables with its pools makes.
fn smallest(instructions: &[Instruction], tables: &[AddressLookupTableAccount]) -> v0::Message {
    let written: BTreeSet<_> = instructions[0].accounts[2..].iter().map(|meta| meta.pubkey).collect();
    let has_some = |table: &&AddressLookupTableAccount| table.addresses.iter().any(|key| written.contains(key));
    let useful: Vec<_> = tables.iter().filter(has_some).collect();
    assert!(useful.len() <= 2, "neighbours stand in one table, or two");
    let choices = (0..1u32 << useful.len()).map(|choice| {
        let chosen = useful.iter().enumerate().filter(|(place, _)| choice & (1 << place) != 0);
        let chosen: Vec<_> = chosen.map(|(_, table)| (*table).clone()).collect();
        v0::Message::try_compile(&PAYER, instructions, &chosen, Hash::default()).unwrap()
    });
    choices.min_by_key(bytes).unwrap()
}

/// Packs all pools; every parcel is compiled and measured by the network's own types.
fn assert_packed(pools: &BTreeMap<Pubkey, OperatorPool>, tables: &[AddressLookupTableAccount]) -> Vec<Parcel> {
    let mut world = World::new(1);
    world.epoch(1, vec![tree(1, 0..POOLS)]);
    let steps = (0..).zip(pools).map(|(leaf, (pool, state))| ParcelPool::new(*pool, accrue(1, leaf), state));
    let usable = LookupTables::new(tables.to_vec());
    let (parcels, unprovable) = pack(&PAYER, steps.collect(), &world.trees, &usable);
    assert!(unprovable.is_empty());
    let places: Vec<Pubkey> = parcels.iter().flat_map(|parcel| parcel.pools.iter().map(|pool| pool.pool)).collect();
    assert_eq!(places.len(), pools.len());
    assert_eq!(places.into_iter().collect::<BTreeSet<_>>(), pools.keys().copied().collect());
    for parcel in &parcels {
        let instructions = transaction(parcel, &world.trees);
        assert!(transaction_size_with(&instructions, &PAYER, &usable).fits());
        let message = smallest(&instructions, tables);
        let bytes = bytes(&message);
        assert!(bytes <= MAX_TRANSACTION_BYTES, "{bytes} bytes");
        let looked_up = message.address_table_lookups.iter();
        let looked_up: usize = looked_up.map(|table| table.writable_indexes.len() + table.readonly_indexes.len()).sum();
        assert!(message.account_keys.len() + 1 + looked_up <= MAX_TRANSACTION_ACCOUNTS);
        assert!(parcel.pools.len() * UNITS_PER_POOL <= UNITS);
    }
    parcels
}

#[test]
fn ten_thousand_pools_take_at_most_480_transactions() {
    let pools = ten_thousand(|_| false);
    let tables = tables_of(&pools);
    // 255 pools and the overview to a table: 10,000 / 255 = 39.2.
    assert_eq!(tables.len(), 40);
    assert!(tables.iter().all(|table| table.addresses.len() <= MAX_LOOKUP_TABLE_ADDRESSES));
    let count = assert_packed(&pools, &tables).len();
    // 308 bytes are there without any pool, a pool takes 23 (two indices, leaf), a node 32: of the 924 that are left, 20
    // pools leave room for 14 nodes, and runs of 16 to 24 miss 10 to 14. 10,000 / 480 = 20.8.
    assert!(count <= MOST_TRANSACTIONS, "{count} transactions");
}

#[test]
fn so_do_pools_that_stake_their_commission() {
    for (every, tables) in [(4, 50), (1, 79)] {
        let pools = ten_thousand(|number| number % every == 0);
        let all = tables_of(&pools);
        // 12,500 and 20,000 addresses, 255 to a table: 49.02 and 78.4.
        assert_eq!(all.len(), tables);
        let count = assert_packed(&pools, &all).len();
        assert!(count <= MOST_TRANSACTIONS, "{count} transactions, every {every}th stakes");
    }
}

#[test]
fn tables_of_which_a_part_is_missing_help_where_they_are() {
    let pools = ten_thousand(|_| false);
    let mut tables = tables_of(&pools);
    tables.truncate(20);
    let count = assert_packed(&pools, &tables).len();
    // 20 tables hold 5,100 pools, 16 and more to a transaction; the others go 9 to one.
    assert!(count <= 5_100 / 16 + 1 + 4_900usize.div_ceil(9), "{count} transactions");
    assert!(count > MOST_TRANSACTIONS, "the others cannot go as many to a transaction: {count}");
}

#[test]
fn only_what_was_extended_in_an_earlier_slot_is_used() {
    let table = LookupTable {
        address: table_key(0),
        authority: Some(PAYER),
        addresses: (0..10).map(address).collect(),
        deactivated_at: None,
        last_extended_at: 100,
        extended_from: 4,
    };
    let held = |slot, table: &LookupTable| {
        let tables = LookupTables::usable_at(slot, std::slice::from_ref(table));
        (0..10).filter(|number| tables.hold(&address(*number))).count()
    };
    assert_eq!((held(99, &table), held(100, &table), held(101, &table)), (4, 4, 10));
    let deactivated = LookupTable { deactivated_at: Some(200), ..table };
    assert_eq!(held(201, &deactivated), 0);
    // Every other slot has a block, and the last 512 blocks are recent. It counts blocks, not slots.
    let closable = |newest: u64| {
        let recent: Vec<u64> = (0..=newest).rev().filter(|slot| slot % 2 == 0).take(512).collect();
        deactivated.closable_in(&recent).unwrap()
    };
    assert_eq!([198, 200, 202, 714, 1_222, 1_224, 9_000].map(closable), [513, 512, 511, 255, 1, 0, 0]);
    assert_eq!(deactivated.closable_in(&[]), Some(513));
    assert_eq!(LookupTable { deactivated_at: None, ..deactivated }.closable_in(&[200]), None);
}
