//! A transaction is executed once, whatever the node does.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instruction as ix;
use inference_staking_client::intent::{IntentError, Plan};
use inference_staking_client::rpc::{PriorityFee, SendError, SendOptions, Sent};
use serde_json::json;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::node::{Fault, Node, BLOCKHASH_LIFE};

/// Something to send; the node does not look into it.
pub fn something() -> Vec<Instruction> {
    vec![ix::accrue_reward_emergency_bypass(Pubkey::new_from_array([9; 32]), 1)]
}

/// What is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn subscriber(self) -> impl tracing::Subscriber {
        tracing_subscriber::fmt().with_ansi(false).with_writer(move || self.clone()).finish()
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

async fn send_with(node: &Node, options: &SendOptions) -> Result<Sent, SendError> {
    node.connection().send(&something(), &[&Keypair::new()], options).await
}

async fn send(node: &Node) -> Result<Sent, SendError> {
    let options = SendOptions { priority_fee: PriorityFee::None, ..SendOptions::default() };
    send_with(node, &options).await
}

/// Executed once, as the one that `sent` names.
fn assert_executed_once(node: &Node, sent: &Sent) {
    let state = node.state();
    let executed: Vec<_> = state.executed.iter().map(|(signature, _, _)| signature.as_str()).collect();
    assert_eq!(executed, [sent.signature.to_string()]);
}

fn count(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).filter(|window| *window == part).count()
}

#[tokio::test(start_paused = true)]
async fn a_transaction_is_simulated_and_executed_with_room_for_more_and_for_a_refusal() {
    let node = Node::new();
    let sent = send(&node).await.unwrap();
    assert_executed_once(&node, &sent);
    assert_eq!((sent.slot, sent.compute_units), (1_000, Some(900)));
    // 1,000 units simulated, 10 % more, 300 for the compute-budget instructions and 2,000 for the message of a refusal: 3,400 behind
    // instruction number 2.
    let limit = [&[2u8][..], &3_400u32.to_le_bytes()].concat();
    let state = node.state();
    assert_eq!(count(&state.executed[0].2, &limit), 1);
    assert_eq!(state.broadcasts.len(), 1);
    assert!(state.broadcasts[0].1, "what was simulated is not checked again");
}

#[tokio::test(start_paused = true)]
async fn the_details_are_waited_for_until_the_block_is_written() {
    let node = Node::new();
    // A question each 0.4 s: a block that takes 8 s to be written.
    node.state().unwritten = 20;
    assert_eq!(send(&node).await.unwrap().compute_units, Some(900));
    assert_eq!(node.requests_of("getTransaction"), 21);
}

#[tokio::test(start_paused = true)]
async fn details_that_never_come_are_given_up_and_the_transaction_counts() {
    let node = Node::new();
    node.state().unwritten = usize::MAX;
    let since = tokio::time::Instant::now();
    let sent = send(&node).await.unwrap();
    assert_executed_once(&node, &sent);
    assert_eq!((sent.compute_units, sent.logs.len()), (None, 0));
    assert!(since.elapsed() < std::time::Duration::from_secs(20));
}

#[tokio::test(start_paused = true)]
async fn details_that_nobody_wants_are_not_asked_for() {
    let node = Node::new();
    let sent = send_with(&node, &SendOptions { details: false, ..SendOptions::default() }).await.unwrap();
    assert_executed_once(&node, &sent);
    assert_eq!((sent.compute_units, node.requests_of("getTransaction")), (None, 0));
}

#[tokio::test(start_paused = true)]
async fn the_priority_fee_is_the_recent_one_of_the_written_accounts() {
    let node = Node::new();
    // 75 % of these four slots cost at most 3,333.
    node.state().fees = vec![0, 3_333, 9_999, 1_111];
    send_with(&node, &SendOptions::default()).await.unwrap();
    let price = [&[3u8][..], &3_333u64.to_le_bytes()].concat();
    assert_eq!(count(&node.state().executed[0].2, &price), 1);
    let state = node.state();
    let asked = state.requests.iter().find(|(method, _)| method == "getRecentPrioritizationFees").unwrap();
    let keys: Vec<String> = serde_json::from_value(asked.1[0].clone()).unwrap();
    // The bypass writes its pool; the fee payer is written too.
    assert_eq!(keys.len(), 2);
    assert!(keys.contains(&Pubkey::new_from_array([9; 32]).to_string()));
}

