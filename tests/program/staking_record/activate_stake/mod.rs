//! `activate_stake`: what it changes. When it is refused is in `gate`, which deposits are ripe in `ripe`, its price in
//! `share_price`, the operator's minimum in `operator_minimum`.

mod accounts;
mod gate;
mod operator_minimum;
mod ripe;
mod share_price;

use inference_staking_client::events::{PoolState, StakeActivated};
use inference_staking_client::state::{OperatorPool, StakingRecord};
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::actors::activate_return;
use inference_staking_test_kit::{assert_refused, TestNetwork};

use crate::staking_record::world::*;

#[test]
fn an_activation_settles_usdc_and_makes_ripe_stake_shares_at_the_pools_price() {
    let World { mut network, operator, alice, .. } = paid_pool_of_three();
    network.stake(&alice, 1_000 * ONE).unwrap();
    publish_and_pass_next(&mut network, &operator);
    let (pool_before, record_before) = (network.pool_of(&alice), network.record_of(&alice));
    let overview_before = network.overview().unwrap();
    let balances = |network: &mut TestNetwork| {
        let vaults = [pool_vault(&alice), address::reward_vault(), address::usdc_vault()];
        (vaults.map(|vault| network.balance(&vault)), network.tokens_of(&alice), network.usdc_of(&alice))
    };
    let balances_before = balances(&mut network);
    // 1,000 tokens at 1.45: 10^9 / 1.45 = 689,655,172.4 shares; 689,655,172 x 1.45 = 999,999,999.4 tokens, rounded up.
    let executed = network.activate(&alice).unwrap();
    let returned = activate_return(&executed);
    assert_eq!((returned.cost, returned.shares, returned.left), (1_000_000_000, 689_655_172, 0));

    let expected_record = StakingRecord {
        shares: 3_689_655_172,
        // 3,000 shares x 0.08.
        settled_usdc: 240 * ONE,
        usdc_checkpoint: 80_000_000_000_000_000u128.into(),
        activating: 0,
        latest_deposit: 0,
        has_activating: 0,
        ..record_before
    };
    assert_state(&network.record_of(&alice), &expected_record);
    let expected_pool = OperatorPool {
        total_staked_amount: 15_500 * ONE,
        total_shares: 10_689_655_172,
        total_activating: 0,
        settled_usdc: 240 * ONE,
        event_sequence: 12,
        ..pool_before
    };
    assert_state(&network.pool_of(&alice), &expected_pool);
    assert_state(&network.overview().unwrap(), &overview_before);
    assert_eq!(balances(&mut network), balances_before);

    let expected_event = StakeActivated {
        operator_pool: alice.record.operator_pool,
        staking_record: alice.record.address(),
        owner: alice.key(),
        cost: 1_000_000_000,
        shares: 689_655_172,
        record_activating: 0,
        record_shares: 3_689_655_172,
        record_settled_usdc: 240 * ONE,
        epoch: 3,
        pool: PoolState {
            total_staked_amount: 15_500 * ONE,
            total_shares: 10_689_655_172,
            settled_usdc: 240 * ONE,
            reward_last_claimed_epoch: 2,
            ..paid_pool_state(12)
        },
    };
    assert_eq!(only_event::<StakeActivated>(&executed), expected_event);
}

/// SPEC 16: T 1,500, S 1,000, A 100 of one record.
#[test]
fn what_buys_no_share_stays_activating_and_is_looked_for_no_more() {
    let mut network = network_without_minimum();
    let operator = network.operator_with("operator", 1_000, free_pool_args());
    let alice = network.delegator("alice", &operator);
    pay_pool(&mut network, &operator, 1, 500, 0);
    network.stake(&alice, 100).unwrap();
    publish_and_pass_next(&mut network, &operator);
    let returned = activate_return(&network.activate(&alice).unwrap());
    assert_eq!((returned.cost, returned.shares, returned.left), (99, 66, 1));
    assert_eq!(totals(&mut network, &alice), (1_599, 1_066));
    assert_eq!(network.pool_of(&alice).total_activating, 1);
    let record = network.record_of(&alice);
    assert_eq!((record.activating, record.latest_deposit, record.has_activating), (1, 1, 0));

    assert_refused(network.activate(&alice), StakingError::DepositBuysNoShare);
    // It is hers still: it joins her next deposit, or leaves.
    network.stake(&alice, 3).unwrap();
    assert_eq!(network.record_of(&alice).has_activating, 1);
    publish_and_pass_next(&mut network, &operator);
    // 4 tokens buy floor(4 x 1,066 / 1,599) = 2 shares, for 3.
    let returned = activate_return(&network.activate(&alice).unwrap());
    assert_eq!((returned.cost, returned.shares, returned.left), (3, 2, 1));
    unstake_both(&mut network, &alice, 0, 1).unwrap();
    assert_eq!(network.pool_of(&alice).total_activating, 0);
}

