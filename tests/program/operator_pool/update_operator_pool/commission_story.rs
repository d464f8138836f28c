//! What scheduled commissions make of the leaves of the epochs on both sides.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::DAY;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::{PaidLeaf, Staker, TestNetwork};

use crate::operator_pool::world::*;

/// Commissions that the pool owes, tokens of its shares above the 10,000 of the start, and USDC for its holders.
fn split(network: &mut TestNetwork, operator: &Staker) -> [u64; 4] {
    let pool = network.pool_of(operator);
    [pool.reward_commission, pool.usdc_commission, pool.total_staked_amount - 10_000_000_000, pool.delegator_usdc]
}

/// Accrues `epoch`, whose leaf pays 105 tokens and 119 USDC, and returns what each part got of it.
fn accrued(network: &mut TestNetwork, operator: &Staker, epoch: u64) -> [u64; 4] {
    let before = split(network, operator);
    pay_pool(network, operator, epoch, 105, 119);
    let after = split(network, operator);
    [0, 1, 2, 3].map(|part| after[part] - before[part])
}

#[test]
fn an_increase_and_a_decrease_each_split_from_their_own_epoch_on() {
    let World { mut network, operator, .. } = pool_of_three();
    // From 10 % to 30 % from epoch 4 on, from 20 % to 5 % from epoch 2 on.
    schedule_reward(&mut network, &operator, 3_000).unwrap();
    schedule_usdc(&mut network, &operator, 500).unwrap();
    // 10.5 of 105, 23.8 of 119.
    assert_eq!(accrued(&mut network, &operator, 1), [10, 23, 95, 96]);
    // 5.95 of 119.
    assert_eq!(accrued(&mut network, &operator, 2), [10, 5, 95, 114]);
    assert_eq!(accrued(&mut network, &operator, 3), [10, 5, 95, 114]);
    // 31.5 of 105.
    assert_eq!(accrued(&mut network, &operator, 4), [31, 5, 74, 114]);
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission_bps, pool.usdc_commission_bps), (3_000, 500));
    assert_eq!((pool.scheduled_reward_commission_from, pool.scheduled_usdc_commission_from), (0, 0));
    // Back to 10 %: announced in epoch 5, it holds from epoch 6 on. 25 % of USDC from epoch 8 on.
    schedule_reward(&mut network, &operator, 1_000).unwrap();
    schedule_usdc(&mut network, &operator, 2_500).unwrap();
    assert_eq!(accrued(&mut network, &operator, 5), [31, 5, 74, 114]);
    assert_eq!(accrued(&mut network, &operator, 6), [10, 5, 95, 114]);
    assert_eq!(accrued(&mut network, &operator, 7), [10, 5, 95, 114]);
    // 29.75 of 119.
    assert_eq!(accrued(&mut network, &operator, 8), [10, 29, 95, 90]);
}

#[test]
fn a_decrease_announced_while_finalizing_spares_the_epoch_that_is_finalized_and_the_next() {
    let World { mut network, operator, .. } = pool_of_three();
    network.fund_vaults(10_000_000_000, 119);
    network.mark(1).unwrap();
    // Current epoch 2: the rate holds from epoch 3 on.
    schedule_usdc(&mut network, &operator, 0).unwrap();
    let leaf = PaidLeaf { pool: operator.record.operator_pool, reward: 105, usdc: 119 };
    let tree = EpochTree::new(1, vec![leaf]);
    network.publish(1, tree.record_args(10_000_000_000, 119)).unwrap();
    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    assert_eq!(split(&mut network, &operator), [10, 23, 95, 96]);
    assert_eq!(accrued(&mut network, &operator, 2), [10, 23, 95, 96]);
    assert_eq!(accrued(&mut network, &operator, 3), [10, 0, 95, 119]);
}

#[test]
fn a_pool_that_lags_behind_uses_the_rate_of_the_leafs_epoch() {
    let World { mut network, operator, .. } = pool_of_three();
    schedule_reward(&mut network, &operator, 3_000).unwrap();
    schedule_usdc(&mut network, &operator, 500).unwrap();
    let trees: Vec<_> = (1..=5).map(|epoch| publish(&mut network, &operator, epoch, 105, 119)).collect();
    let mut parts = Vec::new();
    for (epoch, tree) in (1..).zip(&trees) {
        let before = split(&mut network, &operator);
        network.accrue(&operator, epoch, tree.proof(0)).unwrap();
        let after = split(&mut network, &operator);
        parts.push([after[0] - before[0], after[1] - before[1]]);
    }
    assert_eq!(parts, [[10, 23], [10, 5], [10, 5], [31, 5], [31, 5]]);
}

#[test]
fn a_skipped_epoch_that_is_caught_up_uses_the_active_rate_if_that_is_lower() {
    let World { mut network, operator, .. } = pool_of_three();
    schedule_reward(&mut network, &operator, 3_000).unwrap();
    schedule_usdc(&mut network, &operator, 500).unwrap();
    let skipped = publish(&mut network, &operator, 1, 105, 119);
    let second = publish(&mut network, &operator, 2, 105, 119);
    network.pass_time(3 * DAY);
    bypass(&mut network, &operator, 1).unwrap();
    network.accrue(&operator, 2, second.proof(0)).unwrap();
    assert_eq!(split(&mut network, &operator), [10, 5, 95, 114]);
    // Epoch 1 at the lower USDC rate of epoch 2; the token rate of epoch 4 does not hold yet.
    network.accrue(&operator, 1, skipped.proof(0)).unwrap();
    assert_eq!(split(&mut network, &operator), [20, 10, 190, 228]);
}

#[test]
fn a_skipped_epoch_makes_its_rate_active_too() {
    let World { mut network, operator, .. } = pool_of_three();
    schedule_reward(&mut network, &operator, 500).unwrap();
    publish(&mut network, &operator, 1, 0, 0);
    let second = publish(&mut network, &operator, 2, 105, 119);
    network.pass_time(3 * DAY);
    bypass(&mut network, &operator, 1).unwrap();
    assert_eq!(network.pool_of(&operator).reward_commission_bps, 1_000);
    bypass(&mut network, &operator, 2).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission_bps, pool.scheduled_reward_commission_from), (500, 0));
    // 5.25 of 105.
    network.accrue(&operator, 2, second.proof(0)).unwrap();
    assert_eq!(split(&mut network, &operator), [5, 23, 100, 96]);
}

#[test]
fn a_rate_that_waits_past_the_end_of_a_closed_pool_never_holds() {
    let World { mut network, operator, .. } = pool_of_three();
    schedule_reward(&mut network, &operator, 5_000).unwrap();
    close(&mut network, &operator).unwrap();
    assert_eq!(accrued(&mut network, &operator, 1), [10, 23, 95, 96]);
    let second = publish(&mut network, &operator, 2, 105, 119);
    refuses(&mut network, StakingError::EpochAfterClose, |n| n.accrue(&operator, 2, second.proof(0)));
    assert_eq!(network.pool_of(&operator).reward_commission_bps, 1_000);
}
