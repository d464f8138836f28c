//! Accounts are read in batches, by type, and what is not there or something else is told apart.

use anchor_lang::prelude::{Clock, Pubkey};
use anchor_lang::solana_program::sysvar::SysvarId;
use anchor_lang::Discriminator;
use bytemuck::Zeroable;
use inference_staking_client::address;
use inference_staking_client::rpc::{CommitmentConfig, Connection, Pace, ReadError};
use inference_staking_client::state::{OperatorPool, PoolOverview, StakingRecord};
use std::time::Duration;

use crate::node::{Fault, Node, Stored};

pub fn key(number: u16) -> Pubkey {
    let mut bytes = [7; 32];
    bytes[..2].copy_from_slice(&number.to_le_bytes());
    Pubkey::new_from_array(bytes)
}

/// Puts an account of the program on the node.
pub fn put<T: bytemuck::Pod + Discriminator>(node: &Node, address: Pubkey, account: &T) {
    let data = [T::DISCRIMINATOR, bytemuck::bytes_of(account)].concat();
    node.state().accounts.insert(address, Stored { owner: address::program_id(), data });
}

/// Puts a classic token account on the node.
pub fn put_tokens(node: &Node, address: Pubkey, owner: Pubkey, amount: u64) {
    let mut data = vec![0; 165];
    data[32..64].copy_from_slice(owner.as_ref());
    data[64..72].copy_from_slice(&amount.to_le_bytes());
    data[108] = 1;
    node.state().accounts.insert(address, Stored { owner: anchor_spl::token::ID, data });
}

fn pool(total_shares: u64) -> OperatorPool {
    OperatorPool { total_shares, ..Zeroable::zeroed() }
}

#[tokio::test(start_paused = true)]
async fn pools_are_read_a_hundred_at_a_time_in_order() {
    let node = Node::new();
    let addresses: Vec<_> = (0..250).map(key).collect();
    for (address, shares) in addresses.iter().zip(0u64..).filter(|(_, shares)| shares % 3 != 0) {
        put(&node, *address, &pool(shares));
    }
    let pools = node.connection().pools_at(&addresses).await.unwrap();
    let shares: Vec<_> = pools.iter().map(|pool| pool.map(|pool| pool.total_shares)).collect();
    let expected: Vec<_> = (0u64..250).map(|shares| (shares % 3 != 0).then_some(shares)).collect();
    assert_eq!(shares, expected);
    assert_eq!(node.requests_of("getMultipleAccounts"), 3);
}

#[tokio::test(start_paused = true)]
async fn pools_and_records_are_found_by_type_and_key() {
    let node = Node::new();
    put(&node, key(1), &pool(11));
    put(&node, address::pool_overview(), &PoolOverview::zeroed());
    for (place, (owner, operator_pool)) in [(21u16, 31u16), (22, 31), (21, 32)].into_iter().enumerate() {
        let record = StakingRecord { owner: key(owner), operator_pool: key(operator_pool), ..Zeroable::zeroed() };
        put(&node, key(100 + place as u16), &record);
    }
    let connection = node.connection();
    let pools = connection.pools().await.unwrap();
    assert_eq!(pools.iter().map(|(key, pool)| (*key, pool.total_shares)).collect::<Vec<_>>(), [(key(1), 11)]);
    let sorted = |found: Vec<(Pubkey, StakingRecord)>| {
        let mut keys: Vec<_> = found.into_iter().map(|(key, _)| key).collect();
        keys.sort();
        keys
    };
    assert_eq!(sorted(connection.records_of_owner(&key(21)).await.unwrap()), [key(100), key(102)]);
    assert_eq!(sorted(connection.records_of_pool(&key(31)).await.unwrap()), [key(100), key(101)]);
    assert_eq!(sorted(connection.records_of_pool(&key(33)).await.unwrap()), []);
    assert_eq!(sorted(connection.records_with_activating().await.unwrap()), []);
    let flagged = StakingRecord { activating: 5, has_activating: 1, ..Zeroable::zeroed() };
    put(&node, key(104), &flagged);
    put(&node, key(105), &StakingRecord { activating: 5, ..Zeroable::zeroed() });
    assert_eq!(sorted(connection.records_with_activating().await.unwrap()), [key(104)]);
}

