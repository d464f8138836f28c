//! Tree files of a folder. Their names do not matter; the epoch stands in the file.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use inference_staking_client::state::RewardRecord;
use inference_staking_rewards::read_tree_file;

use super::{EpochTrees, NamedTree, TreeFault, Trees};

/// The epoch stands before the leaves, well within these bytes.
const HEAD_BYTES: u64 = 1_024;
const EPOCH_KEY: &str = "\"epoch\"";

/// Reads the trees of these records. Files of other epochs are not read whole.
pub(super) async fn load(folder: &Path, records: &[RewardRecord], trees: &mut Trees) {
    let (path, wanted) = (folder.to_owned(), records.to_vec());
    let read = tokio::task::spawn_blocking(move || read_all(&path, &wanted)).await;
    let failed = |error: io::Error| TreeFault::Folder { folder: folder.display().to_string(), error };
    let loaded = read.unwrap_or_else(|error| Err(io::Error::other(error)));
    match loaded {
        Ok(loaded) => loaded.into_iter().for_each(|(epoch, found)| trees.insert(epoch, found)),
        Err(error) => {
            let Some(first) = records.first() else { return };
            trees.insert(first.epoch, Err(failed(error)));
        }
    }
}

type Loaded = Vec<(u64, Result<EpochTrees, TreeFault>)>;

fn read_all(folder: &Path, records: &[RewardRecord]) -> io::Result<Loaded> {
    let files = tree_files(folder)?;
    Ok(records.iter().map(|record| (record.epoch, read_epoch(record, &files))).collect())
}

fn read_epoch(record: &RewardRecord, files: &[(u64, PathBuf)]) -> Result<EpochTrees, TreeFault> {
    let of_epoch = files.iter().filter(|(epoch, _)| *epoch == record.epoch);
    let read = |(_, path): &(u64, PathBuf)| {
        let name = path.display().to_string();
        match read_tree_file(path) {
            Ok(tree) => Ok(NamedTree { name, tree }),
            Err(error) => Err(TreeFault::File { name, error }),
        }
    };
    EpochTrees::new(record, of_epoch.map(read).collect::<Result<_, _>>()?)
}

/// The tree files of a folder and their epochs, in the order of their names.
fn tree_files(folder: &Path) -> io::Result<Vec<(u64, PathBuf)>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        match epoch_of(&path) {
            Ok(Some(epoch)) => files.push((epoch, path)),
            Ok(None) => tracing::warn!("{} names no epoch: it is no tree file", path.display()),
            Err(error) => tracing::warn!("{} cannot be read: {error}", path.display()),
        }
    }
    files.sort();
    Ok(files)
}

/// The epoch that a tree file says it is of.
fn epoch_of(path: &Path) -> io::Result<Option<u64>> {
    let mut head = Vec::new();
    File::open(path)?.take(HEAD_BYTES).read_to_end(&mut head)?;
    let head = String::from_utf8_lossy(&head);
    let after = head.split_once(EPOCH_KEY).and_then(|(_, after)| after.trim_start().strip_prefix(':'));
    let digits = after.map(|after| after.trim_start().split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default());
    Ok(digits.and_then(|digits| digits.parse().ok()))
}
