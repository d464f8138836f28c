//! `epoch accrue`: one pool's leaf against its own proof.

use std::path::PathBuf;

use anchor_lang::prelude::Pubkey;
use clap::Args;
use inference_staking_client::instruction::LeafProof;
use inference_staking_client::intent;
use inference_staking_rewards::read_tree_file;

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
        let proof = tree.proof(&self.pool).ok_or_else(|| {
            Failure::bad_input(format!("{place}: there is no leaf of pool {}: bypass the epoch instead", self.pool))
        })?;
        session.begin().await?;
        let chain = session.chain()?;
        let epoch = tree.epoch();
        let record = chain.reward_record(epoch).await?;
        let record = record.ok_or_else(|| Failure::refused(format!("epoch {epoch} has no reward record")))?;
        let is_root = |index: &u8| record.root(*index).is_ok_and(|(root, _)| *root == tree.root());
        let root_index = (0..record.root_count).find(is_root).ok_or_else(|| {
            Failure::bad_input(format!(
                "{place}: its root is none of the roots of epoch {epoch}'s record: it is not the tree \
                                        that was published"
            ))
        })?;
        let leaf = LeafProof {
            root_index,
            leaf_index: proof.leaf_index,
            reward: proof.reward,
            usdc: proof.usdc,
            proof: proof.siblings,
        };
        let plan = intent::accrue_leaf(&chain, self.pool, epoch, leaf).await?;
        session.carry_out(plan).await
    }
}
