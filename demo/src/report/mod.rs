//! What the audience takes home: tables of the end state, which is read from the chain and was compared before.

mod costs;
mod parameters;
mod parties;
mod pools;
mod solvency;

use anyhow::Result;

use crate::demo::Stage;
use crate::epoch_rewards::EpochRewards;

pub use parameters::parameters;

/// Prints every table of the end.
///
/// # Errors
/// If a sum does not add up.
pub fn end(stage: &mut Stage, rewards: [&EpochRewards; 2]) -> Result<()> {
    stage.narrator.heading("What everybody has");
    parties::print(stage)?;
    pools::print(stage)?;
    stage.narrator.heading("What it cost");
    costs::print(stage);
    stage.narrator.heading("What the program refused");
    costs::print_refusals(stage);
    stage.narrator.heading("Does it add up?");
    solvency::print(stage, rewards)
}
