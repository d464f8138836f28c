//! The pool that is attacked, and what attackers and victims send.

use anchor_lang::prelude::Pubkey;
use anchor_spl::token::spl_token::instruction as token;
use anchor_spl::token::ID as TOKEN_PROGRAM;
use inference_staking_client::instruction::{self as ix, RecordOf, SlashOf};
use inference_staking_client::instructions::{UpdateOperatorPoolArgs, UpdatePoolOverviewArgs};
use inference_staking_client::{address, args, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::{wallet, Chain, Executed, Refused};
use inference_staking_tests::epochs::EpochTree;
use inference_staking_tests::{assert_refused, PaidLeaf, Staker};
use solana_account::Account;
use solana_signer::Signer;

use crate::chain::{start, TestNetwork};

pub type Outcome = Result<Executed, Refused>;

/// Stake tokens that a wallet of these tests starts with.
pub const WALLET: u64 = 1_000_000 * ONE;
/// Tokens that each epoch issues.
pub const EMISSION: u64 = 10_000 * ONE;

/// One pool with its operator and two delegators.
pub struct World {
    pub network: TestNetwork,
    pub operator: Staker,
    pub alice: Staker,
    pub bob: Staker,
}

/// The operator has 2,000 tokens in its pool, Alice 3,000, Bob 5,000, at a price of one. The pool takes 10 % of the tokens
/// and 20 % of the USDC. Minimum stake 1,000, cooldowns of 7 and 14 days, slashing delay 2 days, epochs of a day.
pub fn pool_of_three() -> World {
    let mut network = start();
    let operator = network.operator("operator", 2_000 * ONE);
    let alice = delegator_with(&mut network, "alice", &operator, 3_000 * ONE);
    let bob = delegator_with(&mut network, "bob", &operator, 5_000 * ONE);
    World { network, operator, alice, bob }
}

/// The same after epoch 1 paid the pool 5,000 tokens and 1,000 USDC: commissions of 500 and 200, 14,500 tokens for 10,000
/// shares (1.45 each), 800 USDC for them (0.08 each).
pub fn paid_pool_of_three() -> World {
    let mut world = pool_of_three();
    pay_pool(&mut world.network, &world.operator, 1, 5_000 * ONE, 1_000 * ONE);
    world
}

/// A network where operators need no stake.
pub fn network_without_minimum() -> TestNetwork {
    let mut network = start();
    let args = UpdatePoolOverviewArgs { min_operator_token_stake: Some(0), ..Default::default() };
    update_overview(&mut network, args).unwrap();
    network
}

pub fn delegator_with(network: &mut TestNetwork, name: &str, operator: &Staker, amount: u64) -> Staker {
    let delegator = network.delegator(name, operator);
    network.stake(&delegator, amount).unwrap();
    delegator
}

/// A leaf of the operator's pool.
pub fn leaf(operator: &Staker, reward: u64, usdc: u64) -> PaidLeaf {
    PaidLeaf { pool: operator.record.operator_pool, reward, usdc }
}

/// Funds, marks and publishes `epoch`, a day after the one before.
pub fn publish(network: &mut TestNetwork, epoch: u64, leaves: Vec<PaidLeaf>, usdc: u64) -> EpochTree {
    if epoch > 1 {
        network.pass_time(DAY);
    }
    network.publish_leaves(epoch, leaves, EMISSION, usdc)
}

/// Publishes `epoch` with one leaf and accrues it.
pub fn pay_pool(network: &mut TestNetwork, operator: &Staker, epoch: u64, reward: u64, usdc: u64) {
    let tree = publish(network, epoch, vec![leaf(operator, reward, usdc)], usdc);
    network.accrue(operator, epoch, tree.proof(0)).unwrap();
}

/// Marks and publishes `epoch` without roots.
pub fn publish_without_roots(network: &mut TestNetwork, epoch: u64) {
    network.mark(epoch).unwrap();
    let none = args::CreateRewardRecord { roots: vec![], depths: vec![], total_rewards: 0, total_usdc: 0 };
    network.publish(epoch, none).unwrap();
}

/// Anyone lets the operator's pool pass `epoch` without a proof.
pub fn bypass(network: &mut TestNetwork, operator: &Staker, epoch: u64) -> Outcome {
    network.send(&[ix::accrue_reward_emergency_bypass(operator.record.operator_pool, epoch)], &[])
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

pub fn close_pool(network: &mut TestNetwork, operator: &Staker) -> Outcome {
    network.send(&[ix::close_operator_pool(operator.key(), operator.record.operator_pool)], &[&operator.wallet])
}

/// The staker closes its record and names `operator_pool` as the record's.
pub fn close_record_naming(network: &mut TestNetwork, staker: &Staker, operator_pool: Pubkey) -> Outcome {
    let mut close = ix::close_staking_record(staker.record);
    let named = close.accounts.iter_mut().filter(|meta| meta.pubkey == staker.record.operator_pool);
    named.for_each(|meta| meta.pubkey = operator_pool);
    network.send(&[close], &[&staker.wallet])
}

pub fn sweep(network: &mut TestNetwork, operator: &Staker) -> Outcome {
    let (pool, mints) = (operator.record.operator_pool, network.mints);
    let destination = address::owner_token_account(&operator.key(), &mints.usdc);
    let accounts = ix::sweep_closed_pool_usdc_dust_accounts(operator.key(), pool, destination, mints);
    network.send(&[ix::sweep_closed_pool_usdc_dust(accounts)], &[&operator.wallet])
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

/// The operator makes another owner's record the one of the operator; that owner agrees.
pub fn rotate(network: &mut TestNetwork, operator: &Staker, new: &Staker) -> Outcome {
    let pool = operator.record.operator_pool;
    let old = network.pool_of(operator).operator_staking_record;
    let accounts = ix::change_operator_staking_record_accounts(operator.key(), pool, old, new.key());
    network.send(&[ix::change_operator_staking_record(accounts)], &[&operator.wallet, &new.wallet])
}

/// The staker turns its first ticket back into shares.
pub fn cancel_unstake(network: &mut TestNetwork, staker: &Staker) -> Outcome {
    let operator_record = network.pool_of(staker).operator_staking_record;
    let accounts = ix::cancel_unstake_accounts(staker.record, operator_record);
    network.send(&[ix::cancel_unstake(accounts, 0)], &[&staker.wallet])
}

/// A halt authority halts the operator's pool.
pub fn halt(network: &mut TestNetwork, operator: &Staker) {
    let authority = network.halt_authority.insecure_clone();
    let halt = ix::set_halt_status(authority.pubkey(), operator.record.operator_pool, true);
    network.send(&[halt], &[&authority]).unwrap();
}

/// A slashing authority takes shares and tokens in cooldown of the record, which it names as the operator's.
pub fn slash(network: &mut TestNetwork, of: RecordOf, shares: u64, unstaking_amount: u64) -> Outcome {
    let authority = network.slashing_authority.insecure_clone();
    let overview = network.overview().unwrap();
    let slash = SlashOf {
        operator_pool: of.operator_pool,
        operator_staking_record: of.address(),
        slashing_token_destination: overview.slashing_token_destination,
        slashing_usdc_destination: overview.slashing_usdc_destination,
    };
    let accounts = ix::slash_stake_accounts(authority.pubkey(), slash, network.mints);
    let args = args::SlashStake { shares, unstaking_amount, confiscate_commission: false };
    network.send(&[ix::slash_stake(accounts, args)], &[&authority])
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

/// What the two global vaults owe.
pub fn liabilities(network: &mut TestNetwork) -> (u64, u64) {
    let overview = network.overview().unwrap();
    (overview.reward_liability, overview.usdc_liability)
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
    addresses.extend((1..=8).map(address::reward_record));
    addresses.iter().map(|address| network.chain.account(address)).collect()
}
