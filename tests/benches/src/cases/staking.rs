//! `stake`, `activate_stake`, `unstake` and `claim_unstake`, and what moves tokens between vaults.

use inference_staking_client::{address, args, instruction as ix};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::NetworkSetup;

use super::world::{World, VAST};
use crate::bench::Bench;

/// Cooldown of delegators in these networks, seconds.
pub const COOLDOWN: i64 = 7 * DAY;

pub fn measure(bench: &mut Bench) {
    stakes(bench);
    activations(bench);
    unstakes(bench);
    claims(bench);
    vaults(bench);
}

fn stakes(bench: &mut Bench) {
    let mut network = bench.start(&NetworkSetup::default());
    let operator = network.operator("operator", 0);
    bench.record("stake, first of the pool", network.stake(&operator, 2_000 * ONE));
    let World { mut network, operator, alice, .. } = World::paid(bench);
    bench.record("stake", network.stake(&alice, 3_000 * ONE));
    bench.record("stake, operator", network.stake(&operator, 3_000 * ONE));
}

/// What anybody sends: a delegator's, with USDC to settle, the operator's, and products of the maths that take all their bits.
fn activations(bench: &mut Bench) {
    let World { mut network, operator, alice, .. } = World::paid(bench);
    for (staker, name) in [(&alice, "activate_stake"), (&operator, "activate_stake, operator")] {
        network.stake(staker, 1_000 * ONE).unwrap();
        network.ripen(staker);
        bench.record(name, network.activate(staker));
    }
    let World { mut network, alice, .. } = World::vast(bench, false);
    network.stake(&alice, VAST).unwrap();
    network.ripen(&alice);
    bench.record("activate_stake, largest amounts", network.activate(&alice));
}

fn unstakes(bench: &mut Bench) {
    for (tickets, name) in (0..4).zip(["", ", 1 ticket open", ", 2 tickets open", ", 3 tickets open"]) {
        let mut world = World::new(bench, false);
        for _ in 0..tickets {
            world.network.unstake(&world.alice, 100 * ONE).unwrap();
        }
        // After the tickets, so that there is USDC to settle.
        world.pay(5_000 * ONE, 1_000 * ONE);
        bench.record(&format!("unstake{name}"), world.network.unstake(&world.alice, 100 * ONE));
    }
    let World { mut network, alice, .. } = World::paid(bench);
    for _ in 0..4 {
        network.unstake(&alice, 100 * ONE).unwrap();
    }
    let join = ix::unstake_joining(alice.record, 100 * ONE, 3);
    bench.record("unstake, joining a ticket", network.send(&[join], &[&alice.wallet]));
    let World { mut network, operator, .. } = World::paid(bench);
    bench.record("unstake, operator", network.unstake(&operator, 100 * ONE));
    for (shares, name) in [(0, "unstake, activating tokens"), (100 * ONE, "unstake, shares and activating tokens")] {
        let World { mut network, alice, .. } = World::paid(bench);
        network.stake(&alice, 100 * ONE).unwrap();
        let what = args::Unstake { shares, activating: 50 * ONE, ticket: None };
        bench.record(name, network.send(&[ix::unstake_of(alice.record, what)], &[&alice.wallet]));
    }
    let World { mut network, alice, .. } = World::vast(bench, false);
    for _ in 0..3 {
        network.unstake(&alice, VAST / 1_000).unwrap();
    }
    let owner = &[&alice.wallet];
    network.send(&[ix::lock_stake(alice.record, 365 * DAY as u64)], owner).unwrap();
    network.send(&[ix::begin_unlock(alice.record)], owner).unwrap();
    network.pass_time(200 * DAY + 1);
    bench.record("unstake, 3 tickets open, unlocking, largest amounts", network.unstake(&alice, VAST / 10));
}

fn claims(bench: &mut Bench) {
    for tickets in 1..=4 {
        let World { mut network, alice, .. } = World::paid(bench);
        for _ in 0..tickets {
            network.unstake(&alice, 100 * ONE).unwrap();
        }
        network.pass_time(COOLDOWN);
        let name = if tickets == 1 { "claim_unstake".to_owned() } else { format!("claim_unstake, {tickets} tickets") };
        bench.record(&name, network.claim_unstake(&alice));
    }
}

/// A signed claim to another account; a collection of the 4,500 tokens of `paid` pools, one of nothing, and a sweep.
fn vaults(bench: &mut Bench) {
    let World { mut network, alice, bob, .. } = World::paid(bench);
    let (mint, pool) = (network.mints.stake, alice.record.operator_pool);
    network.unstake(&alice, 100 * ONE).unwrap();
    network.pass_time(COOLDOWN);
    let to = address::owner_token_account(&bob.key(), &mint);
    let claim = ix::claim_unstake_to(alice.record, to, mint);
    bench.record("claim_unstake, signed by the owner", network.send(&[claim], &[&alice.wallet]));
    for name in ["collect_pool_rewards", "collect_pool_rewards, nothing"] {
        bench.record(name, network.send(&[ix::collect_pool_rewards(pool, mint)], &[]));
    }
    assert_eq!(network.pool_of(&bob).uncollected_rewards, 0);
    network.mint_to(&mint, &address::pool_vault(&pool), 5).unwrap();
    bench.record("sweep_pool_vault_surplus", network.send(&[ix::sweep_pool_vault_surplus(pool, mint)], &[]));
}
