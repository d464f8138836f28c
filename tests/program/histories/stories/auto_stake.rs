//! Commission that is staked, then owed, then staked again, while its rate changes.

use inference_staking_localnet::network::ONE;
use inference_staking_model::{PoolSettings, RecordId};

use super::stage::{Leaf, Stage, CHALLENGE, DAY, PLAIN};

const POOL: u8 = 0;
const ALICE: RecordId = RecordId { pool: POOL, owner: 1 };

/// 1,000 tokens of 10,000, and no USDC.
fn pay(stage: &mut Stage) {
    stage.pass_time(DAY);
    stage.mark();
    stage.fund([10_000 * ONE, 0]);
    stage.commit([10_000 * ONE, 0], vec![Leaf { pool: POOL, amounts: [1_000 * ONE, 0] }]);
    stage.pass_time(CHALLENGE);
    stage.accrue(POOL, stage.world().overview.completed_epoch);
}

/// `T`, `S`, the operator's shares and the commission that is owed.
fn state(stage: &Stage) -> [u64; 4] {
    let pool = stage.pool(POOL);
    let operator = stage.record(RecordId { pool: POOL, owner: POOL });
    [pool.staked, pool.shares, operator.shares, pool.reward_commission]
}

#[test]
fn commission_is_staked_then_owed_then_staked_at_a_higher_rate() {
    let mut stage = Stage::start(&["operator", "alice"]);
    let operator = stage.open_pool(POOL, PoolSettings { auto_stake: true, ..PLAIN });
    stage.join(ALICE);
    stage.stake(operator, 2_000 * ONE);
    stage.stake(ALICE, 8_000 * ONE);
    stage.an_epoch_passes(&[POOL], &[ALICE]);

    // Announced in epoch 2: 30 % from epoch 5 on. 900 make 10,900; 100 buy floor(100 x 10,000 / 10,900) shares.
    stage.announce_reward_rate(POOL, 3_000);
    pay(&mut stage);
    assert_eq!(state(&stage), [11_000_000_000, 10_091_743_119, 2_091_743_119, 0]);

    // Owed: only the holders' 900 raise the price.
    stage.set_auto_stake(POOL, false);
    pay(&mut stage);
    assert_eq!(state(&stage), [11_900_000_000, 10_091_743_119, 2_091_743_119, 100_000_000]);
    pay(&mut stage);
    assert_eq!(state(&stage), [12_800_000_000, 10_091_743_119, 2_091_743_119, 200_000_000]);

    // Staked again at 30 %: 700 make 13,500; 300 buy floor(300 x 10,091.743119 / 13,500) = 224.260958 shares.
    stage.set_auto_stake(POOL, true);
    pay(&mut stage);
    assert_eq!(state(&stage), [13_800_000_000, 10_316_004_077, 2_316_004_077, 200_000_000]);

    // What is owed stays owed until it is withdrawn.
    stage.withdraw_commissions(POOL);
    assert_eq!(stage.tokens_of(POOL), (1_000_000 - 2_000 + 200) * ONE);

    // Back to 10 %, announced in epoch 6, from epoch 7 on: 700 make 14,500 once more, 300 buy
    // floor(300 x 10,316.004077 / 14,500) = 213.434567; then 900 make 15,700, 100 buy
    // floor(100 x 10,529.438644 / 15,700) = 67.066488.
    stage.announce_reward_rate(POOL, 1_000);
    pay(&mut stage);
    assert_eq!(state(&stage), [14_800_000_000, 10_529_438_644, 2_529_438_644, 0]);
    pay(&mut stage);
    assert_eq!(state(&stage), [15_800_000_000, 10_596_505_132, 2_596_505_132, 0]);
}
