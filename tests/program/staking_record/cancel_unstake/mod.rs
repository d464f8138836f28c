//! `cancel_unstake`: what it changes. When it is refused is in `gates`.

mod accounts;
mod gates;

use inference_staking_client::events::{PoolState, UnstakeCancelled};
use inference_staking_client::state::{OperatorPool, StakingRecord, Ticket};
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::{DAY, ONE, START_TIME};
use inference_staking_test_kit::assert_refused;

use crate::staking_record::world::*;

const ALICE_SHARES_AFTER: u64 = 2_743_589_743;
const INDEX: u128 = 180_000_000_000_000_000;

#[test]
fn a_cancelled_ticket_buys_shares_at_todays_price_and_moves_no_token() {
    let World { mut network, alice, .. } = twice_paid_pool_with_a_ticket();
    let (pool_before, record_before) = (network.pool_of(&alice), network.record_of(&alice));
    let overview_before = network.overview().unwrap();
    let balances = |network: &mut inference_staking_test_kit::TestNetwork| {
        let vaults = [pool_vault(&alice), address::reward_vault(), address::usdc_vault()];
        (vaults.map(|vault| network.balance(&vault)), network.tokens_of(&alice), network.usdc_of(&alice))
    };
    let balances_before = balances(&mut network);
    let executed = cancel(&mut network, &alice, 0).unwrap();

    // 1,450,000,000 / 1.95 = 743,589,743.6 shares, of which 743,589,743 cost 1,449,999,998.85, rounded up; 1 base unit is
    // left. 2,000 shares earned 0.1 USDC each since the unstake settled 240.
    assert_eq!(balances(&mut network), balances_before);
    let left = Ticket { amount: 1, claimable_from: START_TIME + 7 * DAY };
    let expected_record = StakingRecord {
        shares: ALICE_SHARES_AFTER,
        settled_usdc: 440 * ONE,
        usdc_checkpoint: INDEX.into(),
        tickets: [left, FREE, FREE, FREE],
        ..record_before
    };
    assert_state(&network.record_of(&alice), &expected_record);
    let expected_pool = OperatorPool {
        total_staked_amount: 18_999_999_999,
        total_shares: 9_743_589_743,
        total_unstaking: 1,
        settled_usdc: 440 * ONE,
        event_sequence: 10,
        ..pool_before
    };
    assert_state(&network.pool_of(&alice), &expected_pool);
    assert_state(&network.overview().unwrap(), &overview_before);

    let expected_event = UnstakeCancelled {
        operator_pool: alice.record.operator_pool,
        staking_record: alice.record.address(),
        owner: alice.key(),
        ticket: 0,
        cost: 1_449_999_999,
        shares: 743_589_743,
        ticket_amount: 1,
        record_shares: ALICE_SHARES_AFTER,
        record_settled_usdc: 440 * ONE,
        epoch: 3,
        pool: PoolState {
            sequence: 10,
            total_staked_amount: 18_999_999_999,
            total_shares: 9_743_589_743,
            total_unstaking: 1,
            total_activating: 0,
            uncollected_rewards: 9_000 * ONE,
            reward_commission: 1_000 * ONE,
            usdc_commission: 425 * ONE,
            delegator_usdc: 1_700 * ONE,
            settled_usdc: 440 * ONE,
            cumulative_usdc_per_share: INDEX,
            reward_last_claimed_epoch: 2,
        },
    };
    assert_eq!(only_event::<UnstakeCancelled>(&executed), expected_event);
}

#[test]
fn a_ticket_of_which_nothing_remains_is_freed() {
    let World { mut network, alice, .. } = pool_of_three();
    let (pool_before, record_before) = (network.pool_of(&alice), network.record_of(&alice));
    network.unstake(&alice, 1_000 * ONE).unwrap();
    cancel(&mut network, &alice, 0).unwrap();
    assert_state(&network.record_of(&alice), &record_before);
    assert_state(&network.pool_of(&alice), &OperatorPool { event_sequence: 8, ..pool_before });
}

