//! What the tests of this family start from, and what its actors send.

use anchor_lang::prelude::{system_program, AccountMeta, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::{AnchorDeserialize, Discriminator, Event};
use inference_staking_client::event::decode_all;
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::state::{OperatorPool, PoolOverview, StakingRecord, StakingRecordView, Ticket};
use inference_staking_client::{address, instruction as ix};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::{Chain, Executed, NetworkSetup, Refused};
use inference_staking_tests::actors::pool_args;
use inference_staking_tests::{PaidLeaf, Staker, TestNetwork};
use solana_signer::Signer;
use solana_transaction::Transaction;

/// A free place for a ticket.
pub const FREE: Ticket = Ticket { amount: 0, claimable_from: 0 };
/// 180 days in seconds.
pub const HALF_YEAR: u64 = 15_552_000;
pub const NO_LOCK: u8 = 0;
pub const LOCKED: u8 = 1;
pub const UNLOCKING: u8 = 2;

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

/// The same after Alice unstaked 1,000 shares into a ticket of 1,450 tokens (240 USDC settled), and epoch 2 paid 5,000
/// tokens and 1,125 USDC: 13,050 + 4,500 = 17,550 tokens for 9,000 shares (1.95 each), 0.18 USDC a share since the start.
/// Alice has 2,000 shares. 9 events.
pub fn twice_paid_pool_with_a_ticket() -> World {
    let mut world = paid_pool_of_three();
    world.network.unstake(&world.alice, 1_000 * ONE).unwrap();
    pay_pool(&mut world.network, &world.operator, 2, 5_000 * ONE, 1_125 * ONE);
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
    network.stake(&alice, 7 - operators).unwrap();
    pay_pool(&mut network, &operator, 1, 3, 0);
    World { network, operator, alice, bob }
}

/// An operator with 2,000 tokens, Alice with 1,000 base units; 4 events.
pub fn pool_with_a_thousand_shares() -> (TestNetwork, Staker, Staker) {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 2_000 * ONE);
    let alice = network.delegator("alice", &operator);
    network.stake(&alice, 1_000).unwrap();
    (network, operator, alice)
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
    let authority = network.halt_authority.insecure_clone();
    let halt = ix::set_halt_status(authority.pubkey(), operator.record.operator_pool, true);
    network.send(&[halt], &[&authority]).unwrap();
}

pub fn close_pool(network: &mut TestNetwork, operator: &Staker) {
    let close = ix::close_operator_pool(operator.key(), operator.record.operator_pool);
    network.send(&[close], &[&operator.wallet]).unwrap();
}

/// Staking, accrual and withdrawals of the whole network.
pub fn halt_everything(network: &mut TestNetwork) {
    let until = network.chain.now() + 14 * DAY;
    change_overview(network, |overview| {
        overview.staking_halted = 1;
        overview.accrual_halted = 1;
        overview.has_withdrawal_halt = 1;
        overview.withdrawal_halted_until = until;
    });
}

/// Cancels the staker's ticket at a place.
pub fn cancel(network: &mut TestNetwork, staker: &Staker, ticket: u8) -> Result<Executed, Refused> {
    let operator_record = network.pool_of(staker).operator_staking_record;
    let accounts = ix::cancel_unstake_accounts(staker.record, operator_record);
    network.send(&[ix::cancel_unstake(accounts, ticket)], &[&staker.wallet])
}

pub fn close(network: &mut TestNetwork, staker: &Staker) -> Result<Executed, Refused> {
    network.send(&[ix::close_staking_record(staker.record)], &[&staker.wallet])
}

pub fn lock(network: &mut TestNetwork, staker: &Staker, duration: u64) -> Result<Executed, Refused> {
    network.send(&[ix::lock_stake(staker.record, duration)], &[&staker.wallet])
}

pub fn extend(network: &mut TestNetwork, staker: &Staker, seconds: u64) -> Result<Executed, Refused> {
    network.send(&[ix::extend_lock(staker.record, seconds)], &[&staker.wallet])
}

pub fn begin_unlock(network: &mut TestNetwork, staker: &Staker) -> Result<Executed, Refused> {
    network.send(&[ix::begin_unlock(staker.record)], &[&staker.wallet])
}

pub fn cancel_unlock(network: &mut TestNetwork, staker: &Staker) -> Result<Executed, Refused> {
    network.send(&[ix::cancel_unlock(staker.record)], &[&staker.wallet])
}

/// What anyone is told about the staker's record.
pub fn query(network: &mut TestNetwork, staker: &Staker) -> StakingRecordView {
    let executed = network.send(&[ix::query_staking_record(staker.record)], &[]).unwrap();
    StakingRecordView::try_from_slice(&executed.return_data).unwrap()
}

/// The same in a made-up state, in which the network's invariants do not hold.
pub fn query_unchecked(network: &mut TestNetwork, staker: &Staker) -> StakingRecordView {
    let payer = network.payer.insecure_clone();
    let blockhash = network.chain.fresh_blockhash();
    let query = [ix::query_staking_record(staker.record)];
    let transaction = Transaction::new_signed_with_payer(&query, Some(&payer.pubkey()), &[&payer], blockhash);
    let executed = network.chain.execute(transaction).unwrap();
    StakingRecordView::try_from_slice(&executed.return_data).unwrap()
}

pub fn tickets(network: &mut TestNetwork, staker: &Staker) -> [Ticket; 4] {
    network.record_of(staker).tickets
}

pub fn pool_vault(staker: &Staker) -> Pubkey {
    address::pool_vault(&staker.record.operator_pool)
}

pub fn lamports(network: &mut TestNetwork, key: &Pubkey) -> u64 {
    network.chain.account(key).map_or(0, |account| account.lamports)
}

/// The system program's transfer.
pub fn lamport_transfer(from: &Pubkey, to: &Pubkey, lamports: u64) -> Instruction {
    // Its third instruction: number and amount, little endian.
    let data = [2u32.to_le_bytes().as_slice(), &lamports.to_le_bytes()].concat();
    let accounts = vec![AccountMeta::new(*from, true), AccountMeta::new(*to, false)];
    Instruction { program_id: system_program::ID, accounts, data }
}

/// An account with the same content that another program owns.
pub fn foreign_copy_of(network: &mut TestNetwork, account: &Pubkey) -> Pubkey {
    let copy = Pubkey::new_from_array([0xF0; 32]);
    let mut content = network.chain.account(account).unwrap();
    content.owner = Pubkey::new_from_array([9; 32]);
    network.chain.set_account(&copy, content);
    copy
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
    pub const WRONG_DISCRIMINATOR: u32 = 3002;
    pub const WRONG_OWNER_PROGRAM: u32 = 3007;
    pub const NOT_SIGNER: u32 = 3010;
}
