//! `cancel_unstake`: what it changes. When it is refused is in `gates`.

mod accounts;
mod gates;

use inference_staking_client::events::{PoolState, UnstakeCancelled};
use inference_staking_client::state::{OperatorPool, StakingRecord, Ticket};
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::{DAY, ONE, START_TIME};
use inference_staking_test_kit::assert_refused;

use crate::staking_record::world::*;

#[test]
fn a_cancelled_ticket_is_activating_stake_of_the_current_epoch_and_moves_no_token() {
    let World { mut network, alice, .. } = twice_paid_pool_with_a_ticket();
    let (pool_before, record_before) = (network.pool_of(&alice), network.record_of(&alice));
    let overview_before = network.overview().unwrap();
    let balances = |network: &mut inference_staking_test_kit::TestNetwork| {
        let vaults = [pool_vault(&alice), address::reward_vault(), address::usdc_vault()];
        (vaults.map(|vault| network.balance(&vault)), network.tokens_of(&alice), network.usdc_of(&alice))
    };
    let balances_before = balances(&mut network);
    let executed = cancel(&mut network, &alice, 0).unwrap();

    assert_eq!(balances(&mut network), balances_before);
    let expected_record = StakingRecord {
        tickets: [FREE; 4],
        activating: 1_450 * ONE,
        latest_deposit: 1_450 * ONE,
        latest_deposit_epoch: 3,
        has_activating: 1,
        ..record_before
    };
    assert_state(&network.record_of(&alice), &expected_record);
    let expected_pool =
        OperatorPool { total_unstaking: 0, total_activating: 1_450 * ONE, event_sequence: 12, ..pool_before };
    assert_state(&network.pool_of(&alice), &expected_pool);
    assert_state(&network.overview().unwrap(), &overview_before);

    let expected_event = UnstakeCancelled {
        operator_pool: alice.record.operator_pool,
        staking_record: alice.record.address(),
        owner: alice.key(),
        ticket: 0,
        amount: 1_450 * ONE,
        record_activating: 1_450 * ONE,
        epoch: 3,
        pool: PoolState {
            sequence: 12,
            total_staked_amount: 17_550 * ONE,
            total_shares: 9_000 * ONE,
            total_unstaking: 0,
            total_activating: 1_450 * ONE,
            uncollected_rewards: 9_000 * ONE,
            reward_commission: 1_000 * ONE,
            usdc_commission: 425 * ONE,
            delegator_usdc: 1_700 * ONE,
            settled_usdc: 240 * ONE,
            cumulative_usdc_per_share: 180_000_000_000_000_000,
            reward_last_claimed_epoch: 2,
        },
    };
    assert_eq!(only_event::<UnstakeCancelled>(&executed), expected_event);
}

#[test]
fn a_ticket_joins_what_came_in_the_same_epoch() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.stake(&alice, 10).unwrap();
    publish_and_pass_next(&mut network, &operator);
    network.stake(&alice, 5).unwrap();
    network.unstake(&alice, 3).unwrap();
    cancel(&mut network, &alice, 0).unwrap();
    let record = network.record_of(&alice);
    assert_eq!((record.activating, record.latest_deposit, record.latest_deposit_epoch), (18, 8, 2));
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
    for (step, (place, left)) in steps.into_iter().enumerate() {
        let executed = cancel(&mut network, &alice, place).unwrap();
        let event: UnstakeCancelled = only_event(&executed);
        assert_eq!((event.ticket, event.amount), (place, [30, 40, 10, 20][step] * ONE));
        assert_eq!(tickets(&mut network, &alice), left);
    }
    assert_eq!(network.record_of(&alice).activating, 100 * ONE);
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
    assert_eq!((network.record_of(&alice).activating, network.tokens_of(&alice)), (1_000 * ONE, 997_000 * ONE));
}

#[test]
fn tokens_that_go_to_and_fro_wait_the_whole_cooldown_again() {
    let World { mut network, alice, .. } = pool_of_three();
    network.unstake(&alice, 1_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    cancel(&mut network, &alice, 0).unwrap();
    unstake_both(&mut network, &alice, 0, 1_000 * ONE).unwrap();
    let opened = Ticket { amount: 1_000 * ONE, claimable_from: START_TIME + 14 * DAY };
    assert_eq!(tickets(&mut network, &alice), [opened, FREE, FREE, FREE]);
}
