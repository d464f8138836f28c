//! What issuance means for those who stake and those who do not (SPEC 11).
//!
//! `inflation` is `I`, the issuance of an interval over the supply at its start; `staked` is `P`, the staked fraction at its
//! start; `to_stakers` is `f`, the fraction of the issuance that goes to stakers. All are fractions, 0.08 for 8 %. What does not
//! go to stakers counts as un-staked, and in nobody's dilution.

/// Seconds of a year: 365 days.
pub const YEAR: u64 = 31_536_000;

/// `I f / P`: what a staked token earns in the interval.
pub fn staking_yield(inflation: f64, staked: f64, to_stakers: f64) -> f64 {
    inflation * to_stakers / staked
}

/// What is left of a yield for a delegator whose operator keeps `commission` of every reward.
pub fn after_commission(staking_yield: f64, commission: f64) -> f64 {
    staking_yield * (1.0 - commission)
}

/// `-I / (1 + I)`: how the part of the supply that somebody holds without staking it changes.
pub fn unstaked_dilution(inflation: f64) -> f64 {
    -inflation / (1.0 + inflation)
}

/// `(1 + yield) / (1 + I) - 1`: how the part of the supply that somebody stakes changes, if the rewards are kept.
pub fn adjusted_yield(inflation: f64, staking_yield: f64) -> f64 {
    (staking_yield - inflation) / (1.0 + inflation)
}

/// `P' = (P + f I) / (1 + I)`: the staked fraction afterwards, if all rewards are staked.
pub fn staked_after(inflation: f64, staked: f64, to_stakers: f64) -> f64 {
    (staked + to_stakers * inflation) / (1.0 + inflation)
}

/// `P / (f - P)`: by how much more un-staked tokens lose than staked ones gain. Undefined for `P >= f`, where those who stake
/// gain nothing.
pub fn dilution_ratio(staked: f64, to_stakers: f64) -> Option<f64> {
    (staked < to_stakers).then(|| staked / (to_stakers - staked))
}

/// `(1 + I)^(year / interval) - 1`: growth that goes on for a year, each time on what has grown.
pub fn annual_compounded(growth: f64, seconds: u64) -> f64 {
    (growth.ln_1p() * intervals_in_a_year(seconds)).exp_m1()
}

/// `I x year / interval`: the same without compounding.
pub fn annual_simple(growth: f64, seconds: u64) -> f64 {
    growth * intervals_in_a_year(seconds)
}

fn intervals_in_a_year(seconds: u64) -> f64 {
    YEAR as f64 / seconds as f64
}
