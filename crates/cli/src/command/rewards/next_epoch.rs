//! The epoch that is published next, as the chain has it.

use inference_staking_client::address::program_id;
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
    let chain = session.chain()?;
    let payable_pools = payable_pools(&chain, epoch).await?;
    let held = |amount: Option<u64>, owed: u64| amount.unwrap_or_default().saturating_sub(owed);
    let funds = [
        held(chain.token_balance(&overview.reward_vault).await?, overview.reward_liability),
        held(chain.token_balance(&overview.usdc_vault).await?, overview.usdc_liability),
    ];
    let decimals = session.decimals();
    Ok(EpochOnChain { program_id: program_id(), epoch, emission, payable_pools, funds, decimals })
}
