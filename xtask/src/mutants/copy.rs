//! A copy of the checkout, in which mutants are built.

use anyhow::{Context, Result};

use crate::copy::copy_folder;
use crate::sbf;
use crate::toolchain::Choice;
use crate::workspace::Workspace;

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
