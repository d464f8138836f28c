//! One epoch: nothing becomes shares any more, the record is published, and the pools accrue.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result};
use inference_staking_client::intent::{self, Publication};
use inference_staking_client::StakingError;
use inference_staking_rewards::RewardsTree;
use solana_signer::Signer;

use crate::amount::{grouped, units};
use crate::commands::Command;
use crate::demo::{Demo, ExpectedRecord};
use crate::epoch_rewards::{tree_file_name, EpochRewards};
use crate::parameters::CHALLENGE_PERIOD;
use crate::participants::MemberId;

/// Transactions a second that the keeper may send, and how many at a time. It activates nothing: in which order deposits become
/// shares decides about single units, and the model has to know it.
const KEEPER: [&str; 5] = ["--rate", "500", "--in-flight", "12", "--no-activation"];

/// Somebody whose attempts must be refused: the first delegator of the first pool.
pub const HASTY: MemberId = MemberId { pool: 0, member: 1 };

impl Demo {
    /// From now on nothing becomes shares until the pools have passed the epoch. Deposits are taken.
    pub fn finalize(&mut self, epoch: u64) -> Result<()> {
        let authority = self.network.local.roles.reward_authority.insecure_clone();
        self.run(&Command::new("reward-authority", &authority, ["epoch", "mark", &epoch.to_string()]))?;
        self.attempt_to_activate("activate while an epoch is finalizing", HASTY, StakingError::PoolBehind)
    }

    /// A command about its pool that somebody gives too early.
    pub(crate) fn too_early<const N: usize>(&self, command: [&str; N]) -> Command {
        Command::new(&self.name(HASTY), &self.wallet(HASTY), self.to_pool(HASTY, command))
    }

    /// Publishes an epoch's record, waits for the challenge period, and accrues every pool.
    pub fn pay(&mut self, rewards: &EpochRewards, tree: &RewardsTree) -> Result<()> {
        self.fund_vaults(rewards.total)?;
        self.publish(rewards, tree)?;
        let epoch = rewards.epoch;
        let accrual = self.accrual(0, epoch);
        self.attempt("accrue during the challenge period", &accrual, StakingError::RecordNotClaimable)?;
        self.network.pass_time(CHALLENGE_PERIOD)?;

        let mut forged = self.network.leaf_proof(tree, &self.followed[0].address)?;
        forged.reward += 1;
        let forged = intent::accrue_leaf(&self.network.connection, self.followed[0].address, epoch, forged);
        let forged = self.network.runtime.block_on(forged);
        let what = "accrue one unit more than the leaf says";
        self.attempt_past_the_command_line(what, forged, &[], StakingError::ProofMismatch)?;
        self.accrue(0, rewards)?;
        self.attempt("accrue the same leaf twice", &accrual, StakingError::EpochAlreadyAccrued)?;
        self.keeper_accrues(rewards)?;
        self.output.line(&format!(
            "        Epoch {epoch}: a record with one root for {} leaves (depth {}) commits {} tokens and {} USDC.
        \
             All {} pools accrue: one by itself, the others by the keeper with proofs from the tree file.",
            grouped(rewards.rows.len() as u128),
            tree.depth(),
            units(rewards.total.reward),
            units(rewards.total.usdc),
            grouped((self.followed.len() + self.others.len()) as u128),
        ));
        Ok(())
    }

    /// Anyone brings the pool its leaf.
    pub fn accrue(&mut self, pool: usize, rewards: &EpochRewards) -> Result<()> {
        let command = self.accrual(pool, rewards.epoch);
        self.show(&command);
        for receipt in self.network.run_at_once(&[command], || self.output.step("accrue_reward"))? {
            self.count(&["accrue_reward"], &receipt);
        }
        self.leaf_is_paid(pool, rewards)?;
        self.check_pool(pool)?;
        self.check_network()
    }

