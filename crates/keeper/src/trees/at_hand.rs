//! The trees of the open epochs that are at hand.

use std::collections::BTreeMap;

use inference_staking_client::state::RewardRecord;
use inference_staking_rewards::{EpochTrees, RewardsTree};

use super::fault::TreeFault;
use super::on_chain::commitment;
use super::source::TreeSource;
use super::{folder, service};

/// The trees of several epochs. An epoch without a tree of its record has, in its place, what is wrong with the first that was refused.
#[derive(Debug, Default)]
pub struct Trees {
    epochs: BTreeMap<u64, Result<EpochTrees, TreeFault>>,
}

impl Trees {
    /// The trees of an epoch, or what is wrong with them; `None` if none was looked for.
    pub fn of(&self, epoch: u64) -> Option<Result<&EpochTrees, &TreeFault>> {
        self.epochs.get(&epoch).map(Result::as_ref)
    }

    /// The tree of a root.
    pub fn tree(&self, epoch: u64, root_index: u8) -> Option<&RewardsTree> {
        self.of(epoch)?.ok()?.tree(root_index)
    }

    /// Puts the trees of an epoch in place.
    pub fn insert(&mut self, epoch: u64, trees: Result<EpochTrees, TreeFault>) {
        self.epochs.insert(epoch, trees);
    }

    /// Reads the trees of the records that it does not have yet; drops those of epochs that are open no more.
    pub async fn load(&mut self, source: &TreeSource, records: &BTreeMap<u64, RewardRecord>) {
        self.epochs.retain(|epoch, trees| {
            let record = records.get(epoch);
            record.is_some_and(|record| trees.as_ref().is_ok_and(|trees| trees.are_all_of(&commitment(record))))
        });
        let wanted = |record: &&RewardRecord| record.root_count > 0 && !self.epochs.contains_key(&record.epoch);
        let missing: Vec<RewardRecord> = records.values().filter(wanted).copied().collect();
        if missing.is_empty() {
            return;
        }
        let loaded = match source {
            TreeSource::Folder(folder) => folder::load(folder, &missing).await,
            TreeSource::Service(url) => service::load(url, &missing).await,
        };
        self.epochs.extend(loaded);
    }
}
