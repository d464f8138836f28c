//! `cargo xtask mutants`: changes the code on purpose, one place at a time, and asks the tests whether they notice.

mod list;
mod mutant;
mod options;
mod program;

use anyhow::Result;

use crate::process::{cargo, run as run_command};
use crate::registry_tool::RegistryTool;
use crate::toolchain::Choice;
use crate::workspace::Workspace;
use options::Part;

pub use options::Options;

pub fn run(workspace: &Workspace, choice: Choice, options: &Options) -> Result<()> {
    match options.part {
        Part::Crates => of_crates(workspace),
        Part::State => program::run(workspace, choice, options, "state"),
        Part::Instructions => program::run(workspace, choice, options, "instructions"),
    }
}

/// Fails if a mutant survives that `.cargo/mutants.toml` does not name.
fn of_crates(workspace: &Workspace) -> Result<()> {
    let mut command = cargo(workspace);
    RegistryTool::MUTANTS.put_on_path(workspace, &mut command)?;
    run_command(
        command
            .args(["mutants", "--package", "inference-staking-math", "--package", "inference-staking-merkle"])
            .arg("--output")
            .arg(workspace.cargo_target.join("mutants")),
    )
}
