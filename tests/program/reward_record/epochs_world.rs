//! The small network of these tests, and short ways to say what they say often.

use std::ops::RangeInclusive;

use inference_staking_client::instruction::{self as ix, BatchPool, LeafProof};
use inference_staking_client::instructions::BatchLeaf;
use inference_staking_client::state::EmissionScheduleArgs;
use inference_staking_localnet::{Executed, NetworkSetup, Refused};
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::{PaidLeaf, Staker, TestNetwork};
use solana_keypair::Keypair;
use solana_signer::Signer;

pub use inference_staking_test_kit::epochs::no_roots;
pub use inference_staking_test_kit::pools::bypass;
pub use inference_staking_test_kit::refusal::{all_accounts, refuses};
pub use inference_staking_test_kit::states::{
    assert_state as assert_same, change_overview as overwrite_overview, change_pool as overwrite_pool,
    foreign_copy_of as copy_owned_by_another_program, lamports,
};
pub use inference_staking_test_kit::world::{leaf, liabilities};

/// What each of the first 800 epochs of `small_setup()` issues, base units.
pub const EPOCH_REWARDS: u64 = 10_000;
/// Seconds of the challenge period of `challenged_network()`.
pub const CHALLENGE: i64 = 3_600;
/// Seconds of the bypass delay.
pub const BYPASS_DELAY: i64 = 3 * 86_400;

/// No minimum stake, no minimum epoch length, no challenge period, a bypass delay of 3 days, 10,000 base units an epoch.
pub fn small_setup() -> NetworkSetup {
    let mut setup = NetworkSetup::default();
    setup.parameters.min_operator_token_stake = 0;
    setup.parameters.min_epoch_length = 0;
    setup.emission = EmissionScheduleArgs::Table { epochs_per_period: 100, budgets: vec![100 * EPOCH_REWARDS; 8] };
    setup
}

/// A network with `small_setup()`.
pub fn small_network() -> TestNetwork {
    TestNetwork::start_with(&small_setup())
}

/// A network with `small_setup()` and a challenge period of an hour.
pub fn challenged_network() -> TestNetwork {
    let mut setup = small_setup();
    setup.parameters.challenge_period = 3_600;
    TestNetwork::start_with(&setup)
}

/// Publishes `epoch` with the operator's leaf alone, and totals of `EPOCH_REWARDS` and `total_usdc`.
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

/// Marks and publishes each of the epochs without roots.
pub fn publish_without_roots(network: &mut TestNetwork, epochs: RangeInclusive<u64>) {
    let authority = network.reward_authority.insecure_clone();
    for epoch in epochs {
        let accounts = ix::create_reward_record_accounts(network.payer.pubkey(), authority.pubkey(), epoch);
        let mark = ix::mark_epoch_as_finalizing(authority.pubkey(), epoch);
        network.send(&[mark, ix::create_reward_record(accounts, no_roots())], &[&authority]).unwrap();
    }
}

/// Revokes as `authority` a record whose rent the network's payer paid.
pub fn revoke_as(network: &mut TestNetwork, authority: &Keypair, epoch: u64) -> Result<Executed, Refused> {
    let rent_payer = network.payer.pubkey();
    network.send(&[ix::revoke_reward_record(authority.pubkey(), epoch, rent_payer)], &[authority])
}

/// Revokes as the halt authority.
pub fn revoke(network: &mut TestNetwork, epoch: u64) -> Result<Executed, Refused> {
    let authority = network.halt_authority.insecure_clone();
    revoke_as(network, &authority, epoch)
}

/// Reclaims an expired record whose rent the network's payer paid.
pub fn reclaim(network: &mut TestNetwork, epoch: u64) -> Result<Executed, Refused> {
    let rent_payer = network.payer.pubkey();
    network.send(&[ix::reclaim_expired_reward_record(epoch, rent_payer)], &[])
}

/// Publishes the next epoch, which is `epoch`, with the rent of its record paid by `rent_payer`.
pub fn publish_paid_by(network: &mut TestNetwork, rent_payer: &Keypair, epoch: u64) {
    let authority = network.reward_authority.insecure_clone();
    let accounts = ix::create_reward_record_accounts(rent_payer.pubkey(), authority.pubkey(), epoch);
    network.mark(epoch).unwrap();
    network.send(&[ix::create_reward_record(accounts, no_roots())], &[&authority, rent_payer]).unwrap();
}

/// As if the epochs up to `epoch` had been completed; those in between left no record.
pub fn complete_epochs_until(network: &mut TestNetwork, epoch: u64) {
    overwrite_overview(network, |overview| overview.completed_reward_epoch = epoch);
}

/// `L` and the bitmap of the operator's pool.
pub fn progress(network: &mut TestNetwork, operator: &Staker) -> (u64, u128) {
    let pool = network.pool_of(operator);
    (pool.reward_last_claimed_epoch, pool.skipped_epochs.get())
}

/// The leaf at `index` for a batch, with the operator's record if the pool stakes its commission and has shares.
pub fn batch_pool(network: &mut TestNetwork, operator: &Staker, tree: &EpochTree, index: usize) -> BatchPool {
    let pool = network.pool_of(operator);
    let stakes_commission = pool.auto_stake != 0 && pool.total_shares > 0;
    let PaidLeaf { reward, usdc, .. } = tree.leaves[index];
    BatchPool {
        operator_pool: operator.record.operator_pool,
        operator_staking_record: stakes_commission.then_some(pool.operator_staking_record),
        leaf: BatchLeaf { leaf_index: u32::try_from(index).unwrap(), reward, usdc },
    }
}

/// The multiproof of the leaves of `pools`.
pub fn multiproof(tree: &EpochTree, pools: &[BatchPool]) -> Vec<[u8; 32]> {
    let indices: Vec<u32> = pools.iter().map(|pool| pool.leaf.leaf_index).collect();
    tree.tree.multiproof(&indices).unwrap()
}

/// Accrues the pools in one batch with this proof.
pub fn accrue_batch(
    network: &mut TestNetwork,
    epoch: u64,
    pools: &[BatchPool],
    proof: Vec<[u8; 32]>,
) -> Result<Executed, Refused> {
    network.send(&[ix::accrue_rewards(epoch, 0, pools, proof)], &[])
}
