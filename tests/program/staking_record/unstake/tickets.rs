//! SPEC 9: every unstake has its own ticket and its own time.

use inference_staking_client::state::Ticket;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE, START_TIME};
use inference_staking_localnet::{Chain, NetworkSetup};
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};

use crate::staking_record::world::*;

const FREE: Ticket = Ticket { amount: 0, claimable_from: 0 };

fn tickets(network: &mut TestNetwork, staker: &Staker) -> [Ticket; 4] {
    network.record_of(staker).tickets
}

fn ticket(amount: u64, claimable_from: i64) -> Ticket {
    Ticket { amount, claimable_from }
}

#[test]
fn four_tickets_stand_side_by_side_and_a_fifth_is_refused() {
    let World { mut network, alice, .. } = pool_of_three();
    for tokens in 1..=4 {
        network.unstake(&alice, tokens * ONE).unwrap();
        network.pass_time(DAY);
    }
    let from = START_TIME + 7 * DAY;
    let open = [
        ticket(ONE, from),
        ticket(2 * ONE, from + DAY),
        ticket(3 * ONE, from + 2 * DAY),
        ticket(4 * ONE, from + 3 * DAY),
    ];
    assert_eq!(tickets(&mut network, &alice), open);
    let pool_before = network.pool_of(&alice);
    assert_refused(network.unstake(&alice, ONE), StakingError::NoFreeTicket);
    assert_eq!(tickets(&mut network, &alice), open);
    assert_state(&network.pool_of(&alice), &pool_before);
    assert_eq!((pool_before.total_unstaking, network.record_of(&alice).shares), (10 * ONE, 2_990 * ONE));
}

#[test]
fn a_later_unstake_does_not_restart_an_earlier_one() {
    let World { mut network, alice, .. } = pool_of_three();
    network.unstake(&alice, 100 * ONE).unwrap();
    network.pass_time(7 * DAY - 1);
    network.unstake(&alice, 200 * ONE).unwrap();
    network.pass_time(1);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 997_100 * ONE);
    assert_eq!(tickets(&mut network, &alice), [FREE, ticket(200 * ONE, START_TIME + 14 * DAY - 1), FREE, FREE]);
}

#[test]
fn a_claim_pays_all_matured_tickets_and_no_other() {
    let World { mut network, alice, .. } = pool_of_three();
    for days in [0, 1, 1, 1] {
        network.pass_time(days * DAY);
        network.unstake(&alice, 10 * ONE).unwrap();
    }
    // Opened on days 0, 1, 2 and 3; on day 9 the first three have matured.
    network.pass_time(6 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 997_030 * ONE);
    assert_eq!(network.pool_of(&alice).total_unstaking, 10 * ONE);
    let last = ticket(10 * ONE, START_TIME + 10 * DAY);
    assert_eq!(tickets(&mut network, &alice), [FREE, FREE, FREE, last]);
}

#[test]
fn a_claim_frees_the_places_of_what_it_paid_and_the_first_free_place_is_taken() {
    let World { mut network, alice, .. } = pool_of_three();
    for _ in 0..4 {
        network.unstake(&alice, 10 * ONE).unwrap();
        network.pass_time(DAY);
    }
    // Day 8: the tickets of days 0 and 1 have matured.
    network.pass_time(4 * DAY);
    network.claim_unstake(&alice).unwrap();
    network.unstake(&alice, 20 * ONE).unwrap();
    let executed = network.unstake(&alice, 30 * ONE).unwrap();
    assert_eq!(only_event::<inference_staking_client::events::Unstaked>(&executed).ticket, 1);
    let from = START_TIME + 15 * DAY;
    let open = [
        ticket(20 * ONE, from),
        ticket(30 * ONE, from),
        ticket(10 * ONE, START_TIME + 9 * DAY),
        ticket(10 * ONE, START_TIME + 10 * DAY),
    ];
    assert_eq!(tickets(&mut network, &alice), open);
    assert_refused(network.unstake(&alice, 1), StakingError::NoFreeTicket);
}

