//! A message that was made before is executed once, however often it is submitted.

use anchor_lang::prelude::Pubkey;
use anchor_lang::system_program;
use base64::prelude::{Engine, BASE64_STANDARD};
use inference_staking_client::rpc::{Connection, SendError, Standing, Submitted};
use serde_json::json;
use solana_keypair::Keypair;
use solana_message::{legacy, Hash, VersionedMessage};
use solana_signer::Signer;

use crate::node::{Node, Stored, BLOCKHASH_LIFE};
use crate::sending::something;

/// A node, a key, and its message with a blockhash of now.
async fn exported() -> (Node, Keypair, VersionedMessage) {
    let (node, payer) = (Node::new(), Keypair::new());
    let blockhash = node.connection().latest_blockhash().await.unwrap();
    let message = legacy::Message::new_with_blockhash(&something(), Some(&payer.pubkey()), &blockhash);
    (node, payer, VersionedMessage::Legacy(message))
}

async fn submit(node: &Node, payer: &Keypair, message: &VersionedMessage) -> Result<Submitted, SendError> {
    let connection: Connection = node.connection();
    connection.submit(message.clone(), &[payer], None).await
}

#[tokio::test(start_paused = true)]
async fn what_was_executed_already_is_said_and_not_sent_again() {
    let (node, payer, message) = exported().await;
    let first = submit(&node, &payer, &message).await.unwrap();
    assert!(!first.already);
    // While its blockhash is valid, when it is over, and when only the history remembers.
    for blocks in [0, BLOCKHASH_LIFE + 1, 100_000] {
        node.state().height += blocks;
        let again = submit(&node, &payer, &message).await.unwrap();
        assert_eq!(
            (again.already, again.sent.signature, again.sent.slot),
            (true, first.sent.signature, first.sent.slot)
        );
    }
    assert_eq!(node.state().broadcasts.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn what_became_of_a_message_is_known_before_it_is_submitted() {
    let (node, payer, message) = exported().await;
    let standing = async || node.connection().standing(message.clone(), &[&payer]).await;
    assert!(matches!(standing().await.unwrap(), Standing::Open));
    let first = submit(&node, &payer, &message).await.unwrap();
    let Standing::Executed(sent) = standing().await.unwrap() else { panic!("it was executed") };
    assert_eq!((sent.signature, node.state().broadcasts.len()), (first.sent.signature, 1));
    let (node, payer, message) = exported().await;
    node.state().height += BLOCKHASH_LIFE + 1;
    let over = node.connection().standing(message, &[&payer]).await.unwrap_err();
    assert!(matches!(over, SendError::Stale { signature: Some(_), .. }), "{over}");
    assert!(node.state().broadcasts.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_message_is_simulated_as_it_is() {
    let (node, _, message) = exported().await;
    // Of its own instructions the first, because nothing stands before it.
    node.state().simulated_errors.push_back(json!({ "InstructionError": [0, { "Custom": 6_000 }] }));
    let refused = node.connection().simulate_message(&message).await.unwrap_err();
    assert!(matches!(refused, SendError::Program { instruction: 0, .. }), "{refused}");
    assert_eq!(node.connection().simulate_message(&message).await.unwrap().compute_units, 1_000);
    let simulations =
        node.state().requests.iter().filter(|(name, _)| name == "simulateTransaction").cloned().collect::<Vec<_>>();
    for (_, params) in simulations {
        assert_eq!(params[1]["replaceRecentBlockhash"], true);
        let bytes = BASE64_STANDARD.decode(params[0].as_str().unwrap()).unwrap();
        // Behind the number of its signatures and an empty one.
        assert_eq!(bytes[65..], message.serialize());
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_executed_and_failed_is_refused_for_that_reason() {
    let (node, payer, message) = exported().await;
    node.state().error = json!({ "InstructionError": [0, { "Custom": 6_000 }] });
    let first = submit(&node, &payer, &message).await.unwrap_err();
    node.state().height += BLOCKHASH_LIFE + 1;
    let again = submit(&node, &payer, &message).await.unwrap_err();
    let SendError::FailedBefore { error, .. } = &again else { panic!("{again}") };
    assert!(matches!(**error, SendError::Program { instruction: 0, .. }), "{again}");
    assert_eq!((error.to_string(), node.state().broadcasts.len()), (first.to_string(), 1));
    assert_eq!((again.staking_error(), again.is_transient()), (first.staking_error(), false));
}

#[tokio::test(start_paused = true)]
async fn what_is_over_and_in_no_block_is_stale_and_its_signature_is_named() {
    let (node, payer, message) = exported().await;
    node.state().height += BLOCKHASH_LIFE + 1;
    let error = submit(&node, &payer, &message).await.unwrap_err();
    let SendError::Stale { signature: Some(signature), .. } = error else { panic!("{error}") };
    assert!(error.to_string().contains(&format!("does not know its signature {signature}")), "{error}");
    assert!(!error.may_have_executed() && node.state().broadcasts.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_node_without_history_cannot_say_that_an_old_message_was_not_executed() {
    let (node, payer, message) = exported().await;
    node.state().is_without_history = true;
    // Its memory of the last minutes is enough while the blockhash is valid.
    let first = submit(&node, &payer, &message).await.unwrap();
    let again = submit(&node, &payer, &message).await.unwrap();
    assert_eq!((first.already, again.already), (false, true));
    node.state().height += BLOCKHASH_LIFE + 1;
    let error = submit(&node, &payer, &message).await.unwrap_err();
    assert!(matches!(error, SendError::Unconfirmed { signature, .. } if signature == first.sent.signature), "{error}");
    assert_eq!(node.state().broadcasts.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_nonce_that_its_own_transaction_advanced_tells_of_its_execution() {
    let (node, payer) = (Node::new(), Keypair::new());
    let nonce = Pubkey::new_from_array([3; 32]);
    let store = |value: Hash| {
        let data = [&[0; 40][..], &value.to_bytes(), &[0; 8]].concat();
        node.state().accounts.insert(nonce, Stored { owner: system_program::ID, data });
    };
    let value = node.connection().latest_blockhash().await.unwrap();
    store(value);
    let message = legacy::Message::new_with_nonce(something(), Some(&payer.pubkey()), &nonce, &payer.pubkey());
    let mut message = VersionedMessage::Legacy(message);
    message.set_recent_blockhash(value);
    let first = submit(&node, &payer, &message).await.unwrap();
    store(Hash::new_from_array([9; 32]));
    let again = submit(&node, &payer, &message).await.unwrap();
    assert_eq!((first.already, again.already), (false, true));
    // Another transaction advanced this one's.
    let other = Keypair::new();
    let message = legacy::Message::new_with_nonce(something(), Some(&other.pubkey()), &nonce, &other.pubkey());
    let error = submit(&node, &other, &VersionedMessage::Legacy(message)).await.unwrap_err();
    assert!(matches!(error, SendError::Stale { why, .. } if why.contains("advanced")), "{error}");
    assert_eq!(node.state().broadcasts.len(), 1);
}
