//! Records that have expired: anyone may close them, and what remains in them returns to the pot.

use inference_staking_client::intent::{reclaim_record, Plan};
use inference_staking_client::rpc::{Connection, ReadError};

/// Epochs that are read at a time.
const EPOCHS_PER_READ: usize = 100;

/// Finds expired records, and remembers up to which epoch there are none.
#[derive(Debug, Default)]
pub(super) struct ExpiredRecords {
    reclaimed_until: u64,
}

impl ExpiredRecords {
    /// The epochs whose records have expired, with the plans that reclaim them; none while accrual is halted, when nothing is reclaimed
    /// (SPEC 6.7).
    pub(super) async fn find(&mut self, connection: &Connection) -> Result<Vec<(u64, Plan)>, ReadError> {
        let overview = connection.overview().await?;
        if overview.require_accrual_not_halted().is_err() {
            return Ok(Vec::new());
        }
        let last = overview.last_expired_epoch(connection.now().await?);
        let epochs: Vec<u64> = (self.reclaimed_until.saturating_add(1)..=last).collect();
        let mut reclaims = Vec::new();
        for chunk in epochs.chunks(EPOCHS_PER_READ) {
            let records = connection.reward_records(chunk).await?;
            for (epoch, record) in chunk.iter().zip(records) {
                match record {
                    Some(record) => reclaims.push((*epoch, reclaim_record(&record))),
                    None if reclaims.is_empty() => self.reclaimed_until = *epoch,
                    None => {}
                }
            }
        }
        Ok(reclaims)
    }
}

/// Whether each of these epochs' records is there.
pub(super) async fn unreclaimed(connection: &Connection, epochs: Vec<u64>) -> Result<Vec<bool>, ReadError> {
    let records = connection.reward_records(&epochs).await?;
    Ok(records.iter().map(Option::is_some).collect())
}
