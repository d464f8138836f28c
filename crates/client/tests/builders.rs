//! Every instruction of the IDL has a builder, which gives its accounts with the right roles.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod idl;

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::*;
use inference_staking_client::state::{NewEmissionSchedule, PoolOverview};
use inference_staking_client::{address, args};

/// A key that nothing else has.
fn key(number: u8) -> Pubkey {
    Pubkey::new_from_array([number; 32])
}

const POOL: u8 = 1;
const OWNER: u8 = 2;
const OPERATOR_RECORD: u8 = 3;
const AUTHORITY: u8 = 4;
const DESTINATION: u8 = 5;

fn mints() -> ix::Mints {
    ix::Mints { stake: key(11), usdc: key(12) }
}

fn record() -> ix::RecordOf {
    ix::RecordOf { operator_pool: key(POOL), owner: key(OWNER) }
}

fn administration() -> Vec<(&'static str, Instruction)> {
    let authority = key(AUTHORITY);
    let lists = || vec![key(21)];
    let creation = CreatePoolOverviewArgs {
        reward_authorities: lists(),
        halt_authorities: lists(),
        slashing_authorities: lists(),
        is_test_network: true,
        parameters: <PoolOverview as bytemuck::Zeroable>::zeroed().parameters(),
        emission: NewEmissionSchedule::Table { epochs_per_period: 1, budgets: vec![1] },
    };
    let created = ix::create_pool_overview_accounts(authority, mints(), key(31), key(32));
    let slashed = ix::SlashOf {
        operator_pool: key(POOL),
        operator_staking_record: key(OPERATOR_RECORD),
        slashing_token_destination: key(31),
        slashing_usdc_destination: key(32),
    };
    let surplus = ix::withdraw_reward_surplus_accounts(authority, key(DESTINATION), mints().stake);
    let slash = args::SlashStake { shares: 1, activating_amount: 3, unstaking_amount: 2, confiscate_commission: true };
    vec![
        ("create_pool_overview", ix::create_pool_overview(created, creation)),
        ("update_pool_overview", ix::update_pool_overview(authority, UpdatePoolOverviewArgs::default())),
        (
            "update_pool_overview_authorities",
            ix::update_pool_overview_authorities(authority, UpdatePoolOverviewAuthoritiesArgs::default()),
        ),
        ("accept_program_admin", ix::accept_program_admin(authority)),
        ("withdraw_reward_surplus", ix::withdraw_reward_surplus(surplus)),
        ("set_halt_status", ix::set_halt_status(authority, key(POOL), true)),
        ("slash_stake", ix::slash_stake(ix::slash_stake_accounts(authority, slashed, mints(), true), slash)),
    ]
}

fn epochs() -> Vec<(&'static str, Instruction)> {
    let authority = key(AUTHORITY);
    let created = ix::create_reward_record_accounts(key(OWNER), authority, 9);
    let totals = args::CreateRewardRecord { roots: vec![[7; 32]], depths: vec![0], total_rewards: 1, total_usdc: 2 };
    let leaf = ix::LeafProof { root_index: 0, leaf_index: 0, reward: 1, usdc: 2, proof: vec![] };
    let accrued = ix::accrue_reward_accounts(key(POOL), 9, key(OPERATOR_RECORD));
    vec![
        ("mark_epoch_as_finalizing", ix::mark_epoch_as_finalizing(authority, 9)),
        ("create_reward_record", ix::create_reward_record(created, totals)),
        ("revoke_reward_record", ix::revoke_reward_record(authority, 9, key(OWNER))),
        ("reclaim_expired_reward_record", ix::reclaim_expired_reward_record(9, key(OWNER))),
        ("accrue_reward", ix::accrue_reward(accrued, leaf)),
        ("accrue_rewards", ix::accrue_rewards(9, 0, &[], vec![])),
        ("accrue_reward_emergency_bypass", ix::accrue_reward_emergency_bypass(key(POOL), 9)),
    ]
}