#[test]
fn a_changed_delay_holds_for_new_tickets_only() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.unstake(&alice, 10 * ONE).unwrap();
    network.unstake(&operator, 10 * ONE).unwrap();
    change_overview(&mut network, |overview| {
        overview.delegator_unstake_delay = 30 * 86_400;
        overview.operator_unstake_delay = 40 * 86_400;
    });
    network.unstake(&alice, 20 * ONE).unwrap();
    network.unstake(&operator, 20 * ONE).unwrap();
    change_overview(&mut network, |overview| {
        overview.delegator_unstake_delay = 86_400;
        overview.operator_unstake_delay = 2 * 86_400;
    });
    network.unstake(&alice, 30 * ONE).unwrap();
    network.unstake(&operator, 30 * ONE).unwrap();
    let opened = |tokens: u64, days: i64| ticket(tokens * ONE, START_TIME + days * DAY);
    assert_eq!(tickets(&mut network, &alice), [opened(10, 7), opened(20, 30), opened(30, 1), FREE]);
    assert_eq!(tickets(&mut network, &operator), [opened(10, 14), opened(20, 40), opened(30, 2), FREE]);
    // The shorter delay does not shorten the older tickets.
    network.pass_time(DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(tickets(&mut network, &alice), [opened(10, 7), opened(20, 30), FREE, FREE]);
}

#[test]
fn a_ticket_matures_to_the_second() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.unstake(&alice, 10 * ONE).unwrap();
    network.unstake(&operator, 10 * ONE).unwrap();
    network.pass_time(7 * DAY - 1);
    assert_refused(network.claim_unstake(&alice), StakingError::NothingToClaim);
    network.pass_time(1);
    network.claim_unstake(&alice).unwrap();
    network.pass_time(7 * DAY - 1);
    assert_refused(network.claim_unstake(&operator), StakingError::NothingToClaim);
    network.pass_time(1);
    network.claim_unstake(&operator).unwrap();
    assert_eq!((network.tokens_of(&alice), network.tokens_of(&operator)), (997_010 * ONE, 998_010 * ONE));
}

#[test]
fn tokens_in_cooldown_earn_nothing() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    pay_pool(&mut network, &operator, 1, 7_000 * ONE, 700 * ONE);
    assert_eq!(tickets(&mut network, &alice)[0].amount, 3_000 * ONE);
    assert_eq!(network.pool_of(&alice).total_unstaking, 3_000 * ONE);
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 1_000_000 * ONE);
    assert_refused(network.claim_usdc(&alice), StakingError::NoUsdcToClaim);
}

#[test]
fn on_a_chain_whose_clock_starts_at_zero_a_ticket_without_delay_is_still_a_ticket() {
    let mut setup = NetworkSetup::default();
    setup.parameters.min_epoch_length = 0;
    setup.parameters.delegator_unstake_delay = 0;
    let mut network = TestNetwork::start_with(&setup);
    let operator = network.operator("operator", 2_000 * ONE);
    let alice = network.delegator("alice", &operator);
    network.buy_shares(&alice, 100 * ONE).unwrap();
    network.chain.set_time(0);
    for tokens in 1..=4 {
        network.unstake(&alice, tokens * ONE).unwrap();
    }
    let open = [ticket(ONE, 0), ticket(2 * ONE, 0), ticket(3 * ONE, 0), ticket(4 * ONE, 0)];
    assert_eq!(tickets(&mut network, &alice), open);
    assert_refused(network.unstake(&alice, ONE), StakingError::NoFreeTicket);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 999_910 * ONE);
    assert_refused(network.claim_unstake(&alice), StakingError::NothingToClaim);
}

#[test]
fn a_clock_that_steps_back_makes_a_ticket_wait_and_loses_nothing() {
    let World { mut network, alice, .. } = pool_of_three();
    network.unstake(&alice, 10 * ONE).unwrap();
    network.chain.set_time(-5);
    assert_refused(network.claim_unstake(&alice), StakingError::NothingToClaim);
    network.unstake(&alice, 20 * ONE).unwrap();
    let open = [ticket(10 * ONE, START_TIME + 7 * DAY), ticket(20 * ONE, 7 * DAY - 5), FREE, FREE];
    assert_eq!(tickets(&mut network, &alice), open);
    network.chain.set_time(START_TIME + 7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 997_030 * ONE);
}
