//! The emission schedule as records must follow it, with the vectors of SPEC 16.

use inference_staking_client::state::NewEmissionSchedule;
use inference_staking_client::{args, StakingError};
use inference_staking_test_kit::epochs::no_roots;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::change_overview;
use inference_staking_test_kit::TestNetwork;

/// 10^15 is 100 %: 8 %, 15 % and 1.5 %.
const INITIAL_RATE: u64 = 80_000_000_000_000;
const DECAY: u64 = 150_000_000_000_000;
const LONG_TERM_RATE: u64 = 15_000_000_000_000;

fn disinflation(base_supply: u64, epochs_per_period: u64, compounding: bool, cap: u64) -> NewEmissionSchedule {
    NewEmissionSchedule::Disinflation {
        base_supply,
        initial_rate: INITIAL_RATE,
        decay: DECAY,
        long_term_rate: LONG_TERM_RATE,
        epochs_per_period,
        compounding,
        cap,
    }
}

fn network_with(emission: NewEmissionSchedule, funds: u64) -> TestNetwork {
    let mut network = small_network_with(|setup| setup.emission = emission);
    network.fund_vaults(funds, 0);
    network
}

fn totals(epoch: u64, total_rewards: u64) -> args::CreateRewardRecord {
    tree_of_another_pool(epoch).record_args(total_rewards, 0)
}

/// Marks the epoch and publishes it with this emission and no other.
fn publish_exactly(network: &mut TestNetwork, epoch: u64, emission: u64) {
    network.mark(epoch).unwrap();
    refuses(network, StakingError::RewardsNotEmission, |network| network.publish(epoch, totals(epoch, emission + 1)));
    if emission > 0 {
        let too_low = totals(epoch, emission - 1);
        refuses(network, StakingError::RewardsNotEmission, |network| network.publish(epoch, too_low));
    }
    network.publish(epoch, totals(epoch, emission)).unwrap();
}

/// Publishes whole periods. Of each: how many epochs pay the first amount, how many then the second.
fn publish_periods(network: &mut TestNetwork, periods: &[[(usize, u64); 2]]) {
    let emissions = periods.iter().flatten().flat_map(|(epochs, amount)| std::iter::repeat_n(*amount, *epochs));
    for (epoch, emission) in (1..).zip(emissions) {
        network.mark(epoch).unwrap();
        network.publish(epoch, totals(epoch, emission)).unwrap();
    }
}

#[test]
fn disinflation_without_compounding_pays_the_vectors_over_thirteen_periods() {
    let mut network = network_with(disinflation(1_000_000, 10, false, u64::MAX), 10_000_000);
    // Budgets 80000, 68000, 57800, 49130, 41760, 35496, 30171, 25646, 21799, 18529, 15749, 15000, 15000: the last digit
    // says how many of the 10 epochs get one more.
    publish_periods(
        &mut network,
        &[
            [(10, 8_000), (0, 0)],
            [(10, 6_800), (0, 0)],
            [(10, 5_780), (0, 0)],
            [(10, 4_913), (0, 0)],
            [(10, 4_176), (0, 0)],
            [(6, 3_550), (4, 3_549)],
            [(1, 3_018), (9, 3_017)],
            [(6, 2_565), (4, 2_564)],
            [(9, 2_180), (1, 2_179)],
            [(9, 1_853), (1, 1_852)],
            [(9, 1_575), (1, 1_574)],
            [(10, 1_500), (0, 0)],
            [(10, 1_500), (0, 0)],
        ],
    );
    // 80000 + 68000 + 57800 + 49130 + 41760 + 35496 + 30171 + 25646 + 21799 + 18529 + 15749 + 15000 + 15000.
    let overview = network.overview().unwrap();
    assert_eq!((overview.completed_reward_epoch, overview.reward_liability), (130, 474_080));
    let emission = overview.emission;
    assert_eq!((emission.period_index, emission.period_rate, emission.period_budget), (12, LONG_TERM_RATE, 15_000));
    assert_eq!(emission.period_issued_before, 459_080);
}

#[test]
fn compounding_disinflation_pays_a_rate_of_what_was_issued_too() {
    let mut network = network_with(disinflation(1_000_000, 4, true, u64::MAX), 10_000_000);
    // Supplies 1000000, 1080000, 1153440, 1220108, 1280051, 1333506, 1380840: budgets are the differences
    // 80000, 73440, 66668, 59943, 53455, 47334, over 4 epochs each.
    publish_periods(
        &mut network,
        &[
            [(4, 20_000), (0, 0)],
            [(4, 18_360), (0, 0)],
            [(4, 16_667), (0, 0)],
            [(3, 14_986), (1, 14_985)],
            [(3, 13_364), (1, 13_363)],
            [(2, 11_834), (2, 11_833)],
        ],
    );
    assert_eq!(network.overview().unwrap().reward_liability, 380_840);
}

