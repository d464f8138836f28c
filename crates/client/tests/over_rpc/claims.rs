//! Claims, and what the program says of a record.

use inference_staking_client::address;
use inference_staking_client::intent::{claim_unstake, claim_usdc, query_staking_record, IntentError};
use inference_staking_client::rpc::ReadError;

use crate::reading::{key, put_tokens};
use crate::world::{kinds, World};

#[tokio::test(start_paused = true)]
async fn claiming_creates_the_token_account_only_if_it_is_missing() {
    let world = World::new();
    let connection = world.node.connection();
    let (record, payer) = (world.record(), key(5));
    let plan = claim_unstake(&connection, record, None, payer).await.unwrap();
    assert_eq!(kinds(&plan), ["create token account", "other"]);
    let account = address::owner_token_account(&record.owner, &world.overview.stake_mint);
    assert_eq!(plan.transactions[0][0].accounts[1].pubkey, account);
    put_tokens(&world.node, account, record.owner, 0);
    assert_eq!(kinds(&claim_unstake(&connection, record, None, payer).await.unwrap()), ["other"]);
    assert_eq!(kinds(&claim_usdc(&connection, record, None, payer).await.unwrap()), ["create token account", "other"]);
    // An account that somebody names has to be there.
    let error = claim_usdc(&connection, record, Some(key(6)), payer).await.unwrap_err();
    let is_named = matches!(error, IntentError::Read(ReadError::NotFound { address, .. }) if address == key(6));
    assert!(is_named, "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_record_is_queried_through_the_program() {
    let world = World::new();
    // Token value, claimable USDC, activating, ripe (u64 each), whether it can be activated, locked shares (u64), rank (u128),
    // matured and pending unstake (u64 each). The node cuts zeros off the end.
    let mut data: Vec<u8> = [500u64, 7, 30, 20].into_iter().flat_map(u64::to_le_bytes).collect();
    data.push(1);
    data.extend(0u64.to_le_bytes());
    data.extend(1_393u128.to_le_bytes());
    data.push(9);
    world.node.state().return_data = data;
    let view = query_staking_record(&world.node.connection(), world.record(), &key(5)).await.unwrap();
    assert_eq!((view.token_value, view.claimable_usdc, view.locked_shares, view.rank), (500, 7, 0, 1_393));
    assert_eq!((view.activating, view.ripe, view.can_activate), (30, 20, true));
    assert_eq!((view.matured_unstake, view.pending_unstake), (9, 0));
    // What another program returned is no answer of ours.
    world.node.state().returning_program = key(9);
    query_staking_record(&world.node.connection(), world.record(), &key(5)).await.unwrap_err();
}
