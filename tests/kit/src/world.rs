//! What most tests start from: one pool with its operator and two delegators, and the words for what is in it.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address;
use inference_staking_client::events::PoolState;
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::{Chain, EmbeddedChain, NetworkSetup};

use crate::actors::pool_args;
use crate::{PaidLeaf, Staker, TestNetwork};

/// Tokens that each epoch of the default network issues, base units.
pub const EMISSION: u64 = 10_000 * ONE;

/// One pool with its operator and two delegators.
pub struct World<C = EmbeddedChain> {
    /// The network it is in.
    pub network: TestNetwork<C>,
    /// The pool's operator and admin.
    pub operator: Staker,
    /// A delegator.
    pub alice: Staker,
    /// Another.
    pub bob: Staker,
}

/// The operator has 2,000 tokens in its pool, Alice 3,000, Bob 5,000, at a price of one. The pool takes 10 % of the tokens
/// and 20 % of the USDC, and has emitted 8 events. Each wallet had 1,000,000 tokens.
pub fn pool_of_three_on<C: Chain>(mut network: TestNetwork<C>) -> World<C> {
    let operator = network.operator("operator", 2_000 * ONE);
    with_delegators(network, operator, 3_000 * ONE, 5_000 * ONE)
}

/// The same on LiteSVM.
pub fn pool_of_three() -> World {
    pool_of_three_on(TestNetwork::start())
}

/// The same after epoch 1 paid the pool 5,000 of its 10,000 tokens, and 1,000 USDC: commissions of 500 tokens and 200 USDC,
/// 14,500 tokens for 10,000 shares (1.45 each), 800 USDC for them (0.08 each), 4,500 tokens still in the reward vault.
/// 9 events.
pub fn paid<C: Chain>(mut world: World<C>) -> World<C> {
    pay_pool(&mut world.network, &world.operator, 1, 5_000 * ONE, 1_000 * ONE);
    world
}

/// The paid pool of three on LiteSVM.
pub fn paid_pool_of_three() -> World {
    paid(pool_of_three())
}

/// What every event of `paid_pool_of_three` says of the pool if it changes none of this.
pub fn paid_pool_state(sequence: u64) -> PoolState {
    PoolState {
        sequence,
        total_staked_amount: 14_500 * ONE,
        total_shares: 10_000 * ONE,
        total_unstaking: 0,
        total_activating: 0,
        uncollected_rewards: 4_500 * ONE,
        reward_commission: 500 * ONE,
        usdc_commission: 200 * ONE,
        delegator_usdc: 800 * ONE,
        settled_usdc: 0,
        cumulative_usdc_per_share: 80_000_000_000_000_000,
        reward_last_claimed_epoch: 1,
    }
}

/// Adds Alice and Bob, who buy shares for that much.
pub fn with_delegators<C: Chain>(mut network: TestNetwork<C>, operator: Staker, alices: u64, bobs: u64) -> World<C> {
    let alice = network.delegator("alice", &operator);
    let bob = network.delegator("bob", &operator);
    network.buy_shares(&alice, alices).unwrap();
    network.buy_shares(&bob, bobs).unwrap();
    World { network, operator, alice, bob }
}

/// A network on LiteSVM where operators need no stake.
pub fn network_without_minimum() -> TestNetwork {
    let mut setup = NetworkSetup::default();
    setup.parameters.min_operator_token_stake = 0;
    TestNetwork::start_with(&setup)
}

/// A pool that takes no commission.
pub fn free_pool_args() -> CreateOperatorPoolArgs {
    CreateOperatorPoolArgs { reward_commission_bps: 0, usdc_commission_bps: 0, ..pool_args() }
}

/// A leaf of the operator's pool.
pub fn leaf(operator: &Staker, reward: u64, usdc: u64) -> PaidLeaf {
    PaidLeaf { pool: operator.record.operator_pool, reward, usdc }
}

/// A day after the epoch before, publishes `epoch` with one leaf and accrues it. The record issues 10,000 tokens, whatever
/// the leaf pays of them.
pub fn pay_pool<C: Chain>(network: &mut TestNetwork<C>, operator: &Staker, epoch: u64, reward: u64, usdc: u64) {
    if epoch > 1 {
        network.pass_time(DAY);
    }
    let tree = network.publish_leaves(epoch, vec![leaf(operator, reward, usdc)], EMISSION, usdc);
    network.accrue(operator, epoch, tree.proof(0)).unwrap();
}

/// The vault of the staker's pool.
pub fn pool_vault(staker: &Staker) -> Pubkey {
    address::pool_vault(&staker.record.operator_pool)
}

/// The staker's token account of the stake mint.
pub fn stake_account<C>(network: &TestNetwork<C>, staker: &Staker) -> Pubkey {
    address::owner_token_account(&staker.key(), &network.mints.stake)
}

/// The staker's token account of USDC.
pub fn usdc_account<C>(network: &TestNetwork<C>, staker: &Staker) -> Pubkey {
    address::owner_token_account(&staker.key(), &network.mints.usdc)
}

/// What the two global vaults owe.
pub fn liabilities<C: Chain>(network: &mut TestNetwork<C>) -> (u64, u64) {
    let overview = network.overview().unwrap();
    (overview.reward_liability, overview.usdc_liability)
}
