//! A copy of the checkout, in which mutants are built.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::sbf;
use crate::toolchain::Choice;
use crate::workspace::{write_if_changed, Workspace};

/// A job's copy of the checkout's sources, with its own target folder, built. Files that have not changed are left alone, so
/// a second run builds on the first.
pub fn prepare(workspace: &Workspace, choice: Choice, job: usize) -> Result<Workspace> {
    let root = workspace.cargo_target.join(format!("mutants/job-{job}"));
    copy_folder(&workspace.root, &root).context("cannot copy the checkout")?;
    let cargo_target = root.join("target");
    let copy = Workspace { root, cargo_target };
    sbf::build_quietly(&copy, choice).context("the program does not build without a change")?;
    Ok(copy)
}

/// Also removes what the original has no more.
fn copy_folder(from: &Path, to: &Path) -> Result<()> {
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
