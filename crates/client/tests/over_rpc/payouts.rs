//! What is put in front of a payout, who signs for it, and what a creation agrees to pay.

use anchor_lang::Discriminator;
use bytemuck::Zeroable;
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::intent::{
    cancel_unstake, claim_unstake, create_pool, send_payout, slash, Consequence, IntentError, Part, Plan, PoolCreation,
    SlashRequest,
};
use inference_staking_client::rpc::SendOptions;
use inference_staking_client::state::{StakingRecord, Ticket};
use inference_staking_client::{address, args, StakingError};
use serde_json::{json, Value};
use solana_signer::Signer;

use crate::reading::{key, put, put_tokens};
use crate::sending::something;
use crate::world::{kinds, World, NOW};

/// 400 tokens of the record have matured. Of the pool's 1,000 staked and 400 in cooldown so many are uncollected.
fn matured(uncollected_rewards: u64) -> World {
    let mut world = World::new();
    world.pool.total_unstaking = 400;
    world.pool.uncollected_rewards = uncollected_rewards;
    world.store();
    let mut record = StakingRecord { shares: 400, ..Zeroable::zeroed() };
    record.tickets[1] = Ticket { amount: 400, claimable_from: NOW };
    put(&world.node, world.record().address(), &record);
    let owner = world.owner.pubkey();
    put_tokens(&world.node, address::owner_token_account(&owner, &world.overview.stake_mint), owner, 0);
    world
}

#[tokio::test(start_paused = true)]
async fn a_claim_that_needs_rewards_collects_them_first() {
    for (uncollected, expected) in [(0, vec!["other"]), (1_000, vec!["other"]), (1_001, vec!["collect", "other"])] {
        let world = matured(uncollected);
        let plan = claim_unstake(&world.node.connection(), world.record(), None, key(5)).await.unwrap();
        assert_eq!(kinds(&plan), expected, "{uncollected} uncollected");
        assert_eq!(plan.transactions.len(), 1);
        // Nobody but the payer signs.
        assert_eq!(plan.signers(&key(5)), [key(5)]);
    }
}

#[tokio::test(start_paused = true)]
async fn an_owner_who_names_another_account_signs_for_it() {
    let world = matured(0);
    put_tokens(&world.node, key(6), key(8), 0);
    let mint = world.overview.stake_mint;
    world.node.state().accounts.get_mut(&key(6)).unwrap().data[..32].copy_from_slice(mint.as_ref());
    let plan = claim_unstake(&world.node.connection(), world.record(), Some(key(6)), key(5)).await.unwrap();
    assert_eq!(kinds(&plan), ["other"]);
    assert_eq!(plan.signers(&key(5)), [key(5), world.owner.pubkey()]);
    assert!(plan.transactions[0][0].accounts.iter().any(|meta| meta.pubkey == key(6) && meta.is_writable));
}

#[tokio::test(start_paused = true)]
async fn rewards_are_collected_in_front_of_a_slash_that_needs_them() {
    let world = matured(1_000);
    let operator = StakingRecord { shares: 500, ..Zeroable::zeroed() };
    put(&world.node, world.pool.operator_staking_record, &operator);
    let request = |shares, confiscate_commission| SlashRequest {
        operator_pool: world.pool_address(),
        authority: key(7),
        shares,
        activating: Part::Nothing,
        unstaking: Part::Nothing,
        confiscate_commission,
    };
    let connection = world.node.connection();
    let planned = async |request| kinds(&slash(&connection, &request).await.unwrap());
    assert_eq!(planned(request(Part::Exactly(400), false)).await, ["slash"]);
    assert_eq!(planned(request(Part::Exactly(401), false)).await, ["collect", "slash"]);
    assert_eq!(planned(request(Part::Everything, true)).await, ["collect", "slash"]);
    // A commission alone leaves the global vaults, and needs no collection.
    assert_eq!(planned(request(Part::Nothing, true)).await, ["slash"]);
    let nothing = slash(&connection, &request(Part::Nothing, false)).await.unwrap_err();
    assert_eq!(nothing.staking_error(), Some(StakingError::NothingToSlash));
}

