//! Leaving: the pool is brought up to date first.

use anchor_lang::prelude::Pubkey;
use async_trait::async_trait;
use bytemuck::Zeroable;
use inference_staking_client::instruction::LeafProof;
use inference_staking_client::intent::{send_unstake, unstake, Amount, FoundProof, IntentError, Plan, ProofSource};
use inference_staking_client::rpc::SendOptions;
use inference_staking_client::state::{OperatorPool, PodU128, RewardRecord};
use inference_staking_client::{address, StakingError};
use serde_json::{json, Value};

use crate::node::Node;
use crate::reading::put;
use crate::sending::something;
use crate::world::{kinds, shares_of, World, NOW};

#[tokio::test(start_paused = true)]
async fn unstaking_accrues_first_and_counts_tokens_at_the_new_price() {
    let mut world = World::new();
    world.epoch(Some(250));
    // 1,000 shares are worth 1,250 tokens then: 100 tokens are 80 shares.
    let plan = world.planned(Amount::Tokens(100)).await;
    assert_eq!(kinds(&plan), ["accrue", "unstake"]);
    assert_eq!(plan.transactions.len(), 1);
    assert_eq!(shares_of(plan.instructions().last().unwrap()), 80);
    assert_eq!(plan.unaccrued, []);
}

#[tokio::test(start_paused = true)]
async fn without_proofs_unstaking_names_what_it_leaves() {
    let mut world = World::new();
    let epoch = world.epoch(Some(250));
    let plan = unstake(&world.node.connection(), &world.unstake(Amount::Tokens(100)), None).await.unwrap();
    assert_eq!(kinds(&plan), ["unstake"]);
    assert_eq!(shares_of(plan.instructions().last().unwrap()), 100);
    assert_eq!(plan.unaccrued.iter().map(|open| open.epoch).collect::<Vec<u64>>(), [epoch]);
}

/// A source that gives nothing, and takes so long for it that somebody else has passed the epoch.
struct Late<'w>(&'w Node, OperatorPool);

#[async_trait]
impl ProofSource for Late<'_> {
    async fn proofs(&self, pool: &Pubkey, records: &[RewardRecord]) -> Vec<FoundProof> {
        put(self.0, *pool, &self.1);
        records.iter().map(|_| Err("it took more than 120s".into())).collect()
    }
}

#[tokio::test(start_paused = true)]
async fn what_somebody_else_brought_while_proofs_were_waited_for_is_not_said_to_be_lost() {
    let mut world = World::new();
    let epoch = world.epoch(Some(250));
    let accrued = OperatorPool { reward_last_claimed_epoch: epoch, total_staked_amount: 1_250, ..world.pool };
    let late = Late(&world.node, accrued);
    let plan = unstake(&world.node.connection(), &world.unstake(Amount::Tokens(100)), Some(&late)).await.unwrap();
    assert_eq!((kinds(&plan), &plan.unaccrued[..]), (vec!["unstake"], &[][..]));
    assert_eq!(shares_of(plan.instructions().last().unwrap()), 80, "at the price of now");
}

/// A rule as it is told.
fn named(error: StakingError, name: &str) -> String {
    format!("{error} ({name}, error {})", u32::from(error))
}

#[tokio::test(start_paused = true)]
async fn a_wrong_proof_does_not_keep_anybody_in() {
    let mut world = World::new();
    let epoch = world.epoch(Some(250));
    let wrong = LeafProof { root_index: 0, leaf_index: 1, reward: 251, usdc: 0, proof: vec![[1; 32], [3; 32]] };
    world.proofs.insert(epoch, world.pool_address(), wrong);
    world.epoch(Some(250));
    let plan = world.planned(Amount::All).await;
    assert_eq!(kinds(&plan), ["unstake"], "the second epoch has to wait for the first");
    let reasons: Vec<_> = plan.unaccrued.iter().map(|open| (open.epoch, open.reason.clone())).collect();
    let mismatch = named(StakingError::ProofMismatch, "ProofMismatch");
    assert_eq!(reasons, [(epoch, mismatch), (epoch + 1, format!("it has to wait for epoch {epoch}"))]);
}

#[tokio::test(start_paused = true)]
async fn a_leaf_of_nothing_is_brought_to_an_epoch_that_was_skipped_and_has_nothing_left() {
    let mut world = World::new();
    let epoch = world.epoch(Some(0));
    world.pool.reward_last_claimed_epoch = epoch;
    world.pool.skipped_epochs = PodU128::from(1);
    world.store();
    let plan = world.planned(Amount::Tokens(100)).await;
    assert_eq!((kinds(&plan), plan.unaccrued), (vec!["accrue", "unstake"], vec![]));
}

