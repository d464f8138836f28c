//! When the schedule can be lowered (SPEC 11): only before the first epoch of a period, and not while one is
//! being finalized.

use inference_staking_client::events::PoolOverviewUpdated;
use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::state::NewEmissionSchedule;
use inference_staking_client::StakingError::*;
use inference_staking_test_kit::administration::*;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::states::{change_overview, only_event};
use inference_staking_test_kit::TestNetwork;
use solana_signer::Signer;

fn table(epochs_per_period: u64, budgets: &[u64]) -> NewEmissionSchedule {
    NewEmissionSchedule::Table { epochs_per_period, budgets: budgets.to_vec() }
}

/// 100, 80 and 60 base units in periods of 2 epochs, with a challenge period of an hour.
fn three_periods_of_two() -> TestNetwork {
    let mut network = network_issuing(table(2, &[100, 80, 60]), 1_000);
    let hour = UpdatePoolOverviewArgs { challenge_period: Some(3_600), ..Default::default() };
    update(&mut network, hour).unwrap();
    network
}

fn revoke(network: &mut TestNetwork, epoch: u64) {
    let (authority, payer) = (network.halt_authority.insecure_clone(), network.payer.pubkey());
    network.send(&[ix::revoke_reward_record(authority.pubkey(), epoch, payer)], &[&authority]).unwrap();
}

#[test]
fn the_schedule_is_lowered_before_a_period_begins_and_not_within_it() {
    let mut network = three_periods_of_two();
    let lowered = |coming: [u64; 3]| table(2, &coming);
    lower(&mut network, lowered([98, 78, 58])).unwrap();
    publish_each(&mut network, 1, &[49]);
    refuses(&mut network, EmissionChangeNotAtPeriodStart, |network| lower(network, lowered([98, 76, 56])));
    publish_each(&mut network, 2, &[49]);
    lower(&mut network, lowered([98, 76, 56])).unwrap();
    publish_each(&mut network, 3, &[38]);
    refuses(&mut network, EmissionChangeNotAtPeriodStart, |network| lower(network, lowered([98, 76, 54])));
    publish_each(&mut network, 4, &[38]);
    lower(&mut network, lowered([98, 76, 54])).unwrap();
    publish_each(&mut network, 5, &[27, 27]);
}

#[test]
fn a_period_of_three_epochs_has_one_place_for_a_change() {
    let mut network = network_issuing(table(3, &[9, 9, 9]), 100);
    for (completed, allowed) in [(0, true), (1, false), (2, false), (3, true), (4, false), (5, false), (6, true)] {
        change_overview(&mut network, |overview| {
            overview.completed_reward_epoch = completed;
            overview.last_finalized_at = 0;
        });
        if allowed {
            lower(&mut network, table(3, &[9, 9, 9])).unwrap();
        } else {
            let same = table(3, &[9, 9, 9]);
            refuses(&mut network, EmissionChangeNotAtPeriodStart, |network| lower(network, same));
        }
    }
}

#[test]
fn with_periods_of_one_epoch_every_epoch_has_a_place_for_a_change() {
    let mut network = network_issuing(table(1, &[10, 10, 10]), 100);
    lower(&mut network, table(1, &[9, 9, 9])).unwrap();
    publish_each(&mut network, 1, &[9]);
    lower(&mut network, table(1, &[9, 8, 8])).unwrap();
    publish_each(&mut network, 2, &[8]);
    lower(&mut network, table(1, &[9, 8, 7])).unwrap();
    publish_each(&mut network, 3, &[7, 0]);
}

#[test]
fn while_an_epoch_is_finalizing_the_schedule_stays() {
    let mut network = three_periods_of_two();
    network.mark(1).unwrap();
    refuses(&mut network, EmissionChangeNotAtPeriodStart, |network| lower(network, table(2, &[90, 80, 60])));
    network.publish(1, totals(1, 50)).unwrap();
    publish_each(&mut network, 2, &[50]);
    network.wait_for_newest_record();
    network.mark(3).unwrap();
    refuses(&mut network, EmissionChangeNotAtPeriodStart, |network| lower(network, table(2, &[100, 70, 60])));
    // Even the same schedule is a change.
    refuses(&mut network, EmissionChangeNotAtPeriodStart, |network| lower(network, table(2, &[100, 80, 60])));
}

#[test]
fn a_revoked_record_leaves_no_place_for_a_change_before_it_is_committed_again() {
    let mut network = three_periods_of_two();
    publish_each(&mut network, 1, &[50, 50, 40]);
    revoke(&mut network, 3);
    // Two epochs are complete, but the third is being finalized.
    refuses(&mut network, EmissionChangeNotAtPeriodStart, |network| lower(network, table(2, &[100, 70, 60])));
    network.publish(3, totals(3, 40)).unwrap();
    refuses(&mut network, EmissionChangeNotAtPeriodStart, |network| lower(network, table(2, &[100, 70, 60])));
}

#[test]
fn the_last_record_of_the_period_before_can_be_revoked_and_committed_again_after_a_change() {
    let mut network = three_periods_of_two();
    publish_each(&mut network, 1, &[50, 50]);
    lower(&mut network, table(2, &[100, 31, 7])).unwrap();
    revoke(&mut network, 2);
    // The period that ended pays what it did, the next one what was lowered.
    network.publish(2, totals(2, 50)).unwrap();
    publish_each(&mut network, 3, &[16, 15, 4, 3, 0]);
}

#[test]
fn the_event_of_a_change_carries_the_schedule() {
    let mut network = three_periods_of_two();
    let executed = lower(&mut network, table(2, &[99])).unwrap();
    let event = only_event::<PoolOverviewUpdated>(&executed);
    assert_eq!((event.emission, event.epoch), (Some(table(2, &[99])), 1));
}

#[test]
fn a_refused_change_refuses_the_whole_update() {
    let mut network = three_periods_of_two();
    let args = UpdatePoolOverviewArgs {
        emission: Some(table(2, &[101, 80, 60])),
        staking_halted: Some(true),
        withdrawals_halted: Some(true),
        registration_fee: Some(3),
        ..Default::default()
    };
    refuses(&mut network, EmissionChangeNotDownwards, |network| update(network, args));
}

#[test]
fn there_is_no_period_after_the_last_epoch_number() {
    let mut network = network_issuing(table(1, &[1]), 10);
    change_overview(&mut network, |overview| overview.completed_reward_epoch = u64::MAX);
    refuses(&mut network, MathOverflow, |network| lower(network, table(1, &[1])));
}
