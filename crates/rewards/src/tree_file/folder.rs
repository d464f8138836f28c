//! Tree files of a folder. Their names do not matter; the epoch stands in the file.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
};

use serde::Deserialize;

/// In a file of ours the epoch stands within these bytes.
const HEAD_BYTES: u64 = 1_024;
const EPOCH_KEY: &str = "\"epoch\"";

/// The tree files of a folder: all that end with `.json` and are not hidden, in the order of their names. What else has such a
/// name, such as a pipe, is among them: whoever reads it says that it is no file.
///
/// # Errors
///
/// If the folder cannot be listed.
pub fn tree_files(folder: &Path) -> io::Result<BTreeSet<PathBuf>> {
    let mut paths = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let is_json = path.extension().is_some_and(|extension| extension == "json");
        let is_hidden = path.file_name().unwrap_or_default().to_string_lossy().starts_with('.');
        if is_json && !is_hidden && !path.is_dir() {
            paths.insert(path);
        }
    }
    Ok(paths)
}

/// Opens a file of a folder; a pipe or a device beside it may have no end.
///
/// # Errors
///
/// If it is no file, or cannot be opened.
pub(crate) fn open_regular(path: &Path) -> io::Result<File> {
    match fs::metadata(path)?.is_file() {
        true => File::open(path),
        false => Err(io::Error::other("it is no file")),
    }
}

/// The epoch that a tree file says it is of. If it stands before the leaves, as in every file of ours, they are not read;
/// others may write their fields in another order. `None` if it says none.
///
/// # Errors
///
/// If the file cannot be read.
pub fn stated_epoch(path: &Path) -> io::Result<Option<u64>> {
    match epoch_in_head(path)? {
        Some(epoch) => Ok(Some(epoch)),
        None => epoch_anywhere(path),
    }
}

fn epoch_anywhere(path: &Path) -> io::Result<Option<u64>> {
    #[derive(Deserialize)]
    struct Stated {
        epoch: u64,
    }
    match serde_json::from_reader(BufReader::new(open_regular(path)?)) {
        Ok(Stated { epoch }) => Ok(Some(epoch)),
        Err(error) if error.is_io() => Err(error.into()),
        Err(_) => Ok(None),
    }
}

fn epoch_in_head(path: &Path) -> io::Result<Option<u64>> {
    let mut head = Vec::new();
    open_regular(path)?.take(HEAD_BYTES).read_to_end(&mut head)?;
    let head = String::from_utf8_lossy(&head);
    let after = head.split_once(EPOCH_KEY).and_then(|(_, after)| after.trim_start().strip_prefix(':'));
    // A number goes on until something else follows: at the end of what was read it may be cut.
    let number = after.and_then(|after| {
        let after = after.trim_start();
        after.split_at_checked(after.find(|c: char| !c.is_ascii_digit())?)
    });
    Ok(number.and_then(|(digits, _)| digits.parse().ok()))
}
