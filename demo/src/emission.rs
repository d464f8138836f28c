//! The schedule of the demo, and what it issues by the formulas of SPEC 11.

use inference_staking_client::state::NewEmissionSchedule;

/// 1,000,000,000 tokens with 6 decimals.
const BASE_SUPPLY: u64 = 1_000_000_000_000_000;
/// 8 %, 15 % and 1.5 % of one = 10^15.
const INITIAL_RATE: u64 = 80_000_000_000_000;
const DECAY: u64 = 150_000_000_000_000;
const LONG_TERM_RATE: u64 = 15_000_000_000_000;
const RATE_ONE: u128 = 1_000_000_000_000_000;
/// Epochs of a day, periods of a year.
pub const EPOCHS_PER_PERIOD: u64 = 365;
/// Never more than another 1,000,000,000 tokens.
const CAP: u64 = 1_000_000_000_000_000;

/// What the network is created with.
pub fn schedule() -> NewEmissionSchedule {
    NewEmissionSchedule::Disinflation {
        base_supply: BASE_SUPPLY,
        initial_rate: INITIAL_RATE,
        decay: DECAY,
        long_term_rate: LONG_TERM_RATE,
        epochs_per_period: EPOCHS_PER_PERIOD,
        compounding: true,
        cap: CAP,
    }
}

/// What the first period issues, in base units: `min(floor(B r0 / R), cap)`.
pub fn first_budget() -> u128 {
    (u128::from(BASE_SUPPLY) * u128::from(INITIAL_RATE) / RATE_ONE).min(u128::from(CAP))
}

/// What an epoch of the first period issues: `floor(budget / N)`, one more in the first `budget mod N` epochs.
pub fn of_epoch(epoch: u64) -> u128 {
    let n = u128::from(EPOCHS_PER_PERIOD);
    first_budget() / n + u128::from(u128::from(epoch - 1) < first_budget() % n)
}

/// The schedule in words.
pub fn in_words() -> String {
    "8 % of 1,000,000,000 tokens a year, 15 % less each year down to 1.5 %, compounding".into()
}
