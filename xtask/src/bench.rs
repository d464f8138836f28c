//! `cargo xtask bench`: the compute units of every instruction of the built program.

use crate::process::{cargo, run as run_command};
use crate::toolchain::{Choice, Toolchain};
use crate::workspace::Workspace;
use anyhow::Result;

/// Builds the programs, then measures them; the help needs no program.
pub fn run(workspace: &Workspace, choice: Choice, args: &[String]) -> Result<()> {
    if !args.iter().any(|argument| ["--help", "-h"].contains(&argument.as_str())) {
        crate::build(workspace, choice)?;
    }
    measure(workspace, choice, args)
}

/// Fails if the built program needs more than the committed table says.
pub fn check(workspace: &Workspace, choice: Choice) -> Result<()> {
    measure(workspace, choice, &["--check".to_owned()])
}

fn measure(workspace: &Workspace, choice: Choice, args: &[String]) -> Result<()> {
    let toolchain = Toolchain::find(workspace, choice)?;
    run_command(
        cargo(workspace)
            .args(["run", "--quiet", "--locked", "--package", "inference-staking-benches", "--"])
            .args(["--toolchain", toolchain.name()])
            .args(args),
    )
}
