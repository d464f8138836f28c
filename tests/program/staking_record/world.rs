//! What the tests of records start from, and what its owners send.

use anchor_lang::prelude::{system_program, AccountMeta, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::AnchorDeserialize;
use inference_staking_client::state::{StakingRecordView, Ticket};
use inference_staking_client::{args, instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::Chain;
use inference_staking_test_kit::epochs::no_roots;
use inference_staking_test_kit::pools::{self, set_halt};
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};
use solana_signer::Signer;
use solana_transaction::Transaction;

pub use inference_staking_test_kit::bent::unsigned;
pub use inference_staking_test_kit::pools::Outcome;
pub use inference_staking_test_kit::states::{
    assert_state, change_overview, change_pool, change_record, copy_of, foreign_copy_of, halt_withdrawals_until,
    lamports, only_event,
};
pub use inference_staking_test_kit::token_accounts::{freeze, give_token_account, set_balance, thaw};
pub use inference_staking_test_kit::world::{
    free_pool_args, network_without_minimum, paid_pool_of_three, paid_pool_state, pay_pool, pool_of_three, pool_vault,
    stake_account, usdc_account, World,
};

/// A free place for a ticket.
pub const FREE: Ticket = Ticket { amount: 0, claimable_from: 0 };
/// 180 days in seconds.
pub const HALF_YEAR: u64 = 15_552_000;
/// Bounds of a lock, seconds: 14 and 365 days.
pub const SHORTEST_LOCK: u64 = 1_209_600;
pub const LONGEST_LOCK: u64 = 31_536_000;
pub const NO_LOCK: u8 = 0;
pub const LOCKED: u8 = 1;
pub const UNLOCKING: u8 = 2;

/// 7 shares, the operator's and Alice's together, for 10 base units, 3 of which are still in the reward vault.
/// Bob has an empty record. No commission and no minimum.
pub fn ten_tokens_for_seven_shares(operators: u64) -> World {
    let mut network = network_without_minimum();
    let operator = network.operator_with("operator", operators, free_pool_args());
    let alice = network.delegator("alice", &operator);
    let bob = network.delegator("bob", &operator);
    if operators < 7 {
        network.buy_shares(&alice, 7 - operators).unwrap();
    }
    pay_pool(&mut network, &operator, 1, 3, 0);
    World { network, operator, alice, bob }
}

/// `T` and `S`.
pub fn totals(network: &mut TestNetwork, staker: &Staker) -> (u64, u64) {
    let pool = network.pool_of(staker);
    (pool.total_staked_amount, pool.total_shares)
}

/// The staker claims its USDC to `destination`.
pub fn claim_usdc_to(network: &TestNetwork, staker: &Staker, destination: Pubkey) -> Instruction {
    ix::claim_usdc_earnings(staker.record, destination, network.mints.usdc)
}

/// The paid pool of three after Alice unstaked 1,000 shares into a ticket of 1,450 tokens (240 USDC settled), and epoch 2 paid 5,000
/// tokens and 1,125 USDC: 13,050 + 4,500 = 17,550 tokens for 9,000 shares (1.95 each), 0.18 USDC a share since the start.
/// Alice has 2,000 shares. 11 events.
pub fn twice_paid_pool_with_a_ticket() -> World {
    let mut world = paid_pool_of_three();
    world.network.unstake(&world.alice, 1_000 * ONE).unwrap();
    pay_pool(&mut world.network, &world.operator, 2, 5_000 * ONE, 1_125 * ONE);
    world
}

/// An operator with 2,000 tokens, Alice with 1,000 base units; 5 events.
pub fn pool_with_a_thousand_shares() -> (TestNetwork, Staker, Staker) {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 2_000 * ONE);
    let alice = network.delegator("alice", &operator);
    network.buy_shares(&alice, 1_000).unwrap();
    (network, operator, alice)
}

pub fn halt_pool(network: &mut TestNetwork, operator: &Staker) {
    set_halt(network, operator, true);
}

pub fn resume_pool(network: &mut TestNetwork, operator: &Staker) {
    set_halt(network, operator, false);
}

pub fn close_pool(network: &mut TestNetwork, operator: &Staker) {
    pools::close_pool(network, operator).unwrap();
}

/// Unstakes shares and activating tokens into one ticket of their own.
pub fn unstake_both(network: &mut TestNetwork, staker: &Staker, shares: u64, activating: u64) -> Outcome {
    let what = args::Unstake { shares, activating, ticket: None };
    network.send(&[ix::unstake_of(staker.record, what)], &[&staker.wallet])
}

