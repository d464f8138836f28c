//! Which schedules may take the place of another: those that can only issue less (SPEC 11).

use inference_staking_math::emission::{Schedule, ScheduleKind, TABLE_PERIODS};

const TABLE: [u64; TABLE_PERIODS] = [50, 40, 30, 20, 10, 0, 0, 0];

/// The ingredients of a disinflating schedule, each of which can be changed.
#[derive(Clone, Copy)]
struct Ingredients {
    base_supply: u64,
    initial_rate: u64,
    decay: u64,
    long_term_rate: u64,
    compounding: bool,
    cap: u64,
}

const OLD: Ingredients =
    Ingredients { base_supply: 1_000, initial_rate: 80, decay: 15, long_term_rate: 10, compounding: true, cap: 500 };

impl Ingredients {
    fn schedule(self) -> Schedule {
        let Self { base_supply, initial_rate, decay, long_term_rate, compounding, cap } = self;
        let kind = ScheduleKind::Disinflation { base_supply, initial_rate, decay, long_term_rate, compounding, cap };
        Schedule { kind, epochs_per_period: 10 }
    }

    fn lowers_old(self) -> bool {
        // From where on does not matter: an ingredient holds in all periods, and no period before may be raised.
        [0, 1, u64::MAX].map(|from| self.schedule().lowers(&OLD.schedule(), from)) == [true; 3]
    }
}

fn table(budgets: [u64; TABLE_PERIODS]) -> Schedule {
    Schedule { kind: ScheduleKind::Table(budgets), epochs_per_period: 10 }
}

#[test]
fn each_ingredient_may_stay_or_fall_but_not_rise() {
    assert!(OLD.lowers_old());
    let lower = [
        Ingredients { base_supply: 999, ..OLD },
        Ingredients { initial_rate: 79, ..OLD },
        Ingredients { decay: 16, ..OLD },
        Ingredients { long_term_rate: 9, ..OLD },
        Ingredients { compounding: false, ..OLD },
        Ingredients { cap: 499, ..OLD },
    ];
    let higher = [
        Ingredients { base_supply: 1_001, ..OLD },
        Ingredients { initial_rate: 81, ..OLD },
        Ingredients { decay: 14, ..OLD },
        Ingredients { long_term_rate: 11, ..OLD },
        Ingredients { cap: 501, ..OLD },
    ];
    for (place, changed) in lower.into_iter().enumerate() {
        assert!(changed.lowers_old(), "lower ingredient {place}");
        assert!(!OLD.schedule().lowers(&changed.schedule(), 0), "ingredient {place}, the other way round");
    }
    for (place, changed) in higher.into_iter().enumerate() {
        assert!(!changed.schedule().lowers(&OLD.schedule(), 0), "higher ingredient {place}");
    }
}

#[test]
fn one_ingredient_that_falls_does_not_pay_for_one_that_rises() {
    let traded = [
        Ingredients { base_supply: 1_001, initial_rate: 0, decay: 100, long_term_rate: 0, compounding: false, cap: 0 },
        Ingredients { base_supply: 0, initial_rate: 81, decay: 100, long_term_rate: 0, compounding: false, cap: 0 },
        Ingredients { base_supply: 0, initial_rate: 0, decay: 14, long_term_rate: 0, compounding: false, cap: 0 },
        Ingredients { base_supply: 0, initial_rate: 0, decay: 100, long_term_rate: 11, compounding: false, cap: 0 },
        Ingredients { base_supply: 0, initial_rate: 0, decay: 100, long_term_rate: 0, compounding: false, cap: 501 },
    ];
    for (place, changed) in traded.into_iter().enumerate() {
        assert!(!changed.schedule().lowers(&OLD.schedule(), 0), "ingredient {place}");
    }
    let not_compounding = Ingredients { compounding: false, ..OLD }.schedule();
    assert!(!Ingredients { base_supply: 0, cap: 0, ..OLD }.schedule().lowers(&not_compounding, 0));
}

#[test]
fn budgets_of_a_table_fall_from_the_period_on_and_stay_before_it() {
    let old = table(TABLE);
    for from in [0, 3, 8] {
        assert!(table(TABLE).lowers(&old, from));
    }
    for (place, from, expected) in
        [(2, 2, true), (2, 1, true), (2, 3, false), (0, 0, true), (0, 1, false), (4, 0, true)]
    {
        let mut budgets = TABLE;
        budgets[place] -= 1;
        assert_eq!(table(budgets).lowers(&old, from), expected, "budget {place} lowered from period {from}");
    }
    for (place, from) in [(2, 0), (2, 2), (2, 3), (7, 0), (7, 8)] {
        let mut budgets = TABLE;
        budgets[place] += 1;
        assert!(!table(budgets).lowers(&old, from), "budget {place} raised from period {from}");
    }
}

#[test]
fn kind_and_period_length_stay() {
    let old = table(TABLE);
    assert!(!OLD.schedule().lowers(&old, 0));
    assert!(!table([0; TABLE_PERIODS]).lowers(&OLD.schedule(), 0));
    for epochs_per_period in [9, 11] {
        assert!(!Schedule { epochs_per_period, ..old }.lowers(&old, 0));
        assert!(!Schedule { epochs_per_period, ..OLD.schedule() }.lowers(&OLD.schedule(), 0));
    }
}
