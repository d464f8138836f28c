//! Everything a change must pass, in the order that fails soonest.

use crate::artifacts;
use crate::node;
use crate::process::{cargo, run as run_command};
use crate::toolchain::Choice;
use crate::workspace::Workspace;
use anyhow::{Context, Result};
use clap::ValueEnum;
use std::time::{Duration, Instant};

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Step {
    /// `cargo fmt --all --check`
    Fmt,
    /// What comments and documents name exists: sections of the specification, paths, tests, links
    Documents,
    /// `cargo clippy` over everything, warnings denied
    Clippy,
    /// The programs and the IDL
    Build,
    /// docs/reference.md is what the IDL says
    Docs,
    /// No instruction needs more compute units than the committed table allows
    Bench,
    /// The worked example of a later account layout still applies, and is built for the tests that upgrade to it
    LaterLayout,
    /// The rules of the TypeScript client are what crates/wasm compiles to
    Wasm,
    /// Every test of the workspace, with the built programs
    Test,
    /// What deploys, of migrations/ and scripts/deployment, and the TypeScript client: generated anew, typed, built, packed and
    /// tested, with the built program and over a local network
    Sdk,
    /// The dashboard: types, formulas, the built site, and the site in Debian's Chromium on a local network, beside the command line
    App,
}

const ALL: [Step; 11] = [
    Step::Fmt,
    Step::Documents,
    Step::Clippy,
    Step::Build,
    Step::Docs,
    Step::Bench,
    Step::LaterLayout,
    Step::Wasm,
    Step::Test,
    Step::Sdk,
    Step::App,
];

/// Runs the steps, all of them when `only` names none, and stops at the first that fails.
pub fn run(workspace: &Workspace, choice: Choice, only: &[Step], cargo_args: &[String]) -> Result<()> {
    let chosen = ALL.into_iter().filter(|step| only.is_empty() || only.contains(step));
    let mut times = Vec::new();
    for step in chosen {
        println!("\n=== {} ===", title(step));
        let began = Instant::now();
        let result = run_step(workspace, choice, step, cargo_args);
        times.push((step, began.elapsed(), result.is_ok()));
        if let Err(error) = result {
            print_times(&times);
            return Err(error).with_context(|| format!("the step \"{}\" failed", title(step)));
        }
    }
    print_times(&times);
    Ok(())
}

fn title(step: Step) -> &'static str {
    match step {
        Step::Fmt => "format",
        Step::Documents => "documents",
        Step::Clippy => "lints",
        Step::Build => "programs and IDL",
        Step::Docs => "reference page",
        Step::Bench => "compute units",
        Step::LaterLayout => "later layout",
        Step::Wasm => "WebAssembly",
        Step::Test => "tests",
        Step::Sdk => "TypeScript client",
        Step::App => "dashboard",
    }
}

fn run_step(workspace: &Workspace, choice: Choice, step: Step, cargo_args: &[String]) -> Result<()> {
    match step {
        Step::Fmt => run_command(cargo(workspace).args(["fmt", "--all", "--check"])),
        Step::Documents => crate::documents::check(workspace),
        Step::Clippy => run_command(
            cargo(workspace)
                .args(["clippy", "--locked", "--workspace", "--all-targets"])
                .args(["--", "-D", "warnings"]),
        ),
        Step::Build => artifacts::build(workspace, choice),
        Step::Docs => crate::reference::check(workspace),
        Step::Bench => crate::bench::check(workspace, choice),
        Step::LaterLayout => crate::later_layout::build(workspace, choice),
        Step::Wasm => crate::wasm::check(workspace),
        Step::Test => run_command(
            cargo(workspace)
                .env("SBF_OUT_DIR", workspace.deploy())
                .args(["test", "--locked", "--workspace"])
                .args(cargo_args),
        ),
        Step::Sdk => check_sdk(workspace),
        Step::App => crate::app::check(workspace),
    }
}

/// What deploys, the client, and the same IDL through Anchor's own client, which has a tree of packages of its own. They are tested
/// over the network that this compiles.
fn check_sdk(workspace: &Workspace) -> Result<()> {
    node::require("the TypeScript client")?;
    let network = crate::network::compile_network(workspace)?;
    let all = &["check", "test:network"][..];
    for (folder, checks) in [("", all), ("sdk", all), ("sdk/anchor", &["check"])] {
        run_command(&mut node::install(workspace, folder))?;
        for check in checks {
            run_command(node::npm(workspace, folder).args(["run", check]).env("INFERENCE_STAKING_LOCALNET", &network))?;
        }
    }
    Ok(())
}

fn print_times(times: &[(Step, Duration, bool)]) {
    println!();
    for (step, time, passed) in times {
        let verdict = if *passed { "passed" } else { "FAILED" };
        println!("{:<18} {verdict} {:>8.1} s", title(*step), time.as_secs_f64());
    }
}
