//! Tables of the end state, which is read from the chain and was compared before.

mod costs;
mod parameters;
mod parties;
mod pools;
mod solvency;

use anyhow::Result;

use crate::demo::Demo;
use crate::epoch_rewards::EpochRewards;

pub use parameters::parameters;

/// Prints every table of the end.
///
/// # Errors
/// If a sum does not add up.
pub fn end(demo: &mut Demo, rewards: [&EpochRewards; 2]) -> Result<()> {
    demo.output.heading("What everybody has");
    parties::print(demo)?;
    pools::print(demo)?;
    demo.output.heading("What it cost");
    costs::print(demo);
    demo.output.heading("What the program refused");
    costs::print_refusals(demo);
    demo.output.heading("Does it add up?");
    solvency::print(demo, rewards)
}
