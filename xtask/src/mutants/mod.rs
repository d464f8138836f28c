//! `cargo xtask mutants`: changes the code on purpose, one place at a time, and asks the tests whether they notice.

mod copy;
mod fingerprint;
mod hints;
mod judge;
mod list;
mod log;
mod mutant;
mod options;
mod program;
mod schema;
mod tally;
mod test_binary;
mod verdict;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::process::{cargo, run as run_command};
use crate::registry_tool::RegistryTool;
use crate::toolchain::Choice;
use crate::workspace::Workspace;
use options::Part;

pub use options::Options;

/// Folders of the packages that cargo-mutants tests by itself.
const CRATES: [&str; 2] = ["crates/math", "crates/merkle"];

pub fn run(workspace: &Workspace, choice: Choice, options: &Options) -> Result<()> {
    match options.part {
        Part::Crates => of_crates(workspace, options.jobs),
        Part::State => program::run(workspace, choice, options, "state"),
        Part::Instructions => program::run(workspace, choice, options, "instructions"),
    }
}

/// Fails if a mutant survives that `.cargo/mutants.toml` does not name. A run that was cut off goes on where it stood, as
/// long as the sources stay as they are.
fn of_crates(workspace: &Workspace, jobs: u8) -> Result<()> {
    let mut sources = Vec::new();
    for folder in CRATES {
        sources.extend(list::files_in(&workspace.root.join(folder))?);
    }
    cargo_mutants(
        workspace,
        jobs,
        &sources,
        &["--package", "inference-staking-math", "--package", "inference-staking-merkle"],
    )?;
    let state = list::files_in(&workspace.root.join("programs/inference-staking/src/state"))?;
    let files = list::ONLY_FOR_CLIENTS.iter().flat_map(|file| ["--file", file]);
    let what: Vec<&str> = ["--package", "inference-staking"].into_iter().chain(files).collect();
    cargo_mutants(workspace, jobs, &state, &what)
}

/// Runs cargo-mutants on `what`, whose tests are built from `sources`.
fn cargo_mutants(workspace: &Workspace, jobs: u8, sources: &[PathBuf], what: &[&str]) -> Result<()> {
    let mut command = cargo(workspace);
    RegistryTool::MUTANTS.put_on_path(workspace, &mut command)?;
    let sources: Vec<_> = sources.iter().cloned().chain([workspace.root.join("Cargo.lock")]).collect();
    let output = workspace.cargo_target.join(format!("mutants/crates-{}", fingerprint::of_files(&sources)?));
    fs::create_dir_all(&output).with_context(|| format!("cannot make {}", output.display()))?;
    // Each copy of the checkout has a target folder of its own: in a common one mutants would be taken for the code, there and here.
    command.env_remove("CARGO_TARGET_DIR");
    command.arg("mutants").args(what).args(["--iterate", "--jobs", &jobs.to_string(), "--output"]).arg(output);
    run_command(&mut command)
}
