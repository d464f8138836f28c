//! The schedule of a network, with the epochs that have passed.

use inference_staking_simulator::{Course, PassedEpoch, PastSources};

use super::Origin;
use crate::failure::{Failure, Outcome};
use crate::session::Session;
use crate::show;

/// Reads the schedule in force, its period, and the records that still exist.
pub async fn read(session: &mut Session<'_>) -> Outcome<Origin> {
    const ELSE: &str = "; or give a schedule: a file with [emission], or --emission and its parts";
    let overview = session.overview().await.map_err(|failure| failure.but(ELSE))?;
    let epochs: Vec<u64> = (1..=overview.completed_reward_epoch).collect();
    let records = session.chain()?.reward_records(&epochs).await?;
    let passed = records.into_iter().flatten().map(|record| PassedEpoch {
        epoch: record.epoch,
        period: record.period.into(),
        issued: record.total_rewards,
    });
    let (schedule, period) = (overview.emission.schedule(), overview.emission.period());
    let passed: Vec<_> = passed.collect();
    let (course, sources) =
        Course::of_network(schedule, period, overview.completed_reward_epoch, &passed).map_err(Failure::refused)?;
    tell(session, sources);
    let shown = show::emission(&overview.emission);
    Ok(Origin { course, decimals: overview.stake_decimals, shown, is_network: true })
}

/// Says what of the past is not known from records.
fn tell(session: &mut Session<'_>, sources: PastSources) {
    let PastSources { from_schedule, from_totals, .. } = sources;
    if from_schedule > 0 {
        session.note(&format!(
            "{from_schedule} epochs that have passed have no record any more: they are taken from the schedule, as if none of them had \
             been published without rewards"
        ));
    }
    if from_totals > 0 {
        session.warn(&format!(
            "{from_totals} epochs have no record any more and came before the schedule was lowered: what they issued together is \
             known, and shown evenly"
        ));
    }
}
