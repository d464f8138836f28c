//! What the tests of this family start from, and what happens to a pool from outside.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::{AnchorDeserialize, Discriminator, Event};
use anchor_spl::token::spl_token::instruction as token;
use anchor_spl::token::ID as TOKEN_PROGRAM;
use inference_staking_client::event::decode_all;
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::state::{OperatorPool, PoolOverview, StakingRecord};
use inference_staking_client::{address, instruction as ix};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::{Chain, Executed, NetworkSetup};
use inference_staking_tests::actors::pool_args;
use inference_staking_tests::{PaidLeaf, Staker, TestNetwork};
use solana_keypair::Keypair;
use solana_signer::Signer;

/// One pool with its operator and two delegators.
pub struct World {
    pub network: TestNetwork,
    pub operator: Staker,
    pub alice: Staker,
    pub bob: Staker,
}

/// The operator has 2,000 tokens in its pool, Alice 3,000, Bob 5,000, at a price of one. The pool takes 10 % of the tokens
/// and 20 % of the USDC, and has emitted 6 events.
pub fn pool_of_three() -> World {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 2_000 * ONE);
    let alice = network.delegator("alice", &operator);
    let bob = network.delegator("bob", &operator);
    network.stake(&alice, 3_000 * ONE).unwrap();
    network.stake(&bob, 5_000 * ONE).unwrap();
    World { network, operator, alice, bob }
}

/// The same after epoch 1 paid the pool 5,000 of its 10,000 tokens, and 1,000 USDC: commissions of 500 tokens and 200 USDC,
/// 14,500 tokens for 10,000 shares, 800 USDC for them (0.08 each), 4,500 tokens still in the reward vault. 7 events.
pub fn paid_pool_of_three() -> World {
    let mut world = pool_of_three();
    pay_pool(&mut world.network, &world.operator, 1, 5_000 * ONE, 1_000 * ONE);
    world
}

/// A network where operators need no stake, with cooldowns of 7 and 14 days.
pub fn network_without_minimum() -> TestNetwork {
    let mut setup = NetworkSetup::default();
    setup.parameters.min_operator_token_stake = 0;
    TestNetwork::start_with(&setup)
}

/// A pool that takes no commission.
pub fn free_pool_args() -> CreateOperatorPoolArgs {
    CreateOperatorPoolArgs { reward_commission_bps: 0, usdc_commission_bps: 0, ..pool_args() }
}

/// 7 shares, the operator's and Alice's together, for 10 base units, 3 of which are still in the reward vault.
/// Bob has an empty record. No commission and no minimum.
pub fn ten_tokens_for_seven_shares(operators: u64) -> World {
    let mut network = network_without_minimum();
    let operator = network.operator_with("operator", operators, free_pool_args());
    let alice = network.delegator("alice", &operator);
    let bob = network.delegator("bob", &operator);
    if operators < 7 {
        network.stake(&alice, 7 - operators).unwrap();
    }
    pay_pool(&mut network, &operator, 1, 3, 0);
    World { network, operator, alice, bob }
}

/// Publishes `epoch` with one leaf and accrues it. The record issues 10,000 tokens, whatever the leaf pays of them.
pub fn pay_pool(network: &mut TestNetwork, operator: &Staker, epoch: u64, reward: u64, usdc: u64) {
    if epoch > 1 {
        network.pass_time(DAY);
    }
    let leaf = PaidLeaf { pool: operator.record.operator_pool, reward, usdc };
    let tree = network.publish_leaves(epoch, vec![leaf], 10_000 * ONE, usdc);
    network.accrue(operator, epoch, tree.proof(0)).unwrap();
}

pub fn change_overview(network: &mut TestNetwork, change: impl FnOnce(&mut PoolOverview)) {
    network.overwrite(&address::pool_overview(), change);
}

pub fn change_pool(network: &mut TestNetwork, staker: &Staker, change: impl FnOnce(&mut OperatorPool)) {
    network.overwrite(&staker.record.operator_pool, change);
}

pub fn change_record(network: &mut TestNetwork, staker: &Staker, change: impl FnOnce(&mut StakingRecord)) {
    network.overwrite(&staker.record.address(), change);
}

pub fn halt_pool(network: &mut TestNetwork, operator: &Staker) {
    let now = network.chain.now();
    change_pool(network, operator, |pool| {
        pool.is_halted = 1;
        pool.halted_since = now;
    });
}

pub fn resume_pool(network: &mut TestNetwork, operator: &Staker) {
    change_pool(network, operator, |pool| pool.is_halted = 0);
}

pub fn close_pool(network: &mut TestNetwork, operator: &Staker) {
    let current = network.overview().unwrap().completed_reward_epoch + 1;
    change_pool(network, operator, |pool| pool.closed_at_epoch = current);
}

