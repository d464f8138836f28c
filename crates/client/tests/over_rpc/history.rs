//! What happened to an account is told once, and what the node has forgotten is counted.

use std::time::Duration;

use anchor_lang::prelude::Pubkey;
use anchor_lang::Event as _;
use base64::{prelude::BASE64_STANDARD, Engine};
use inference_staking_client::address;
use inference_staking_client::events::EpochMarkedAsFinalizing;
use inference_staking_client::rpc::Signature;
use serde_json::{json, Value};
use tokio::time::Instant;

use crate::node::{Fault, Node};
use crate::reading::key;

fn signature(number: u8) -> String {
    Signature::from([number; 64]).to_string()
}

fn listed(number: u8) -> Value {
    json!({ "signature": signature(number), "slot": number, "err": null, "memo": null, "blockTime": 1_000,
            "confirmationStatus": "finalized" })
}

/// A node on which each transaction of these numbers logged one event.
fn node_with(executed: impl IntoIterator<Item = u8>) -> Node {
    let authority = Pubkey::new_from_array([1; 32]);
    let event = EpochMarkedAsFinalizing { reward_epoch: 1, authority, marked_at: 1_000, epoch: 2 };
    let (node, program) = (Node::new(), address::program_id());
    let data = format!("Program data: {}", BASE64_STANDARD.encode(event.data()));
    node.state().logs = vec![format!("Program {program} invoke [1]"), data, format!("Program {program} success")];
    node.state().executed = executed.into_iter().map(|number| (signature(number), number.into(), vec![1])).collect();
    node
}

#[tokio::test(start_paused = true)]
async fn what_pages_list_twice_happened_once() {
    let node = node_with(1..=3);
    // A whole page, another that overlaps with it, and one that goes back to the beginning without end.
    let whole: Vec<Value> = (0..1_000).map(|place| listed(if place < 500 { 3 } else { 2 })).collect();
    let overlapping: Vec<Value> = (0..1_000).map(|place| listed(if place < 999 { 2 } else { 1 })).collect();
    node.state().listed = [whole.clone(), overlapping, whole.clone(), whole].map(Value::from).into();
    let history = node.connection().history(&key(1)).await.unwrap();
    let slots: Vec<_> = history.happened.iter().map(|happened| happened.slot).collect();
    assert_eq!((slots, history.not_shown), (vec![1, 2, 3], 0));
    assert_eq!(node.requests_of("getTransaction"), 3);
    assert_eq!(node.requests_of("getSignaturesForAddress"), 3);
}

#[tokio::test(start_paused = true)]
async fn what_the_node_has_forgotten_is_counted_at_once() {
    let node = node_with([7]);
    node.state().listed = [Value::from((1..=40).rev().map(listed).collect::<Vec<_>>())].into();
    let since = Instant::now();
    let history = node.connection().history(&key(1)).await.unwrap();
    assert!(since.elapsed() < Duration::from_secs(1), "{:?}", since.elapsed());
    assert_eq!((history.happened.len(), history.happened[0].slot, history.not_shown), (1, 7, 39));
    // A node that is away has forgotten nothing.
    node.state().listed = [Value::from(vec![listed(7)])].into();
    node.fail("getTransaction", std::iter::repeat_n(Fault::Break, 5));
    assert!(node.connection().history(&key(1)).await.is_err());
}
