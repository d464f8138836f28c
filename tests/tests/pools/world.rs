//! What the tests of this family start from, and what pool admins do.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::{AnchorDeserialize, Discriminator, Event};
use inference_staking_client::event::decode_all;
use inference_staking_client::events::PoolState;
use inference_staking_client::instruction::{self as ix, SlashOf};
use inference_staking_client::instructions::{CreateOperatorPoolArgs, UpdateOperatorPoolArgs};
use inference_staking_client::state::{OperatorPool, PoolOverview};
use inference_staking_client::{address, args, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::{Chain, Executed, NetworkSetup, Refused};
use inference_staking_tests::actors::pool_args;
use inference_staking_tests::epochs::EpochTree;
use inference_staking_tests::{assert_refused, PaidLeaf, Staker, TestNetwork};
use solana_account::Account;
use solana_keypair::Keypair;
use solana_signer::Signer;

/// One pool with its operator and two delegators.
pub struct World {
    pub network: TestNetwork,
    pub operator: Staker,
    pub alice: Staker,
    pub bob: Staker,
}

pub type Outcome = Result<Executed, Refused>;

/// The operator has 2,000 tokens in its pool, Alice 3,000, Bob 5,000, at a price of one. The pool takes 10 % of the tokens
/// and 20 % of the USDC, and has emitted 6 events.
pub fn pool_of_three() -> World {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 2_000 * ONE);
    with_delegators(network, operator, 3_000 * ONE, 5_000 * ONE)
}

/// The same after epoch 1 paid the pool 5,000 of its 10,000 tokens, and 1,000 USDC: commissions of 500 tokens and 200 USDC,
/// 14,500 tokens for 10,000 shares, 800 USDC for them (0.08 each), 4,500 tokens still in the reward vault. 7 events.
pub fn paid_pool_of_three() -> World {
    let mut world = pool_of_three();
    pay_pool(&mut world.network, &world.operator, 1, 5_000 * ONE, 1_000 * ONE);
    world
}

/// What every event of `paid_pool_of_three` says of the pool if it changes none of this.
pub fn paid_pool_state(sequence: u64) -> PoolState {
    PoolState {
        sequence,
        total_staked_amount: 14_500 * ONE,
        total_shares: 10_000 * ONE,
        total_unstaking: 0,
        uncollected_rewards: 4_500 * ONE,
        reward_commission: 500 * ONE,
        usdc_commission: 200 * ONE,
        delegator_usdc: 800 * ONE,
        settled_usdc: 0,
        cumulative_usdc_per_share: 80_000_000_000_000_000,
        reward_last_claimed_epoch: 1,
    }
}

/// A pool without commission and without a minimum stake, with these shares at a price of one base unit each.
pub fn tiny_pool(operators: u64, alices: u64, bobs: u64) -> World {
    let mut setup = NetworkSetup::default();
    setup.parameters.min_operator_token_stake = 0;
    let mut network = TestNetwork::start_with(&setup);
    let args = CreateOperatorPoolArgs { reward_commission_bps: 0, usdc_commission_bps: 0, ..pool_args() };
    let operator = network.operator_with("operator", operators, args);
    with_delegators(network, operator, alices, bobs)
}

fn with_delegators(mut network: TestNetwork, operator: Staker, alices: u64, bobs: u64) -> World {
    let alice = network.delegator("alice", &operator);
    let bob = network.delegator("bob", &operator);
    network.stake(&alice, alices).unwrap();
    network.stake(&bob, bobs).unwrap();
    World { network, operator, alice, bob }
}

/// Publishes `epoch` with one leaf. The record issues 10,000 tokens, whatever the leaf pays of them.
pub fn publish(network: &mut TestNetwork, operator: &Staker, epoch: u64, reward: u64, usdc: u64) -> EpochTree {
    if epoch > 1 {
        network.pass_time(DAY);
    }
    let leaf = PaidLeaf { pool: operator.record.operator_pool, reward, usdc };
    network.publish_leaves(epoch, vec![leaf], 10_000 * ONE, usdc)
}

/// Publishes `epoch` with one leaf and accrues it.
pub fn pay_pool(network: &mut TestNetwork, operator: &Staker, epoch: u64, reward: u64, usdc: u64) {
    let tree = publish(network, operator, epoch, reward, usdc);
    network.accrue(operator, epoch, tree.proof(0)).unwrap();
}

/// The pool passes `epoch` without a proof.
pub fn bypass(network: &mut TestNetwork, operator: &Staker, epoch: u64) -> Outcome {
    network.send(&[ix::accrue_reward_emergency_bypass(operator.record.operator_pool, epoch)], &[])
}