#[test]
fn what_is_less_than_a_shares_price_stays_in_the_ticket_and_can_be_claimed() {
    let World { mut network, alice, .. } = ten_tokens_for_seven_shares(2);
    // 3 of 7 shares are worth floor(30 / 7) = 4 of 10; 6 stay for 4 shares. Those 4 buy floor(4 x 4 / 6) = 2 for 3.
    network.unstake(&alice, 3).unwrap();
    cancel(&mut network, &alice, 0).unwrap();
    let pool = network.pool_of(&alice);
    assert_eq!((pool.total_staked_amount, pool.total_shares, pool.total_unstaking), (9, 6, 1));
    assert_eq!(network.record_of(&alice).shares, 4);
    let left = Ticket { amount: 1, claimable_from: START_TIME + 7 * DAY };
    assert_eq!(tickets(&mut network, &alice), [left, FREE, FREE, FREE]);

    assert_refused(cancel(&mut network, &alice, 0), StakingError::DepositBuysNoShare);
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    // She staked 5 and got 1 back.
    assert_eq!(network.tokens_of(&alice), 1_000_000 * ONE - 4);
}

#[test]
fn each_place_is_cancelled_for_itself() {
    let World { mut network, alice, .. } = pool_of_three();
    for tokens in [10, 20, 30, 40] {
        network.unstake(&alice, tokens * ONE).unwrap();
    }
    let opened = |tokens: u64| Ticket { amount: tokens * ONE, claimable_from: START_TIME + 7 * DAY };
    let steps = [
        (2, [opened(10), opened(20), FREE, opened(40)]),
        (3, [opened(10), opened(20), FREE, FREE]),
        (0, [FREE, opened(20), FREE, FREE]),
        (1, [FREE; 4]),
    ];
    for (place, left) in steps {
        let executed = cancel(&mut network, &alice, place).unwrap();
        let event: UnstakeCancelled = only_event(&executed);
        assert_eq!((event.ticket, event.ticket_amount), (place, 0));
        assert_eq!(tickets(&mut network, &alice), left);
    }
    assert_eq!(network.record_of(&alice).shares, 3_000 * ONE);
}

#[test]
fn a_place_without_a_ticket_is_refused() {
    let World { mut network, alice, bob, .. } = pool_of_three();
    network.unstake(&alice, 10 * ONE).unwrap();
    for place in [1, 3, 4, 255] {
        assert_refused(cancel(&mut network, &alice, place), StakingError::NoSuchTicket);
    }
    assert_refused(cancel(&mut network, &bob, 0), StakingError::NoSuchTicket);
    cancel(&mut network, &alice, 0).unwrap();
    assert_refused(cancel(&mut network, &alice, 0), StakingError::NoSuchTicket);
}

#[test]
fn a_matured_ticket_can_be_cancelled_too() {
    let World { mut network, alice, .. } = pool_of_three();
    network.unstake(&alice, 1_000 * ONE).unwrap();
    network.pass_time(100 * DAY);
    cancel(&mut network, &alice, 0).unwrap();
    assert_refused(network.claim_unstake(&alice), StakingError::NothingToClaim);
    assert_eq!((network.record_of(&alice).shares, network.tokens_of(&alice)), (3_000 * ONE, 997_000 * ONE));
}

#[test]
fn a_ticket_of_a_pool_without_shares_buys_one_share_a_token() {
    let mut network = network_without_minimum();
    let operator = network.operator_with("operator", 100, free_pool_args());
    // 100 shares for 150 tokens.
    pay_pool(&mut network, &operator, 1, 50, 0);
    network.unstake(&operator, 100).unwrap();
    assert_eq!(network.pool_of(&operator).total_shares, 0);
    cancel(&mut network, &operator, 0).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares, pool.total_unstaking), (150, 150, 0));
    assert_eq!(network.record_of(&operator).shares, 150);
    assert_eq!(tickets(&mut network, &operator), [FREE; 4]);
}

#[test]
fn tokens_in_cooldown_neither_gain_nor_lose_by_a_cancel_that_is_unstaked_again() {
    let World { mut network, alice, .. } = twice_paid_pool_with_a_ticket();
    cancel(&mut network, &alice, 0).unwrap();
    network.unstake(&alice, 743_589_743).unwrap();
    // 743,589,743 x 18,999,999,999 / 9,743,589,743 = 1,449,999,998.9, rounded down: one base unit stays with the pool.
    let waits = START_TIME + 8 * DAY;
    let left = Ticket { amount: 1, claimable_from: START_TIME + 7 * DAY };
    let opened = Ticket { amount: 1_449_999_998, claimable_from: waits };
    assert_eq!(tickets(&mut network, &alice), [left, opened, FREE, FREE]);
}
