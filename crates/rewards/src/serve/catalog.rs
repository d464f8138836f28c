//! What the files of the folder are: read when they appear or change, and remembered.

use std::{
    collections::BTreeMap,
    fs::{self, Metadata},
    io::{self, Read},
    path::{Path, PathBuf},
    time::SystemTime,
};

use inference_staking_merkle::Hash;
use serde::Serialize;
use solana_pubkey::Pubkey;

use super::options::ServeOptions;
use crate::tree::RewardsTree;
use crate::tree_file::{open_regular, read_tree};
use crate::{
    commitment::require_program,
    tree_file::{Address, BaseUnits, HexHash},
};

/// What tells a changed file from the same one without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    bytes: u64,
    changed: Option<SystemTime>,
    /// A file that replaces another of the same size in the same moment is another file.
    #[cfg(unix)]
    inode: u64,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self {
            bytes: metadata.len(),
            changed: metadata.modified().ok(),
            #[cfg(unix)]
            inode: std::os::unix::fs::MetadataExt::ino(metadata),
        }
    }
}

/// A tree file that was found good.
#[derive(Clone, Debug)]
pub(super) struct TreeEntry {
    pub(super) path: PathBuf,
    pub(super) stamp: Stamp,
    pub(super) epoch: u64,
    pub(super) root: Hash,
    /// The first and the last pool, in order of the address bytes.
    pools: Option<(Pubkey, Pubkey)>,
    pub(super) summary: TreeSummary,
}

impl TreeEntry {
    /// Whether the pool stands between the first and the last: only then the tree has to be read.
    pub(super) fn may_have(&self, pool: &Pubkey) -> bool {
        self.pools.is_some_and(|(first, last)| first <= *pool && *pool <= last)
    }
}

/// What the service tells of a tree.
#[derive(Clone, Debug, Serialize)]
pub(super) struct TreeSummary {
    program_id: Address,
    root: HexHash,
    depth: u8,
    leaves: usize,
    total_rewards: BaseUnits,
    total_usdc: BaseUnits,
}

/// What is known of a file.
#[derive(Clone, Debug)]
pub(super) enum Entry {
    Good(Box<TreeEntry>),
    Bad { stamp: Stamp, reason: String },
}

/// All files of the folder.
#[derive(Debug, Default)]
pub(super) struct Catalog {
    pub(super) files: BTreeMap<PathBuf, Entry>,
    /// Trees by epoch. Two files of one tree count once. An epoch can have several trees: one for each root.
    pub(super) epochs: BTreeMap<u64, Vec<TreeEntry>>,
}

impl Catalog {
    pub(super) fn new(files: BTreeMap<PathBuf, Entry>) -> Self {
        let mut epochs: BTreeMap<u64, Vec<TreeEntry>> = BTreeMap::new();
        for entry in files.values() {
            let Entry::Good(tree) = entry else { continue };
            let trees = epochs.entry(tree.epoch).or_default();
            if trees.iter().all(|other| other.root != tree.root) {
                trees.push(TreeEntry::clone(tree));
            }
        }
        Self { files, epochs }
    }

    /// What is known of a file, unless it changed since.
    pub(super) fn known(&self, path: &Path, stamp: Stamp) -> Option<&Entry> {
        self.files.get(path).filter(|entry| match entry {
            Entry::Good(tree) => tree.stamp == stamp,
            Entry::Bad { stamp: bad, .. } => *bad == stamp,
        })
    }

    /// File name and reason of each bad file.
    pub(super) fn bad_files(&self) -> impl Iterator<Item = (String, &str)> {
        self.files.iter().filter_map(|(path, entry)| match entry {
            Entry::Bad { reason, .. } => Some((file_name(path), reason.as_str())),
            Entry::Good(_) => None,
        })
    }
}

/// What the file system says of a file. `None` if it is gone.
pub(super) fn stamp(path: &Path) -> Option<Stamp> {
    fs::metadata(path).ok().map(|metadata| Stamp::of(&metadata))
}

/// Reads a tree file and checks all of it. The error is in words.
pub(super) fn read(path: &Path, options: &ServeOptions) -> Result<(TreeEntry, RewardsTree), (Option<Stamp>, String)> {
    let could_not = |error: io::Error| (None, format!("the tree file could not be opened: {error}"));
    let file = open_regular(path).map_err(could_not)?;
    let stamp = Stamp::of(&file.metadata().map_err(could_not)?);
    if stamp.bytes > options.max_file_bytes {
        let reason = format!("the file has {} bytes, more than the limit of {}", stamp.bytes, options.max_file_bytes);
        return Err((Some(stamp), reason));
    }
    let tree = read_tree(file.take(options.max_file_bytes)).map_err(|error| (Some(stamp), error.to_string()))?;
    if let Some(program_id) = &options.program_id {
        require_program(&tree, program_id).map_err(|error| (Some(stamp), format!("the tree {error}")))?;
    }
    Ok((entry(path, stamp, &tree), tree))
}

fn entry(path: &Path, stamp: Stamp, tree: &RewardsTree) -> TreeEntry {
    let summary = TreeSummary {
        program_id: Address(tree.program_id()),
        root: HexHash(tree.root()),
        depth: tree.depth(),
        leaves: tree.rows().len(),
        total_rewards: BaseUnits(tree.totals().rewards),
        total_usdc: BaseUnits(tree.totals().usdc),
    };
    let pools = tree.rows().first().zip(tree.rows().last()).map(|(first, last)| (first.pool, last.pool));
    TreeEntry { path: path.into(), stamp, epoch: tree.epoch(), root: tree.root(), pools, summary }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
