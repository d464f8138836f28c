//! Epochs taken together: figures of whole intervals, and what they come to in a year.

use crate::assumptions::Assumptions;
use crate::economics::{
    adjusted_yield, after_commission, annual_compounded, annual_simple, dilution_ratio, staking_yield,
    unstaked_dilution, YEAR,
};
use crate::simulation::{Epoch, Simulation};

/// What epochs are taken together by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// Each by itself, from 1.
    Epoch,
    /// The schedule's periods, from 0.
    Period,
    /// Years of 365 days, from 1. An epoch counts to the year in which it begins.
    Year,
    /// The whole horizon, as number 1.
    Whole,
}

/// Rates of an interval, as fractions: 0.08 for 8 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rates {
    /// `I`.
    pub inflation: f64,
    /// Growth of the supply: inflation less what is burnt.
    pub effective_inflation: f64,
    /// `I f / P`, commissions included: what all stakers together get.
    pub staking_yield: f64,
    /// The same of a delegator, whose operator keeps its commission.
    pub delegator_yield: f64,
    /// `-I / (1 + I)`.
    pub unstaked_dilution: f64,
    /// How the stakers' part of the supply changes.
    pub adjusted_staking_yield: f64,
    /// How a delegator's part of the supply changes.
    pub adjusted_delegator_yield: f64,
}

/// Some epochs in a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// Which one.
    pub number: u64,
    /// Its first epoch.
    pub first_epoch: u64,
    /// Its last epoch within the horizon.
    pub last_epoch: u64,
    /// Epochs of it that have passed on the network.
    pub passed_epochs: u64,
    /// How long it takes.
    pub seconds: u64,
    /// Supply at its start, base units.
    pub supply_before: u128,
    /// What it issues, base units.
    pub emission: u128,
    /// What is burnt in it, base units.
    pub burnt: u128,
    /// Supply at its end, base units.
    pub supply_after: u128,
    /// `P`: staked fraction at its start.
    pub staked_before: f64,
    /// Staked fraction at its end.
    pub staked_after: f64,
    /// Of the whole interval.
    pub in_interval: Rates,
    /// Of a year in which it goes on like this, each interval on what the one before has left.
    pub annual_compounded: Rates,
    /// Of such a year without compounding.
    pub annual_simple: Rates,
    /// Un-staked dilution over adjusted staking yield, `P / (f - P)`; the same for the interval and for a year.
    pub dilution_ratio: Option<f64>,
}

impl Simulation {
    /// Its epochs, taken together.
    pub fn intervals(&self, by: By) -> Vec<Interval> {
        let key = |epoch: &Epoch| self.key(by, epoch);
        let groups = self.epochs.chunk_by(|one, next| key(one) == key(next));
        groups.filter_map(|group| Interval::of(key(group.first()?), group, &self.assumptions)).collect()
    }

    fn key(&self, by: By, epoch: &Epoch) -> u64 {
        match by {
            By::Epoch => epoch.number,
            By::Period => epoch.period,
            By::Year => {
                let seconds = epoch.number.saturating_sub(1).saturating_mul(self.assumptions.epoch_seconds);
                seconds.checked_div(YEAR).unwrap_or_default().saturating_add(1)
            }
            By::Whole => 1,
        }
    }
}

impl Interval {
    fn of(number: u64, epochs: &[Epoch], assumptions: &Assumptions) -> Option<Self> {
        let (first, last) = (epochs.first()?, epochs.last()?);
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let seconds = count(epochs.len()).saturating_mul(assumptions.epoch_seconds);
        let emission = epochs.iter().map(|epoch| u128::from(epoch.emission)).sum();
        let burnt = epochs.iter().map(|epoch| epoch.burnt).sum();
        let supply = first.supply_before as f64;
        let inflation = emission as f64 / supply;
        let effective = (emission as f64 - burnt as f64) / supply;
        let rates = |of: fn(f64, u64) -> f64| {
            Rates::new(of(inflation, seconds), of(effective, seconds), first.staked_before, assumptions)
        };
        Some(Self {
            number,
            first_epoch: first.number,
            last_epoch: last.number,
            passed_epochs: count(epochs.iter().filter(|epoch| epoch.has_passed).count()),
            seconds,
            supply_before: first.supply_before,
            emission,
            burnt,
            supply_after: last.supply_after,
            staked_before: first.staked_before,
            staked_after: last.staked_after,
            in_interval: rates(|growth, _| growth),
            annual_compounded: rates(annual_compounded),
            annual_simple: rates(annual_simple),
            dilution_ratio: dilution_ratio(first.staked_before, assumptions.to_stakers),
        })
    }
}

impl Rates {
    /// What follows from the inflation of a time (SPEC 11). Burns enter the effective inflation only.
    fn new(inflation: f64, effective_inflation: f64, staked: f64, assumptions: &Assumptions) -> Self {
        let staking_yield = staking_yield(inflation, staked, assumptions.to_stakers);
        let delegator_yield = after_commission(staking_yield, assumptions.commission);
        Self {
            inflation,
            effective_inflation,
            staking_yield,
            delegator_yield,
            unstaked_dilution: unstaked_dilution(inflation),
            adjusted_staking_yield: adjusted_yield(inflation, staking_yield),
            adjusted_delegator_yield: adjusted_yield(inflation, delegator_yield),
        }
    }
}