/// Publishes a finalizing epoch without roots, and lets the staker's pool pass it.
pub fn publish_and_pass(network: &mut TestNetwork, staker: &Staker, epoch: u64) {
    network.publish(epoch, no_roots()).unwrap();
    pools::bypass(network, staker, epoch).unwrap();
}

/// The current epoch ends a day later, pays nobody, and the staker's pool passes it.
pub fn publish_and_pass_next(network: &mut TestNetwork, staker: &Staker) {
    let epoch = network.overview().unwrap().completed_reward_epoch + 1;
    network.pass_time(DAY);
    network.mark(epoch).unwrap();
    publish_and_pass(network, staker, epoch);
}

/// Cancels the staker's ticket at a place.
pub fn cancel(network: &mut TestNetwork, staker: &Staker, ticket: u8) -> Outcome {
    pools::cancel_unstake(network, staker, ticket)
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

pub fn close(network: &mut TestNetwork, staker: &Staker) -> Outcome {
    network.send(&[ix::close_staking_record(staker.record)], &[&staker.wallet])
}

pub fn lock(network: &mut TestNetwork, staker: &Staker, duration: u64) -> Outcome {
    network.send(&[ix::lock_stake(staker.record, duration)], &[&staker.wallet])
}

pub fn extend(network: &mut TestNetwork, staker: &Staker, seconds: u64) -> Outcome {
    network.send(&[ix::extend_lock(staker.record, seconds)], &[&staker.wallet])
}

pub fn begin_unlock(network: &mut TestNetwork, staker: &Staker) -> Outcome {
    network.send(&[ix::begin_unlock(staker.record)], &[&staker.wallet])
}

pub fn cancel_unlock(network: &mut TestNetwork, staker: &Staker) -> Outcome {
    network.send(&[ix::cancel_unlock(staker.record)], &[&staker.wallet])
}

/// What anyone is told about the staker's record.
pub fn query(network: &mut TestNetwork, staker: &Staker) -> StakingRecordView {
    let operator_record = network.pool_of(staker).operator_staking_record;
    let executed = network.send(&[ix::query_staking_record(staker.record, operator_record)], &[]).unwrap();
    StakingRecordView::try_from_slice(&executed.return_data).unwrap()
}

/// The same in a made-up state, in which the network's invariants do not hold.
pub fn query_unchecked(network: &mut TestNetwork, staker: &Staker) -> StakingRecordView {
    let payer = network.payer.insecure_clone();
    let blockhash = network.chain.fresh_blockhash();
    let operator_record = network.pool_of(staker).operator_staking_record;
    let query = [ix::query_staking_record(staker.record, operator_record)];
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

/// Alice's 1,000 shares, locked for 180 days.
pub fn locked_for_half_a_year() -> (TestNetwork, Staker) {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    lock(&mut network, &alice, HALF_YEAR).unwrap();
    (network, alice)
}

/// Exactly `free` shares can be unstaked; they are.
#[track_caller]
pub fn assert_unstakes_at_most(network: &mut TestNetwork, staker: &Staker, free: u64) {
    assert_refused(network.unstake(staker, free + 1), StakingError::SharesLocked);
    if free > 0 {
        network.unstake(staker, free).unwrap();
    }
}

/// Alice has 1,450 tokens and 240 USDC to claim, the operator 725 and 160.
pub fn everybody_may_claim() -> World {
    let mut world = paid_pool_of_three();
    world.network.unstake(&world.alice, 1_000 * ONE).unwrap();
    world.network.unstake(&world.operator, 500 * ONE).unwrap();
    world.network.pass_time(14 * DAY);
    world
}

/// Numbers of Anchor's own refusals.
pub mod anchor {
    pub const CONSTRAINT_SEEDS: u32 = 2006;
    pub const WRONG_DISCRIMINATOR: u32 = 3002;
    pub const WRONG_OWNER_PROGRAM: u32 = 3007;
    pub const NOT_SIGNER: u32 = 3010;
}

/// Numbers of the token program's own refusals.
pub mod token_program {
    pub const INSUFFICIENT_FUNDS: u32 = 1;
    pub const OWNER_MISMATCH: u32 = 4;
    pub const FROZEN: u32 = 17;
    pub const DECIMALS_MISMATCH: u32 = 18;
}
