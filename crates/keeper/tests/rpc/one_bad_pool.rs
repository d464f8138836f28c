//! A pool that cannot be accrued does not hold up the others of its batch.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address;
use inference_staking_keeper::{accrue, Reason};

use crate::proxy::Proxy;
use crate::world::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pools_that_the_program_refuses_are_set_apart() {
    let mut world = World::start(30);
    world.publish(1).await;
    let bad = [world.pools[3], world.pools[16], world.pools[17]];
    for pool in &bad {
        // No reward can be added to its USDC any more.
        world.change_pool(pool, |pool| pool.delegator_usdc = u64::MAX).await;
    }
    let summary = accrue(&world.direct(), &world.source(), &world.payer(), &options()).await.into_result().unwrap();
    assert_eq!(summary.accrued, 27, "{summary}");
    let mut left: Vec<_> = summary.left.iter().map(|left| left.pool).collect();
    left.sort();
    let mut expected = bad.to_vec();
    expected.sort();
    assert_eq!(left, expected, "{summary}");
    for left in &summary.left {
        let Reason::Refused(words) = &left.reason else { panic!("{summary}") };
        assert!(words.contains("MathOverflow"), "{words}");
    }

    // Once they can be accrued, only they are.
    for pool in &bad {
        world.change_pool(pool, |pool| pool.delegator_usdc = 0).await;
    }
    let summary = accrue(&world.direct(), &world.source(), &world.payer(), &options()).await.into_result().unwrap();
    assert_eq!((summary.accrued, summary.up_to_date, summary.left.len()), (3, 27, 0), "{summary}");
    world.assert_paid_exactly(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pool_that_begins_to_stake_its_commission_while_a_batch_is_on_its_way_costs_the_others_a_try() {
    let mut world = World::start(9);
    world.publish(1).await;
    // Without auto-stake: no record comes along with its leaf.
    let mallory = world.pools[4];
    let (proxy, mut held_up) = Proxy::start_holding_up(&world.network.rpc_url()).await;
    let keeper = {
        let (connection, source, payer) = (connection(&proxy.url), world.source(), world.payer());
        tokio::spawn(async move { accrue(&connection, &source, &payer, &options()).await.into_result().unwrap() })
    };
    held_up.first().await;
    world.change_pool(&mallory, |pool| pool.auto_stake = 1).await;
    held_up.let_go();
    let summary = keeper.await.unwrap();
    assert_eq!((summary.accrued, summary.left.len()), (9, 0), "{summary}");
    world.assert_paid_exactly(1).await;
    // Its commission is staked: it was accrued with its record.
    let pool = world.direct().pool(&mallory).await.unwrap();
    assert_eq!(pool.reward_commission, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pool_whose_record_is_rotated_while_a_batch_is_on_its_way_costs_the_others_a_try() {
    let mut world = World::start(9);
    world.publish(1).await;
    // With auto-stake.
    let mallory = world.pools[3];
    let old = world.direct().pool(&mallory).await.unwrap().operator_staking_record;
    let mut record = world.direct().staking_record(&old).await.unwrap();
    record.owner = Pubkey::new_unique();
    let new = address::staking_record(&mallory, &record.owner);
    let (proxy, mut held_up) = Proxy::start_holding_up(&world.network.rpc_url()).await;
    let keeper = {
        let (connection, source, payer) = (connection(&proxy.url), world.source(), world.payer());
        tokio::spawn(async move { accrue(&connection, &source, &payer, &options()).await.into_result().unwrap() })
    };
    held_up.first().await;
    world.put(&new, record);
    world.change_pool(&mallory, |pool| pool.operator_staking_record = new).await;
    held_up.let_go();
    let summary = keeper.await.unwrap();
    assert_eq!((summary.accrued, summary.left.len()), (9, 0), "{summary}");
    world.assert_paid_exactly(1).await;
    let staked = world.direct().staking_record(&new).await.unwrap();
    assert!(staked.shares > record.shares);
}