#[tokio::test(start_paused = true)]
async fn an_unknown_priority_fee_stops_nothing() {
    let node = Node::new();
    node.state().dead = Some("getRecentPrioritizationFees".to_owned());
    let sent = send_with(&node, &SendOptions::default()).await.unwrap();
    assert_executed_once(&node, &sent);

    let node = Node::new();
    node.state().silent = Some("getRecentPrioritizationFees".to_owned());
    let options = SendOptions::default();
    let sending = tokio::time::timeout(Duration::from_secs(15), send_with(&node, &options));
    let sent = sending.await.expect("an exit does not wait for it").unwrap();
    assert_executed_once(&node, &sent);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_after_the_execution_executes_nothing_twice() {
    let node = Node::new();
    node.fail("sendTransaction", [Fault::LoseAnswer]);
    let sent = send(&node).await.unwrap();
    assert_executed_once(&node, &sent);
    assert_eq!(node.signatures(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_broadcast_that_breaks_is_repeated_with_the_same_signature_and_unchecked() {
    let node = Node::new();
    node.fail("sendTransaction", [Fault::Break, Fault::Refuse(-32005), Fault::LoseAnswer]);
    let options = SendOptions { compute_unit_limit: Some(5_000), ..SendOptions::default() };
    let sent = send_with(&node, &options).await.unwrap();
    assert_executed_once(&node, &sent);
    assert_eq!(node.signatures(), 1);
    // The first two did not arrive. A check of the third could stumble over its own execution.
    assert!(node.state().broadcasts.iter().all(|(_, unchecked)| *unchecked));
}

#[tokio::test(start_paused = true)]
async fn failing_looks_at_the_status_are_repeated() {
    let node = Node::new();
    let faults = [Fault::Break, Fault::Refuse(-32005), Fault::Break, Fault::Refuse(429)];
    node.fail("getSignatureStatuses", faults);
    let sent = send(&node).await.unwrap();
    assert_executed_once(&node, &sent);
    assert_eq!(node.signatures(), 1);
}

#[tokio::test(start_paused = true)]
async fn reads_before_the_broadcast_are_repeated() {
    let node = Node::new();
    node.fail("simulateTransaction", [Fault::Break, Fault::Refuse(-32005)]);
    node.fail("getLatestBlockhash", [Fault::Break]);
    let sent = send(&node).await.unwrap();
    assert_executed_once(&node, &sent);
}

#[tokio::test(start_paused = true)]
async fn an_expired_blockhash_is_replaced_once_the_old_signature_is_dead() {
    let node = Node::new();
    node.state().blocks_per_look = 10;
    // No broadcast of the first signature arrives: at 10 blocks a look and 5 looks a broadcast there are at most 4.
    node.fail("sendTransaction", std::iter::repeat_n(Fault::Swallow, 4));
    let sent = send(&node).await.unwrap();
    assert_executed_once(&node, &sent);
    assert_eq!(node.signatures(), 2);
    assert!(node.state().height > BLOCKHASH_LIFE);
}

#[tokio::test(start_paused = true)]
async fn what_expired_pays_twice_as_much_the_next_time() {
    let node = Node::new();
    {
        let mut state = node.state();
        state.blocks_per_look = 10;
        state.fees = vec![2_000; 20];
    }
    node.fail("sendTransaction", std::iter::repeat_n(Fault::Swallow, 4));
    send_with(&node, &SendOptions::default()).await.unwrap();
    assert_eq!(node.signatures(), 2);
    // The instruction that sets the price: nine bytes, the third kind, and micro-lamports.
    let price = |micro_lamports: u64| [&[9, 3][..], &micro_lamports.to_le_bytes()].concat();
    let bytes = &node.state().executed[0].2;
    assert_eq!([2_000, 4_000].map(|fee| count(bytes, &price(fee))), [0, 1]);
}

#[tokio::test(start_paused = true)]
async fn a_node_that_lags_is_no_reason_to_sign_again() {
    let node = Node::new();
    {
        // Looks at signatures are so far behind that the blockhash expires before the execution shows.
        let mut state = node.state();
        state.blocks_per_look = 40;
        state.lag = 400;
    }
    let sent = send(&node).await.unwrap();
    assert_executed_once(&node, &sent);
    assert_eq!(node.signatures(), 1);
    assert!(node.state().height > BLOCKHASH_LIFE);
}

#[tokio::test(start_paused = true)]
async fn an_answer_without_a_status_is_no_reason_to_sign_again() {
    let node = Node::new();
    // The blockhash expires between two looks; the only one that would know of the execution leaves it out.
    node.state().blocks_per_look = 200;
    node.fail("getSignatureStatuses", [Fault::Shorten, Fault::Shorten]);
    let sent = send(&node).await.unwrap();
    assert_executed_once(&node, &sent);
    assert_eq!(node.signatures(), 1);
}

async fn send_once_into_the_void(node: &Node) -> SendError {
    node.fail("sendTransaction", std::iter::repeat_n(Fault::Swallow, 1_000));
    let options = SendOptions { attempts: 1, priority_fee: PriorityFee::None, ..SendOptions::default() };
    send_with(node, &options).await.unwrap_err()
}

#[tokio::test(start_paused = true)]
async fn the_history_is_asked_before_a_signature_is_given_up() {
    let node = Node::new();
    node.state().blocks_per_look = 10;
    let error = send_once_into_the_void(&node).await;
    assert!(matches!(error, SendError::Expired { attempts: 1, .. }), "{error}");
    let state = node.state();
    let with_history = state
        .requests
        .iter()
        .filter(|(method, params)| method == "getSignatureStatuses" && params[1]["searchTransactionHistory"] == true);
    assert_eq!(with_history.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_node_without_history_is_believed_only_while_it_remembers() {
    let node = Node::new();
    node.state().is_without_history = true;
    node.state().blocks_per_look = 10;
    let error = send_once_into_the_void(&node).await;
    assert!(matches!(error, SendError::Expired { attempts: 1, .. }), "{error}");

    let node = Node::new();
    node.state().is_without_history = true;
    // The first look at the height comes 300 blocks later, 150 after the expiry: recent signatures are forgotten.
    node.state().blocks_per_look = 300;
    let error = send_once_into_the_void(&node).await;
    assert!(matches!(error, SendError::Unconfirmed { .. }), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_transaction_that_never_arrives_expires_after_all_attempts() {
    let node = Node::new();
    node.state().blocks_per_look = 50;
    node.fail("sendTransaction", std::iter::repeat_n(Fault::Swallow, 1_000));
    let error = send(&node).await.unwrap_err();
    assert!(matches!(error, SendError::Expired { attempts: 3, .. }), "{error}");
    assert!(error.is_transient() && !error.may_have_executed());
    assert_eq!((node.signatures(), node.state().executed.len()), (3, 0));
}

#[tokio::test(start_paused = true)]
async fn a_chain_that_stands_still_is_waited_for_aloud() {
    let node = Node::new();
    node.state().blocks_per_look = 0;
    node.fail("sendTransaction", std::iter::repeat_n(Fault::Swallow, 1_000));
    let log = Log::default();
    let logged = tracing::subscriber::set_default(log.clone().subscriber());
    let sending = send(&node);
    tokio::pin!(sending);
    let words = "the chain stands still behind a transaction, and is waited for";
    assert!(tokio::time::timeout(Duration::from_secs(29), &mut sending).await.is_err());
    assert!(!log.text().contains(words));
    assert!(tokio::time::timeout(Duration::from_secs(3), &mut sending).await.is_err());
    assert!(log.text().contains(words));
    let error = sending.await.unwrap_err();
    assert!(matches!(error, SendError::Unconfirmed { .. }), "{error}");
    drop(logged);
    assert_eq!(log.text().matches(words).count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_node_that_dies_after_the_broadcast_leaves_the_transaction_unconfirmed() {
    let node = Node::new();
    node.state().dead = Some("getSignatureStatuses".to_owned());
    let log = Log::default();
    let logged = tracing::subscriber::set_default(log.clone().subscriber());
    let sending = tokio::time::timeout(Duration::from_secs(10), send(&node)).await;
    assert!(sending.is_err(), "it is asked for minutes");
    drop(logged);
    let words = "the node does not say what became of a transaction, and is asked again";
    assert!(log.text().contains(words), "{}", log.text());
    let error = send(&node).await.unwrap_err();
    assert!(matches!(error, SendError::Unconfirmed { .. }), "{error}");
    assert!(error.may_have_executed() && error.to_string().contains("look it up before sending it again"));
    assert_eq!(node.signatures(), 2, "nothing is signed again while the old one may live");
}

#[tokio::test(start_paused = true)]
async fn a_chain_that_stands_still_leaves_the_transaction_unconfirmed() {
    let node = Node::new();
    node.state().blocks_per_look = 0;
    node.fail("sendTransaction", std::iter::repeat_n(Fault::Swallow, 1_000));
    let error = send(&node).await.unwrap_err();
    assert!(matches!(error, SendError::Unconfirmed { .. }), "{error}");
    assert_eq!(node.signatures(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_node_that_does_not_know_the_blockhash_yet_gets_the_same_transaction_again() {
    let node = Node::new();
    node.fail("sendTransaction", [Fault::Preflight(json!("BlockhashNotFound"), vec![])]);
    let options = SendOptions { compute_unit_limit: Some(5_000), ..SendOptions::default() };
    let sent = send_with(&node, &options).await.unwrap();
    assert_executed_once(&node, &sent);
}

#[tokio::test(start_paused = true)]
async fn a_wallet_without_its_key_is_named() {
    let node = Node::new();
    let owner = Pubkey::new_from_array([7; 32]);
    let record = ix::RecordOf { operator_pool: Pubkey::new_from_array([9; 32]), owner };
    let signers = [&Keypair::new()];
    let error = node.connection().send(&[ix::unstake(record, 1)], &signers, &SendOptions::default()).await;
    assert!(matches!(error.unwrap_err(), SendError::MissingSigner(key) if key == owner));
    assert_eq!(node.signatures(), 0);
}

#[tokio::test(start_paused = true)]
async fn signers_that_are_not_needed_do_no_harm() {
    let node = Node::new();
    let payer = Keypair::new();
    let other = Keypair::new();
    let signers: [&dyn Signer; 3] = [&payer, &other, &payer];
    node.connection().send(&something(), &signers, &SendOptions::default()).await.unwrap();
    assert_eq!(node.state().executed[0].2[0], 1, "one signature");
}

#[tokio::test(start_paused = true)]
async fn a_transaction_that_cannot_fit_is_not_sent() {
    let node = Node::new();
    let many: Vec<_> = (0..100).flat_map(|_| something()).collect();
    let error = node.connection().send(&many, &[&Keypair::new()], &SendOptions::default()).await.unwrap_err();
    assert!(matches!(error, SendError::TooLarge(size) if size.bytes > 1_232), "{error}");
    assert!(node.state().requests.is_empty());
}

/// A plan whose first transaction is executed and whose second cannot fit.
fn half_a_plan() -> Plan {
    let many = (0..100).flat_map(|_| something()).collect();
    Plan { transactions: vec![something(), many], ..Plan::default() }
}

#[tokio::test(start_paused = true)]
async fn a_plan_that_stops_says_what_was_executed() {
    let node = Node::new();
    let stop = half_a_plan().send(&node.connection(), &[&Keypair::new()], &SendOptions::default()).await.unwrap_err();
    assert!(matches!(stop.error, SendError::TooLarge(_)), "{stop}");
    let [executed] = &stop.executed[..] else { panic!("{} were executed", stop.executed.len()) };
    assert_executed_once(&node, executed);
    let signature = executed.signature.to_string();
    let error = IntentError::from(stop);
    assert!(error.to_string().ends_with(&format!("; executed before that: {signature}")), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_plan_of_which_nothing_was_executed_says_why_alone() {
    let node = Node::new();
    let plan = Plan { transactions: half_a_plan().transactions.split_off(1), ..Plan::default() };
    let stop = plan.send(&node.connection(), &[&Keypair::new()], &SendOptions::default()).await.unwrap_err();
    assert!(matches!(IntentError::from(stop), IntentError::Send(SendError::TooLarge(_))));
}
