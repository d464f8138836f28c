//! One epoch: entry closes, the record is published, and the pools accrue.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use inference_staking_client::{args, instruction as ix, StakingError};
use inference_staking_rewards::RewardsTree;
use solana_signer::Signer;

use crate::amount::{grouped, units};
use crate::commands::Spoken;
use crate::demo::{ExpectedRecord, Stage, CHALLENGE_PERIOD};
use crate::epoch_rewards::{leaf_proof, tree_file_name, EpochRewards};
use crate::members::Actor;

/// Transactions a second that the keeper may send, and how many at a time.
const KEEPER: [&str; 4] = ["--rate", "500", "--in-flight", "12"];

/// Somebody whose attempts must be refused: the first delegator of the first pool.
pub const PRESUMPTUOUS: Actor = Actor { pool: 0, member: 1 };

impl Stage {
    /// Closes entry into the pools.
    pub fn finalize(&mut self, epoch: u64) -> Result<()> {
        let authority = self.network.local.roles.reward_authority.insecure_clone();
        self.say(&Spoken::new("reward-authority", &authority, ["epoch", "mark", &epoch.to_string()]))?;
        let stake = self.presumption(["stake"], Some("1"));
        self.attempt("stake while an epoch is finalizing", &stake, StakingError::EpochFinalizing)
    }

    /// A command about its pool that somebody says too early.
    pub(crate) fn presumption<const N: usize>(&self, command: [&str; N], amount: Option<&str>) -> Spoken {
        let words = self.to_pool(PRESUMPTUOUS, command).into_iter().chain(amount.map(String::from));
        Spoken::new(&self.name(PRESUMPTUOUS), &self.wallet(PRESUMPTUOUS), words)
    }

    /// Publishes an epoch's record, waits for the challenge period, and accrues every pool on stage.
    pub fn pay(&mut self, rewards: &EpochRewards, tree: &RewardsTree) -> Result<()> {
        self.fund_vaults(rewards.total)?;
        self.publish(rewards, tree)?;
        let epoch = rewards.epoch;
        let accrual = self.accrual(0, epoch);
        self.attempt("accrue during the challenge period", &accrual, StakingError::RecordNotClaimable)?;
        self.network.pass_time(CHALLENGE_PERIOD)?;

        let mut forged = leaf_proof(tree, &self.cast[0].address)?;
        forged.reward += 1;
        let forged = self.accrue_instruction(0, epoch, forged);
        let what = "accrue one unit more than the leaf says";
        self.attempt_past_the_command_line(what, forged, &[], StakingError::ProofMismatch)?;
        self.accrue(0, rewards)?;
        self.attempt("accrue the same leaf twice", &accrual, StakingError::EpochAlreadyAccrued)?;
        self.keeper_accrues(rewards)?;
        self.narrator.say(&format!(
            "        Epoch {epoch}: a record with one root for {} leaves (depth {}) commits {} tokens and {} USDC.
        \
             All {} pools accrue: one by itself, the others by the keeper with proofs from the tree file.",
            grouped(rewards.rows.len() as u128),
            tree.depth(),
            units(rewards.total.reward),
            units(rewards.total.usdc),
            grouped((self.cast.len() + self.crowd.len()) as u128),
        ));
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
        self.keeper_says(&["rewards", "tables", "create", "--tables", &tables.to_string_lossy()])
    }

    fn tables_file(&self) -> PathBuf {
        self.trees.join("lookup-tables.txt")
    }

    fn keeper_says(&mut self, words: &[&str]) -> Result<()> {
        let began = Instant::now();
        let spoken = Spoken::new("payer", &self.network.local.roles.payer, words.iter().copied());
        self.show(&spoken);
        let summary = self.narrator.silently(|| self.network.say(&spoken))?;
        for line in summary.lines().filter(|line| !line.is_empty()) {
            self.narrator.say(&format!("            {line}"));
        }
        self.narrator.say(&format!("            in {:.1} s", began.elapsed().as_secs_f64()));
        Ok(())
    }

    /// The keeper brings every other pool its leaf, and every one is compared.
    fn keeper_accrues(&mut self, rewards: &EpochRewards) -> Result<()> {
        let (trees, tables) = (self.trees.clone(), self.tables_file());
        let (trees, tables) = (trees.to_string_lossy(), tables.to_string_lossy());
        self.keeper_says(&[&["rewards", "accrue", "--trees", &trees, "--tables", &tables], &KEEPER[..]].concat())?;
        for pool in 1..self.cast.len() {
            self.leaf_is_paid(pool, rewards)?;
            self.check_pool(pool)?;
        }
        self.crowd_is_paid(rewards)?;
        self.check_crowd()?;
        self.check_network()
    }

    fn publish(&mut self, rewards: &EpochRewards, tree: &RewardsTree) -> Result<()> {
        let tree_file = self.trees.join(tree_file_name(rewards.epoch));
        let epoch = rewards.epoch;
        let authority = self.network.local.roles.reward_authority.insecure_clone();
        let record = |total_rewards: u128| -> Result<_> {
            let (total_rewards, total_usdc) = (u64::try_from(total_rewards)?, u64::try_from(rewards.total.usdc)?);
            let args = args::CreateRewardRecord {
                roots: vec![tree.root()],
                depths: vec![u16::from(tree.depth())],
                total_rewards,
                total_usdc,
            };
            let payer = self.network.local.roles.payer.pubkey();
            let accounts = ix::create_reward_record_accounts(payer, authority.pubkey(), epoch);
            Ok(ix::create_reward_record(accounts, args))
        };
        let too_little = record(rewards.total.reward - 1)?;
        let what = "publish one unit less than the schedule issues";
        self.attempt_past_the_command_line(what, too_little, &[&authority], StakingError::RewardsNotEmission)?;
        let file = tree_file.to_string_lossy();
        self.say(&Spoken::new("reward-authority", &authority, ["epoch", "publish", &file]))?;
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
