//! The emission schedule (SPEC 11), computed anew from its first period each time it is asked.

use num_bigint::BigUint;
use num_traits::ToPrimitive;

use crate::broken::Broken;
use crate::rule::Rule;

/// `R`: a rate of one.
const R: u64 = 1_000_000_000_000_000;

/// A schedule as an admin gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// `N`.
    pub epochs_per_period: u64,
    /// How budgets follow.
    pub kind: Kind,
}

/// How budgets follow.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in SPEC 11")]
pub enum Kind {
    Disinflation { base_supply: u64, initial_rate: u64, decay: u64, long_term_rate: u64, compounding: bool, cap: u64 },
    Table(Vec<u64>),
}

/// A schedule and the period from which it counts. The first one counts from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InForce {
    /// First period.
    pub from_period: u64,
    /// The schedule.
    pub schedule: Schedule,
}

impl Schedule {
    /// Notes what is wrong with it on its own.
    pub fn note_broken(&self, broken: &mut Broken) {
        broken.unless(self.epochs_per_period > 0, Rule::PeriodLength);
        match &self.kind {
            Kind::Disinflation { initial_rate, decay, long_term_rate, .. } => {
                let in_range = *initial_rate <= R && *decay <= R && long_term_rate <= initial_rate;
                broken.unless(in_range, Rule::Rates);
            }
            Kind::Table(budgets) => {
                broken.unless(budgets.len() <= 8, Rule::TableLength);
                let total: u128 = budgets.iter().map(|budget| u128::from(*budget)).sum();
                broken.unless(total <= u128::from(u64::MAX), Rule::TableTotal);
            }
        }
    }

    /// Whether it lowers `old` from period `from` on: nothing greater, and the past unchanged.
    pub fn lowers(&self, old: &Schedule, from: u64) -> bool {
        let same_periods = self.epochs_per_period == old.epochs_per_period;
        same_periods
            && match (&self.kind, &old.kind) {
                (Kind::Table(new), Kind::Table(old)) => (0..8).all(|y| {
                    let (new, old) = (new.get(y).unwrap_or(&0), old.get(y).unwrap_or(&0));
                    new == old || (new < old && y as u64 >= from)
                }),
                (Kind::Disinflation { .. }, Kind::Disinflation { .. }) => self.parts_at_most(old),
                _ => false,
            }
    }

    fn parts_at_most(&self, other: &Schedule) -> bool {
        let parts = |kind: &Kind| match kind {
            Kind::Disinflation { base_supply, initial_rate, decay, long_term_rate, compounding, cap } => {
                vec![
                    *base_supply,
                    *initial_rate,
                    R.saturating_sub(*decay),
                    *long_term_rate,
                    u64::from(*compounding),
                    *cap,
                ]
            }
            Kind::Table(budgets) => budgets.clone(),
        };
        parts(&self.kind).iter().zip(&parts(&other.kind)).all(|(new, old)| new <= old)
    }
}

/// What `epoch` issues under the schedules that were in force, base units.
pub fn emission(history: &[InForce], epoch: u64) -> u64 {
    let Some(n) = history.first().map(|first| first.schedule.epochs_per_period) else { return 0 };
    let period = (epoch - 1) / n;
    let place = (epoch - 1) % n;
    let budget = budget_of(history, period);
    budget / n + u64::from(place < budget % n)
}

/// `budget_y`, walking from period 0.
pub fn budget_of(history: &[InForce], y: u64) -> u64 {
    let mut rate = BigUint::ZERO;
    let mut issued = BigUint::ZERO;
    let mut budget = BigUint::ZERO;
    for period in 0..=y {
        issued += &budget;
        let mut counts = history.iter().filter(|in_force| in_force.from_period <= period);
        let Some(in_force) = counts.next_back() else { return 0 };
        budget = match &in_force.schedule.kind {
            Kind::Table(budgets) => BigUint::from(budgets.get(period as usize).copied().unwrap_or(0)),
            Kind::Disinflation { base_supply, initial_rate, decay, long_term_rate, compounding, cap } => {
                rate = if period == 0 {
                    BigUint::from(*initial_rate)
                } else {
                    BigUint::from(*long_term_rate).max(&rate * (R - decay) / R)
                };
                let supply =
                    if *compounding { BigUint::from(*base_supply) + &issued } else { BigUint::from(*base_supply) };
                let cap = BigUint::from(*cap);
                let left = if cap > issued { cap - &issued } else { BigUint::ZERO };
                (supply * &rate / R).min(left)
            }
        };
    }
    budget.to_u64().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(compounding: bool) -> Vec<InForce> {
        let kind = Kind::Disinflation {
            base_supply: 1_000_000,
            initial_rate: 80_000_000_000_000,
            decay: 150_000_000_000_000,
            long_term_rate: 15_000_000_000_000,
            compounding,
            cap: u64::MAX,
        };
        vec![InForce { from_period: 0, schedule: Schedule { epochs_per_period: 10, kind } }]
    }

    /// SPEC 16.
    #[test]
    fn budgets_are_those_of_the_published_vectors() {
        let budgets: Vec<u64> = (0..13).map(|y| budget_of(&published(false), y)).collect();
        let expected = [80000, 68000, 57800, 49130, 41760, 35496, 30171, 25646, 21799, 18529, 15749, 15000, 15000];
        assert_eq!(budgets, expected);
        let period_5: Vec<u64> = (51..=60).map(|epoch| emission(&published(false), epoch)).collect();
        assert_eq!(period_5, [3550, 3550, 3550, 3550, 3550, 3550, 3549, 3549, 3549, 3549]);
    }

    /// SPEC 16: supplies 1000000, 1080000, 1153440, 1220108, 1280051, 1333506, 1380840.
    #[test]
    fn compounding_grows_the_supply_as_published() {
        let supplies = [1_000_000u64, 1_080_000, 1_153_440, 1_220_108, 1_280_051, 1_333_506, 1_380_840];
        for (y, pair) in supplies.windows(2).enumerate() {
            assert_eq!(budget_of(&published(true), y as u64), pair[1] - pair[0]);
        }
    }
}
