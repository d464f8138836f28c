//! Staking records: created, locked, asked for, given up.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address;
use inference_staking_client::instruction::{self as ix, RecordOf};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::wallet;
use inference_staking_test_kit::Staker;
use solana_signer::Signer;

use super::staking::COOLDOWN;
use super::world::World;
use crate::bench::Bench;

pub fn measure(bench: &mut Bench) {
    creations(bench);
    cancel(bench);
    locks(bench);
    let World { mut network, bob, .. } = World::paid(bench);
    network.unstake(&bob, 5_000 * ONE).unwrap();
    network.claim_usdc(&bob).unwrap();
    network.pass_time(COOLDOWN);
    network.claim_unstake(&bob).unwrap();
    bench.record("close_staking_record", network.send(&[ix::close_staking_record(bob.record)], &[&bob.wallet]));
}

/// Tries that finding an address takes beyond the first. Each costs 1,500, and every second one succeeds.
pub fn further_tries(seeds: &[&[u8]], program: &Pubkey) -> u8 {
    255 - Pubkey::find_program_address(seeds, program).1
}

/// The same for a staking record and its owner's token account, which is stored in it.
pub fn record_tries(pool: &Pubkey, owner: &Pubkey, stake_mint: &Pubkey) -> u8 {
    let (token_program, associated) = (anchor_spl::token::ID, anchor_spl::associated_token::ID);
    further_tries(&[b"StakingRecord", pool.as_ref(), owner.as_ref()], &address::program_id())
        + further_tries(&[owner.as_ref(), token_program.as_ref(), stake_mint.as_ref()], &associated)
}

fn creations(bench: &mut Bench) {
    for (tries, name) in [(0, "create_staking_record"), (2, "create_staking_record, 2 more tries for addresses")] {
        let World { mut network, operator, .. } = World::new(bench, false);
        let (operator_pool, mint) = (operator.record.operator_pool, network.mints.stake);
        let owner = (0..)
            .map(|nth| wallet(&format!("owner {nth}")))
            .find(|owner| record_tries(&operator_pool, &owner.pubkey(), &mint) == tries)
            .unwrap();
        let record = RecordOf { operator_pool, owner: owner.pubkey() };
        let create = ix::create_staking_record(network.payer.pubkey(), record);
        bench.record(name, network.send(&[create], &[&owner]));
    }
}

fn cancel(bench: &mut Bench) {
    let World { mut network, alice, .. } = World::paid(bench);
    network.unstake(&alice, 100 * ONE).unwrap();
    bench.record("cancel_unstake", network.send(&[ix::cancel_unstake(alice.record, 0)], &[&alice.wallet]));
}

fn locks(bench: &mut Bench) {
    let World { mut network, operator, alice, .. } = World::paid(bench);
    let Staker { wallet: owner, record } = &alice;
    let query = [ix::query_staking_record(*record, operator.record.address())];
    bench.record("query_staking_record", network.send(&query, &[]));
    let mut of_owner = |name, instruction| bench.record(name, network.send(&[instruction], &[owner]));
    of_owner("lock_stake", ix::lock_stake(*record, 180 * DAY as u64));
    of_owner("extend_lock", ix::extend_lock(*record, 30 * DAY as u64));
    of_owner("begin_unlock", ix::begin_unlock(*record));
    network.pass_time(45 * DAY);
    bench.record("query_staking_record, unlocking", network.send(&query, &[]));
    bench.record("cancel_unlock", network.send(&[ix::cancel_unlock(*record)], &[owner]));
    bench.record("query_staking_record, locked", network.send(&query, &[]));
    network.stake(&alice, 100 * ONE).unwrap();
    network.ripen(&alice);
    bench.record("query_staking_record, locked, ripe", network.send(&query, &[]));
}
