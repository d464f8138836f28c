//! The tree files of a folder.

use std::io;
use std::path::{Path, PathBuf};

use inference_staking_client::state::RewardRecord;
use inference_staking_rewards::{read_tree_file, stated_epoch, tree_files, EpochTrees};

use super::fault::TreeFault;
use super::named::{chosen, Loaded, NamedTree};

/// Reads the trees of these records. Files of other epochs are not read whole.
pub(super) async fn load(folder: &Path, records: &[RewardRecord]) -> Loaded {
    let (path, wanted) = (folder.to_owned(), records.to_vec());
    let read = tokio::task::spawn_blocking(move || read_all(&path, &wanted)).await;
    let loaded = read.unwrap_or_else(|error| Err(io::Error::other(error)));
    loaded.unwrap_or_else(|error| {
        let fault = TreeFault::Folder { folder: folder.display().to_string(), error };
        records.first().map(|first| (first.epoch, Err(fault))).into_iter().collect()
    })
}

fn read_all(folder: &Path, records: &[RewardRecord]) -> io::Result<Loaded> {
    let files = by_epoch(folder)?;
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
    chosen(record, of_epoch.map(read))
}

/// The tree files of a folder and the epochs that they say they are of.
fn by_epoch(folder: &Path) -> io::Result<Vec<(u64, PathBuf)>> {
    let mut files = Vec::new();
    for path in tree_files(folder)? {
        match stated_epoch(&path) {
            Ok(Some(epoch)) => files.push((epoch, path)),
            Ok(None) => tracing::warn!("{} names no epoch: it is no tree file", path.display()),
            Err(error) => tracing::warn!("{} cannot be read: {error}", path.display()),
        }
    }
    Ok(files)
}