#[test]
fn the_flag_stays_while_what_came_in_the_current_epoch_buys_a_share() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.stake(&alice, 10).unwrap();
    publish_and_pass_next(&mut network, &operator);
    network.stake(&alice, 3).unwrap();
    network.activate(&alice).unwrap();
    let record = network.record_of(&alice);
    assert_eq!((record.activating, record.latest_deposit, record.has_activating), (3, 3, 1));
    assert_eq!(record.shares, 3_000 * ONE + 10);
    assert_refused(network.activate(&alice), StakingError::NothingRipe);
}

#[test]
fn anybody_activates_and_everybody_for_itself() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    for staker in [&operator, &alice, &bob] {
        network.stake(staker, 100).unwrap();
    }
    publish_and_pass_next(&mut network, &operator);
    // Sent by the payer of the network, who owns none of the records.
    network.activate(&bob).unwrap();
    assert_eq!(network.record_of(&bob).shares, 5_000 * ONE + 100);
    assert_eq!(network.record_of(&alice).activating, 100);
    assert_eq!(network.pool_of(&alice).total_activating, 200);
    network.activate(&operator).unwrap();
    network.activate(&alice).unwrap();
    assert_eq!(totals(&mut network, &alice), (10_000 * ONE + 300, 10_000 * ONE + 300));
}

#[test]
fn activated_shares_earn_from_then_on_and_nothing_of_before() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    // Bob's 5,000 more come in epoch 1, which pays 10,000 tokens and 1,000 USDC to those of before.
    network.stake(&bob, 5_000 * ONE).unwrap();
    pay_pool(&mut network, &operator, 1, 10_000 * ONE, 1_000 * ONE);
    network.activate(&bob).unwrap();
    // 19,000 tokens for 10,000 shares: 5,000 tokens buy 2,631,578,947 shares, for 4,999,999,999.3.
    assert_eq!(totals(&mut network, &bob), (24_000 * ONE, 12_631_578_947));
    // 800 USDC over 10,000 shares.
    network.claim_usdc(&bob).unwrap();
    assert_eq!(network.usdc_of(&bob), 400 * ONE);
    pay_pool(&mut network, &operator, 2, 0, 1_263_157_895);
    // 80 % of 1,263,157,895 are 1,010,526,316: 0.08 a share again, for 7,631,578,947 shares.
    network.claim_usdc(&bob).unwrap();
    assert_eq!(network.usdc_of(&bob), 400 * ONE + 610_526_315);
    network.claim_usdc(&alice).unwrap();
    assert_eq!(network.usdc_of(&alice), 240 * ONE + 240 * ONE);
}

#[test]
fn new_shares_join_a_lock_that_holds() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    lock(&mut network, &alice, HALF_YEAR).unwrap();
    network.stake(&alice, 100 * ONE).unwrap();
    publish_and_pass_next(&mut network, &operator);
    network.activate(&alice).unwrap();
    assert_unstakes_at_most(&mut network, &alice, 0);
}

#[test]
fn shares_activated_during_a_release_are_free() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    lock(&mut network, &alice, HALF_YEAR).unwrap();
    network.stake(&alice, 100 * ONE).unwrap();
    network.pass_time(DAY);
    begin_unlock(&mut network, &alice).unwrap();
    network.mark(1).unwrap();
    publish_and_pass(&mut network, &operator, 1);
    network.activate(&alice).unwrap();
    // No second of the release has passed: the 3,000 are held, the 100 are not.
    assert_unstakes_at_most(&mut network, &alice, 100 * ONE);
}

#[test]
fn a_pool_that_everybody_left_begins_at_a_price_of_one_again() {
    let World { mut network, operator, alice, bob } = ten_tokens_for_seven_shares(0);
    network.unstake(&alice, 7).unwrap();
    network.stake(&bob, 5).unwrap();
    publish_and_pass_next(&mut network, &operator);
    let returned = activate_return(&network.activate(&bob).unwrap());
    assert_eq!((returned.cost, returned.shares, returned.left), (5, 5, 0));
    assert_eq!(totals(&mut network, &bob), (5, 5));
}
