//! Every error can be met, and says its own thing.

use std::collections::BTreeSet;
use std::error::Error;

use inference_staking_math::emission::{Period, Schedule, ScheduleKind, RATE_ONE};
use inference_staking_math::shares::PoolShares;
use inference_staking_math::usdc_index::UsdcIndex;
use inference_staking_math::MathError;

fn table(budgets: [u64; 8], epochs_per_period: u64) -> Schedule {
    Schedule { kind: ScheduleKind::Table(budgets), epochs_per_period }
}

/// Each error as the crate reports it, with the start of its message.
fn met() -> [(Option<MathError>, MathError, &'static str); 8] {
    let pool = PoolShares { total_staked: 5, total_shares: 4 };
    let too_fast = Schedule {
        kind: ScheduleKind::Disinflation {
            base_supply: 1,
            initial_rate: RATE_ONE + 1,
            decay: 0,
            long_term_rate: 0,
            compounding: false,
            cap: 1,
        },
        epochs_per_period: 1,
    };
    let first = Period { index: 0, rate: 0, issued_before: 0, budget: 1 };
    [
        (UsdcIndex { cumulative: 0, remainder: 0 }.advance(1, 0).err(), MathError::Overflow, "a result does not fit"),
        (pool.deposit(1).err(), MathError::DepositBuysNoShare, "the amount buys no share"),
        (pool.withdraw(0).err(), MathError::SharesWorthNothing, "the shares are worth no token"),
        (pool.withdraw(5).err(), MathError::NotEnoughShares, "more shares are burnt"),
        (too_fast.validate().err(), MathError::EmissionRateOutOfRange, "initial rate and decay"),
        (table([0; 8], 0).validate().err(), MathError::EmissionPeriodEmpty, "a period has at least one epoch"),
        (table([u64::MAX; 8], 1).validate().err(), MathError::EmissionTotalTooLarge, "the table's budgets sum"),
        (
            table([1; 8], 1).emission(&first, 2).err(),
            MathError::EpochOutsidePeriod,
            "the epoch is not in the current period",
        ),
    ]
}

#[test]
fn every_error_is_met_with_its_own_message() {
    for (actual, expected, message) in met() {
        assert_eq!(actual, Some(expected));
        assert!(expected.to_string().starts_with(message), "{expected:?} says {expected}");
    }
    let messages: BTreeSet<String> = met().iter().map(|(_, error, _)| error.to_string()).collect();
    assert_eq!(messages.len(), met().len());
}

#[test]
fn error_can_travel_as_a_standard_error() {
    let boxed: Box<dyn Error> = Box::new(MathError::Overflow);
    assert_eq!(boxed.to_string(), "a result does not fit its type");
}