#[tokio::test(start_paused = true)]
async fn what_is_missing_or_something_else_is_told_apart() {
    let node = Node::new();
    let connection = node.connection();
    let error = connection.pool(&key(1)).await.err().unwrap();
    assert_eq!(
        error.to_string(),
        format!("there is no operator pool at {}: check the address and the network", key(1))
    );
    assert!(connection.reward_record(4).await.unwrap().is_none());
    put(&node, key(2), &StakingRecord::zeroed());
    let error = connection.pool(&key(2)).await.err().unwrap();
    assert!(error.to_string().contains("is of another type"), "{error}");
    put_tokens(&node, key(3), key(9), 55);
    let error = connection.pool(&key(3)).await.err().unwrap();
    assert!(matches!(error, ReadError::WrongOwner { owner, .. } if owner == anchor_spl::token::ID), "{error}");
    assert_eq!(connection.token_balance(&key(3)).await.unwrap(), Some(55));
    assert_eq!(connection.token_balance(&key(4)).await.unwrap(), None);
    assert!(connection.token_balance(&key(2)).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn clock_and_decimals_are_read_out_of_their_accounts() {
    let node = Node::new();
    // Slot, start of the epoch, epoch, leader schedule epoch, Unix time: 8 bytes each.
    let clock: Vec<u8> = [1u64, 2, 3, 4, 1_763_000_000].into_iter().flat_map(u64::to_le_bytes).collect();
    node.state().accounts.insert(Clock::id(), Stored { owner: Pubkey::default(), data: clock });
    let mut mint = vec![0; 82];
    mint[44] = 9;
    node.state().accounts.insert(key(1), Stored { owner: anchor_spl::token::ID, data: mint });
    put_tokens(&node, key(2), key(9), 1);
    let connection = node.connection();
    assert_eq!(connection.now().await.unwrap(), 1_763_000_000);
    assert_eq!(connection.mint_decimals(&key(1)).await.unwrap(), 9);
    assert!(connection.mint_decimals(&key(2)).await.is_err(), "a token account is no mint");
}

#[tokio::test(start_paused = true)]
async fn reads_outlast_short_failures_and_give_up_on_long_ones() {
    let node = Node::new();
    put(&node, key(1), &pool(11));
    node.fail("getMultipleAccounts", [Fault::Break, Fault::Refuse(-32005), Fault::LoseAnswer, Fault::Refuse(429)]);
    assert_eq!(node.connection().pool(&key(1)).await.unwrap().total_shares, 11);
    node.fail("getMultipleAccounts", std::iter::repeat_n(Fault::Break, 5));
    let error = node.connection().pool(&key(1)).await.err().unwrap();
    assert!(error.is_transient(), "{error}");
    assert_eq!(node.requests_of("getMultipleAccounts"), 10);
    // Wrong parameters do not get better.
    node.fail("getMultipleAccounts", [Fault::Refuse(-32602)]);
    let error = node.connection().pool(&key(1)).await.err().unwrap();
    assert!(!error.is_transient(), "{error}");
    assert_eq!(node.requests_of("getMultipleAccounts"), 11);
}

#[tokio::test(start_paused = true)]
async fn an_answer_of_another_length_is_no_answer() {
    for fault in [Fault::Shorten, Fault::Repeat] {
        let node = Node::new();
        let addresses: Vec<_> = (0..150).map(key).collect();
        addresses.iter().zip(0u64..).for_each(|(address, shares)| put(&node, *address, &pool(shares)));
        // The first hundred: what is behind them must not move to other addresses.
        node.fail("getMultipleAccounts", [fault.clone()]);
        let pools = node.connection().pools_at(&addresses).await.unwrap();
        let shares: Vec<_> = pools.iter().map(|pool| pool.unwrap().total_shares).collect();
        assert_eq!(shares, (0..150).collect::<Vec<u64>>());
        node.fail("getMultipleAccounts", std::iter::repeat_n(fault, 5));
        let error = node.connection().pool(&key(1)).await.err().unwrap();
        let (shown, given) = (error.to_string(), node.requests_of("getMultipleAccounts"));
        assert!(error.is_transient() && shown.contains("getMultipleAccounts failed"), "{shown}");
        assert!(shown.contains("entries where there are 1,"), "{shown}");
        assert_eq!(given, 3 + 5);
    }
}

#[tokio::test(start_paused = true)]
async fn pools_that_the_node_leaves_out_are_missed_and_those_it_repeats_count_once() {
    let node = Node::new();
    put(&node, address::pool_overview(), &PoolOverview { operator_pool_count: 3, ..Zeroable::zeroed() });
    (1..=3).for_each(|number| put(&node, key(number), &pool(number.into())));
    let connection = node.connection();
    let shares = |pools: Vec<(Pubkey, OperatorPool)>| {
        let mut shares: Vec<_> = pools.into_iter().map(|(_, pool)| pool.total_shares).collect();
        shares.sort();
        shares
    };
    node.fail("getProgramAccounts", [Fault::Repeat]);
    assert_eq!(shares(connection.pools().await.unwrap()), [1, 2, 3]);
    node.fail("getProgramAccounts", [Fault::Shorten, Fault::Shorten]);
    assert_eq!(shares(connection.pools().await.unwrap()), [1, 2, 3]);
    assert_eq!(node.requests_of("getProgramAccounts"), 4);
    node.fail("getProgramAccounts", std::iter::repeat_n(Fault::Shorten, 5));
    let error = connection.pools().await.err().unwrap();
    let shown = error.to_string();
    assert!(error.is_transient() && shown.contains("getProgramAccounts failed"), "{shown}");
    assert!(shown.contains("2 entries where there are 3,"), "{shown}");
}

#[tokio::test]
async fn a_secret_in_the_url_is_in_no_message() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let millisecond = Duration::from_millis(1);
    let pace = Pace { backoff: millisecond, read_attempts: 2, ..Pace::default() };
    let url = format!("http://127.0.0.1:{port}/?api-key=hush");
    let connection = Connection::new(&url, CommitmentConfig::confirmed()).with_pace(pace);
    let error = connection.overview().await.err().unwrap();
    assert!(error.is_transient());
    let (shown, debugged) = (error.to_string(), format!("{error:?}"));
    assert!(shown.contains("error sending request"), "{shown}");
    assert!(!shown.contains("hush") && !debugged.contains("hush"), "{shown} {debugged}");
}

#[tokio::test(start_paused = true)]
async fn a_blockhash_for_others_is_a_finalized_one() {
    let node = Node::new();
    node.connection().finalized_blockhash().await.unwrap();
    let asked = node.state().requests.clone();
    // The connection itself reads what is confirmed.
    let commitments: Vec<_> = asked.iter().map(|(method, params)| (&method[..], &params[0]["commitment"])).collect();
    assert_eq!(commitments, [("getLatestBlockhash", &"finalized".into())]);
}
