//! `cargo xtask localnet`: a network with real ports on the built program.

use std::process::Command;

use anyhow::Result;

use crate::artifacts;
use crate::process::{cargo, run};
use crate::toolchain::Choice;
use crate::workspace::Workspace;

/// Arguments that need no program: the help, and the clock of a network that runs already.
const WITHOUT_BUILD: [&str; 3] = ["warp", "--help", "-h"];
/// The network and the command line for it. Together they want of their dependencies what the demo wants, so that surfpool,
/// which takes minutes, is compiled once for both tasks.
const PACKAGES: [&str; 4] = ["--package", "inference-staking-cli", "--package", "inference-staking-localnet-rpc"];

/// Runs the network, with the programs built first if it will load them.
pub fn run_network(workspace: &Workspace, choice: Choice, args: &[String]) -> Result<()> {
    let loads_program = !args.iter().any(|argument| WITHOUT_BUILD.contains(&argument.as_str()));
    if loads_program {
        artifacts::build(workspace, choice)?;
    }
    let mut compile = cargo(workspace);
    // Its result is looked for in the host's folder.
    compile.env_remove("CARGO_BUILD_TARGET").args(["build", "--locked"]).args(PACKAGES);
    if !loads_program {
        compile.arg("--quiet");
    }
    run(&mut compile)?;
    let binary = format!("inference-staking-localnet{}", std::env::consts::EXE_SUFFIX);
    become_it(Command::new(workspace.cargo_target.join("debug").join(binary)).args(args))
}

/// Puts the command in the place of this process, so that Ctrl-C reaches nobody else and the shell waits for its end.
#[cfg(unix)]
fn become_it(command: &mut Command) -> Result<()> {
    let failed = std::os::unix::process::CommandExt::exec(command);
    Err(anyhow::Error::new(failed).context("cannot start the local network"))
}

#[cfg(not(unix))]
fn become_it(command: &mut Command) -> Result<()> {
    run(command)
}
