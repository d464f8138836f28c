//! The rewards CSV `pool,reward,usdc` (SPEC 14).

use std::{
    io::{self, Read, Write},
    path::Path,
};

use solana_pubkey::Pubkey;

use crate::reward_row::{Amount, RewardRow, Totals, TotalsOverflow};
use crate::{
    atomic_file::write_atomically,
    pool_csv::{amount, CsvError, CsvFault, PoolCsv, PoolRow},
};

/// The rows of a rewards CSV `pool,reward,usdc`, read one by one. Amounts are base units as decimal integers.
pub type RewardsCsv<R> = PoolCsv<R, RewardRow>;

impl PoolRow for RewardRow {
    const HEADER: &'static str = "pool,reward,usdc";

    type Totals = Totals;

    fn parse(pool: Pubkey, reward: &str, usdc: &str) -> Result<Self, CsvFault> {
        Ok(Self { pool, reward: amount(Amount::Reward.name(), reward)?, usdc: amount(Amount::Usdc.name(), usdc)? })
    }

    fn pool(&self) -> Pubkey {
        self.pool
    }

    fn add_to(&self, totals: Totals) -> Result<Totals, CsvFault> {
        totals.with(self).map_err(|TotalsOverflow { amount }| CsvFault::SumOverflow { column: amount.name() })
    }
}

/// Reads a whole rewards CSV, rows in the order of the file. See [`PoolCsv`] for what is taken.
///
/// # Errors
///
/// The first fault in the file, with its line: see [`CsvFault`].
pub fn read_rewards_csv<R: Read>(input: R) -> Result<Vec<RewardRow>, CsvError> {
    RewardsCsv::new(input)?.collect()
}

/// Writes the rows as a rewards CSV, in their order. Checks nothing: a reader does.
///
/// # Errors
///
/// Those of `out`.
pub fn write_rewards_csv<W: Write>(out: W, rows: &[RewardRow]) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(RewardRow::HEADER.split(','))?;
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
