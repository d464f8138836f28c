//! The epoch that is published next, as the chain has it.

use inference_staking_client::address::PROGRAM_ID;
use inference_staking_rewards::verify::EpochOnChain;

use super::payable::payable_pools;
use crate::failure::{rule, Outcome};
use crate::session::Session;

/// The epoch after the last that has a reward record: what the schedule issues in it, and who can be paid.
///
/// # Errors
/// If the chain cannot be read, or there is no next epoch.
pub async fn next_epoch(session: &mut Session<'_>) -> Outcome<EpochOnChain> {
    let overview = session.overview().await?;
    let epoch = overview.next_record_epoch().map_err(|refusal| rule(refusal.0))?;
    let mut schedule = overview.emission;
    let emission = schedule.advance_to(epoch).map_err(|refusal| rule(refusal.0))?;
    let payable_pools = payable_pools(&session.chain()?, epoch).await?;
    Ok(EpochOnChain { program_id: PROGRAM_ID, epoch, emission, payable_pools })
}
