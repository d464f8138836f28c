//! SPEC 5 and 9: an unstake that names an open ticket joins it; its time is then the later of the two.

use inference_staking_client::events::Unstaked;
use inference_staking_client::state::Ticket;
use inference_staking_client::{instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE, START_TIME};
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};

use crate::staking_record::world::*;

fn join(network: &mut TestNetwork, staker: &Staker, shares: u64, ticket: u8) -> Outcome {
    network.send(&[ix::unstake_joining(staker.record, shares, ticket)], &[&staker.wallet])
}

fn set_delay(network: &mut TestNetwork, days: u64) {
    change_overview(network, |overview| overview.delegator_unstake_delay = days * 86_400);
}

#[test]
fn an_unstake_joins_the_ticket_that_it_names() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    network.unstake(&alice, 100 * ONE).unwrap();
    network.unstake(&alice, 200 * ONE).unwrap();
    network.pass_time(DAY);
    let executed = join(&mut network, &alice, 10 * ONE, 0).unwrap();
    // 1.45 a share: 145 and 14.5 more, which mature 7 days from now.
    let joined = Ticket { amount: 159_500_000, claimable_from: START_TIME + 8 * DAY };
    let other = Ticket { amount: 290 * ONE, claimable_from: START_TIME + 7 * DAY };
    assert_eq!(tickets(&mut network, &alice), [joined, other, FREE, FREE]);
    assert_eq!(network.pool_of(&alice).total_unstaking, 449_500_000);
    let event: Unstaked = only_event(&executed);
    assert_eq!((event.shares, event.amount, event.ticket), (10 * ONE, 14_500_000, 0));
    assert_eq!((event.ticket_amount, event.claimable_from), (159_500_000, START_TIME + 8 * DAY));
}

#[test]
fn a_ticket_that_matures_later_than_the_unstake_would_keeps_its_time() {
    let World { mut network, alice, .. } = pool_of_three();
    set_delay(&mut network, 30);
    network.unstake(&alice, 100 * ONE).unwrap();
    set_delay(&mut network, 7);
    join(&mut network, &alice, ONE, 0).unwrap();
    let joined = Ticket { amount: 101 * ONE, claimable_from: START_TIME + 30 * DAY };
    assert_eq!(tickets(&mut network, &alice)[0], joined);
}

#[test]
fn a_matured_ticket_that_is_joined_waits_again() {
    let World { mut network, alice, .. } = pool_of_three();
    network.unstake(&alice, 100 * ONE).unwrap();
    network.pass_time(7 * DAY);
    join(&mut network, &alice, ONE, 0).unwrap();
    assert_refused(network.claim_unstake(&alice), StakingError::NothingToClaim);
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 997_101 * ONE);
}

#[test]
fn a_record_with_four_tickets_leaves_completely_by_joining_one() {
    let World { mut network, alice, .. } = pool_of_three();
    for _ in 0..4 {
        network.unstake(&alice, ONE).unwrap();
    }
    assert_refused(network.unstake(&alice, 2_996 * ONE), StakingError::NoFreeTicket);
    join(&mut network, &alice, 2_996 * ONE, 3).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 1_000_000 * ONE);
    close(&mut network, &alice).unwrap();
}

#[test]
fn a_ticket_that_was_paid_or_never_opened_cannot_be_joined() {
    let World { mut network, alice, .. } = pool_of_three();
    network.unstake(&alice, 100 * ONE).unwrap();
    for place in [1, 2, 3, 4, 200, u8::MAX] {
        assert_refused(join(&mut network, &alice, ONE, place), StakingError::NoTicketToJoin);
    }
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_refused(join(&mut network, &alice, ONE, 0), StakingError::NoTicketToJoin);
    assert_eq!(network.record_of(&alice).shares, 2_900 * ONE);
}

#[test]
fn a_ticket_that_would_exceed_a_u64_is_not_joined() {
    let World { mut network, alice, .. } = pool_of_three();
    change_record(&mut network, &alice, |record| {
        record.tickets[0] = Ticket { amount: u64::MAX, claimable_from: 0 };
    });
    assert_refused(join(&mut network, &alice, ONE, 0), StakingError::MathOverflow);
}

#[test]
fn what_holds_for_an_unstake_holds_for_one_that_joins() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.unstake(&alice, ONE).unwrap();
    network.unstake(&operator, ONE).unwrap();
    assert_refused(join(&mut network, &alice, 2_999 * ONE + 1, 0), StakingError::NotEnoughShares);
    assert_refused(join(&mut network, &alice, 0, 0), StakingError::NothingToUnstake);
    // 1,000 is the operator's minimum.
    assert_refused(join(&mut network, &operator, 1_000 * ONE, 0), StakingError::OperatorStakeBelowMinimum);
    lock(&mut network, &alice, SHORTEST_LOCK).unwrap();
    assert_refused(join(&mut network, &alice, 1, 0), StakingError::SharesLocked);
    halt_pool(&mut network, &operator);
    assert_refused(join(&mut network, &operator, 1, 0), StakingError::OperatorHalted);
}
