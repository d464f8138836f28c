//! What `create_operator_pool` writes, byte by byte.

use anchor_lang::prelude::Pubkey;
use anchor_spl::associated_token::get_associated_token_address;
use inference_staking_client::event;
use inference_staking_client::events::{OperatorPoolCreated, PoolState};
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::text::zero_padded;
use inference_staking_localnet::{wallet, Chain};
use inference_staking_test_kit::refusal::assert_refused_with_code;
use solana_signer::Signer;

use super::creation::*;
use crate::pool_overview::create_pool_overview::overview_address;
use inference_staking_test_kit::account_bytes::{empty_token_account, AccountBytes};
use inference_staking_test_kit::framework_refusals::ACCOUNT_ALREADY_IN_USE;

fn distinct_args() -> CreateOperatorPoolArgs {
    CreateOperatorPoolArgs {
        name: zero_padded("Sechs GPUs").unwrap(),
        metadata_uri: zero_padded("https://gpu.example/6").unwrap(),
        reward_commission_bps: 111,
        usdc_commission_bps: 2_222,
        auto_stake: true,
        delegation_allowed: false,
    }
}

fn created() -> PoolCreation {
    let mut creation = PoolCreation::prepare();
    creation.args = distinct_args();
    creation.send().unwrap();
    creation
}

fn lamports_and_rent(creation: &mut PoolCreation, address: &Pubkey) -> (u64, u64) {
    let account = creation.network.chain.account(address).unwrap();
    (account.lamports, creation.network.chain.svm().minimum_balance_for_rent_exemption(account.data.len()))
}

#[test]
fn the_pool_has_exactly_these_bytes() {
    let mut creation = created();
    let admin = creation.admin.pubkey();
    let (pool, bump) = pool_address(&admin);
    let expected = AccountBytes::of_type("OperatorPool", 600)
        .key(8, &admin)
        .key(40, &admin)
        // 72: no pending admin.
        .key(104, &record_address(&pool, &admin).0)
        .key(136, &vault_address(&pool))
        .put(168, b"Sechs GPUs")
        .put(200, b"https://gpu.example/6")
        // 328 to 440: no shares, nothing owed, nothing skipped.
        .u64(440, 1)
        // 448: not closed. 456: it has passed epoch 0. 464 to 504: not halted, nothing skipped, no commission scheduled.
        .u64(504, 1)
        .u16(512, 111)
        .u16(514, 2_222)
        .u8(524, 1)
        // 525: no delegation. 526: not halted.
        .u8(527, 1)
        .u8(528, bump);
    expected.assert_are(&creation.pool_data());
    assert_eq!(creation.network.chain.account(&pool).unwrap().owner, inference_staking::ID);
    let (lamports, rent) = lamports_and_rent(&mut creation, &pool);
    assert_eq!(lamports, rent);
}

#[test]
fn flags_are_stored_each_in_its_place() {
    let mut creation = PoolCreation::prepare();
    creation.args.auto_stake = false;
    creation.args.delegation_allowed = true;
    creation.send().unwrap();
    assert_eq!(creation.pool_data()[524..527], [0, 1, 0]);
}

#[test]
fn the_operators_record_has_exactly_these_bytes() {
    let mut creation = created();
    let admin = creation.admin.pubkey();
    let pool = pool_address(&admin).0;
    let (record, bump) = record_address(&pool, &admin);
    let account = creation.network.chain.account(&record).unwrap();
    let expected = AccountBytes::of_type("StakingRecord", 272)
        .key(8, &admin)
        .key(40, &pool)
        .key(72, &get_associated_token_address(&admin, &wallet("stake mint").pubkey()))
        // 104 to 249: no shares, no USDC, no tickets, nothing activating, no lock.
        .u8(249, 1)
        .u8(250, bump);
    expected.assert_are(&account.data);
    assert_eq!(account.owner, inference_staking::ID);
    let (lamports, rent) = lamports_and_rent(&mut creation, &record);
    assert_eq!(lamports, rent);
}

#[test]
fn the_vault_is_an_empty_token_account_of_the_pool_and_of_nobody_else() {
    let mut creation = created();
    let pool = pool_address(&creation.admin.pubkey()).0;
    let vault = vault_address(&pool);
    let account = creation.network.chain.account(&vault).unwrap();
    assert_eq!(account.owner, anchor_spl::token::ID);
    empty_token_account(&wallet("stake mint").pubkey(), &pool).assert_are(&account.data);
    let (lamports, rent) = lamports_and_rent(&mut creation, &vault);
    assert_eq!(lamports, rent);
}

