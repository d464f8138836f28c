//! `cargo xtask bench`: the compute units of every instruction of the built program.

use crate::artifacts;
use crate::process::{cargo, run as run_command};
use crate::toolchain::{Choice, Toolchain};
use crate::workspace::Workspace;
use anyhow::{ensure, Context, Result};
use std::fs;

/// SPEC 17: 420 KB, of 1,024 bytes. For the registry-only toolchain alone: other compilers make other sizes.
const MAX_PROGRAM_BYTES: u64 = 420 * 1_024;

/// Builds the programs, then measures them; the help needs no program.
pub fn run(workspace: &Workspace, choice: Choice, args: &[String]) -> Result<()> {
    if !args.iter().any(|argument| ["--help", "-h"].contains(&argument.as_str())) {
        artifacts::build(workspace, choice)?;
    }
    measure(workspace, choice, args)
}

/// Fails if the built program needs more than the committed table says, or is larger than it may be.
pub fn check(workspace: &Workspace, choice: Choice) -> Result<()> {
    if let Toolchain::Registry(_) = Toolchain::find(workspace, choice)? {
        let file = workspace.deploy().join("inference_staking.so");
        let size = fs::metadata(&file).with_context(|| format!("there is no {}", file.display()))?.len();
        ensure!(
            size < MAX_PROGRAM_BYTES,
            "the program has {size} bytes, and this check allows less than {MAX_PROGRAM_BYTES} (SPEC 17: below 420 KB)"
        );
    }
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
