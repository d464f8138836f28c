//! What the tests of this family start from, and what its actors send.

use anchor_lang::prelude::{system_program, AccountMeta, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::AnchorDeserialize;
use inference_staking_client::instruction as ix;
use inference_staking_client::state::{StakingRecordView, Ticket};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::{Chain, Executed, Refused};
use inference_staking_test_kit::{Staker, TestNetwork};
use solana_signer::Signer;
use solana_transaction::Transaction;

pub use inference_staking_test_kit::bent::unsigned;
pub use inference_staking_test_kit::states::{
    assert_state, change_overview, change_pool, change_record, foreign_copy_of, lamports, only_event,
};
pub use inference_staking_test_kit::world::{
    free_pool_args, network_without_minimum, paid_pool_of_three, paid_pool_state, pay_pool, pool_of_three, pool_vault,
    World,
};

/// A free place for a ticket.
pub const FREE: Ticket = Ticket { amount: 0, claimable_from: 0 };
/// 180 days in seconds.
pub const HALF_YEAR: u64 = 15_552_000;
pub const NO_LOCK: u8 = 0;
pub const LOCKED: u8 = 1;
pub const UNLOCKING: u8 = 2;

/// The same after Alice unstaked 1,000 shares into a ticket of 1,450 tokens (240 USDC settled), and epoch 2 paid 5,000
/// tokens and 1,125 USDC: 13,050 + 4,500 = 17,550 tokens for 9,000 shares (1.95 each), 0.18 USDC a share since the start.
/// Alice has 2,000 shares. 9 events.
pub fn twice_paid_pool_with_a_ticket() -> World {
    let mut world = paid_pool_of_three();
    world.network.unstake(&world.alice, 1_000 * ONE).unwrap();
    pay_pool(&mut world.network, &world.operator, 2, 5_000 * ONE, 1_125 * ONE);
    world
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

/// The system program's transfer.
pub fn lamport_transfer(from: &Pubkey, to: &Pubkey, lamports: u64) -> Instruction {
    // Its third instruction: number and amount, little endian.
    let data = [2u32.to_le_bytes().as_slice(), &lamports.to_le_bytes()].concat();
    let accounts = vec![AccountMeta::new(*from, true), AccountMeta::new(*to, false)];
    Instruction { program_id: system_program::ID, accounts, data }
}

/// Numbers of Anchor's own refusals.
pub mod anchor {
    pub const WRONG_DISCRIMINATOR: u32 = 3002;
    pub const WRONG_OWNER_PROGRAM: u32 = 3007;
    pub const NOT_SIGNER: u32 = 3010;
}