pub fn update(network: &mut TestNetwork, operator: &Staker, args: UpdateOperatorPoolArgs) -> Outcome {
    let pool = operator.record.operator_pool;
    network.send(&[ix::update_operator_pool(operator.key(), pool, args)], &[&operator.wallet])
}

pub fn schedule_reward(network: &mut TestNetwork, operator: &Staker, bps: u16) -> Outcome {
    let args = UpdateOperatorPoolArgs { reward_commission_bps: Some(bps), ..Default::default() };
    update(network, operator, args)
}

pub fn schedule_usdc(network: &mut TestNetwork, operator: &Staker, bps: u16) -> Outcome {
    let args = UpdateOperatorPoolArgs { usdc_commission_bps: Some(bps), ..Default::default() };
    update(network, operator, args)
}

/// The operator proposes another admin.
pub fn propose(network: &mut TestNetwork, operator: &Staker, new_admin: &Pubkey) -> Outcome {
    let propose = ix::change_operator_pool_admin(operator.key(), operator.record.operator_pool, *new_admin);
    network.send(&[propose], &[&operator.wallet])
}

/// `new_admin` takes over the operator's pool.
pub fn accept(network: &mut TestNetwork, operator: &Staker, new_admin: &Keypair) -> Outcome {
    let accept = ix::accept_operator_pool_admin(new_admin.pubkey(), operator.record.operator_pool);
    network.send(&[accept], &[new_admin])
}

/// The operator makes another owner's record the one of the operator.
pub fn rotate(network: &mut TestNetwork, operator: &Staker, new: &Staker) -> Outcome {
    let pool = operator.record.operator_pool;
    let old = network.pool_of(operator).operator_staking_record;
    let accounts = ix::change_operator_staking_record_accounts(operator.key(), pool, old, new.key());
    network.send(&[ix::change_operator_staking_record(accounts)], &[&operator.wallet, &new.wallet])
}

pub fn withdraw_tokens(network: &mut TestNetwork, operator: &Staker) -> Outcome {
    let (pool, mints) = (operator.record.operator_pool, network.mints);
    let destination = stake_account(network, operator);
    let accounts = ix::withdraw_operator_reward_commission_accounts(operator.key(), pool, destination, mints);
    network.send(&[ix::withdraw_operator_reward_commission(accounts)], &[&operator.wallet])
}

pub fn withdraw_usdc(network: &mut TestNetwork, operator: &Staker) -> Outcome {
    let (pool, mints) = (operator.record.operator_pool, network.mints);
    let destination = usdc_account(network, operator);
    let accounts = ix::withdraw_operator_usdc_commission_accounts(operator.key(), pool, destination, mints);
    network.send(&[ix::withdraw_operator_usdc_commission(accounts)], &[&operator.wallet])
}

pub fn close(network: &mut TestNetwork, operator: &Staker) -> Outcome {
    network.send(&[ix::close_operator_pool(operator.key(), operator.record.operator_pool)], &[&operator.wallet])
}

pub fn sweep(network: &mut TestNetwork, operator: &Staker) -> Outcome {
    let (pool, mints) = (operator.record.operator_pool, network.mints);
    let destination = usdc_account(network, operator);
    let accounts = ix::sweep_closed_pool_usdc_dust_accounts(operator.key(), pool, destination, mints);
    network.send(&[ix::sweep_closed_pool_usdc_dust(accounts)], &[&operator.wallet])
}

/// The staker turns the ticket at `place` back into shares.
pub fn cancel_unstake(network: &mut TestNetwork, staker: &Staker, place: u8) -> Outcome {
    let operator_record = network.pool_of(staker).operator_staking_record;
    let accounts = ix::cancel_unstake_accounts(staker.record, operator_record);
    network.send(&[ix::cancel_unstake(accounts, place)], &[&staker.wallet])
}

/// A slashing authority takes shares and tokens in cooldown of the record, which it names as the operator's.
pub fn slash(network: &mut TestNetwork, of: &Staker, shares: u64, unstaking_amount: u64) -> Outcome {
    let authority = network.slashing_authority.insecure_clone();
    let overview = network.overview().unwrap();
    let slash = SlashOf {
        operator_pool: of.record.operator_pool,
        operator_staking_record: of.record.address(),
        slashing_token_destination: overview.slashing_token_destination,
        slashing_usdc_destination: overview.slashing_usdc_destination,
    };
    let accounts = ix::slash_stake_accounts(authority.pubkey(), slash, network.mints);
    let args = args::SlashStake { shares, unstaking_amount, confiscate_commission: false };
    network.send(&[ix::slash_stake(accounts, args)], &[&authority])
}

