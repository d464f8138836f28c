//! All claims of an owner at once, while others claim too.

use bytemuck::Zeroable;
use inference_staking_client::intent::{claim_all, send_claim_all, IntentError};
use inference_staking_client::rpc::{SendOptions, Sent};
use inference_staking_client::state::{StakingRecord, Ticket};
use inference_staking_client::{address, StakingError};
use serde_json::{json, Value};
use solana_signer::Signer;

use crate::reading::{put, put_tokens};
use crate::world::{kinds, World, NOW};

/// 400 tokens of the record have matured; with so much USDC in the record, and in what the pool owes.
fn matured(settled_usdc: u64, owed_usdc: u64) -> World {
    let mut world = World::new();
    world.pool.total_unstaking = 400;
    world.pool.settled_usdc = owed_usdc;
    world.pool.delegator_usdc = owed_usdc;
    world.store();
    store(&world, 400, settled_usdc);
    let owner = world.owner.pubkey();
    for mint in [world.overview.stake_mint, world.overview.usdc_mint] {
        put_tokens(&world.node, address::owner_token_account(&owner, &mint), owner, 0);
    }
    world
}

fn store(world: &World, amount: u64, settled_usdc: u64) {
    let of = world.record();
    let (owner, operator_pool) = (of.owner, of.operator_pool);
    let mut record = StakingRecord { owner, operator_pool, shares: 400, settled_usdc, ..Zeroable::zeroed() };
    record.tickets[1] = Ticket { amount, claimable_from: NOW };
    put(&world.node, of.address(), &record);
}

fn refusal(error: StakingError) -> Value {
    json!({ "InstructionError": [1, { "Custom": u32::from(error) }] })
}

/// Sends what `claim_all` plans, after something has happened.
async fn sent(world: &World, meanwhile: impl FnOnce()) -> Result<Vec<Sent>, IntentError> {
    let (connection, owner) = (world.node.connection(), world.owner.pubkey());
    let (plan, _) = claim_all(&connection, owner, owner).await.unwrap();
    meanwhile();
    send_claim_all(plan, &connection, owner, owner, &[&world.owner], &SendOptions::default()).await
}

#[tokio::test(start_paused = true)]
async fn claims_are_planned_anew_if_somebody_else_was_faster() {
    for error in [StakingError::NothingToClaim, StakingError::RewardsNotCollected] {
        let world = matured(0, 0);
        let sent = sent(&world, || world.node.state().simulated_errors.push_back(refusal(error))).await.unwrap();
        assert_eq!((sent.len(), world.node.signatures()), (1, 1));
        assert_eq!(world.node.requests_of("getProgramAccounts"), 2, "planned and planned anew");
    }
    // Somebody else has claimed all there was.
    let world = matured(0, 0);
    let taken = || {
        store(&world, 0, 0);
        world.node.state().simulated_errors.push_back(refusal(StakingError::NothingToClaim));
    };
    assert!(sent(&world, taken).await.unwrap().is_empty());
    assert_eq!(world.node.signatures(), 0);
}

#[tokio::test(start_paused = true)]
async fn claims_are_planned_anew_three_times_at_most_and_for_no_other_reason() {
    for (error, errors, plans) in [(StakingError::NothingToClaim, 4, 4), (StakingError::WithdrawalsHalted, 1, 1)] {
        let world = matured(0, 0);
        let refused = || world.node.state().simulated_errors.extend(vec![refusal(error); errors]);
        let refused = sent(&world, refused).await.unwrap_err();
        assert_eq!(refused.staking_error(), Some(error));
        assert_eq!(world.node.requests_of("getProgramAccounts"), plans);
    }
}

#[tokio::test(start_paused = true)]
async fn usdc_that_would_be_refused_is_left_out_and_named() {
    for (settled, owed, usdc, left_out) in
        [(7, 7, 7, None), (0, 7, 0, None), (7, 6, 0, Some(StakingError::MathOverflow))]
    {
        let world = matured(settled, owed);
        let owner = world.owner.pubkey();
        let (plan, all) = claim_all(&world.node.connection(), owner, owner).await.unwrap();
        assert_eq!((all.unstaked, all.usdc, all.records), (400, usdc, 1));
        assert_eq!(kinds(&plan).len(), if usdc > 0 { 2 } else { 1 });
        let named: Vec<_> = all.left_out.iter().map(IntentError::staking_error).collect();
        assert_eq!(named, left_out.map(Some).into_iter().collect::<Vec<_>>());
    }
}