#[tokio::test(start_paused = true)]
async fn rewards_are_collected_after_all_if_another_payout_was_faster() {
    // Enough is collected for each when it is planned.
    let mut world = matured(1_000);
    world.pool.operator_staking_record = world.record().address();
    world.store();
    let (connection, owner) = (world.node.connection(), world.owner.pubkey());
    let request = SlashRequest {
        operator_pool: world.pool_address(),
        authority: owner,
        shares: Part::Exactly(400),
        activating: Part::Nothing,
        unstaking: Part::Nothing,
        confiscate_commission: false,
    };
    let plans = [
        claim_unstake(&connection, world.record(), None, owner).await.unwrap(),
        cancel_unstake(&connection, world.record(), 1).await.unwrap().plan,
        slash(&connection, &request).await.unwrap(),
    ];
    let options = SendOptions::default();
    for (place, plan) in plans.into_iter().enumerate() {
        assert_eq!(plan.instructions().count(), 1);
        let payout = plan.transactions[0][0].data.clone();
        let error = u32::from(StakingError::RewardsNotCollected);
        world.node.state().simulated_errors.push_back(json!({ "InstructionError": [1, { "Custom": error }] }));
        send_payout(plan, world.pool_address(), &connection, &[&world.owner], &options).await.unwrap();
        let (_, _, bytes) = world.node.state().executed[place].clone();
        let at = |data: &[u8]| bytes.windows(data.len()).position(|window| window == data);
        let collection = at(args::CollectPoolRewards::DISCRIMINATOR).expect("the rewards are collected");
        assert!(collection < at(&payout).expect("what was planned is done"), "plan {place}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_slash_of_activating_tokens_is_agreed_to_and_needs_no_collection() {
    let mut world = matured(1_400);
    world.pool.total_activating = 500;
    world.store();
    let operator = StakingRecord { shares: 500, activating: 500, ..Zeroable::zeroed() };
    put(&world.node, world.pool.operator_staking_record, &operator);
    for (activating, taken) in [(Part::Exactly(70), 70), (Part::Everything, 500)] {
        let request = SlashRequest {
            operator_pool: world.pool_address(),
            authority: key(7),
            shares: Part::Nothing,
            activating,
            unstaking: Part::Nothing,
            confiscate_commission: false,
        };
        let plan = slash(&world.node.connection(), &request).await.unwrap();
        // Activating tokens are in the pool's vault already.
        assert_eq!(kinds(&plan), ["slash"]);
        let data = &plan.transactions[0][0].data;
        let expected: Vec<u8> = [0, taken, 0].into_iter().flat_map(u64::to_le_bytes).chain([0]).collect();
        assert_eq!(data.strip_prefix(args::SlashStake::DISCRIMINATOR), Some(&expected[..]));
        let operator_pool = world.pool_address();
        let (shares, worth, unstaking, confiscated) = (0, 0, 0, None);
        let slashes = Consequence::Slashes { operator_pool, shares, worth, activating: taken, unstaking, confiscated };
        assert_eq!(plan.consequences, [slashes]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_creation_agrees_to_exactly_the_fee_that_is_shown() {
    let mut world = World::new();
    for fee in [0, 77] {
        world.overview.registration_fee = fee;
        world.overview.registration_fee_wallet = key(8);
        world.store();
        let creation = PoolCreation {
            admin: key(7),
            payer: key(5),
            args: CreateOperatorPoolArgs {
                name: [0; 32],
                metadata_uri: [0; 128],
                reward_commission_bps: 0,
                usdc_commission_bps: 0,
                auto_stake: false,
                delegation_allowed: true,
            },
            fee_source: None,
            first_stake: None,
        };
        let plan = create_pool(&world.node.connection(), &creation).await.unwrap();
        let create = plan.instructions().last().unwrap();
        assert!(create.data.starts_with(args::CreateOperatorPool::DISCRIMINATOR));
        // The last argument.
        assert_eq!(create.data[create.data.len() - 8..], fee.to_le_bytes());
        assert_eq!(plan.consequences.contains(&Consequence::PaysRegistrationFee { fee }), fee > 0);
    }
}

#[tokio::test(start_paused = true)]
async fn a_payout_that_stops_midway_is_not_sent_from_its_beginning() {
    let world = matured(1_000);
    let uncollected = u32::from(StakingError::RewardsNotCollected);
    let second_fails = [Value::Null, json!({ "InstructionError": [1, { "Custom": uncollected }] })];
    world.node.state().simulated_errors.extend(second_fails);
    let plan = Plan { transactions: vec![something(), something()], ..Plan::default() };
    let options = SendOptions::default();
    let sent = send_payout(plan, world.pool_address(), &world.node.connection(), &[&world.owner], &options).await;
    let IntentError::Interrupted { executed, error } = sent.unwrap_err() else { panic!("nothing was executed") };
    assert_eq!(error.staking_error(), Some(StakingError::RewardsNotCollected));
    assert_eq!((executed.len(), world.node.signatures()), (1, 1));
}