/// A halt authority halts the operator's pool, or resumes it.
pub fn set_halt(network: &mut TestNetwork, operator: &Staker, halted: bool) {
    let authority = network.halt_authority.insecure_clone();
    let halt = ix::set_halt_status(authority.pubkey(), operator.record.operator_pool, halted);
    network.send(&[halt], &[&authority]).unwrap();
}

pub fn halt_withdrawals_until(network: &mut TestNetwork, until: i64) {
    change_overview(network, |overview| {
        overview.has_withdrawal_halt = 1;
        overview.withdrawal_halted_until = until;
    });
}

pub fn change_overview(network: &mut TestNetwork, change: impl FnOnce(&mut PoolOverview)) {
    network.overwrite(&address::pool_overview(), change);
}

pub fn change_pool(network: &mut TestNetwork, staker: &Staker, change: impl FnOnce(&mut OperatorPool)) {
    network.overwrite(&staker.record.operator_pool, change);
}

/// The staker's token account of the stake mint.
pub fn stake_account(network: &TestNetwork, staker: &Staker) -> Pubkey {
    address::owner_token_account(&staker.key(), &network.mints.stake)
}

/// The staker's token account of USDC.
pub fn usdc_account(network: &TestNetwork, staker: &Staker) -> Pubkey {
    address::owner_token_account(&staker.key(), &network.mints.usdc)
}

/// The program refuses the attempt with this error, and no account of the network is another one afterwards.
#[track_caller]
pub fn refuses(network: &mut TestNetwork, expected: StakingError, attempt: impl FnOnce(&mut TestNetwork) -> Outcome) {
    let before = all_accounts(network);
    assert_refused(attempt(network), expected);
    assert!(all_accounts(network) == before, "a refused instruction changed an account");
}

fn all_accounts(network: &mut TestNetwork) -> Vec<Option<Account>> {
    let mut addresses = vec![address::pool_overview(), address::reward_vault(), address::usdc_vault()];
    addresses.extend(network.pools.iter().flat_map(|pool| [*pool, address::pool_vault(pool)]));
    addresses.extend(&network.records);
    addresses.iter().map(|address| network.chain.account(address)).collect()
}

/// An account with the same content that another program owns.
pub fn foreign_copy_of(network: &mut TestNetwork, account: &Pubkey) -> Pubkey {
    let copy = Pubkey::new_unique();
    let content = network.chain.account(account).unwrap();
    network.chain.set_account(&copy, Account { owner: Pubkey::new_from_array([9; 32]), ..content });
    copy
}

/// A token account with the same content that was never initialized.
pub fn uninitialized_copy_of(network: &mut TestNetwork, token_account: &Pubkey) -> Pubkey {
    let copy = Pubkey::new_unique();
    let mut content = network.chain.account(token_account).unwrap();
    // The state byte of a token account.
    content.data[108] = 0;
    network.chain.set_account(&copy, content);
    copy
}

/// Writes a token account's balance, which the program's own rules could not make.
pub fn set_balance(network: &mut TestNetwork, token_account: &Pubkey, amount: u64) {
    let mut content = network.chain.account(token_account).unwrap();
    content.data[64..72].copy_from_slice(&amount.to_le_bytes());
    network.chain.set_account(token_account, content);
}

/// The instruction with another key in the place of `from`.
pub fn with_key(mut instruction: Instruction, from: &Pubkey, to: &Pubkey) -> Instruction {
    instruction.accounts.iter_mut().filter(|meta| meta.pubkey == *from).for_each(|meta| meta.pubkey = *to);
    instruction
}

/// The one event of its type in the logs.
#[track_caller]
pub fn only_event<E: Event + AnchorDeserialize + Discriminator>(executed: &Executed) -> E {
    let mut events = decode_all::<E>(&executed.logs);
    assert_eq!(events.len(), 1);
    events.remove(0)
}

/// Two states of an account are the same, byte by byte.
#[track_caller]
pub fn assert_state<T: bytemuck::Pod>(actual: &T, expected: &T) {
    let (actual, expected) = (bytemuck::bytes_of(actual), bytemuck::bytes_of(expected));
    let differing = actual.iter().zip(expected).position(|(left, right)| left != right);
    assert_eq!(differing.map(|offset| offset + 8), None, "offset of the first byte that is another one");
}

/// Numbers of Anchor's own refusals.
pub mod anchor {
    pub const NOT_MUTABLE: u32 = 2000;
    pub const WRONG_DISCRIMINATOR: u32 = 3002;
    pub const WRONG_OWNER_PROGRAM: u32 = 3007;
    pub const WRONG_PROGRAM: u32 = 3008;
    pub const NOT_SIGNER: u32 = 3010;
}
