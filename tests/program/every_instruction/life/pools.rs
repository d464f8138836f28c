//! A pool with its longest texts: created, changed, handed over, slashed, closed.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instruction::{self as ix, FeeAccounts, RecordOf};
use inference_staking_client::instructions::{CreateOperatorPoolArgs, UpdateOperatorPoolArgs};
use inference_staking_client::{address, args};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::wallet;
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::pools::slash_of;
use inference_staking_test_kit::Staker;
use solana_signer::Signer;

use super::epochs::pass_without_roots;
use super::measured::Measured;
use super::pool::Pool;

/// 32 and 128 bytes.
fn longest_texts() -> ([u8; 32], [u8; 128]) {
    let mut uri = [b'u'; 128];
    uri[..8].copy_from_slice(b"https://");
    ([b'n'; 32], uri)
}

pub fn create(measured: &mut Measured) -> Pool {
    let (network, rent_payer) = (&mut measured.network, measured.rent_payer.insecure_clone());
    let mint = network.mints.stake;
    let admin = network.funded_wallet("operator", 1_000 * ONE).unwrap();
    let destination = network.token_account(&wallet("registration fee").pubkey(), &mint).unwrap();
    let source = address::owner_token_account(&rent_payer.pubkey(), &mint);
    let fee = Some(FeeAccounts { source, destination });
    let accounts = ix::create_operator_pool_accounts(rent_payer.pubkey(), admin.pubkey(), mint, fee);
    let account = accounts.operator_pool;
    let (name, metadata_uri) = longest_texts();
    let args = CreateOperatorPoolArgs { name, metadata_uri, auto_stake: true, ..pool_args() };
    let create = ix::create_operator_pool(accounts, args, u64::MAX);
    measured.send("longest texts, fee accounts, rent payer", create, &[&rent_payer, &admin]);
    assert_eq!(measured.network.balance(&destination), 7 * ONE);
    let record = RecordOf { operator_pool: account, owner: admin.pubkey() };
    Pool { account, admin: admin.insecure_clone(), stakers: vec![Staker { wallet: admin, record }] }
}

pub fn update_and_hand_over(measured: &mut Measured, pool: &mut Pool) {
    let (name, metadata_uri) = longest_texts();
    let args = UpdateOperatorPoolArgs {
        reward_commission_bps: Some(5_000),
        usdc_commission_bps: Some(6_000),
        auto_stake: Some(true),
        delegation_allowed: Some(true),
        name: Some(name),
        metadata_uri: Some(metadata_uri),
    };
    let admin = pool.admin.insecure_clone();
    measured.send("everything", ix::update_operator_pool(admin.pubkey(), pool.account, args), &[&admin]);
    // The first delegator has more than the operator.
    let [old, new] = [&pool.stakers[0], &pool.stakers[1]];
    let old_record = old.record.address();
    let accounts = ix::change_operator_staking_record_accounts(admin.pubkey(), pool.account, old_record, new.key());
    measured.send("", ix::change_operator_staking_record(accounts), &[&admin, &new.wallet]);
    let new_admin = wallet("new pool admin");
    let change = ix::change_operator_pool_admin(admin.pubkey(), pool.account, new_admin.pubkey());
    measured.send("", change, &[&admin]);
    let accept = ix::accept_operator_pool_admin(new_admin.pubkey(), pool.account);
    measured.send("", accept, &[&new_admin]);
    pool.admin = new_admin;
}

/// Token accounts of a wallet that plays no other part.
fn payout_accounts(measured: &mut Measured) -> [Pubkey; 2] {
    let cashier = wallet("cashier").pubkey();
    let mints = measured.network.mints;
    [mints.stake, mints.usdc].map(|mint| measured.network.token_account(&cashier, &mint).unwrap())
}

pub fn withdraw_and_slash(measured: &mut Measured, pool: &Pool) {
    let [tokens, usdc] = payout_accounts(measured);
    let (admin, mints) = (pool.admin.insecure_clone(), measured.network.mints);
    let accounts = ix::withdraw_operator_reward_commission_accounts(admin.pubkey(), pool.account, tokens, mints);
    measured.send("", ix::withdraw_operator_reward_commission(accounts), &[&admin]);
    let accounts = ix::withdraw_operator_usdc_commission_accounts(admin.pubkey(), pool.account, usdc, mints);
    measured.send("", ix::withdraw_operator_usdc_commission(accounts), &[&admin]);

    let halt_authority = measured.network.halt_authority.insecure_clone();
    let halt = |halted| ix::set_halt_status(halt_authority.pubkey(), pool.account, halted);
    measured.send("", halt(true), &[&halt_authority]);
    measured.pass_time(2 * DAY);
    let slash = slash_of(&mut measured.network, pool.stakers[1].record);
    let authority = measured.network.slashing_authority.insecure_clone();
    let accounts = ix::slash_stake_accounts(authority.pubkey(), slash, mints, true);
    let args =
        args::SlashStake { shares: 10 * ONE, activating_amount: 0, unstaking_amount: ONE, confiscate_commission: true };
    measured.send("shares, tickets, confiscation", ix::slash_stake(accounts, args), &[&authority]);
    measured.send("", halt(false), &[&halt_authority]);
}

pub fn close_and_sweep(measured: &mut Measured, pool: &Pool) {
    let admin = pool.admin.insecure_clone();
    let operator_record = pool.stakers[1].record.address();
    measured.send("", ix::close_operator_pool(admin.pubkey(), pool.account, operator_record), &[&admin]);
    let network = &mut measured.network;
    for staker in &pool.stakers {
        let shares = network.record_of(staker).shares;
        network.unstake(staker, shares).unwrap();
        if network.record_of(staker).settled_usdc > 0 {
            network.claim_usdc(staker).unwrap();
        }
    }
    measured.pass_time(14 * DAY);
    for staker in &pool.stakers {
        measured.network.claim_unstake(staker).unwrap();
    }
    pass_without_roots(measured, pool.account, 4);
    let [_, usdc] = payout_accounts(measured);
    let accounts = ix::sweep_closed_pool_usdc_dust_accounts(admin.pubkey(), pool.account, usdc, measured.network.mints);
    measured.send("", ix::sweep_closed_pool_usdc_dust(accounts), &[&admin]);
    let first = &pool.stakers[1];
    measured.send("", ix::close_staking_record(first.record), &[&first.wallet]);
}
