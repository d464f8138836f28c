//! What an emission schedule means (SPEC 11 and 14): inflation, supply, staking yields and dilution.
//!
//! [`Simulation::run`] goes through a [`Course`], a schedule and what has passed of it, epoch by epoch and in the program's own
//! integers; [`Simulation::intervals`] takes epochs together and says what they come to, in the interval and in a year;
//! [`Curve`] holds the integers against the schedule in real numbers; [`figures`] are the eight plots as data, which [`plot`] draws and
//! [`export`] writes. No chain, no files.
//!
//! ```
//! use inference_staking_math::emission::{Schedule, ScheduleKind, RATE_ONE};
//! use inference_staking_simulator::{Assumptions, By, Course, Simulation, USUAL_EPOCH_SECONDS};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let percent = RATE_ONE / 100;
//! let kind = ScheduleKind::Disinflation {
//!     base_supply: 1_000_000,
//!     initial_rate: 8 * percent,
//!     decay: 15 * percent,
//!     long_term_rate: 15 * percent / 10,
//!     compounding: true,
//!     cap: u64::MAX,
//! };
//! let course = Course::new(Schedule { kind, epochs_per_period: 365 })?;
//! let assumptions = Assumptions {
//!     starting_supply: 1_000_000,
//!     epoch_seconds: USUAL_EPOCH_SECONDS,
//!     staked: 0.6,
//!     is_restaking: false,
//!     to_stakers: 1.0,
//!     burnt_per_year: 0,
//!     commission: 0.0,
//!     epochs: 3_650,
//! };
//! let years = Simulation::run(&course, assumptions)?.intervals(By::Year);
//! let first = years.first().ok_or("ten years have a first one")?;
//! assert_eq!(first.supply_after, 1_080_000);
//! assert!((first.in_interval.staking_yield - 0.08 / 0.6).abs() < 1e-15);
//! # Ok(())
//! # }
//! ```

mod assumptions;
mod course;
mod curve;
pub mod economics;
mod error;
pub mod export;
mod figure;
mod interval;
pub mod plot;
mod ranges;
mod simulation;

pub use assumptions::{Assumptions, MOST_EPOCHS, USUAL_EPOCH_SECONDS};
pub use course::{Course, PassedEpoch, PastSources};
pub use curve::{Curve, CurvePoint, Difference, Differences};
pub use error::SimulationError;
pub use figure::{figures, Axis, Band, Dot, Figure, Labels, Line, Mark, Panel, Stroke};
pub use interval::{By, Interval, Rates};
pub use ranges::{Envelope, Parameter, Ranges, RateRange};
pub use simulation::{Epoch, Simulation};
