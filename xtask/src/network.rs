//! `cargo xtask demo` and `cargo xtask localnet`: what runs on the built program, a demo or a network with real ports.

use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use anyhow::Result;

use crate::process::{cargo, run, Running};
use crate::sbf;
use crate::toolchain::Choice;
use crate::workspace::Workspace;

/// Arguments that need no program: the help, and what is done with a network that runs already.
const WITHOUT_BUILD: [&str; 4] = ["warp", "faucet", "--help", "-h"];
/// Compiled together, so that what they share, which takes minutes, is compiled once for both tasks and the command line.
const PACKAGES: [&str; 3] = ["inference-staking-cli", "inference-staking-demo", "inference-staking-localnet-rpc"];

/// Plays the demo.
pub fn play_demo(workspace: &Workspace, choice: Choice, args: &[String]) -> Result<()> {
    run_built(workspace, choice, "inference-staking-demo", args)
}

/// Runs the network until Ctrl-C, or does something with one that runs.
pub fn run_network(workspace: &Workspace, choice: Choice, args: &[String]) -> Result<()> {
    run_built(workspace, choice, "inference-staking-localnet", args)
}

/// Compiles the local network as the tests of the workspace do, so that nothing is compiled again for other features behind them. Where
/// the binary is; the program that it loads has to be there already.
pub fn compile_network(workspace: &Workspace) -> Result<PathBuf> {
    let mut compile = cargo(workspace);
    compile.env_remove("CARGO_BUILD_TARGET");
    // The test of the binary, for which cargo makes it.
    run(compile.args(["test", "--locked", "--workspace", "--no-run", "--test", "process"]))?;
    Ok(binary(workspace, "inference-staking-localnet"))
}

/// The same, and the command line: another test of which cargo makes the binary.
pub fn compile_network_and_cli(workspace: &Workspace) -> Result<[PathBuf; 2]> {
    let mut compile = cargo(workspace);
    compile.env_remove("CARGO_BUILD_TARGET");
    let tests = ["--test", "process", "--test", "command_line"];
    run(compile.args(["test", "--locked", "--workspace", "--no-run"]).args(tests))?;
    Ok(["inference-staking-localnet", "inference-staking"].map(|name| binary(workspace, name)))
}

fn compilation(workspace: &Workspace) -> Command {
    let mut compile = cargo(workspace);
    // Its result is looked for in the host's folder.
    compile.env_remove("CARGO_BUILD_TARGET").args(["build", "--locked"]);
    compile.args(PACKAGES.iter().flat_map(|package| ["--package", package]));
    compile
}

fn binary(workspace: &Workspace, name: &str) -> PathBuf {
    workspace.cargo_target.join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// Compiles programs, local network, demo and command line. Where the network is.
pub fn compile_all(workspace: &Workspace, choice: Choice) -> Result<PathBuf> {
    let began = Instant::now();
    eprintln!(
        "Compiling the program for Solana's virtual machine, and beside it local network, demo and command line: \
         a node in a library is most of it, and takes many minutes the first time"
    );
    // Beside each other they leave no processor idle while one downloads or links.
    let beside = Running::start(&mut compilation(workspace))?;
    // The IDL, which takes as long again from nothing, is not needed here.
    sbf::build(workspace, choice)?;
    beside.finish()?;
    eprintln!(
        "Compiled in {:.0} s; what is compiled serves demo, localnet and command line",
        began.elapsed().as_secs_f64()
    );
    Ok(binary(workspace, "inference-staking-localnet"))
}

/// Runs a binary of the packages, with the programs built first if it will load them.
fn run_built(workspace: &Workspace, choice: Choice, name: &str, args: &[String]) -> Result<()> {
    let loads_program = !args.iter().any(|argument| WITHOUT_BUILD.contains(&argument.as_str()));
    if loads_program {
        compile_all(workspace, choice)?;
    } else {
        eprintln!("What answers this is compiled first, if it is not there yet");
        run(compilation(workspace).arg("--quiet"))?;
    }
    become_it(Command::new(binary(workspace, name)).args(args))
}

/// Puts the command in the place of this process, so that Ctrl-C reaches nobody else, the shell waits for its end and gets its
/// exit code.
#[cfg(unix)]
fn become_it(command: &mut Command) -> Result<()> {
    let failed = std::os::unix::process::CommandExt::exec(command);
    Err(anyhow::Error::new(failed).context("cannot start what was compiled"))
}

#[cfg(not(unix))]
fn become_it(command: &mut Command) -> Result<()> {
    run(command)
}
