//! The trees of the open epochs: read from a folder or a service, and checked against the records on chain.

mod fault;
mod folder;
mod proofs;
mod service;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address::PROGRAM_ID;
use inference_staking_client::state::RewardRecord;
use inference_staking_rewards::RewardsTree;

pub use fault::TreeFault;

/// Where tree files come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TreeSource {
    /// All `*.json` files of a folder.
    Folder(PathBuf),
    /// Base URL of `rewards serve`.
    Service(String),
}

/// A tree and where it comes from.
#[derive(Debug)]
pub struct NamedTree {
    /// File name or URL.
    pub name: String,
    /// The tree.
    pub tree: RewardsTree,
}

/// The trees of one epoch that are at hand, each with the index of its root in the record.
#[derive(Clone, Debug, Default)]
pub struct EpochTrees {
    trees: BTreeMap<u8, Arc<RewardsTree>>,
}

/// Where a pool's leaf stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeafPlace {
    /// Which of the record's roots.
    pub root_index: u8,
    /// Place in the tree.
    pub leaf_index: u32,
}

impl EpochTrees {
    /// Takes the trees of an epoch, if every one has a root of the record.
    ///
    /// # Errors
    /// The first tree of another program, epoch or root.
    pub fn new(record: &RewardRecord, trees: Vec<NamedTree>) -> Result<Self, TreeFault> {
        let mut found = Self::default();
        for NamedTree { name, tree } in trees {
            if tree.program_id() != PROGRAM_ID {
                return Err(TreeFault::OtherProgram { name, program: tree.program_id() });
            }
            if tree.epoch() != record.epoch {
                return Err(TreeFault::OtherEpoch { name, epoch: tree.epoch(), wanted: record.epoch });
            }
            let index = root_index(record, &tree).ok_or(TreeFault::OtherRoot { name, epoch: record.epoch })?;
            found.trees.insert(index, Arc::new(tree));
        }
        Ok(found)
    }

    /// The tree of a root.
    pub fn tree(&self, root_index: u8) -> Option<&RewardsTree> {
        self.trees.get(&root_index).map(AsRef::as_ref)
    }

    /// Where a pool's leaf stands; in the first tree that has it.
    pub fn place(&self, pool: &Pubkey) -> Option<LeafPlace> {
        let place = |(root_index, tree): (&u8, &Arc<RewardsTree>)| {
            Some(LeafPlace { root_index: *root_index, leaf_index: tree.leaf_index(pool)? })
        };
        self.trees.iter().find_map(place)
    }

    /// Whether every root of the record has its tree here.
    pub fn are_all_of(&self, record: &RewardRecord) -> bool {
        self.count() == record.root_count && self.are_of(record)
    }

    /// Trees at hand.
    pub fn count(&self) -> u8 {
        u8::try_from(self.trees.len()).unwrap_or(u8::MAX)
    }

    /// Whether the record still has these roots: it may have been revoked and made anew.
    fn are_of(&self, record: &RewardRecord) -> bool {
        self.trees.iter().all(|(index, tree)| has_root(record, *index, tree))
    }
}

fn root_index(record: &RewardRecord, tree: &RewardsTree) -> Option<u8> {
    (0..record.root_count).find(|index| has_root(record, *index, tree))
}

fn has_root(record: &RewardRecord, index: u8, tree: &RewardsTree) -> bool {
    record.root(index).is_ok_and(|(root, depth)| *root == tree.root() && depth == tree.depth())
}

/// The trees of several epochs. An epoch whose tree file is refused has the fault in its place.
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

    /// Takes the first fault out.
    pub fn take_fault(&mut self) -> Option<TreeFault> {
        let epoch = self.epochs.iter().find_map(|(epoch, trees)| trees.is_err().then_some(*epoch))?;
        self.epochs.remove(&epoch)?.err()
    }

    /// Reads the trees of the records that it does not have yet; drops those of epochs that are open no more.
    pub async fn load(&mut self, source: &TreeSource, records: &BTreeMap<u64, RewardRecord>) {
        self.epochs.retain(|epoch, trees| {
            let record = records.get(epoch);
            record.is_some_and(|record| trees.as_ref().is_ok_and(|trees| trees.are_all_of(record)))
        });
        let wanted = |record: &&RewardRecord| record.root_count > 0 && !self.epochs.contains_key(&record.epoch);
        let missing: Vec<RewardRecord> = records.values().filter(wanted).copied().collect();
        if missing.is_empty() {
            return;
        }
        match source {
            TreeSource::Folder(folder) => folder::load(folder, &missing, self).await,
            TreeSource::Service(url) => service::load(url, &missing, self).await,
        }
    }
}
