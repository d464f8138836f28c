//! The pools of the story, their people, and what each epoch pays them.

use inference_staking_localnet::network::ONE;
use inference_staking_model::{Actor, PoolSettings, RecordId};

use crate::stories::stage::{Leaf, Stage, CHALLENGE, DAY, PLAIN};

/// Takes every epoch on time and changes its commissions.
pub const STEADY: Actor = 0;
/// Sleeps for five epochs and then brings them in order.
pub const LAGGING: Actor = 1;
/// Is bypassed and catches up backwards.
pub const SKIPPED: Actor = 2;
/// Closes; its operator is slashed in cooldown, its delegators come back when all records have expired.
pub const CLOSING: Actor = 3;
/// Stakes its commission, or not.
pub const STAKING: Actor = 4;
/// Loses all its shares, earns while it is empty, and begins again.
pub const EMPTIED: Actor = 5;

/// The network issues this in each epoch with roots.
pub const EPOCH_REWARDS: u64 = 10_000 * ONE;
/// USDC of each epoch with roots.
pub const EPOCH_USDC: u64 = 1_300 * ONE;

/// The operator's record in its pool.
pub const fn operator(pool: Actor) -> RecordId {
    RecordId { pool, owner: pool }
}

/// The first and the second delegator of a pool, after the six operators among the people.
pub const fn first(pool: Actor) -> RecordId {
    RecordId { pool, owner: 6 + 2 * pool }
}

pub const fn second(pool: Actor) -> RecordId {
    RecordId { pool, owner: 7 + 2 * pool }
}

/// What an epoch after the first pays a pool: amounts that divide by nothing around here.
pub fn amounts(pool: Actor, epoch: u64) -> [u64; 2] {
    let (nth, paid) = (u64::from(pool) + 1, epoch - 1);
    [300_000_007 * nth + 1_234_577 * paid, 50_000_003 * nth + 777_781 * paid]
}

/// Leaves of these pools.
pub fn leaves(pools: &[Actor], epoch: u64) -> Vec<Leaf> {
    pools.iter().map(|pool| Leaf { pool: *pool, amounts: amounts(*pool, epoch) }).collect()
}

/// A day later the next epoch is committed for these pools; its challenge period runs out.
pub fn next_epoch(stage: &mut Stage, pools: &[Actor]) {
    stage.pass_time(DAY);
    stage.mark();
    commit_marked(stage, pools);
}

/// The same of an epoch that is marked.
pub fn commit_marked(stage: &mut Stage, pools: &[Actor]) {
    let epoch = stage.world().overview.completed_epoch + 1;
    stage.fund([EPOCH_REWARDS, EPOCH_USDC]);
    stage.commit([EPOCH_REWARDS, EPOCH_USDC], leaves(pools, epoch));
    stage.pass_time(CHALLENGE);
}

pub const ALL: [Actor; 6] = [STEADY, LAGGING, SKIPPED, CLOSING, STAKING, EMPTIED];
pub const WITHOUT_CLOSED: [Actor; 5] = [STEADY, LAGGING, SKIPPED, STAKING, EMPTIED];

/// The six operators, then two delegators of each pool.
pub const PEOPLE: [&str; 18] = [
    "steady",
    "lagging",
    "skipped",
    "closing",
    "staking",
    "emptied",
    "first of steady",
    "second of steady",
    "first of lagging",
    "second of lagging",
    "first of skipped",
    "second of skipped",
    "first of closing",
    "second of closing",
    "first of staking",
    "second of staking",
    "first of emptied",
    "second of emptied",
];

/// Pools with different commissions; each operator has at least 2,000 tokens in it, each delegator more. Epoch 1, in which
/// they came, is over.
pub fn opening() -> Stage {
    let mut stage = Stage::start(&PEOPLE);
    for pool in ALL {
        let nth = u16::from(pool);
        stage.open_pool(pool, PoolSettings { reward_bps: 1_000 + 37 * nth, usdc_bps: 2_000 - 123 * nth, ..PLAIN });
    }
    for (pool, nth) in ALL.into_iter().zip(1u64..) {
        stage.join(first(pool));
        stage.join(second(pool));
        stage.stake(operator(pool), 2_000 * ONE + nth * 1_111_111);
        stage.stake(first(pool), 3_000 * ONE + nth * 7_654_321);
        stage.stake(second(pool), 5_000 * ONE + nth * 333_331);
    }
    let delegators: Vec<RecordId> = ALL.into_iter().flat_map(|pool| [first(pool), second(pool)]).collect();
    stage.an_epoch_passes(&ALL, &delegators);
    stage
}
