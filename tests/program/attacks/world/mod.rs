//! The pool that is attacked, and what attackers and victims send.

mod entering;
mod instructions;

use anchor_lang::prelude::Pubkey;
use anchor_spl::token::spl_token::instruction as token;
use anchor_spl::token::ID as TOKEN_PROGRAM;
use inference_staking_client::instruction::{self as ix, RecordOf};
use inference_staking_client::instructions::{UpdateOperatorPoolArgs, UpdatePoolOverviewArgs};
use inference_staking_client::{address, args};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::wallet;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::{PaidLeaf, Staker};
use solana_signer::Signer;

use crate::chain::{start, TestNetwork};

pub use entering::*;
pub use instructions::*;

pub use crate::chain::World;
use inference_staking_test_kit::epochs::no_roots;
use inference_staking_test_kit::pools;
pub use inference_staking_test_kit::pools::{bypass, close_pool, rotate, sweep, sweep_surplus, Outcome};
pub use inference_staking_test_kit::refusal::refuses;
pub use inference_staking_test_kit::world::{leaf, liabilities, paid, pay_pool, pool_of_three_on, EMISSION};

/// Stake tokens that a wallet of these tests starts with.
pub const WALLET: u64 = 1_000_000 * ONE;
/// The pool of three of the library: 2,000, 3,000 and 5,000 tokens at a price of one, commissions of 10 % and 20 %.
/// Minimum stake 1,000, cooldowns of 7 and 14 days, slashing delay 2 days, epochs of a day.
pub fn pool_of_three() -> World {
    pool_of_three_on(start())
}

/// The same after epoch 1 paid it 5,000 of 10,000 tokens, and 1,000 USDC: 14,500 tokens (1.45 each) and 800 USDC (0.08 each)
/// for 10,000 shares.
pub fn paid_pool_of_three() -> World {
    paid(pool_of_three())
}

/// A network where operators need no stake.
pub fn network_without_minimum() -> TestNetwork {
    let mut network = start();
    let args = UpdatePoolOverviewArgs { min_operator_token_stake: Some(0), ..Default::default() };
    update_overview(&mut network, args).unwrap();
    network
}

/// A delegator with shares for this many base units.
pub fn delegator_with(network: &mut TestNetwork, name: &str, operator: &Staker, amount: u64) -> Staker {
    let delegator = network.delegator(name, operator);
    network.buy_shares(&delegator, amount).unwrap();
    delegator
}

/// Funds, marks and publishes `epoch`, a day after the one before.
pub fn publish(network: &mut TestNetwork, epoch: u64, leaves: Vec<PaidLeaf>, usdc: u64) -> EpochTree {
    if epoch > 1 {
        network.pass_time(DAY);
    }
    network.publish_leaves(epoch, leaves, EMISSION, usdc)
}

/// Marks and publishes `epoch` without roots.
pub fn publish_without_roots(network: &mut TestNetwork, epoch: u64) {
    network.mark(epoch).unwrap();
    network.publish(epoch, no_roots()).unwrap();
}

/// The program admin changes parameters.
pub fn update_overview(network: &mut TestNetwork, args: UpdatePoolOverviewArgs) -> Outcome {
    let admin = network.program_admin.insecure_clone();
    network.send(&[ix::update_pool_overview(admin.pubkey(), args)], &[&admin])
}

/// The operator schedules both commissions.
pub fn schedule_commissions(network: &mut TestNetwork, operator: &Staker, bps: u16) -> Outcome {
    let (reward_commission_bps, usdc_commission_bps) = (Some(bps), Some(bps));
    let args = UpdateOperatorPoolArgs { reward_commission_bps, usdc_commission_bps, ..Default::default() };
    let update = ix::update_operator_pool(operator.key(), operator.record.operator_pool, args);
    network.send(&[update], &[&operator.wallet])
}

/// The staker closes its record and names `operator_pool` as the record's.
pub fn close_record_naming(network: &mut TestNetwork, staker: &Staker, operator_pool: Pubkey) -> Outcome {
    let mut close = ix::close_staking_record(staker.record);
    let named = close.accounts.iter_mut().filter(|meta| meta.pubkey == staker.record.operator_pool);
    named.for_each(|meta| meta.pubkey = operator_pool);
    network.send(&[close], &[&staker.wallet])
}

/// The operator withdraws both commissions.
pub fn withdraw_commissions(network: &mut TestNetwork, operator: &Staker) -> Outcome {
    let (pool, mints) = (operator.record.operator_pool, network.mints);
    let tokens = address::owner_token_account(&operator.key(), &mints.stake);
    let usdc = address::owner_token_account(&operator.key(), &mints.usdc);
    let rewards = ix::withdraw_operator_reward_commission_accounts(operator.key(), pool, tokens, mints);
    let earnings = ix::withdraw_operator_usdc_commission_accounts(operator.key(), pool, usdc, mints);
    let both = [ix::withdraw_operator_reward_commission(rewards), ix::withdraw_operator_usdc_commission(earnings)];
    network.send(&both, &[&operator.wallet])
}

/// The staker turns its first ticket back into activating stake.
pub fn cancel_unstake(network: &mut TestNetwork, staker: &Staker) -> Outcome {
    pools::cancel_unstake(network, staker, 0)
}

/// A halt authority halts the operator's pool.
pub fn halt(network: &mut TestNetwork, operator: &Staker) {
    pools::set_halt(network, operator, true);
}

/// A halt authority resumes the operator's pool.
pub fn resume(network: &mut TestNetwork, operator: &Staker) {
    pools::set_halt(network, operator, false);
}

/// A slashing authority takes shares and tokens in cooldown of the record, which it names as the operator's.
pub fn slash(network: &mut TestNetwork, of: RecordOf, shares: u64, unstaking_amount: u64) -> Outcome {
    let what = args::SlashStake { shares, activating_amount: 0, unstaking_amount, confiscate_commission: false };
    pools::slash(network, of, what)
}

/// Tokens that slashes have taken.
pub fn slashed(network: &mut TestNetwork) -> u64 {
    let mint = network.mints.stake;
    network.balance_of(&wallet("slashing treasury").pubkey(), &mint)
}

/// The staker sends tokens from its wallet to any token account.
pub fn donate(network: &mut TestNetwork, donor: &Staker, to: &Pubkey, amount: u64) {
    let mint = network.mints.stake;
    let from = address::owner_token_account(&donor.key(), &mint);
    let transfer = token::transfer_checked(&TOKEN_PROGRAM, &from, &mint, to, &donor.key(), &[], amount, 6).unwrap();
    network.send(&[transfer], &[&donor.wallet]).unwrap();
}

/// What the two global vaults hold.
pub fn vaults(network: &mut TestNetwork) -> (u64, u64) {
    (network.balance(&address::reward_vault()), network.balance(&address::usdc_vault()))
}

/// The staker's tokens in its wallet beyond, or short of, those it started with; then its USDC.
pub fn gained(network: &mut TestNetwork, staker: &Staker) -> (i128, u64) {
    let tokens = i128::from(network.tokens_of(staker)) - i128::from(WALLET);
    (tokens, network.usdc_of(staker))
}

/// Whole tokens in base units, as `gained` gives them.
pub fn tokens(whole: i128) -> i128 {
    whole * 1_000_000
}
