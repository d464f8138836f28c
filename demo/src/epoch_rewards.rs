//! The rewards of one epoch on disk: the CSV that the tree is built from, and the tree file that the proofs come from.

use std::fs::File;
use std::path::{Path, PathBuf};

use anchor_lang::prelude::Pubkey;
use anyhow::{ensure, Context, Result};
use inference_staking_client::address::program_id;
use inference_staking_rewards::{
    read_rewards_csv, read_tree_file, sample_rewards, write_rewards_csv_file, write_tree_file, RewardRow, RewardsTree,
    Totals,
};

use crate::amount::{grouped, units};
use crate::bad_input::BadInput;
use crate::emission;
use crate::expected::LeafAmounts;

/// Rewards that were read from a CSV file, and whose sum is what the schedule issues.
pub struct EpochRewards {
    pub epoch: u64,
    pub csv: PathBuf,
    /// Rows in the order of the file.
    pub rows: Vec<RewardRow>,
    /// Sums over the rows, added up here.
    pub total: LeafAmounts,
}

impl EpochRewards {
    /// Makes up rewards of `pools` that sum to the epoch's emission and `usdc`, writes them to `csv`, and reads them back.
    ///
    /// # Errors
    /// If the file cannot be written or does not hold what was written.
    pub fn generate(csv: &Path, epoch: u64, pools: &[Pubkey], usdc: u64, seed: u64) -> Result<Self> {
        let totals = Totals { rewards: u64::try_from(emission::of_epoch(epoch))?, usdc };
        let rows = sample_rewards(pools, totals, seed).context("cannot make up rewards")?;
        write_rewards_csv_file(csv, &rows).with_context(|| format!("cannot write {}", csv.display()))?;
        let read = Self::read(csv, epoch)?;
        ensure!(read.rows == rows, "{} does not hold the rewards that were written into it", csv.display());
        ensure!(read.total.usdc == u128::from(usdc), "{} does not sum to the USDC of the epoch", csv.display());
        Ok(read)
    }

    /// Reads a rewards CSV and checks its sum against the schedule.
    ///
    /// # Errors
    /// `BadInput` if the file is not there, not a rewards CSV, or has a wrong sum.
    pub fn read(csv: &Path, epoch: u64) -> Result<Self> {
        let file = File::open(csv).map_err(|error| BadInput(format!("cannot open {}: {error}", csv.display())))?;
        let rows = read_rewards_csv(file).map_err(|error| BadInput(format!("{}: {error}", csv.display())))?;
        let total = LeafAmounts {
            reward: rows.iter().map(|row| u128::from(row.reward)).sum(),
            usdc: rows.iter().map(|row| u128::from(row.usdc)).sum(),
        };
        let emission = emission::of_epoch(epoch);
        if total.reward != emission {
            return Err(BadInput(format!(
                "{}: the rewards sum to {} tokens ({} base units), but the schedule issues exactly {} tokens ({} base \
                 units) in epoch {epoch}, and the network takes no other total: correct the rewards",
                csv.display(),
                units(total.reward),
                grouped(total.reward),
                units(emission),
                grouped(emission),
            ))
            .into());
        }
        Ok(Self { epoch, csv: csv.into(), rows, total })
    }

    /// Builds the tree, writes it to `path`, and reads it back, which computes every number in it anew.
    ///
    /// # Errors
    /// If the file cannot be written, or is not the tree of these rewards.
    pub fn publish_tree(&self, path: &Path) -> Result<RewardsTree> {
        let built = RewardsTree::from_rows(program_id(), self.epoch, self.rows.clone())?;
        write_tree_file(&built, path).with_context(|| format!("cannot write {}", path.display()))?;
        let tree = read_tree_file(path).with_context(|| format!("cannot read {} back", path.display()))?;
        let of_this_epoch = tree.program_id() == program_id() && tree.epoch() == self.epoch;
        ensure!(of_this_epoch, "{} is a tree of another program or epoch", path.display());
        let same_tree = (tree.root(), tree.depth()) == (built.root(), built.depth());
        ensure!(same_tree, "{} is not the tree that was written", path.display());
        let totals = tree.totals();
        ensure!(
            (u128::from(totals.rewards), u128::from(totals.usdc)) == (self.total.reward, self.total.usdc),
            "{} sums to something else than {}",
            path.display(),
            self.csv.display()
        );
        Ok(tree)
    }

    /// What the CSV gives a pool; nothing if it has no row.
    pub fn row_of(&self, pool: &Pubkey) -> LeafAmounts {
        let row = self.rows.iter().find(|row| row.pool == *pool);
        row.map_or(LeafAmounts::default(), |row| LeafAmounts { reward: row.reward.into(), usdc: row.usdc.into() })
    }
}

/// File name of an epoch's tree.
pub fn tree_file_name(epoch: u64) -> String {
    match epoch {
        1 => "tree.json".into(),
        later => format!("tree-epoch-{later}.json"),
    }
}