fn pools() -> Vec<(&'static str, Instruction)> {
    let (admin, pool, destination) = (key(AUTHORITY), key(POOL), key(DESTINATION));
    let creation = CreateOperatorPoolArgs {
        name: [0; 32],
        metadata_uri: [0; 128],
        reward_commission_bps: 0,
        usdc_commission_bps: 0,
        auto_stake: false,
        delegation_allowed: true,
    };
    let fee = ix::FeeAccounts { source: key(41), destination: key(42) };
    let created = ix::create_operator_pool_accounts(key(OWNER), admin, mints().stake, Some(fee));
    let rotated = ix::change_operator_staking_record_accounts(admin, pool, key(OPERATOR_RECORD), key(OWNER));
    let reward = ix::withdraw_operator_reward_commission_accounts(admin, pool, destination, mints());
    let usdc = ix::withdraw_operator_usdc_commission_accounts(admin, pool, destination, mints());
    let dust = ix::sweep_closed_pool_usdc_dust_accounts(admin, pool, destination, mints());
    vec![
        ("create_operator_pool", ix::create_operator_pool(created, creation, 0)),
        ("update_operator_pool", ix::update_operator_pool(admin, pool, UpdateOperatorPoolArgs::default())),
        ("change_operator_pool_admin", ix::change_operator_pool_admin(admin, pool, key(OWNER))),
        ("accept_operator_pool_admin", ix::accept_operator_pool_admin(admin, pool)),
        ("change_operator_staking_record", ix::change_operator_staking_record(rotated)),
        ("withdraw_operator_reward_commission", ix::withdraw_operator_reward_commission(reward)),
        ("withdraw_operator_usdc_commission", ix::withdraw_operator_usdc_commission(usdc)),
        ("close_operator_pool", ix::close_operator_pool(admin, pool, key(OPERATOR_RECORD))),
        ("sweep_closed_pool_usdc_dust", ix::sweep_closed_pool_usdc_dust(dust)),
        ("collect_pool_rewards", ix::collect_pool_rewards(pool, mints().stake)),
        ("sweep_pool_vault_surplus", ix::sweep_pool_vault_surplus(pool, mints().stake)),
    ]
}

fn records() -> Vec<(&'static str, Instruction)> {
    let operator = key(OPERATOR_RECORD);
    let staked = ix::stake_accounts(record(), key(51), mints().stake);
    vec![
        ("create_staking_record", ix::create_staking_record(key(OWNER), record())),
        ("stake", ix::stake(staked, 1)),
        ("activate_stake", ix::activate_stake(record(), operator)),
        ("unstake", ix::unstake(record(), 1)),
        ("cancel_unstake", ix::cancel_unstake(record(), 0)),
        ("claim_unstake", ix::claim_unstake(record(), mints().stake)),
        ("claim_usdc_earnings", ix::claim_usdc_earnings(record(), key(DESTINATION), mints().usdc)),
        ("close_staking_record", ix::close_staking_record(record())),
        ("lock_stake", ix::lock_stake(record(), 1)),
        ("extend_lock", ix::extend_lock(record(), 1)),
        ("begin_unlock", ix::begin_unlock(record())),
        ("cancel_unlock", ix::cancel_unlock(record())),
        ("query_staking_record", ix::query_staking_record(record(), operator)),
    ]
}

fn all() -> Vec<(&'static str, Instruction)> {
    [administration(), epochs(), pools(), records()].concat()
}

#[test]
fn every_instruction_of_the_idl_has_a_builder() {
    let idl = idl::read();
    let mut in_idl: Vec<_> = idl::list(&idl, "instructions").iter().map(|entry| idl::name(entry).to_owned()).collect();
    let mut built: Vec<_> = all().into_iter().map(|(name, _)| name.to_owned()).collect();
    in_idl.sort();
    built.sort();
    assert_eq!(built, in_idl);
}

#[test]
fn builders_give_the_accounts_of_the_idl_in_their_roles() {
    let idl = idl::read();
    let built = all();
    for entry in idl::list(&idl, "instructions") {
        let name = idl::name(&entry);
        let (_, instruction) = built.iter().find(|(built, _)| *built == name).unwrap();
        assert_eq!(instruction.program_id, address::program_id());
        assert_eq!(instruction.data[..8], idl::discriminator(&entry)[..], "{name}");
        let accounts = idl::list(&entry, "accounts");
        assert_eq!(instruction.accounts.len(), accounts.len(), "{name}");
        for (meta, account) in instruction.accounts.iter().zip(&accounts) {
            if account["optional"] == true && meta.pubkey == address::program_id() {
                continue;
            }
            let is = |role: &str| account[role] == true;
            assert_eq!((meta.is_signer, meta.is_writable), (is("signer"), is("writable")), "{name} {account}");
            if let Some(fixed) = account["address"].as_str() {
                assert_eq!(meta.pubkey.to_string(), fixed, "{name} {account}");
            }
        }
    }
}

#[test]
fn a_batch_names_each_pool_and_the_operators_record_if_the_leaf_says_so() {
    let leaf = |with_operator_record| BatchLeaf { leaf_index: 0, reward: 1, usdc: 2, with_operator_record };
    let pools = [
        ix::BatchPool { operator_pool: key(61), operator_staking_record: key(64), leaf: leaf(false) },
        ix::BatchPool { operator_pool: key(62), operator_staking_record: key(63), leaf: leaf(true) },
    ];
    let instruction = ix::accrue_rewards(9, 0, &pools, vec![]);
    let keys: Vec<_> = instruction.accounts.iter().map(|meta| meta.pubkey).collect();
    assert_eq!(keys, [address::pool_overview(), address::reward_record(9), key(61), key(62), key(63)]);
    assert!(instruction.accounts[2..].iter().all(|meta| meta.is_writable && !meta.is_signer));
}
