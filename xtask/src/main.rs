//! Developer tasks: `cargo xtask build`, `docs`, `test`, `bench`, `fuzz`, `mutants`, `demo`, `localnet`, `app`, `wasm`.

#![allow(clippy::restriction, clippy::pedantic, reason = "what fails here fails in front of a developer")]

mod app;
mod artifacts;
mod bench;
mod copy;
mod documents;
mod fuzz;
mod idl;
mod later_layout;
mod mutants;
mod network;
mod node;
mod process;
mod reference;
mod registry_tool;
mod sbf;
mod test;
mod toolchain;
mod wasm;
mod workspace;

use clap::{Parser, Subcommand};
use std::process::ExitCode;
use toolchain::Choice;
use workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Developer tasks of the workspace.")]
struct Cli {
    #[command(subcommand)]
    task: Task,
    /// What builds the programs: Solana's `cargo build-sbf`, the registry-only toolchain, or the
    /// first of the two that this machine has.
    #[arg(long, global = true, value_enum, default_value_t = Choice::Auto)]
    toolchain: Choice,
}

#[derive(Subcommand)]
enum Task {
    /// Build the programs and the IDL into target/deploy and target/idl; the first time on a machine this installs a compiler.
    Build,
    /// Write docs/reference.md and idl/ from the IDL.
    Docs,
    /// Compile the program's rules to WebAssembly and write them into sdk/src/maths/wasm.ts.
    Wasm {
        /// Write nothing, and fail if the file has other rules than the code.
        #[arg(long)]
        check: bool,
    },
    /// Run everything a change must pass: format, documents, lints, build, reference page, compute units, tests.
    Test {
        /// Run this step alone; may be given more than once.
        #[arg(long, value_enum)]
        only: Vec<test::Step>,
        /// Arguments for `cargo test`, after `--`.
        #[arg(last = true)]
        cargo_args: Vec<String>,
    },
    /// Build, then measure the compute units of every instruction; `bench --check` compares, `--profile` takes apart.
    #[command(disable_help_flag = true)]
    Bench {
        /// Arguments for the benchmark.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Build, then search for inputs that break the program or a parser: the model test, then the targets of tests/fuzz.
    Fuzz(fuzz::Options),
    /// Change the code in one place at a time and see whether the tests notice (docs/mutants.md).
    Mutants(mutants::Options),
    /// Build, then run the reward loop of 1,000 pools end to end on a local network, over its RPC; `demo --pools 10000` for all.
    #[command(disable_help_flag = true)]
    Demo {
        /// Arguments for the demo.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Build, then run a local network with JSON-RPC and WebSocket ports until Ctrl-C; `localnet warp 7d` moves its clock,
    /// `localnet faucet ADDRESS` gives a wallet tokens.
    #[command(disable_help_flag = true)]
    Localnet {
        /// Arguments for the network.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Build, then run a local network and, beside it, the dashboard, until Ctrl-C; prints the address to open.
    App {
        /// Arguments for the network, such as `--port 9000`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
}

fn main() -> ExitCode {
    match perform(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // On one line and without a trace: it is for whoever ran the task.
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(cli: Cli) -> anyhow::Result<()> {
    let workspace = Workspace::locate()?;
    match cli.task {
        Task::Build => artifacts::build(&workspace, cli.toolchain),
        Task::Docs => {
            idl::build(&workspace)?;
            reference::write(&workspace)
        }
        Task::Wasm { check: true } => wasm::check(&workspace),
        Task::Wasm { check: false } => wasm::write(&workspace),
        Task::Test { only, cargo_args } => test::run(&workspace, cli.toolchain, &only, &cargo_args),
        Task::Bench { args } => bench::run(&workspace, cli.toolchain, &args),
        Task::Localnet { args } => network::run_network(&workspace, cli.toolchain, &args),
        Task::App { args } => app::serve(&workspace, cli.toolchain, &args),
        Task::Fuzz(options) => fuzz::run(&workspace, cli.toolchain, &options),
        Task::Mutants(options) => mutants::run(&workspace, cli.toolchain, &options),
        Task::Demo { args } => network::play_demo(&workspace, cli.toolchain, &args),
    }
}