#[tokio::test(start_paused = true)]
async fn what_is_not_claimable_or_halted_is_left() {
    let mut world = World::new();
    let epoch = world.epoch(Some(250));
    let record = RewardRecord { epoch, claimable_from: NOW + 1, root_count: 1, ..Zeroable::zeroed() };
    put(&world.node, address::reward_record(epoch), &record);
    let plan = world.planned(Amount::All).await;
    assert_eq!(kinds(&plan), ["unstake"]);
    assert_eq!(plan.unaccrued[0].reason, named(StakingError::RecordNotClaimable, "RecordNotClaimable"));
    world.overview.accrual_halted = 1;
    world.store();
    assert_eq!(
        world.planned(Amount::All).await.unaccrued[0].reason,
        named(StakingError::AccrualHalted, "AccrualHalted")
    );
}

#[tokio::test(start_paused = true)]
async fn an_operator_that_leaves_takes_the_commission_it_staked_on_the_way() {
    let mut world = World::new();
    world.pool.auto_stake = 1;
    world.pool.reward_commission_bps = 1_000;
    world.pool.operator_staking_record = world.record().address();
    world.epoch(Some(100));
    // 90 raise T to 1,090; the commission of 10 buys floor(10 x 1,000 / 1,090) = 9 shares: 409 in all.
    let plan = world.planned(Amount::All).await;
    assert_eq!(kinds(&plan), ["accrue", "unstake"]);
    assert_eq!(shares_of(plan.instructions().last().unwrap()), 409);
    let accrual = plan.instructions().next().unwrap();
    assert_eq!(accrual.accounts.last().unwrap().pubkey, world.record().address());
}

#[tokio::test(start_paused = true)]
async fn more_than_the_record_has_is_refused_before_anything_is_sent() {
    let world = World::new();
    for amount in [Amount::Tokens(401), Amount::Shares(401)] {
        let error = unstake(&world.node.connection(), &world.unstake(amount), None).await.unwrap_err();
        assert_eq!(error.staking_error(), Some(StakingError::NotEnoughShares));
    }
}

#[tokio::test(start_paused = true)]
async fn an_accrual_that_somebody_else_did_first_is_planned_again() {
    let mut world = World::new();
    world.epoch(Some(250));
    let accrued = u32::from(StakingError::EpochAlreadyAccrued);
    world.node.state().simulated_errors.push_back(json!({ "InstructionError": [1, { "Custom": accrued }] }));
    let request = world.unstake(Amount::Shares(10));
    let signers = [&world.owner];
    let connection = world.node.connection();
    let proofs: Option<&dyn ProofSource> = Some(&world.proofs);
    let plan = unstake(&connection, &request, proofs).await.unwrap();
    let options = SendOptions::default();
    let sent = send_unstake(plan, &connection, &request, proofs, &signers, &options).await.unwrap();
    assert_eq!((sent.len(), world.node.state().executed.len()), (1, 1));
    assert_eq!(world.node.requests_of("simulateTransaction"), 2);
}

#[tokio::test(start_paused = true)]
async fn what_was_executed_is_told_even_if_the_rest_cannot_be_planned_again() {
    let world = World::new();
    let overtaken = u32::from(StakingError::NotEnoughActivating);
    let second_fails = [Value::Null, json!({ "InstructionError": [1, { "Custom": overtaken }] })];
    world.node.state().simulated_errors.extend(second_fails);
    // Planned when the record had more than it has now.
    let request = world.unstake(Amount::Shares(401));
    let plan = Plan { transactions: vec![something(), something()], ..Plan::default() };
    let options = SendOptions::default();
    let sent = send_unstake(plan, &world.node.connection(), &request, None, &[&world.owner], &options).await;
    let IntentError::Interrupted { executed, error } = sent.unwrap_err() else { panic!("nothing was executed") };
    assert_eq!(error.staking_error(), Some(StakingError::NotEnoughShares));
    let signatures: Vec<_> = executed.iter().map(|sent| sent.signature.to_string()).collect();
    let in_blocks: Vec<_> = world.node.state().executed.iter().map(|(signature, _, _)| signature.clone()).collect();
    assert_eq!((signatures.len(), signatures), (1, in_blocks));
}
