//! What epochs issue (SPEC 11). The schedule is that of the pool overview; its rolling state is the period that is looked at.

use anchor_lang::AnchorDeserialize;
use inference_staking::error::{Checked, Refusal, StakingError};
use inference_staking::state::{EmissionSchedule, NewEmissionSchedule};

use crate::memory::{refusal, Memory};

/// Takes the schedule at `emission_schedule`, as `create_pool_overview` would, and gives its first period.
#[no_mangle]
pub extern "C" fn new_schedule() -> u32 {
    refusal(|memory| {
        let schedule = NewEmissionSchedule::deserialize(&mut memory.schedule.as_slice());
        // Whoever wrote bytes that are none gets the error of one that issues nothing.
        let schedule = schedule.map_err(|_| Refusal(StakingError::EmissionPeriodEmpty))?;
        memory.overview.emission = EmissionSchedule::new(&schedule)?;
        give_period(memory)
    })
}

/// Gives the period that is looked at.
#[no_mangle]
pub extern "C" fn current_period() -> u32 {
    refusal(give_period)
}

/// Goes on to the next period, and gives it.
#[no_mangle]
pub extern "C" fn next_period() -> u32 {
    refusal(|memory| {
        let emission = &mut memory.overview.emission;
        let next = emission.schedule().next_period(&emission.period())?;
        emission.set_period(&next);
        give_period(memory)
    })
}

/// Gives the period that an epoch belongs to.
#[no_mangle]
pub extern "C" fn period_of(epoch: u64) -> u32 {
    refusal(|memory| {
        let period = memory.overview.emission.schedule().period_of(epoch)?;
        memory.give([period]);
        Ok(())
    })
}

/// Gives what an epoch of the period that is looked at issues.
#[no_mangle]
pub extern "C" fn emission(epoch: u64) -> u32 {
    refusal(|memory| {
        let emission = &memory.overview.emission;
        let issued = emission.schedule().emission(&emission.period(), epoch)?;
        memory.give([issued]);
        Ok(())
    })
}

/// Number, rate, base units issued before and budget; in two words, the lower first, the supply; and whether there is one, which a table has not.
fn give_period(memory: &mut Memory) -> Checked<()> {
    let emission = &memory.overview.emission;
    let (schedule, period) = (emission.schedule(), emission.period());
    let supply = schedule.supply(period.issued_before);
    memory.give([period.index, period.rate, period.issued_before, period.budget, 0, 0, u64::from(supply.is_some())]);
    memory.give_wide(4, supply.unwrap_or(0));
    Ok(())
}
