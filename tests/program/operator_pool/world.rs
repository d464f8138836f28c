//! What the tests of pools start from, and what pool admins do.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::args;
use inference_staking_client::instruction::{self as ix};
use inference_staking_client::instructions::{CreateOperatorPoolArgs, UpdateOperatorPoolArgs};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::NetworkSetup;
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::{PaidLeaf, Staker, TestNetwork};
use solana_keypair::Keypair;
use solana_signer::Signer;

pub use inference_staking_test_kit::bent::with_key;
use inference_staking_test_kit::pools;
pub use inference_staking_test_kit::pools::{
    bypass, cancel_unstake, close_pool as close, close_pool_by, rotate, set_halt, sweep, Outcome,
};
pub use inference_staking_test_kit::refusal::refuses;
pub use inference_staking_test_kit::states::{
    assert_state, change_overview, change_pool, foreign_copy_of, halt_withdrawals_until, only_event,
    uninitialized_copy_of,
};
pub use inference_staking_test_kit::token_accounts::set_balance;
pub use inference_staking_test_kit::world::{
    paid_pool_of_three, paid_pool_state, pay_pool, pool_of_three, stake_account, usdc_account, with_delegators, World,
};

/// A pool without commission and without a minimum stake, with these shares at a price of one base unit each.
pub fn tiny_pool(operators: u64, alices: u64, bobs: u64) -> World {
    let mut setup = NetworkSetup::default();
    setup.parameters.min_operator_token_stake = 0;
    let mut network = TestNetwork::start_with(&setup);
    let args = CreateOperatorPoolArgs { reward_commission_bps: 0, usdc_commission_bps: 0, ..pool_args() };
    let operator = network.operator_with("operator", operators, args);
    with_delegators(network, operator, alices, bobs)
}

/// Publishes `epoch` with one leaf. The record issues 10,000 tokens, whatever the leaf pays of them.
pub fn publish(network: &mut TestNetwork, operator: &Staker, epoch: u64, reward: u64, usdc: u64) -> EpochTree {
    if epoch > 1 {
        network.pass_time(DAY);
    }
    let leaf = PaidLeaf { pool: operator.record.operator_pool, reward, usdc };
    network.publish_leaves(epoch, vec![leaf], 10_000 * ONE, usdc)
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

/// A slashing authority takes shares and tokens in cooldown of the record, which it names as the operator's.
pub fn slash(network: &mut TestNetwork, of: &Staker, shares: u64, unstaking_amount: u64) -> Outcome {
    pools::slash(
        network,
        of.record,
        args::SlashStake { shares, activating_amount: 0, unstaking_amount, confiscate_commission: false },
    )
}

/// Numbers of Anchor's own refusals.
pub mod anchor {
    pub const NOT_MUTABLE: u32 = 2000;
    pub const WRONG_PROGRAM: u32 = 3008;
    pub const NOT_SIGNER: u32 = 3010;
}
