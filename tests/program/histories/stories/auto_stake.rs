//! Commission that is staked, then owed, then staked again, while its rate changes.

use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::actors::pool_args;

use crate::stories::stage::{Leaf, Stage, CHALLENGE};

/// 1,000 tokens of 10,000, and no USDC.
fn pay(stage: &mut Stage, pool: usize) {
    stage.pass_time(DAY);
    stage.mark();
    stage.fund([10_000 * ONE, 0]);
    stage.commit([10_000 * ONE, 0], vec![Leaf { pool, amounts: [1_000 * ONE, 0] }]);
    stage.pass_time(CHALLENGE);
    stage.accrue(pool, stage.ledger.completed);
}

/// `T`, `S`, the operator's shares and the commission that is owed.
fn state(stage: &mut Stage, operator: usize) -> [u64; 4] {
    let pool = stage.network.pool_of(&stage.actors[operator]);
    let shares = stage.network.record_of(&stage.actors[operator]).shares;
    [pool.total_staked_amount, pool.total_shares, shares, pool.reward_commission]
}

#[test]
fn commission_is_staked_then_owed_then_staked_at_a_higher_rate() {
    let mut stage = Stage::start();
    let args = CreateOperatorPoolArgs { auto_stake: true, ..pool_args() };
    let (pool, operator) = stage.operator("operator", args);
    let alice = stage.delegator("alice", pool);
    stage.stake(operator, 2_000 * ONE);
    stage.stake(alice, 8_000 * ONE);

    // Announced in epoch 1: 30 % from epoch 4 on. 900 make 10,900; 100 buy floor(100 x 10,000 / 10,900) shares.
    stage.announce_reward_rate(pool, 3_000);
    pay(&mut stage, pool);
    assert_eq!(state(&mut stage, operator), [11_000_000_000, 10_091_743_119, 2_091_743_119, 0]);

    // Owed: only the holders' 900 raise the price.
    stage.set_auto_stake(pool, false);
    pay(&mut stage, pool);
    assert_eq!(state(&mut stage, operator), [11_900_000_000, 10_091_743_119, 2_091_743_119, 100_000_000]);
    pay(&mut stage, pool);
    assert_eq!(state(&mut stage, operator), [12_800_000_000, 10_091_743_119, 2_091_743_119, 200_000_000]);

    // Staked again at 30 %: 700 make 13,500; 300 buy floor(300 x 10,091.743119 / 13,500) = 224.260958 shares.
    stage.set_auto_stake(pool, true);
    pay(&mut stage, pool);
    assert_eq!(state(&mut stage, operator), [13_800_000_000, 10_316_004_077, 2_316_004_077, 200_000_000]);

    // What is owed stays owed until it is withdrawn.
    stage.withdraw_commissions(pool);
    assert_eq!(stage.network.tokens_of(&stage.actors[operator]), (1_000_000 - 2_000 + 200) * ONE);

    // Back to 10 %, announced in epoch 5, from epoch 6 on: 700 make 14,500 once more, 300 buy
    // floor(300 x 10,316.004077 / 14,500) = 213.434567; then 900 make 15,700, 100 buy
    // floor(100 x 10,529.438644 / 15,700) = 67.066488.
    stage.announce_reward_rate(pool, 1_000);
    pay(&mut stage, pool);
    assert_eq!(state(&mut stage, operator), [14_800_000_000, 10_529_438_644, 2_529_438_644, 0]);
    pay(&mut stage, pool);
    assert_eq!(state(&mut stage, operator), [15_800_000_000, 10_596_505_132, 2_596_505_132, 0]);
}