    /// The command that brings a pool its leaf.
    fn accrual(&self, pool: usize, epoch: u64) -> Command {
        let (pool, tree) = (self.followed[pool].address.to_string(), self.trees.join(tree_file_name(epoch)));
        let words = ["epoch", "accrue", &pool, &tree.to_string_lossy()].map(String::from);
        Command::new("payer", &self.network.local.roles.payer, words)
    }

    /// What a pool's leaf changes: the amounts come from the CSV, not from the tree.
    pub(crate) fn leaf_is_paid(&mut self, pool: usize, rewards: &EpochRewards) -> Result<()> {
        let accrued = self.pools[pool].accrue(rewards.row_of(&self.followed[pool].address))?;
        let record = self.records.last_mut().context("no epoch was published")?;
        record.remaining.reward -= accrued.from_record.reward;
        record.remaining.usdc -= accrued.from_record.usdc;
        record.accrued_leaves += 1;
        Ok(())
    }

    /// The keeper makes lookup tables of all pools, with which more of them fit a transaction.
    ///
    /// # Errors
    /// If the chain refuses.
    pub fn keeper_prepares(&mut self) -> Result<()> {
        let tables = self.tables_file();
        // Those of an earlier run are on a chain that is gone.
        std::fs::remove_file(&tables).or_else(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Ok(()),
            _ => Err(error),
        })?;
        self.keeper_runs(&["rewards", "tables", "create", "--tables", &tables.to_string_lossy()])
    }

    fn tables_file(&self) -> PathBuf {
        self.trees.join("lookup-tables.txt")
    }

    fn keeper_runs(&mut self, words: &[&str]) -> Result<()> {
        let began = Instant::now();
        let command = Command::new("payer", &self.network.local.roles.payer, words.iter().copied());
        self.show(&command);
        self.output.busy("the keeper is at work");
        let summary = self.output.silently(|| self.network.run(&command))?;
        for line in summary.lines().filter(|line| !line.is_empty()) {
            self.output.line(&format!("            {line}"));
        }
        self.output.line(&format!("            in {:.1} s", began.elapsed().as_secs_f64()));
        Ok(())
    }

    /// The keeper brings every other pool its leaf, and every one is compared.
    fn keeper_accrues(&mut self, rewards: &EpochRewards) -> Result<()> {
        let (trees, tables) = (self.trees.clone(), self.tables_file());
        let (trees, tables) = (trees.to_string_lossy(), tables.to_string_lossy());
        self.keeper_runs(&[&["rewards", "accrue", "--trees", &trees, "--tables", &tables], &KEEPER[..]].concat())?;
        for pool in 1..self.followed.len() {
            self.leaf_is_paid(pool, rewards)?;
            self.check_pool(pool)?;
        }
        self.others_are_paid(rewards)?;
        self.check_others()?;
        self.check_network()
    }

    fn publish(&mut self, rewards: &EpochRewards, tree: &RewardsTree) -> Result<()> {
        let tree_file = self.trees.join(tree_file_name(rewards.epoch));
        let epoch = rewards.epoch;
        let authority = self.network.local.roles.reward_authority.insecure_clone();
        let too_little = Publication {
            roots: vec![(tree.root(), tree.depth())],
            total_rewards: u64::try_from(rewards.total.reward - 1)?,
            total_usdc: u64::try_from(rewards.total.usdc)?,
            emission: u64::try_from(rewards.total.reward)?,
        };
        let payer = self.network.local.roles.payer.pubkey();
        let too_little = Ok(intent::publish_epoch(payer, authority.pubkey(), epoch, &too_little));
        let what = "publish one unit less than the schedule issues";
        self.attempt_past_the_command_line(what, too_little, &[&authority], StakingError::RewardsNotEmission)?;
        let file = tree_file.to_string_lossy();
        self.run(&Command::new("reward-authority", &authority, ["rewards", "publish", &file]))?;
        self.vaults.liability.reward += rewards.total.reward;
        self.vaults.liability.usdc += rewards.total.usdc;
        self.records.push(ExpectedRecord {
            total: rewards.total,
            remaining: rewards.total,
            accrued_leaves: 0,
            root: tree.root(),
            depth: tree.depth(),
        });
        self.check_network()
    }
}
