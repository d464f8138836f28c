//! A slash of what the operator has in cooldown: the ticket that matures last goes first.

use inference_staking_client::state::{OperatorPool, StakingRecord, Ticket};
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE, START_TIME};
use inference_staking_test_kit::assert_refused;

use super::world::*;

const HALF: u64 = ONE / 2;

/// A ticket of tokens in halves that matures days after the start.
fn ticket(halves: u64, days: i64) -> Ticket {
    Ticket { amount: halves * HALF, claimable_from: START_TIME + days * DAY }
}

#[test]
fn the_ticket_that_matures_last_is_taken_first_and_the_next_in_part() {
    let World { mut network, operator, .. } = slashable_pool_with_tickets();
    let (pool_before, record_before) = (network.pool_of(&operator), network.record_of(&operator));
    assert_eq!(record_before.tickets, [ticket(29, 14), ticket(58, 40), ticket(87, 2), FREE]);
    slash(&mut network, &operator, take(0, 33 * ONE, false)).unwrap();

    // 29 of the second, then 4 of the first.
    let left = [ticket(21, 14), FREE, ticket(87, 2), FREE];
    assert_state(&network.record_of(&operator), &StakingRecord { tickets: left, ..record_before });
    let expected_pool = OperatorPool { total_unstaking: 54 * ONE, event_sequence: 14, ..pool_before };
    assert_state(&network.pool_of(&operator), &expected_pool);
    assert_eq!(slashed(&mut network), (33 * ONE, 0));
    assert_eq!(vaults(&mut network, &operator), [9_967 * ONE, 10_000 * ONE, 1_000 * ONE]);

    // 10.5 of the first, then 1 of the third.
    slash(&mut network, &operator, take(0, 23 * HALF, false)).unwrap();
    assert_eq!(network.record_of(&operator).tickets, [FREE, FREE, ticket(85, 2), FREE]);
}

#[test]
fn a_ticket_taken_exactly_is_freed_and_the_others_are_untouched() {
    let World { mut network, operator, .. } = slashable_pool_with_tickets();
    slash(&mut network, &operator, take(0, 29 * ONE, false)).unwrap();
    assert_eq!(network.record_of(&operator).tickets, [ticket(29, 14), FREE, ticket(87, 2), FREE]);
}

#[test]
fn one_base_unit_of_a_ticket_is_taken() {
    let World { mut network, operator, .. } = slashable_pool_with_tickets();
    slash(&mut network, &operator, take(0, 1, false)).unwrap();
    let last = Ticket { amount: 29 * ONE - 1, claimable_from: START_TIME + 40 * DAY };
    assert_eq!(network.record_of(&operator).tickets, [ticket(29, 14), last, ticket(87, 2), FREE]);
}

#[test]
fn at_most_what_the_tickets_hold_is_slashed() {
    let World { mut network, operator, .. } = slashable_pool_with_tickets();
    for amount in [87 * ONE + 1, u64::MAX] {
        assert_refused(slash(&mut network, &operator, take(0, amount, false)), StakingError::NotEnoughUnstaking);
        assert_refused(slash(&mut network, &operator, take(1, amount, true)), StakingError::NotEnoughUnstaking);
    }
    slash(&mut network, &operator, take(0, 87 * ONE, false)).unwrap();
    assert_eq!(network.record_of(&operator).tickets, [FREE; 4]);
    assert_eq!(network.pool_of(&operator).total_unstaking, 0);
    assert_refused(slash(&mut network, &operator, take(0, 1, false)), StakingError::NotEnoughUnstaking);
}

#[test]
fn delegators_tickets_do_not_make_up_for_the_operators() {
    let World { mut network, operator, alice, .. } = slashable_pool_with_tickets();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    let before = network.record_of(&alice);
    let result = slash(&mut network, &operator, take(0, 87 * ONE + 1, false));
    assert_refused(result, StakingError::NotEnoughUnstaking);
    slash(&mut network, &operator, take(0, 87 * ONE, false)).unwrap();
    assert_state(&network.record_of(&alice), &before);
    assert_eq!(network.pool_of(&operator).total_unstaking, 4_350 * ONE);
}

#[test]
fn matured_tickets_are_slashed_too_as_long_as_they_are_not_claimed() {
    let World { mut network, operator, .. } = slashable_pool_with_tickets();
    network.pass_time(100 * DAY);
    slash(&mut network, &operator, take(0, 87 * ONE, false)).unwrap();
    set_halted(&mut network, &operator, false);
    assert_refused(network.claim_unstake(&operator), StakingError::NothingToClaim);
}

#[test]
fn what_a_slash_leaves_in_a_ticket_is_claimed_when_it_matures() {
    let World { mut network, operator, .. } = slashable_pool_with_tickets();
    slash(&mut network, &operator, take(0, 80 * ONE, false)).unwrap();
    set_halted(&mut network, &operator, false);
    network.claim_unstake(&operator).unwrap();
    assert_eq!(network.tokens_of(&operator), 998_007 * ONE);
}

#[test]
fn tickets_in_all_four_places_are_taken() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    for _ in 0..4 {
        network.unstake(&operator, 20 * ONE).unwrap();
        network.pass_time(DAY);
    }
    halt_for_the_delay(&mut network, &operator);
    // 29 each; the fourth, the third and 1 of the second.
    slash(&mut network, &operator, take(0, 59 * ONE, false)).unwrap();
    assert_eq!(network.record_of(&operator).tickets, [ticket(58, 14), ticket(56, 15), FREE, FREE]);
}
