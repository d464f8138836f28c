//! Closes the tables: deactivates them, and once they have cooled down takes their rent back.

use std::path::Path;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::intent::lookup_tables;
use inference_staking_client::rpc::{Connection, LookupTable, ReadError, LOOKUP_TABLE_COOLDOWN_BLOCKS};
use solana_signer::Signer;

use crate::errands::Errands;
use crate::error::KeeperError;
use crate::options::Options;
use crate::schedule::Reason;
use crate::tables::{file, TableSource};

/// How far the closing is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClosedTables {
    /// Tables deactivated now: no transaction uses them any more.
    pub deactivated: u64,
    /// Tables closed now, with their rent returned to the signer.
    pub closed: u64,
    /// Tables that are still there.
    pub left: u64,
    /// Blocks until the last of those that are deactivated can be closed.
    pub closable_in: Option<u64>,
    /// Why the last transaction that failed did.
    pub last_failure: Option<String>,
}

/// Takes the next step of closing with every table of the signer: deactivates those that are active, closes those that have
/// cooled down. To be called again until none is left.
///
/// # Errors
/// If the file or the chain cannot be read beforehand. What could not be sent, or written into the file, stands in the result.
pub async fn close_tables<S: Signer + Sync + ?Sized>(
    connection: &Connection,
    signer: &S,
    file: Option<&Path>,
    options: &Options,
) -> Result<ClosedTables, KeeperError> {
    let authority = signer.pubkey();
    let source = TableSource { file: file.map(Path::to_path_buf), authority: Some(authority) };
    let reading = async {
        let recent = connection.recent_slots().await.map_err(KeeperError::Read)?;
        Ok((recent, source.find(connection).await?))
    };
    let (recent, mut tables) = options.stop.bounded(reading).await.unwrap_or(Err(KeeperError::Stopped))?;
    tables.retain(|table| table.authority == Some(authority));
    let due = |table: &&LookupTable| table.closable_in(&recent).is_none_or(|blocks| blocks == 0);
    let due: Vec<&LookupTable> = tables.iter().filter(due).collect();
    let step = |table: &&LookupTable| match table.deactivated_at {
        None => lookup_tables::deactivate(authority, table.address),
        Some(_) => lookup_tables::close(authority, table.address),
    };
    let errands = Errands::new(connection, signer, options);
    let what = "a lookup table transaction";
    let mut done = errands.run(what, due.iter().map(step).collect()).await;
    let untried = count(due.len()).saturating_sub(done.sent()).saturating_sub(done.failed);
    if untried > 0 {
        done.last_failure.get_or_insert_with(|| Reason::Stopped.to_string());
    }
    // What is taken out of the file is found no more: a node's word alone is not enough.
    let shown = errands.shown(what, &mut done, &due, |stepped| undone(connection, stepped)).await;
    errands.finish();
    let went = |places: &[usize], deactivated: bool| -> Vec<Pubkey> {
        let stepped = places.iter().filter_map(|place| due.get(*place));
        stepped.filter(|table| table.deactivated_at.is_some() == deactivated).map(|table| table.address).collect()
    };
    let (deactivated, closed) = (went(&done.landed, false), went(&done.landed, true));
    let forgotten = file.map_or(Ok(()), |path| forget(path, &went(&shown, true)));
    let cooling = tables.iter().filter_map(|table| table.closable_in(&recent)).filter(|blocks| *blocks > 0).max();
    let fresh = (!deactivated.is_empty()).then_some(LOOKUP_TABLE_COOLDOWN_BLOCKS);
    Ok(ClosedTables {
        deactivated: count(deactivated.len()),
        closed: count(closed.len()),
        left: count(tables.len().saturating_sub(closed.len())),
        closable_in: cooling.max(fresh),
        last_failure: forgotten.err().map(|error| error.to_string()).or(done.last_failure),
    })
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

/// Whether the step of each of these tables is still to do: one that was active to be deactivated, the others to be closed.
async fn undone(connection: &Connection, stepped: Vec<&LookupTable>) -> Result<Vec<bool>, ReadError> {
    let addresses: Vec<_> = stepped.iter().map(|table| table.address).collect();
    let now = connection.lookup_tables(&addresses).await?;
    let is_undone = |(before, now): (&&LookupTable, Option<LookupTable>)| match before.deactivated_at {
        // It cannot be gone yet.
        None => now.is_none_or(|now| now.deactivated_at.is_none()),
        Some(_) => now.is_some(),
    };
    Ok(stepped.iter().zip(now).map(is_undone).collect())
}

/// Takes tables out of the file.
fn forget(path: &Path, closed: &[Pubkey]) -> Result<(), KeeperError> {
    let mut rest = file::read(path)?;
    rest.retain(|table| !closed.contains(table));
    file::write(path, &rest)
}
