//! Operator pools: created, changed, handed over, slashed, closed.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instruction::{self as ix, FeeAccounts, SlashOf};
use inference_staking_client::instructions::UpdateOperatorPoolArgs;
use inference_staking_client::{address, args};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::{wallet, NetworkSetup};
use inference_staking_test_kit::actors::pool_args;
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::records::{further_tries, record_tries};
use super::world::World;
use crate::bench::Bench;

pub fn measure(bench: &mut Bench) {
    creations(bench);
    changes(bench);
    slashes(bench);
    closing(bench);
}

/// The first wallet whose pool, vault, record and token account take so many further tries together.
fn admin_with(tries: u8, mint: &Pubkey) -> Keypair {
    let tries_of = |admin: &Keypair| {
        let key = admin.pubkey();
        let pool = address::operator_pool(&key);
        further_tries(&[b"OperatorPool", key.as_ref()], &address::program_id())
            + further_tries(&[b"PoolStakedTokenVault", pool.as_ref()], &address::program_id())
            + record_tries(&pool, &key, mint)
    };
    (0..).map(|nth| wallet(&format!("pool admin {nth}"))).find(|admin| tries_of(admin) == tries).unwrap()
}

/// Four addresses are found: pool, vault, the operator's record and token account.
fn creations(bench: &mut Bench) {
    for (tries, name) in [(0, "create_operator_pool"), (4, "create_operator_pool, 4 more tries for addresses")] {
        let mut network = bench.start(&NetworkSetup::default());
        let mint = network.mints.stake;
        let admin = admin_with(tries, &mint);
        let accounts = ix::create_operator_pool_accounts(network.payer.pubkey(), admin.pubkey(), mint, None);
        bench.record(name, network.send(&[ix::create_operator_pool(accounts, pool_args(), u64::MAX)], &[&admin]));
    }
    let mut setup = NetworkSetup::default();
    setup.parameters.registration_fee = 10 * ONE;
    let mut network = bench.start(&setup);
    let mint = network.mints.stake;
    let admin = admin_with(0, &mint);
    let payer = network.funded_wallet("payer", 10 * ONE).unwrap();
    let destination = network.token_account(&setup.parameters.registration_fee_wallet, &mint).unwrap();
    let fee = FeeAccounts { source: address::owner_token_account(&payer.pubkey(), &mint), destination };
    let accounts = ix::create_operator_pool_accounts(payer.pubkey(), admin.pubkey(), mint, Some(fee));
    let executed = network.send(&[ix::create_operator_pool(accounts, pool_args(), u64::MAX)], &[&admin]);
    bench.record("create_operator_pool, registration fee", executed);
}

fn changes(bench: &mut Bench) {
    let World { mut network, operator, alice, .. } = World::paid(bench);
    let (admin, pool) = (operator.key(), operator.record.operator_pool);
    let one = UpdateOperatorPoolArgs { delegation_allowed: Some(false), ..Default::default() };
    let all = UpdateOperatorPoolArgs {
        reward_commission_bps: Some(500),
        usdc_commission_bps: Some(600),
        auto_stake: Some(true),
        delegation_allowed: Some(true),
        name: Some(pool_args().name),
        metadata_uri: Some(pool_args().metadata_uri),
    };
    for (name, args) in [("update_operator_pool", one), ("update_operator_pool, everything", all)] {
        let executed = network.send(&[ix::update_operator_pool(admin, pool, args)], &[&operator.wallet]);
        bench.record(name, executed);
    }
    let accounts = ix::change_operator_staking_record_accounts(admin, pool, operator.record.address(), alice.key());
    let change = ix::change_operator_staking_record(accounts);
    let executed = network.send(&[change], &[&operator.wallet, &alice.wallet]);
    bench.record("change_operator_staking_record", executed);
    let new_admin = wallet("new pool admin");
    let change = ix::change_operator_pool_admin(admin, pool, new_admin.pubkey());
    bench.record("change_operator_pool_admin", network.send(&[change], &[&operator.wallet]));
    let accept = ix::accept_operator_pool_admin(new_admin.pubkey(), pool);
    bench.record("accept_operator_pool_admin", network.send(&[accept], &[&new_admin]));
}

fn slashes(bench: &mut Bench) {
    let everything = args::SlashStake {
        shares: 100 * ONE,
        activating_amount: ONE,
        unstaking_amount: 400 * ONE,
        confiscate_commission: true,
    };
    let shares =
        args::SlashStake { shares: 100 * ONE, activating_amount: 0, unstaking_amount: 0, confiscate_commission: false };
    let names = ["slash_stake", "slash_stake, activating tokens, 4 tickets, commissions, settled USDC"];
    for (args, name) in [shares, everything].into_iter().zip(names) {
        let mut world = World::paid(bench);
        for _ in 0..4 {
            world.network.unstake(&world.operator, 100 * ONE).unwrap();
        }
        world.network.stake(&world.operator, ONE).unwrap();
        let authority = world.network.halt_authority.insecure_clone();
        let halt = ix::set_halt_status(authority.pubkey(), world.operator.record.operator_pool, true);
        let executed = world.network.send(&[halt], &[&authority]);
        if args.unstaking_amount == 0 {
            bench.record("set_halt_status", executed);
        }
        world.network.pass_time(2 * DAY);
        let overview = world.network.overview().unwrap();
        let slash = SlashOf {
            operator_pool: world.operator.record.operator_pool,
            operator_staking_record: world.operator.record.address(),
            slashing_token_destination: overview.slashing_token_destination,
            slashing_usdc_destination: overview.slashing_usdc_destination,
        };
        let authority = world.network.slashing_authority.insecure_clone();
        let accounts =
            ix::slash_stake_accounts(authority.pubkey(), slash, world.network.mints, args.confiscate_commission);
        bench.record(name, world.network.send(&[ix::slash_stake(accounts, args)], &[&authority]));
    }
}

/// A pool of 7 shares earns 20 USDC in its last epoch, of which its holders can claim 18.
fn closing(bench: &mut Bench) {
    let mut setup = NetworkSetup::default();
    setup.parameters.min_operator_token_stake = 0;
    let mut network = bench.start(&setup);
    let mut args = pool_args();
    args.usdc_commission_bps = 0;
    let operator = network.operator_with("operator", 3, args);
    let [alice, bob] = ["alice", "bob"].map(|name| network.delegator(name, &operator));
    network.buy_shares(&alice, 3).unwrap();
    network.buy_shares(&bob, 1).unwrap();
    let pool = operator.record.operator_pool;
    let close = ix::close_operator_pool(operator.key(), pool, operator.record.address());
    bench.record("close_operator_pool", network.send(&[close], &[&operator.wallet]));
    let mut world = World { network, operator, alice, bob, epoch: 0 };
    world.pay(0, 20);
    let World { mut network, operator, alice, bob, .. } = world;
    for staker in [&operator, &alice, &bob] {
        let shares = network.record_of(staker).shares;
        network.unstake(staker, shares).unwrap();
    }
    let destination = address::owner_token_account(&operator.key(), &network.mints.usdc);
    let accounts = ix::sweep_closed_pool_usdc_dust_accounts(operator.key(), pool, destination, network.mints);
    network.pass_time(14 * DAY);
    for staker in [&operator, &alice, &bob] {
        network.claim_unstake(staker).unwrap();
    }
    let executed = network.send(&[ix::sweep_closed_pool_usdc_dust(accounts)], &[&operator.wallet]);
    bench.record("sweep_closed_pool_usdc_dust", executed);
}
