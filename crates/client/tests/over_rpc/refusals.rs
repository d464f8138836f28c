//! What refused a transaction is told in words: by the simulation, by the check before a broadcast, and by the chain.

use anchor_lang::prelude::{system_program, Pubkey};
use inference_staking_client::rpc::{PriorityFee, SendError, SendOptions};
use inference_staking_client::{address, StakingError};
use serde_json::{json, Value};
use solana_keypair::Keypair;

use crate::node::{Fault, Node};
use crate::sending::something;

const POOL: Pubkey = Pubkey::new_from_array([9; 32]);

fn custom(instruction: u8, code: u32) -> Value {
    json!({ "InstructionError": [instruction, { "Custom": code }] })
}

fn failed(program: Pubkey) -> String {
    format!("Program {program} failed: custom program error")
}

async fn simulated(error: Value, logs: Vec<String>) -> SendError {
    let node = Node::new();
    node.state().simulated_errors.push_back(error);
    node.state().logs = logs;
    let result = node.connection().simulate(&something(), &Pubkey::new_from_array([1; 32])).await;
    result.err().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_rule_of_the_program_is_told_with_pool_and_number() {
    // The compute unit limit stands before the caller's instruction, which is number 1 for the node and 0 for the caller.
    let error = simulated(custom(1, StakingError::BypassTooSoon.into()), vec![failed(address::program_id())]).await;
    let SendError::Program { instruction, error: rule, pool, .. } = &error else { panic!("{error}") };
    assert_eq!((*instruction, *rule, *pool), (0, StakingError::BypassTooSoon, Some(POOL)));
    assert_eq!(
        error.to_string(),
        format!(
            "The record can still pay: accrue it with a proof, or wait until its bypass delay has passed since it became \
             claimable and since accrual was last resumed (BypassTooSoon, error {}, pool {POOL})",
            u32::from(StakingError::BypassTooSoon)
        )
    );
    assert!(!error.is_transient());
    assert_eq!(error.logs().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn the_innermost_program_is_the_one_that_refused() {
    let logs = vec![failed(anchor_spl::token::ID), failed(address::program_id())];
    let error = simulated(custom(1, 1), logs).await;
    assert!(matches!(&error, SendError::Token { words, .. } if words.name == "InsufficientFunds"), "{error}");
    let logs = vec![failed(system_program::ID), failed(address::program_id())];
    let error = simulated(custom(1, 1), logs).await;
    assert!(matches!(&error, SendError::System { .. }), "{error}");
    assert!(error.to_string().contains("too little SOL"), "{error}");
    let other = Pubkey::new_from_array([3; 32]);
    let error = simulated(custom(1, 42), vec![failed(other)]).await;
    assert_eq!(error.to_string(), format!("{other} refused with its error number 42"));
}

#[tokio::test(start_paused = true)]
async fn an_account_that_does_not_fit_is_named() {
    let caused = "Program log: AnchorError caused by account: operator_pool. Error Code: AccountNotInitialized.";
    let logs = |program: Pubkey| vec![format!("Program {program} invoke [1]"), caused.to_owned(), failed(program)];
    let text = simulated(custom(1, 3_012), logs(address::program_id())).await.to_string();
    assert!(text.contains("does not exist yet") && text.ends_with("(account operator_pool)"), "{text}");
    // Another program can say the same, of accounts of its own.
    let text = simulated(custom(1, 3_012), logs(Pubkey::new_from_array([3; 32]))).await.to_string();
    assert!(!text.contains("operator_pool"), "{text}");
}

#[tokio::test(start_paused = true)]
async fn errors_of_the_whole_transaction_say_what_to_do() {
    for (error, text) in [
        (json!("AccountNotFound"), "the fee payer has no SOL: fund it first"),
        (json!("InsufficientFundsForFee"), "the fee payer has too little SOL for the fee: fund it first"),
        (
            json!("ProgramAccountNotFound"),
            "the program is not deployed on this network, or only just: check the URL, or try again in a moment",
        ),
        (
            json!({ "InstructionError": [1, "ComputationalBudgetExceeded"] }),
            "the transaction needs more compute units than its limit: raise the limit, or send fewer instructions at once",
        ),
    ] {
        assert_eq!(simulated(error, vec![]).await.to_string(), text);
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_simulation_sends_nothing() {
    let node = Node::new();
    node.state().simulated_errors.push_back(custom(1, StakingError::AccrualHalted.into()));
    let error = node.connection().send(&something(), &[&Keypair::new()], &SendOptions::default()).await;
    assert_eq!(error.unwrap_err().staking_error(), Some(StakingError::AccrualHalted));
    assert_eq!(node.signatures(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_check_before_the_broadcast_that_fails_sends_nothing_more() {
    let node = Node::new();
    let logs = vec![failed(address::program_id())];
    node.fail("sendTransaction", [Fault::Preflight(custom(1, StakingError::EpochAlreadyAccrued.into()), logs)]);
    let options =
        SendOptions { compute_unit_limit: Some(5_000), priority_fee: PriorityFee::None, ..SendOptions::default() };
    let error = node.connection().send(&something(), &[&Keypair::new()], &options).await.unwrap_err();
    assert_eq!(error.staking_error(), Some(StakingError::EpochAlreadyAccrued), "{error}");
    assert_eq!(node.requests_of("sendTransaction"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_transaction_that_fails_on_chain_is_not_sent_again() {
    let node = Node::new();
    {
        let mut state = node.state();
        // The price instruction stands before the caller's as well, which is number 2 for the chain.
        state.error = custom(2, StakingError::EpochAlreadyAccrued.into());
        state.logs = vec![failed(address::program_id())];
    }
    let options = SendOptions { priority_fee: PriorityFee::MicroLamports(5), ..SendOptions::default() };
    let error = node.connection().send(&something(), &[&Keypair::new()], &options).await.unwrap_err();
    let SendError::Program { instruction, error: rule, logs, .. } = error else { panic!("{error}") };
    assert_eq!((instruction, rule, logs.len()), (0, StakingError::EpochAlreadyAccrued, 1));
    assert_eq!(node.signatures(), 1);
}
