//! Six pools, their operators and twelve delegators over twelve epochs, and what is left of them 129 epochs later.

mod first_epochs;
mod last_epochs;
mod leaving;
mod middle_epochs;

use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::actors::pool_args;

use crate::stories::stage::{Leaf, Stage, CHALLENGE};

/// Takes every epoch on time and changes its commissions.
const STEADY: usize = 0;
/// Sleeps for five epochs and then brings them in order.
const LAGGING: usize = 1;
/// Is bypassed and catches up backwards.
const SKIPPED: usize = 2;
/// Closes; its operator is slashed in cooldown, its delegators come back when all records have expired.
const CLOSING: usize = 3;
/// Stakes its commission, or not.
const STAKING: usize = 4;
/// Loses all its shares, earns while it is empty, and begins again.
const EMPTIED: usize = 5;

/// The network issues this in each epoch with roots.
const EPOCH_REWARDS: u64 = 10_000 * ONE;
/// USDC of each epoch with roots.
const EPOCH_USDC: u64 = 1_300 * ONE;

/// The first and the second delegator of a pool, after the six operators among the holders.
const fn first(pool: usize) -> usize {
    6 + 2 * pool
}

const fn second(pool: usize) -> usize {
    7 + 2 * pool
}

/// What an epoch pays a pool: amounts that divide by nothing around here.
fn amounts(pool: usize, epoch: u64) -> [u64; 2] {
    let nth = pool as u64 + 1;
    [300_000_007 * nth + 1_234_577 * epoch, 50_000_003 * nth + 777_781 * epoch]
}

/// Leaves of these pools.
fn leaves(pools: &[usize], epoch: u64) -> Vec<Leaf> {
    pools.iter().map(|pool| Leaf { pool: *pool, amounts: amounts(*pool, epoch) }).collect()
}

/// A day later the next epoch is committed for these pools; its challenge period runs out.
fn next_epoch(stage: &mut Stage, pools: &[usize]) {
    stage.pass_time(DAY);
    stage.mark();
    commit_marked(stage, pools);
}

/// The same of an epoch that is marked.
fn commit_marked(stage: &mut Stage, pools: &[usize]) {
    let epoch = stage.ledger.completed + 1;
    stage.fund([EPOCH_REWARDS, EPOCH_USDC]);
    stage.commit([EPOCH_REWARDS, EPOCH_USDC], leaves(pools, epoch));
    stage.pass_time(CHALLENGE);
}

const ALL: [usize; 6] = [STEADY, LAGGING, SKIPPED, CLOSING, STAKING, EMPTIED];
const WITHOUT_CLOSED: [usize; 5] = [STEADY, LAGGING, SKIPPED, STAKING, EMPTIED];

/// Pools with different commissions; each operator has at least 2,000 tokens in it, each delegator more.
fn opening() -> Stage {
    let mut stage = Stage::start();
    for (pool, name) in ["steady", "lagging", "skipped", "closing", "staking", "emptied"].into_iter().enumerate() {
        let nth = pool as u16;
        let args = CreateOperatorPoolArgs {
            reward_commission_bps: 1_000 + 37 * nth,
            usdc_commission_bps: 2_000 - 123 * nth,
            ..pool_args()
        };
        let (place, operator) = stage.operator(name, args);
        assert_eq!((place, operator), (pool, pool));
    }
    for (pool, nth) in ALL.into_iter().zip(1u64..) {
        for name in ["first", "second"] {
            stage.delegator(&format!("{name} delegator of {pool}"), pool);
        }
        stage.stake(pool, 2_000 * ONE + nth * 1_111_111);
        stage.stake(first(pool), 3_000 * ONE + nth * 7_654_321);
        stage.stake(second(pool), 5_000 * ONE + nth * 333_331);
    }
    stage
}

#[test]
fn six_pools_and_their_holders_from_the_first_stake_to_the_last_unit() {
    let mut stage = opening();
    first_epochs::play(&mut stage);
    middle_epochs::play(&mut stage);
    last_epochs::play(&mut stage);
    leaving::play(&mut stage);
}
