//! A schedule that is lowered between a record and its revocation: the epoch issues the same again (SPEC 6.4, SPEC 11).

use inference_staking_client::args;
use inference_staking_client::state::NewEmissionSchedule;
use inference_staking_client::StakingError;
use inference_staking_test_kit::administration::lower;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::assert_state;
use inference_staking_test_kit::world::liabilities;
use inference_staking_test_kit::TestNetwork;

/// 8 % of 1,000,000 in the first epoch, 15 % less of it in each that follows: 80,000, 68,000, 57,800.
fn disinflation(decay: u64) -> NewEmissionSchedule {
    NewEmissionSchedule::Disinflation {
        base_supply: 1_000_000,
        initial_rate: 80_000_000_000_000,
        decay,
        long_term_rate: 0,
        epochs_per_period: 1,
        compounding: false,
        cap: u64::MAX,
    }
}

/// 15 % and 50 %, of 10^15.
const DECAY: u64 = 150_000_000_000_000;
const HALVING: u64 = 500_000_000_000_000;

/// A record of another pool's tree.
fn issuing(total_rewards: u64) -> args::CreateRewardRecord {
    args::CreateRewardRecord { roots: vec![[7; 32]], depths: vec![0], total_rewards, total_usdc: 0 }
}

/// One epoch a period. Epoch 1 has issued what it has to and is claimable, epoch 2 too and can be revoked.
fn two_periods(emission: NewEmissionSchedule, issued: [u64; 2]) -> TestNetwork {
    let mut network = small_network_with(|setup| {
        setup.parameters.challenge_period = 3_600;
        setup.emission = emission;
    });
    network.fund_vaults(1_000_000, 0);
    for (epoch, emission) in (1..).zip(issued) {
        network.pass_time(CHALLENGE);
        network.mark(epoch).unwrap();
        network.publish(epoch, issuing(emission)).unwrap();
    }
    network
}

/// Revoked and committed again, epoch 2 issues `emission`, and nothing else.
fn assert_issues_again(network: &mut TestNetwork, emission: u64, other: u64) {
    let committed = network.overview().unwrap();
    revoke(network, 2).unwrap();
    assert_state(&network.overview().unwrap().emission, &committed.emission);
    refuses(network, StakingError::RewardsNotEmission, |network| network.publish(2, issuing(other)));
    network.publish(2, issuing(emission)).unwrap();
    assert_state(&network.overview().unwrap(), &committed);
}

#[test]
fn an_epoch_of_an_ended_period_issues_the_same_under_a_lower_schedule() {
    let mut network = two_periods(disinflation(DECAY), [80_000, 68_000]);
    // Ahead of epoch 3 the decay becomes a half. Counted from the first epoch, the second would have issued 40,000.
    lower(&mut network, disinflation(HALVING)).unwrap();
    assert_issues_again(&mut network, 68_000, 40_000);
    assert_eq!(liabilities(&mut network), (148_000, 0));
    // A second time too.
    assert_issues_again(&mut network, 68_000, 40_000);
    // The third epoch halves the rate of the second: 34,000.
    network.pass_time(CHALLENGE);
    network.mark(3).unwrap();
    refuses(&mut network, StakingError::RewardsNotEmission, |network| network.publish(3, issuing(57_800)));
    network.publish(3, issuing(34_000)).unwrap();
}

#[test]
fn an_epoch_of_an_ended_period_of_a_table_issues_the_same_under_a_lower_table() {
    let table = |budgets| NewEmissionSchedule::Table { epochs_per_period: 1, budgets };
    let mut network = two_periods(table(vec![400, 300, 200]), [400, 300]);
    lower(&mut network, table(vec![400, 300, 20])).unwrap();
    assert_issues_again(&mut network, 300, 20);
    network.pass_time(CHALLENGE);
    network.mark(3).unwrap();
    network.publish(3, issuing(20)).unwrap();
    assert_eq!(liabilities(&mut network), (720, 0));
}

#[test]
fn the_schedule_is_not_lowered_while_a_revoked_epoch_waits_to_be_committed_again() {
    let mut network = two_periods(disinflation(DECAY), [80_000, 68_000]);
    revoke(&mut network, 2).unwrap();
    refuses(&mut network, StakingError::EmissionChangeNotAtPeriodStart, |network| {
        lower(network, disinflation(HALVING))
    });
    network.publish(2, issuing(68_000)).unwrap();
    lower(&mut network, disinflation(HALVING)).unwrap();
}
