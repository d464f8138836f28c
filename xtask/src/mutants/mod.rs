//! `cargo xtask mutants`: changes the code on purpose, one place at a time, and asks the tests whether they notice.

mod list;
mod mutant;
mod program;

use anyhow::Result;
use clap::{value_parser, Args, ValueEnum};

use crate::process::{cargo, run as run_command};
use crate::registry_tool::RegistryTool;
use crate::toolchain::Choice;
use crate::workspace::Workspace;

#[derive(Args)]
pub struct Options {
    /// What is changed.
    #[arg(long, value_enum, default_value_t = Part::Crates)]
    part: Part,
    /// Only mutants with this in their name (file:line: change); may be given more than once. Not for `crates`.
    #[arg(long)]
    matching: Vec<String>,
    /// At most so many, spread evenly over the list. Not for `crates`.
    #[arg(long)]
    limit: Option<usize>,
    /// Print the mutants and stop. Not for `crates`.
    #[arg(long)]
    list: bool,
    /// Mutants tried at once, each in its own copy of the checkout. Not for `crates`.
    #[arg(long, default_value_t = 1, value_parser = value_parser!(u8).range(1..))]
    jobs: u8,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// crates/math, crates/merkle and what the state has for clients alone, by their own tests.
    Crates,
    /// The program's state methods, by the tests of the built program.
    State,
    /// The program's instructions, by the same tests.
    Instructions,
}

pub fn run(workspace: &Workspace, choice: Choice, options: &Options) -> Result<()> {
    match options.part {
        Part::Crates => of_crates(workspace),
        Part::State => program::run(workspace, choice, options, "state"),
        Part::Instructions => program::run(workspace, choice, options, "instructions"),
    }
}

/// Fails if a mutant survives that `.cargo/mutants.toml` does not name.
fn of_crates(workspace: &Workspace) -> Result<()> {
    cargo_mutants(workspace, &["--package", "inference-staking-math", "--package", "inference-staking-merkle"])?;
    cargo_mutants(workspace, &["--package", "inference-staking", "--file", list::ONLY_FOR_CLIENTS])
}

fn cargo_mutants(workspace: &Workspace, what: &[&str]) -> Result<()> {
    let mut command = cargo(workspace);
    RegistryTool::MUTANTS.put_on_path(workspace, &mut command)?;
    let output = workspace.cargo_target.join("mutants");
    run_command(command.arg("mutants").args(what).arg("--output").arg(output))
}
