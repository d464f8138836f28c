//! Copies of sources, in which a task changes them.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::workspace::write_if_changed;

/// Copies the sources of a folder, and removes what the original has no more. Files that have not changed are left alone, so
/// that nothing is built anew for them.
pub fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(to)? {
        let entry = entry?;
        if is_source(&entry) && !from.join(entry.file_name()).exists() {
            match entry.file_type()?.is_dir() {
                true => fs::remove_dir_all(entry.path())?,
                false => fs::remove_file(entry.path())?,
            }
        }
    }
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (kind, copy) = (entry.file_type()?, to.join(entry.file_name()));
        if kind.is_dir() && is_source(&entry) {
            copy_folder(&entry.path(), &copy)?;
        } else if kind.is_file() {
            write_if_changed(&copy, &fs::read(entry.path())?)?;
            fs::set_permissions(&copy, entry.metadata()?.permissions())?;
        }
    }
    Ok(())
}

fn is_source(entry: &fs::DirEntry) -> bool {
    entry.file_name() != "target" && entry.file_name() != ".git"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_follows_its_original_but_keeps_what_was_built() {
        let folder = std::env::temp_dir().join(format!("xtask-copy-{}", std::process::id()));
        let (from, to) = (folder.join("from"), folder.join("to"));
        for (file, text) in
            [("from/a/kept.rs", "new"), ("to/a/kept.rs", "old"), ("to/b/gone.rs", ""), ("to/target/x", "")]
        {
            write_if_changed(&folder.join(file), text.as_bytes()).unwrap();
        }
        copy_folder(&from, &to).unwrap();
        assert_eq!(fs::read_to_string(to.join("a/kept.rs")).unwrap(), "new");
        assert!(!to.join("b").exists() && to.join("target/x").exists());
        fs::remove_dir_all(&folder).unwrap();
    }
}
