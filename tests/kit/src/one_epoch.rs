//! A story that every chain can play: an operator and two delegators, an epoch in which these come, one of tokens and USDC,
//! and both leave. Its numbers are worked out by hand.

use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::Chain;

use crate::actors::{activate_return, pool_args};
use crate::epochs::no_roots;
use crate::pools::bypass;
use crate::{PaidLeaf, TestNetwork};

/// Plays it on a new network, whose delegators' cooldown is so many seconds.
///
/// # Panics
/// If a number is another one.
pub fn play<C: Chain>(network: &mut TestNetwork<C>, cooldown: i64) {
    // An operator with 2,000 tokens, 10 % token and 20 % USDC commission; Alice has 3,000 and Bob 5,000 in its pool.
    let operator = network.operator_with("operator", 2_000 * ONE, pool_args());
    let alice = network.delegator("alice", &operator);
    let bob = network.delegator("bob", &operator);
    network.stake(&alice, 3_000 * ONE).unwrap();
    network.stake(&bob, 5_000 * ONE).unwrap();

    // Epoch 1 pays nobody. Once it is over and the pool has passed it, what came in it becomes shares at a price of one.
    network.mark(1).unwrap();
    network.publish(1, no_roots()).unwrap();
    bypass(network, &operator, 1).unwrap();
    let activated = activate_return(&network.activate(&alice).unwrap());
    assert_eq!((activated.cost, activated.shares, activated.left), (3_000 * ONE, 3_000 * ONE, 0));
    network.activate(&bob).unwrap();
    network.pass_time(DAY);

    // Epoch 2 issues 10,000 tokens and earned 4,000 USDC; the pool gets 5,000 tokens and 1,000 USDC of them.
    let leaf = PaidLeaf { pool: operator.record.operator_pool, reward: 5_000 * ONE, usdc: 1_000 * ONE };
    let other = PaidLeaf { pool: [7; 32].into(), reward: 5_000 * ONE, usdc: 3_000 * ONE };
    let tree = network.publish_leaves(2, vec![leaf, other], 10_000 * ONE, 4_000 * ONE);
    let accrued = network.accrue(&operator, 2, tree.proof(0)).unwrap();
    assert!(accrued.compute_units > 0);

    // Commission 500 tokens and 200 USDC; 4,500 tokens raise 10,000 to 14,500; 800 USDC over 10,000 shares.
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares), (14_500 * ONE, 10_000 * ONE));
    assert_eq!((pool.reward_commission, pool.usdc_commission), (500 * ONE, 200 * ONE));
    assert_eq!((pool.uncollected_rewards, pool.delegator_usdc), (4_500 * ONE, 800 * ONE));

    // Alice leaves: 3,000 shares at 1.45 are 4,350 tokens. Her 3/10 of 800 USDC are 240.
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.claim_usdc(&alice).unwrap();
    assert_eq!(network.usdc_of(&alice), 240 * ONE);
    network.pass_time(cooldown);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), (1_000_000 + 1_350) * ONE);

    // Bob leaves: 5,000 shares at 1.45 are 7,250 tokens; 400 USDC. The pool vault held 10,000 - 4,350 = 5,650,
    // so the pool's rewards of 4,500 are collected first.
    network.unstake(&bob, 5_000 * ONE).unwrap();
    network.claim_usdc(&bob).unwrap();
    network.pass_time(cooldown);
    network.claim_unstake(&bob).unwrap();
    assert_eq!(network.usdc_of(&bob), 400 * ONE);
    assert_eq!(network.tokens_of(&bob), (1_000_000 + 2_250) * ONE);

    // What is left: the operator's 2,000 shares worth 2,900 tokens, all of them in the pool vault.
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares), (2_900 * ONE, 2_000 * ONE));
    assert_eq!((pool.total_unstaking, pool.uncollected_rewards), (0, 0));
    // 5,000 in the record for the other pool, 500 commission; 3,000 + 160 + 200 USDC.
    let overview = network.overview().unwrap();
    assert_eq!(overview.reward_liability, 5_500 * ONE);
    assert_eq!(overview.usdc_liability, 3_360 * ONE);
}
