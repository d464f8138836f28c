//! One key is stolen, on a network for real money: what the thief gets at most, and when. Rows of the two tables of
//! docs/security.md, which names what of them is played elsewhere.

mod halt;
mod owner;
mod pool_admin;
mod program_admin;
mod slashing;
mod slashing_and_halt;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address;
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::NetworkSetup;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::chain::{start_with, TestNetwork};
use crate::world::*;

const HOUR: i64 = 3_600;

/// The paid pool of three on a network for real money, an hour after its first record was made, which is when it could be
/// accrued: 14,500 tokens and 800 USDC for 10,000 shares, commissions of 500 tokens and 200 USDC.
fn paid_with_real_money() -> World {
    let World { mut network, operator, alice, bob } = pool_of_three_on(start_with(&NetworkSetup::for_real_money()));
    let tree = network.publish_leaves(1, vec![leaf(&operator, 5_000 * ONE, 1_000 * ONE)], EMISSION, 1_000 * ONE);
    network.pass_time(HOUR);
    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    World { network, operator, alice, bob }
}

/// A wallet with lamports and an empty account of each mint.
fn thief(network: &mut TestNetwork) -> Keypair {
    let thief = network.funded_wallet("thief", 0).unwrap();
    network.give_lamports(&thief.pubkey(), 10_000_000_000).unwrap();
    thief
}

/// Accounts of the thief: of the stake token and of USDC.
fn accounts_of(network: &TestNetwork, thief: &Keypair) -> [Pubkey; 2] {
    [network.mints.stake, network.mints.usdc].map(|mint| address::owner_token_account(&thief.pubkey(), &mint))
}

/// What is in them.
fn loot(network: &mut TestNetwork, thief: &Keypair) -> [u64; 2] {
    accounts_of(network, thief).map(|account| network.balance(&account))
}

/// Alice and Bob, who have done nothing since epoch 1, leave with all that is theirs after it: 1.45 tokens and 0.08 USDC a share.
/// Their tickets mature `cooldown` seconds later and not before.
fn delegators_leave_with_everything(
    network: &mut TestNetwork,
    [alice, bob]: [&inference_staking_test_kit::Staker; 2],
    cooldown: i64,
) {
    for (delegator, shares) in [(alice, 3_000), (bob, 5_000)] {
        network.claim_usdc(delegator).unwrap();
        network.unstake(delegator, shares * ONE).unwrap();
    }
    network.pass_time(cooldown - 1);
    refuses(network, inference_staking_client::StakingError::NothingToClaim, |network| network.claim_unstake(alice));
    network.pass_time(1);
    for delegator in [alice, bob] {
        network.claim_unstake(delegator).unwrap();
    }
    assert_eq!(gained(network, alice), (tokens(1_350), 240 * ONE));
    assert_eq!(gained(network, bob), (tokens(2_250), 400 * ONE));
}