#[test]
fn the_cap_ends_disinflation() {
    // Period 0 wants 80,000 and period 1 68,000; 100,003 - 80,000 = 20,003 are left for it, then nothing.
    let mut network = network_with(disinflation(1_000_000, 2, false, 100_003), 1_000_000);
    publish_periods(
        &mut network,
        &[[(2, 40_000), (0, 0)], [(1, 10_002), (1, 10_001)], [(2, 0), (0, 0)], [(2, 0), (0, 0)]],
    );
}

#[test]
fn large_supplies_are_split_to_the_unit() {
    // 8 % of 10^19 over 365 epochs: 2,191,780,821,917,808 and a remainder of 80, so epoch 80 is the last with one more.
    let supply = 10_000_000_000_000_000_000;
    for (completed, emission) in [
        (0, 2_191_780_821_917_809),
        (79, 2_191_780_821_917_809),
        (80, 2_191_780_821_917_808),
        (364, 2_191_780_821_917_808),
    ] {
        let mut network = network_with(disinflation(supply, 365, false, u64::MAX), emission);
        change_overview(&mut network, |overview| overview.completed_reward_epoch = completed);
        publish_exactly(&mut network, completed + 1, emission);
    }
}

#[test]
fn a_table_pays_its_budgets_and_then_nothing() {
    let table = NewEmissionSchedule::Table { epochs_per_period: 3, budgets: vec![500, 401, 30, 0, 7] };
    let mut network = network_with(table, 10_000);
    publish_periods(
        &mut network,
        &[
            [(2, 167), (1, 166)],
            [(2, 134), (1, 133)],
            [(3, 10), (0, 0)],
            [(3, 0), (0, 0)],
            [(1, 3), (2, 2)],
            [(3, 0), (0, 0)],
            [(3, 0), (0, 0)],
            [(3, 0), (0, 0)],
            [(3, 0), (0, 0)],
            [(3, 0), (0, 0)],
        ],
    );
    assert_eq!(network.overview().unwrap().reward_liability, 938);
}

#[test]
fn a_table_of_eight_periods_pays_the_eighth() {
    let table = NewEmissionSchedule::Table { epochs_per_period: 1, budgets: (1..=8).collect() };
    let mut network = network_with(table, 36);
    for epoch in 1..=8 {
        publish_exactly(&mut network, epoch, epoch);
    }
    publish_exactly(&mut network, 9, 0);
}

#[test]
fn epochs_without_roots_move_the_schedule_on_and_what_they_would_pay_is_not_issued_later() {
    let table = NewEmissionSchedule::Table { epochs_per_period: 2, budgets: vec![1_001, 61, 8] };
    let mut network = network_with(table, 10_000);
    // Epochs 1 to 3 without roots: 501 + 500 + 31 are not issued.
    for epoch in 1..=3 {
        network.mark(epoch).unwrap();
        network.publish(epoch, no_roots()).unwrap();
    }
    let emission = network.overview().unwrap().emission;
    assert_eq!((emission.period_index, emission.period_budget, emission.period_issued_before), (1, 61, 1_001));
    publish_exactly(&mut network, 4, 30);
    publish_exactly(&mut network, 5, 4);
}

#[test]
fn disinflation_moves_on_through_epochs_without_roots() {
    let mut network = network_with(disinflation(1_000_000, 1, true, u64::MAX), 1_000_000);
    for epoch in 1..=3 {
        network.mark(epoch).unwrap();
        network.publish(epoch, no_roots()).unwrap();
    }
    publish_exactly(&mut network, 4, 59_943);
}

#[test]
fn a_refused_record_does_not_move_the_schedule() {
    let table = NewEmissionSchedule::Table { epochs_per_period: 1, budgets: vec![5, 6] };
    let mut network = network_with(table, 5);
    publish_exactly(&mut network, 1, 5);
    network.mark(2).unwrap();
    refuses(&mut network, StakingError::RewardVaultUnderfunded, |network| network.publish(2, totals(2, 6)));
    assert_eq!(network.overview().unwrap().emission.period_index, 0);
    network.fund_vaults(6, 0);
    network.publish(2, totals(2, 6)).unwrap();
    assert_eq!(network.overview().unwrap().emission.period_index, 1);
}