pub fn halt_withdrawals_until(network: &mut TestNetwork, until: i64) {
    change_overview(network, |overview| {
        overview.has_withdrawal_halt = 1;
        overview.withdrawal_halted_until = until;
    });
}

/// The staker's token account of the stake mint.
pub fn stake_account(network: &TestNetwork, staker: &Staker) -> Pubkey {
    address::owner_token_account(&staker.key(), &network.mints.stake)
}

/// The staker's token account of USDC.
pub fn usdc_account(network: &TestNetwork, staker: &Staker) -> Pubkey {
    address::owner_token_account(&staker.key(), &network.mints.usdc)
}

pub fn pool_vault(staker: &Staker) -> Pubkey {
    address::pool_vault(&staker.record.operator_pool)
}

/// The staker claims its USDC to `destination`.
pub fn claim_usdc_to(network: &TestNetwork, staker: &Staker, destination: Pubkey) -> Instruction {
    ix::claim_usdc_earnings(staker.record, destination, network.mints.usdc)
}

pub fn freeze(network: &mut TestNetwork, account: &Pubkey, mint: &Pubkey) {
    let authority = network.mint_authority.insecure_clone();
    let freeze = token::freeze_account(&TOKEN_PROGRAM, account, mint, &authority.pubkey(), &[]).unwrap();
    network.send(&[freeze], &[&authority]).unwrap();
}

pub fn thaw(network: &mut TestNetwork, account: &Pubkey, mint: &Pubkey) {
    let authority = network.mint_authority.insecure_clone();
    let thaw = token::thaw_account(&TOKEN_PROGRAM, account, mint, &authority.pubkey(), &[]).unwrap();
    network.send(&[thaw], &[&authority]).unwrap();
}

/// The token account's owner hands it over.
pub fn give_token_account(network: &mut TestNetwork, account: &Pubkey, from: &Keypair, to: &Pubkey) {
    let kind = token::AuthorityType::AccountOwner;
    let hand_over = token::set_authority(&TOKEN_PROGRAM, account, Some(to), kind, &from.pubkey(), &[]).unwrap();
    network.send(&[hand_over], &[from]).unwrap();
}

/// An account with the same content at another address.
pub fn copy_of(network: &mut TestNetwork, account: &Pubkey) -> Pubkey {
    let copy = Pubkey::new_from_array([0xC0; 32]);
    let content = network.chain.account(account).unwrap();
    network.chain.set_account(&copy, content);
    copy
}

/// An account with the same content that another program owns.
pub fn foreign_copy_of(network: &mut TestNetwork, account: &Pubkey) -> Pubkey {
    let copy = Pubkey::new_from_array([0xF0; 32]);
    let mut content = network.chain.account(account).unwrap();
    content.owner = Pubkey::new_from_array([9; 32]);
    network.chain.set_account(&copy, content);
    copy
}

/// A token account with the same content that was never initialized.
pub fn uninitialized_copy_of(network: &mut TestNetwork, token_account: &Pubkey) -> Pubkey {
    let copy = copy_of(network, token_account);
    let mut content = network.chain.account(&copy).unwrap();
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

/// The instruction with `signer` as a plain account.
pub fn unsigned(mut instruction: Instruction, signer: &Pubkey) -> Instruction {
    for meta in instruction.accounts.iter_mut().filter(|meta| meta.pubkey == *signer) {
        meta.is_signer = false;
    }
    instruction
}

/// The one event of its type in the logs.
pub fn only_event<E: Event + AnchorDeserialize + Discriminator>(executed: &Executed) -> E {
    let mut events = decode_all::<E>(&executed.logs);
    assert_eq!(events.len(), 1);
    events.remove(0)
}

/// Two states of an account are the same, byte by byte.
#[track_caller]
pub fn assert_state<T: bytemuck::Pod>(actual: &T, expected: &T) {
    assert_eq!(bytemuck::bytes_of(actual), bytemuck::bytes_of(expected));
}

/// Numbers of Anchor's own refusals.
pub mod anchor {
    pub const CONSTRAINT_SEEDS: u32 = 2006;
    pub const WRONG_DISCRIMINATOR: u32 = 3002;
    pub const WRONG_OWNER_PROGRAM: u32 = 3007;
    pub const WRONG_PROGRAM: u32 = 3008;
    pub const NOT_SIGNER: u32 = 3010;
}

/// Numbers of the token program's own refusals.
pub mod token_program {
    pub const INSUFFICIENT_FUNDS: u32 = 1;
    pub const OWNER_MISMATCH: u32 = 4;
    pub const FROZEN: u32 = 17;
    pub const DECIMALS_MISMATCH: u32 = 18;
}
