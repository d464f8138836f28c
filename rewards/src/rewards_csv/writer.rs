//! Writing the CSV.

use std::{
    io::{self, Write},
    path::Path,
};

use super::fault::Column;
use crate::{atomic_file::write_atomically, RewardRow};

/// Writes the rows as a rewards CSV, in their order. Checks nothing: a reader does.
///
/// # Errors
///
/// Those of `out`.
pub fn write_rewards_csv<W: Write>(out: W, rows: &[RewardRow]) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(Column::ALL.map(|column| column.to_string()))?;
    for row in rows {
        writer.write_record([row.pool.to_string(), row.reward.to_string(), row.usdc.to_string()])?;
    }
    writer.flush()
}

/// Writes the rows to a rewards CSV file. It appears whole or not at all, and replaces what was there.
///
/// # Errors
///
/// Those of the file system. Nothing is left behind then.
pub fn write_rewards_csv_file(path: &Path, rows: &[RewardRow]) -> io::Result<()> {
    write_atomically(path, |out| write_rewards_csv(out, rows))
}
