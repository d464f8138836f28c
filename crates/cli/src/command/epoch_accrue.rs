//! `epoch accrue`: one pool's leaf against its own proof.

use std::path::PathBuf;

use anchor_lang::prelude::Pubkey;
use clap::Args;
use inference_staking_client::intent;
use inference_staking_keeper::trees::{commitment, leaf_proof};
use inference_staking_rewards::{read_tree_file, EpochTrees};

use crate::failure::{Failure, Outcome};
use crate::input::parse_pubkey;
use crate::session::Session;

/// Arguments of `epoch accrue`.
#[derive(Args, Debug)]
pub struct AccrueOne {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
    /// Tree file of the epoch
    #[arg(value_name = "TREE_FILE")]
    tree: PathBuf,
}

impl AccrueOne {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let place = self.tree.display().to_string();
        let tree = read_tree_file(&self.tree).map_err(|error| Failure::bad_input(format!("{place}: {error}")))?;
        let epoch = tree.epoch();
        // A bypass would skip an epoch that pays the pool out of another tree.
        let no_leaf = || {
            Failure::bad_input(format!(
                "{place}: there is no leaf of pool {}: name the file of the epoch that has one (with several roots each pool has \
                 its leaf in one of them); only if none has, bypass the epoch",
                self.pool
            ))
        };
        tree.leaf_index(&self.pool).ok_or_else(no_leaf)?;
        session.begin().await?;
        let chain = session.chain()?;
        let record = chain.reward_record(epoch).await?;
        let record = record.ok_or_else(|| Failure::refused(format!("epoch {epoch} has no reward record")))?;
        let mut trees = EpochTrees::default();
        let inserted = trees.insert(&commitment(&record), tree);
        inserted.map_err(|error| Failure::bad_input(format!("{place} {error}")))?;
        let leaf = leaf_proof(&trees, &self.pool).ok_or_else(no_leaf)?;
        let plan = intent::accrue_leaf(&chain, self.pool, epoch, leaf).await?;
        session.carry_out(plan).await
    }
}
