//! What goes into which table.

use std::collections::{BTreeMap, BTreeSet};

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address::pool_overview;
use inference_staking_client::intent::lookup_tables::{self, ADDRESSES_AT_CREATION, ADDRESSES_AT_ONCE};
use inference_staking_client::intent::Plan;
use inference_staking_client::rpc::{transaction_size, LookupTable, MAX_TRANSACTION_BYTES};
use inference_staking_client::state::OperatorPool;
use inference_staking_keeper::tables::{fill, wanted, Filling, Placed};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::world::*;

fn keys(numbers: std::ops::Range<u32>) -> Vec<Pubkey> {
    numbers.map(address).collect()
}

fn table(name: u8, addresses: &[Pubkey]) -> LookupTable {
    LookupTable {
        address: Pubkey::new_from_array([name; 32]),
        authority: None,
        addresses: [&[pool_overview()], addresses].concat(),
        deactivated_at: None,
        last_extended_at: 0,
        extended_from: 0,
    }
}

fn placed(name: u8, addresses: Vec<Pubkey>) -> Placed {
    Placed { table: Pubkey::new_from_array([name; 32]), addresses }
}

#[test]
fn pools_stand_in_order_with_the_records_that_accruals_write() {
    let staking = OperatorPool { auto_stake: 1, ..pool(0) };
    let closed = OperatorPool { closed_at_epoch: 1, ..pool(0) };
    assert!(closed.is_closed());
    let pools = BTreeMap::from([(address(2), pool(0)), (address(1), staking), (address(3), closed)]);
    assert_eq!(wanted(&pools), [address(1), staking.operator_staking_record, address(2)]);
}

#[test]
fn new_tables_begin_with_the_overview_and_are_filled_in_order() {
    let Filling { additions, new_tables } = fill(&keys(0..600), &[]);
    assert_eq!(additions, []);
    let expected = [0..255, 255..510, 510..600].map(|part| [vec![pool_overview()], keys(part)].concat());
    assert_eq!(new_tables, expected);
    assert!(fill(&[], &[]).is_empty());
}

#[test]
fn a_table_that_was_not_filled_goes_on_where_it_ended() {
    // Of two tables the first 25 addresses came through, and one part in the middle of the first.
    let tables = [table(1, &[keys(0..25), keys(53..81)].concat()), table(2, &keys(255..280))];
    let filling = fill(&keys(0..510), &tables);
    let first = [keys(25..53), keys(81..255)].concat();
    let expected = Filling { additions: vec![placed(1, first), placed(2, keys(280..510))], new_tables: vec![] };
    assert_eq!(filling, expected);
}

#[test]
fn a_table_that_was_not_made_does_not_push_the_others_apart() {
    let tables = [table(1, &keys(0..25)), table(3, &keys(510..535))];
    let filling = fill(&keys(0..765), &tables);
    let additions = vec![placed(1, keys(25..255)), placed(3, keys(535..765))];
    let new_tables = vec![[vec![pool_overview()], keys(255..510)].concat()];
    assert_eq!(filling, Filling { additions, new_tables });
}

#[test]
fn newcomers_go_where_there_is_room_and_deactivated_tables_hold_nothing() {
    let full = table(1, &keys(0..255));
    let (gone, with_room) =
        (LookupTable { deactivated_at: Some(5), ..table(2, &keys(255..257)) }, table(3, &keys(300..301)));
    let wanted = [keys(0..257), keys(300..301), vec![address(900)]].concat();
    let filling = fill(&wanted, &[full, gone, with_room]);
    let expected = [address(900), address(255), address(256)];
    assert_eq!(filling, Filling { additions: vec![placed(3, expected.to_vec())], new_tables: vec![] });
}

#[test]
fn killed_at_any_transaction_the_tables_are_completed_without_a_double() {
    let (authority, wanted) = (address(77_777), keys(0..2_000));
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    for _ in 0..40 {
        let (mut tables, mut rounds): (Vec<LookupTable>, u64) = (Vec::new(), 0);
        loop {
            let filling = fill(&wanted, &tables);
            if filling.is_empty() {
                break;
            }
            rounds += 1;
            assert!(rounds < 200, "it never ends");
            // Each transaction comes through or not.
            for place in filling.additions {
                let table = tables.iter_mut().find(|table| table.address == place.table).unwrap();
                assert!(place.addresses.len() <= table.room());
                let parts = place.addresses.chunks(ADDRESSES_AT_ONCE).filter(|_| rng.random_bool(0.5));
                parts.for_each(|part| table.addresses.extend(part));
            }
            for (addresses, slot) in filling.new_tables.iter().zip(1_000 * rounds..) {
                if rng.random_bool(0.5) {
                    let first = &addresses[1..addresses.len().min(ADDRESSES_AT_CREATION)];
                    let address = lookup_tables::address(&authority, slot);
                    tables.push(LookupTable { address, ..table(0, first) });
                }
            }
        }
        let mut all: Vec<Pubkey> = tables.iter().flat_map(|table| &table.addresses[1..]).copied().collect();
        assert_eq!(all.len(), wanted.len());
        all.sort();
        assert_eq!(all, wanted);
        // 2,000 / 255 = 7.8, and what was made in between may not have been filled.
        assert!((8..=12).contains(&tables.len()), "{} tables", tables.len());
        assert_eq!(tables.iter().map(|table| table.address).collect::<BTreeSet<_>>().len(), tables.len());
    }
}

#[test]
fn the_transactions_of_the_set_up_are_full_and_fit() {
    let authority = address(1);
    let size = |plan: &Plan| transaction_size(&plan.transactions[0], &authority).bytes;
    let at_once = |count| size(&lookup_tables::extend(authority, address(2), &keys(10..10 + count)));
    let mosts = [ADDRESSES_AT_ONCE, ADDRESSES_AT_CREATION].map(|most| u32::try_from(most).unwrap());
    let [at_once_most, at_creation_most] = mosts;
    assert!(at_once(at_once_most) <= MAX_TRANSACTION_BYTES);
    assert!(at_once(at_once_most + 1) > MAX_TRANSACTION_BYTES);
    let made = |count| {
        let (plan, table) = lookup_tables::create(authority, u64::MAX, &keys(0..count));
        assert_eq!(table, lookup_tables::address(&authority, u64::MAX));
        size(&plan)
    };
    assert!(made(at_creation_most) <= MAX_TRANSACTION_BYTES);
    assert!(made(at_creation_most + 1) > MAX_TRANSACTION_BYTES);
}
