//! The small network of these tests, and short ways to say what they say often.

use std::ops::RangeInclusive;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instruction::{self as ix, BatchPool, LeafProof};
use inference_staking_client::instructions::BatchLeaf;
use inference_staking_client::state::{EmissionScheduleArgs, OperatorPool, PoolOverview};
use inference_staking_client::{address, args, StakingError};
use inference_staking_localnet::{Chain, Executed, NetworkSetup, Refused};
use inference_staking_tests::epochs::EpochTree;
use inference_staking_tests::{assert_refused, PaidLeaf, Staker, TestNetwork};
use solana_account::Account;
use solana_keypair::Keypair;
use solana_signer::Signer;

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

/// A leaf of the operator's pool.
pub fn leaf(operator: &Staker, reward: u64, usdc: u64) -> PaidLeaf {
    PaidLeaf { pool: operator.record.operator_pool, reward, usdc }
}

/// Arguments of a record that pays nothing.
pub fn no_roots() -> args::CreateRewardRecord {
    args::CreateRewardRecord { roots: vec![], depths: vec![], total_rewards: 0, total_usdc: 0 }
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

/// Lets the operator's pool pass `epoch` without a proof.
pub fn bypass(network: &mut TestNetwork, operator: &Staker, epoch: u64) -> Result<Executed, Refused> {
    network.send(&[ix::accrue_reward_emergency_bypass(operator.record.operator_pool, epoch)], &[])
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

/// Overwrites the singleton.
pub fn overwrite_overview(network: &mut TestNetwork, change: impl FnOnce(&mut PoolOverview)) {
    network.overwrite(&address::pool_overview(), change);
}

/// Overwrites the operator's pool.
pub fn overwrite_pool(network: &mut TestNetwork, operator: &Staker, change: impl FnOnce(&mut OperatorPool)) {
    network.overwrite(&operator.record.operator_pool, change);
}

/// As if the epochs up to `epoch` had been completed; those in between left no record.
pub fn complete_epochs_until(network: &mut TestNetwork, epoch: u64) {
    overwrite_overview(network, |overview| overview.completed_reward_epoch = epoch);
}

/// What the two global vaults owe.
pub fn liabilities(network: &mut TestNetwork) -> (u64, u64) {
    let overview = network.overview().unwrap();
    (overview.reward_liability, overview.usdc_liability)
}

/// `L` and the bitmap of the operator's pool.
pub fn progress(network: &mut TestNetwork, operator: &Staker) -> (u64, u128) {
    let pool = network.pool_of(operator);
    (pool.reward_last_claimed_epoch, pool.skipped_epochs.get())
}

/// Lamports of an address.
pub fn lamports(network: &mut TestNetwork, address: &Pubkey) -> u64 {
    network.chain.account(address).map_or(0, |account| account.lamports)
}

/// The program refuses the attempt with this error, and no account of the network is another one afterwards.
#[track_caller]
pub fn refuses(
    network: &mut TestNetwork,
    expected: StakingError,
    attempt: impl FnOnce(&mut TestNetwork) -> Result<Executed, Refused>,
) {
    let before = all_accounts(network);
    let result = attempt(network);
    assert_refused(result, expected);
    assert!(all_accounts(network) == before, "a refused instruction changed an account");
}

/// Every account of the program and its vaults.
pub fn all_accounts(network: &mut TestNetwork) -> Vec<Option<Account>> {
    let mut addresses = vec![address::pool_overview(), address::reward_vault(), address::usdc_vault()];
    addresses.extend(network.pools.iter().flat_map(|pool| [*pool, address::pool_vault(pool)]));
    addresses.extend(&network.records);
    addresses.extend((1..=210).map(address::reward_record));
    addresses.iter().map(|address| network.chain.account(address)).collect()
}

/// Two states are the same, byte by byte.
#[track_caller]
pub fn assert_same<T: bytemuck::Pod>(actual: &T, expected: &T) {
    let (actual, expected) = (bytemuck::bytes_of(actual), bytemuck::bytes_of(expected));
    let differing = actual.iter().zip(expected).position(|(left, right)| left != right);
    assert_eq!(differing.map(|offset| offset + 8), None, "offset of the first byte that is another one");
}

/// A copy of an account, at another address and owned by another program.
pub fn copy_owned_by_another_program(network: &mut TestNetwork, original: &Pubkey) -> Pubkey {
    let owner = Pubkey::new_from_array([9; 32]);
    let copy = Pubkey::new_unique();
    let account = network.chain.account(original).unwrap();
    network.chain.set_account(&copy, Account { owner, ..account });
    copy
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