#[test]
fn the_overview_counts_the_pool_and_keeps_everything_else() {
    let mut creation = PoolCreation::prepare();
    let overview = overview_address().0;
    let before = creation.network.chain.account(&overview).unwrap();
    creation.send().unwrap();
    let after = creation.network.chain.account(&overview).unwrap();
    assert_eq!(before.data[896..904], 0u64.to_le_bytes());
    assert_eq!(after.data[896..904], 1u64.to_le_bytes());
    assert_eq!(after.data[..896], before.data[..896]);
    assert_eq!(after.data[904..], before.data[904..]);

    creation.network.operator("second operator", 0);
    assert_eq!(creation.network.overview().unwrap().operator_pool_count, 2);
}

#[test]
fn the_event_has_the_first_sequence_number_and_the_empty_pool() {
    let mut creation = PoolCreation::prepare();
    creation.args = distinct_args();
    let executed = creation.send().unwrap();
    let admin = wallet("new operator").pubkey();
    let pool = pool_address(&admin).0;
    let expected = OperatorPoolCreated {
        operator_pool: pool,
        admin,
        operator_staking_record: record_address(&pool, &admin).0,
        payer: wallet("payer").pubkey(),
        registration_fee: 0,
        epoch: 1,
        reward_commission_bps: 111,
        usdc_commission_bps: 2_222,
        auto_stake: true,
        delegation_allowed: false,
        name: zero_padded("Sechs GPUs").unwrap(),
        metadata_uri: zero_padded("https://gpu.example/6").unwrap(),
        pool: PoolState {
            sequence: 1,
            total_staked_amount: 0,
            total_shares: 0,
            total_unstaking: 0,
            total_activating: 0,
            uncollected_rewards: 0,
            reward_commission: 0,
            usdc_commission: 0,
            delegator_usdc: 0,
            settled_usdc: 0,
            cumulative_usdc_per_share: 0,
            reward_last_claimed_epoch: 0,
        },
    };
    assert_eq!(event::decode_all::<OperatorPoolCreated>(&executed.logs), vec![expected]);
}

#[test]
fn the_payer_pays_the_rent_and_the_admin_nothing() {
    let mut creation = created();
    let admin = creation.admin.pubkey();
    assert!(creation.network.chain.account(&admin).is_none());
}

#[test]
fn the_admin_may_pay_itself() {
    let mut creation = PoolCreation::prepare();
    let admin = creation.admin.pubkey();
    creation.network.give_lamports(&admin, 1_000_000_000).unwrap();
    creation.accounts.payer = admin;
    let executed = creation.send().unwrap();
    let pool = pool_address(&admin).0;
    let addresses = [pool, record_address(&pool, &admin).0, vault_address(&pool)];
    let rents = addresses.map(|address| lamports_and_rent(&mut creation, &address).1);
    let left = creation.network.chain.account(&admin).unwrap().lamports;
    assert_eq!(left, 1_000_000_000 - rents.iter().sum::<u64>());
    assert_eq!(event::decode_all::<OperatorPoolCreated>(&executed.logs)[0].payer, admin);
}

#[test]
fn an_admin_creates_one_pool() {
    let mut creation = created();
    let before = creation.pool_data();
    creation.args.name = zero_padded("again").unwrap();
    assert_refused_with_code(creation.send(), ACCOUNT_ALREADY_IN_USE);
    assert_eq!(creation.pool_data(), before);
    assert_eq!(creation.network.overview().unwrap().operator_pool_count, 1);
}

#[test]
fn lamports_sent_ahead_do_not_block_a_pool() {
    let as_few_as_can_be_sent =
        |creation: &mut PoolCreation| creation.network.chain.svm().minimum_balance_for_rent_exemption(0);
    let more_than_the_rent = |_: &mut PoolCreation| 5_000_000_000;
    let amounts: [fn(&mut PoolCreation) -> u64; 2] = [as_few_as_can_be_sent, more_than_the_rent];
    for amount in amounts {
        let mut creation = PoolCreation::prepare();
        let admin = creation.admin.pubkey();
        let pool = pool_address(&admin).0;
        let record = record_address(&pool, &admin).0;
        let prefunded = amount(&mut creation);
        for address in [pool, record, vault_address(&pool)] {
            creation.network.give_lamports(&address, prefunded).unwrap();
        }
        creation.send().unwrap();
        for address in [pool, record, vault_address(&pool)] {
            let (lamports, rent) = lamports_and_rent(&mut creation, &address);
            assert_eq!(lamports, rent.max(prefunded));
        }
        assert_eq!(creation.network.pool(&pool).unwrap().admin, admin);
        assert_eq!(creation.network.record(&record).unwrap().owner, admin);
        let vault = creation.network.chain.account(&vault_address(&pool)).unwrap();
        empty_token_account(&wallet("stake mint").pubkey(), &pool).assert_are(&vault.data);
    }
}
