//! `cargo xtask localnet`: a network with real ports on the built program.

use std::process::Command;

use anyhow::Result;

use crate::build;
use crate::process::cargo;
use crate::toolchain::Choice;
use crate::workspace::Workspace;

/// Arguments that need no program: the help, and the clock of a network that runs already.
const WITHOUT_BUILD: [&str; 3] = ["warp", "--help", "-h"];

/// Runs the network, with the programs built first if it will load them.
pub fn run_network(workspace: &Workspace, choice: Choice, args: &[String]) -> Result<()> {
    if !args.iter().any(|argument| WITHOUT_BUILD.contains(&argument.as_str())) {
        build(workspace, choice)?;
    }
    let mut command = cargo(workspace);
    become_it(
        command.args(["run", "--quiet", "--locked", "--package", "inference-staking-localnet-rpc", "--"]).args(args),
    )
}

/// Puts the command in the place of this process, so that Ctrl-C reaches nobody else and the shell waits for its end.
#[cfg(unix)]
fn become_it(command: &mut Command) -> Result<()> {
    let failed = std::os::unix::process::CommandExt::exec(command);
    Err(anyhow::Error::new(failed).context("cannot start cargo"))
}

#[cfg(not(unix))]
fn become_it(command: &mut Command) -> Result<()> {
    crate::process::run(command)
}
