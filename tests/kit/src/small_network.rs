//! A network whose numbers fit a head: no minimum stake, no minimum epoch length, 10,000 base units an epoch.

use std::ops::RangeInclusive;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instruction::{self as ix, LeafProof};
use inference_staking_client::state::NewEmissionSchedule;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::{wallet, Chain, NetworkSetup};
use solana_signer::Signer;

use crate::epochs::{no_roots, EpochTree};
use crate::pools::close_pool;
use crate::states::change_overview;
use crate::world::leaf;
use crate::{PaidLeaf, Staker, TestNetwork};

/// What each of the first 800 epochs of `small_setup()` issues, base units.
pub const EPOCH_REWARDS: u64 = 10_000;
/// Seconds of the challenge period of `challenged_network()`.
pub const CHALLENGE: i64 = 3_600;
/// Seconds of the bypass delay.
pub const BYPASS_DELAY: i64 = 3 * 86_400;
/// A pool that does not exist: its leaves stand for all the others.
pub const ANOTHER_POOL: Pubkey = Pubkey::new_from_array([7; 32]);

/// No minimum stake, no minimum epoch length, no challenge period, a bypass delay of 3 days, 10,000 base units an epoch.
pub fn small_setup() -> NetworkSetup {
    let mut setup = NetworkSetup::default();
    setup.parameters.min_operator_token_stake = 0;
    setup.parameters.min_epoch_length = 0;
    setup.emission = NewEmissionSchedule::Table { epochs_per_period: 100, budgets: vec![100 * EPOCH_REWARDS; 8] };
    setup
}

/// A network with `small_setup()`.
pub fn small_network() -> TestNetwork {
    TestNetwork::start_with(&small_setup())
}

/// A network with `small_setup()`, a challenge period or a minimum epoch length put in by `change`.
pub fn small_network_with(change: impl FnOnce(&mut NetworkSetup)) -> TestNetwork {
    let mut setup = small_setup();
    change(&mut setup);
    TestNetwork::start_with(&setup)
}

/// A network for real money with `small_setup()` as far as SPEC 12 lets it: operators stake a whole token, epochs last 6 hours,
/// records wait an hour. Anything else is put in by `change`.
pub fn real_money_network_with(change: impl FnOnce(&mut NetworkSetup)) -> TestNetwork {
    let mut setup = small_setup();
    setup.is_test_network = false;
    setup.parameters.min_operator_token_stake = ONE;
    setup.parameters.min_epoch_length = 6 * 3_600;
    setup.parameters.challenge_period = 3_600;
    change(&mut setup);
    TestNetwork::start_with(&setup)
}

/// A network with `small_setup()` and a challenge period of an hour.
pub fn challenged_network() -> TestNetwork {
    let mut setup = small_setup();
    setup.parameters.challenge_period = 3_600;
    TestNetwork::start_with(&setup)
}

/// A network with `small_setup()` whose reward authorities are the wallets of these names.
pub fn network_with_reward_authorities(names: &[&str]) -> TestNetwork {
    let mut network = TestNetwork::bare();
    let accounts = network.create_pool_overview_accounts().unwrap();
    let setup = small_setup();
    let mut args = setup.overview_args();
    args.reward_authorities = names.iter().map(|name| wallet(name).pubkey()).collect();
    let admin = network.program_admin.insecure_clone();
    network.send(&[ix::create_pool_overview(accounts, args)], &[&admin]).unwrap();
    network
}

/// Marks `epoch` and publishes a tree with the operator's leaf alone, and totals of `EPOCH_REWARDS` and `total_usdc`.
pub fn publish_leaf(
    network: &mut TestNetwork,
    epoch: u64,
    operator: &Staker,
    amounts: (u64, u64),
    total_usdc: u64,
) -> LeafProof {
    let leaves = vec![leaf(operator, amounts.0, amounts.1)];
    network.publish_leaves(epoch, leaves, EPOCH_REWARDS, total_usdc).proof(0)
}

/// Publishes the epochs one after another, each with a tree that pays the operator's pool nothing.
pub fn publish_zero_leaves(
    network: &mut TestNetwork,
    epochs: std::ops::RangeInclusive<u64>,
    operator: &Staker,
) -> Vec<LeafProof> {
    epochs.map(|epoch| publish_leaf(network, epoch, operator, (0, 0), 0)).collect()
}

/// Marks and publishes each of the epochs without roots, each as soon as the record before it is claimable.
pub fn publish_without_roots(network: &mut TestNetwork, epochs: RangeInclusive<u64>) {
    let authority = network.reward_authority.insecure_clone();
    for epoch in epochs {
        let accounts = ix::create_reward_record_accounts(network.payer.pubkey(), authority.pubkey(), epoch);
        let mark = ix::mark_epoch_as_finalizing(authority.pubkey(), epoch);
        network.wait_for_newest_record();
        network.send(&[mark, ix::create_reward_record(accounts, no_roots())], &[&authority]).unwrap();
    }
}

/// A tree of one leaf, of a pool that does not exist.
pub fn tree_of_another_pool(epoch: u64) -> EpochTree {
    EpochTree::new(epoch, vec![PaidLeaf { pool: ANOTHER_POOL, reward: 0, usdc: 0 }])
}

/// As if the epochs up to `epoch` had been completed; those in between left no record.
pub fn complete_epochs_until(network: &mut TestNetwork, epoch: u64) {
    change_overview(network, |overview| overview.completed_reward_epoch = epoch);
}

/// The operator closes its pool in `epoch`, which pays it nothing, and leaves with all it has: its record is gone too.
pub fn leave_closed_pool(network: &mut TestNetwork, operator: &Staker, epoch: u64) {
    close_pool(network, operator).unwrap();
    let last = publish_leaf(network, epoch, operator, (0, 0), 0);
    network.accrue(operator, epoch, last).unwrap();
    let shares = network.record_of(operator).shares;
    network.unstake(operator, shares).unwrap();
    network.pass_time(14 * DAY);
    network.claim_unstake(operator).unwrap();
    network.send(&[ix::close_staking_record(operator.record)], &[&operator.wallet]).unwrap();
    assert!(network.chain.account(&operator.record.address()).is_none());
}
