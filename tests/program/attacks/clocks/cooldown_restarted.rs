//! Unstake restarts the clock of what is already waiting.

use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::{instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE, START_TIME};
use inference_staking_localnet::Chain;
use inference_staking_test_kit::assert_refused;
use solana_signer::Signer;

use crate::world::*;

#[test]
fn another_unstake_does_not_restart_what_is_waiting() {
    let World { mut network, alice, .. } = pool_of_three();
    // 1,000 on day 0, one unit on days 3 and 6.
    network.unstake(&alice, 1_000 * ONE).unwrap();
    for _ in 0..2 {
        network.pass_time(3 * DAY);
        network.unstake(&alice, 1).unwrap();
    }
    let waiting = network.record_of(&alice).tickets.map(|ticket| (ticket.amount, ticket.claimable_from - START_TIME));
    assert_eq!(waiting[..3], [(1_000 * ONE, 7 * DAY), (1, 10 * DAY), (1, 13 * DAY)]);

    // One second early nothing, then each on its own day.
    network.chain.set_time(START_TIME + 7 * DAY - 1);
    assert_refused(network.claim_unstake(&alice), StakingError::NothingToClaim);
    for (day, tokens) in [(7, 998_000 * ONE), (10, 998_000 * ONE + 1), (13, 998_000 * ONE + 2)] {
        network.chain.set_time(START_TIME + day * DAY);
        network.claim_unstake(&alice).unwrap();
        assert_eq!(network.tokens_of(&alice), tokens);
    }
}

#[test]
fn a_fifth_unstake_is_refused_and_merges_into_no_ticket() {
    let World { mut network, alice, .. } = pool_of_three();
    for _ in 0..4 {
        network.unstake(&alice, 100 * ONE).unwrap();
        network.pass_time(DAY);
    }
    refuses_instruction(&mut network, StakingError::NoFreeTicket, ix::unstake(alice.record, 1), &[&alice.wallet]);
    network.chain.set_time(START_TIME + 7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 997_100 * ONE);
    // Its place is free again; the other three still mature on days 8 to 10.
    network.unstake(&alice, 1).unwrap();
    network.chain.set_time(START_TIME + 10 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 997_400 * ONE);
}

#[test]
fn only_the_ticket_that_an_unstake_names_waits_longer() {
    let World { mut network, alice, bob, .. } = pool_of_three();
    for _ in 0..4 {
        network.unstake(&alice, 100 * ONE).unwrap();
        network.pass_time(DAY);
    }
    // Nobody else joins it.
    let mut joining = ix::unstake_joining(alice.record, 1, 3);
    joining.accounts[0].pubkey = bob.key();
    refuses_instruction(&mut network, StakingError::NotRecordOwner, joining, &[&bob.wallet]);
    network.send(&[ix::unstake_joining(alice.record, 1, 3)], &[&alice.wallet]).unwrap();
    let waiting = network.record_of(&alice).tickets.map(|ticket| (ticket.amount, ticket.claimable_from - START_TIME));
    let hundred = 100 * ONE;
    assert_eq!(waiting, [(hundred, 7 * DAY), (hundred, 8 * DAY), (hundred, 9 * DAY), (hundred + 1, 11 * DAY)]);
}

#[test]
fn nobody_else_can_open_tickets_in_a_record() {
    let World { mut network, alice, bob, .. } = pool_of_three();
    let mut instruction = ix::unstake(alice.record, 1);
    instruction.accounts[0].pubkey = bob.key();
    refuses_instruction(&mut network, StakingError::NotRecordOwner, instruction, &[&bob.wallet]);
}

#[test]
fn a_longer_delay_and_a_cancelled_neighbour_leave_a_ticket_as_it_is() {
    let World { mut network, alice, .. } = pool_of_three();
    network.unstake(&alice, 1_000 * ONE).unwrap();
    network.unstake(&alice, 500 * ONE).unwrap();
    network.pass_time(6 * DAY);
    let admin = network.program_admin.insecure_clone();
    let ninety_days = UpdatePoolOverviewArgs { delegator_unstake_delay: Some(90 * 86_400), ..Default::default() };
    network.send(&[ix::update_pool_overview(admin.pubkey(), ninety_days)], &[&admin]).unwrap();
    let cancel = ix::cancel_unstake(alice.record, 1);
    network.send(&[cancel], &[&alice.wallet]).unwrap();
    network.unstake(&alice, 1).unwrap();

    network.pass_time(DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 998_000 * ONE);
    // Day 6 + 90 for the one that came after the change; 3,000 - 1,500 - 1 unit are staked, and the 500 are activating.
    assert_eq!(
        network.record_of(&alice).tickets.iter().map(|ticket| ticket.claimable_from).max(),
        Some(START_TIME + 96 * DAY)
    );
    let record = network.record_of(&alice);
    assert_eq!((record.shares, record.activating), (1_500 * ONE - 1, 500 * ONE));
}
