//! The small network of these tests, and short ways to say what they say often.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instruction::{self as ix, LeafProof};
use inference_staking_client::state::EmissionScheduleArgs;
use inference_staking_client::{address, args};
use inference_staking_localnet::{wallet, Executed, NetworkSetup, Refused};
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::{PaidLeaf, Staker, TestNetwork};
use solana_keypair::Keypair;
use solana_signer::Signer;

pub use inference_staking_test_kit::bent::read_only;
pub use inference_staking_test_kit::epochs::no_roots;
pub use inference_staking_test_kit::refusal::refuses;
pub use inference_staking_test_kit::states::{
    assert_state as assert_same, change_overview as overwrite_overview, change_pool as overwrite_pool,
    foreign_copy_of as copy_owned_by_another_program,
};
pub use inference_staking_test_kit::world::leaf;

/// What each of the first 80 epochs of `small_setup()` issues, base units.
pub const EPOCH_REWARDS: u64 = 10_000;
/// A pool that does not exist: its leaves stand for all the others.
pub const ANOTHER_POOL: Pubkey = Pubkey::new_from_array([7; 32]);

/// No minimum stake, no minimum epoch length, no challenge period, 10,000 base units an epoch for 80 epochs.
pub fn small_setup() -> NetworkSetup {
    let mut setup = NetworkSetup::default();
    setup.parameters.min_operator_token_stake = 0;
    setup.parameters.min_epoch_length = 0;
    setup.emission = EmissionScheduleArgs::Table { epochs_per_period: 10, budgets: vec![10 * EPOCH_REWARDS; 8] };
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

/// A network with `small_setup()` whose reward authorities are the wallets of these names.
pub fn network_with_reward_authorities(names: &[&str]) -> TestNetwork {
    let mut network = TestNetwork::bare();
    let accounts = network.create_pool_overview_accounts().unwrap();
    let mut args = small_setup().overview_args();
    args.reward_authorities = names.iter().map(|name| wallet(name).pubkey()).collect();
    let admin = network.program_admin.insecure_clone();
    network.send(&[ix::create_pool_overview(accounts, args)], &[&admin]).unwrap();
    network
}

/// A tree of one leaf, of a pool that does not exist.
pub fn tree_of_another_pool(epoch: u64) -> EpochTree {
    EpochTree::new(epoch, vec![PaidLeaf { pool: ANOTHER_POOL, reward: 0, usdc: 0 }])
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

/// Marks `epoch` as `authority`.
pub fn mark_as(network: &mut TestNetwork, authority: &Keypair, epoch: u64) -> Result<Executed, Refused> {
    network.send(&[ix::mark_epoch_as_finalizing(authority.pubkey(), epoch)], &[authority])
}

/// Creates the record of `epoch` as `authority`.
pub fn publish_as(
    network: &mut TestNetwork,
    authority: &Keypair,
    epoch: u64,
    args: args::CreateRewardRecord,
) -> Result<Executed, Refused> {
    let accounts = ix::create_reward_record_accounts(network.payer.pubkey(), authority.pubkey(), epoch);
    network.send(&[ix::create_reward_record(accounts, args)], &[authority])
}

/// Accrues with this account as the operator's staking record.
pub fn accrue_with_record(
    network: &mut TestNetwork,
    operator: &Staker,
    epoch: u64,
    proof: LeafProof,
    operator_record: Option<Pubkey>,
) -> Result<Executed, Refused> {
    let accounts = ix::accrue_reward_accounts(operator.record.operator_pool, epoch, operator_record);
    network.send(&[ix::accrue_reward(accounts, proof)], &[])
}

/// Balances of the two global vaults and of the operator's pool vault.
pub fn vault_balances(network: &mut TestNetwork, operator: &Staker) -> [u64; 3] {
    let pool_vault = address::pool_vault(&operator.record.operator_pool);
    [address::reward_vault(), address::usdc_vault(), pool_vault].map(|vault| network.balance(&vault))
}

/// Takes the signature of `key` out of an instruction.
pub fn without_signature(mut instruction: Instruction, key: &Pubkey) -> Instruction {
    instruction.accounts.iter_mut().filter(|meta| meta.pubkey == *key).for_each(|meta| meta.is_signer = false);
    instruction
}
