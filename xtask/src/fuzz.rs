//! `cargo xtask fuzz`: long runs of the model test and of the coverage-guided targets in `tests/fuzz/`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};
use clap::Args;

use crate::process::{cargo, run as run_command, run_watched, Watched};
use crate::registry_tool::RegistryTool;
use crate::toolchain::Choice;
use crate::workspace::Workspace;

/// The stateful test of the whole program.
const MODEL: &str = "model";
/// Its name among the tests of the program.
const MODEL_TEST: &str = "every_history_goes_the_same_way_in_program_and_model";
const PACKAGE: &str = "inference-staking-fuzz";

#[derive(Args)]
pub struct Options {
    /// For how long the model test runs, and again for how long all coverage-guided targets together run.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..))]
    minutes: u64,
    /// Run this target alone: `model`, or one of the tests in tests/fuzz/tests.
    #[arg(long)]
    target: Option<String>,
}

pub fn run(workspace: &Workspace, choice: Choice, options: &Options) -> Result<()> {
    let targets = targets(workspace)?;
    let chosen: Vec<&String> = match options.target.as_deref() {
        None => targets.iter().collect(),
        Some(MODEL) => Vec::new(),
        Some(name) => vec![targets
            .iter()
            .find(|target| *target == name)
            .with_context(|| format!("there is no fuzz target `{name}`: choose {MODEL}, {}", targets.join(", ")))?],
    };
    let mut shares = Vec::new();
    if options.target.as_deref().is_none_or(|name| name == MODEL) {
        shares.push(model(workspace, choice, options.minutes)?);
    }
    let seconds = (options.minutes * 60).checked_div(u64::try_from(chosen.len())?).unwrap_or(0).max(1);
    for target in chosen {
        println!("\n=== {target}, {seconds} s ===");
        shares.push(coverage_guided(workspace, target, seconds)?);
    }
    verdict(&shares)
}

/// How one target fared.
struct Share {
    target: String,
    seconds: u64,
    /// Inputs tried, where the engine tells.
    executions: Option<u64>,
    result: Result<()>,
}

/// A table of all shares; fails if one of them found something. One that fails keeps no other from running.
fn verdict(shares: &[Share]) -> Result<()> {
    println!("\n{:<56} {:>6} {:>12}  result", "target", "s", "executions");
    for Share { target, seconds, executions, result } in shares {
        let executions = executions.map_or_else(|| "-".to_owned(), |count| count.to_string());
        println!("{target:<56} {seconds:>6} {executions:>12}  {}", if result.is_ok() { "passed" } else { "FAILED" });
    }
    let failed: Vec<String> = shares
        .iter()
        .filter_map(|share| Some(format!("{}: {:#}", share.target, share.result.as_ref().err()?)))
        .collect();
    if !failed.is_empty() {
        bail!("{} failed\n{}", failed.len(), failed.join("\n"));
    }
    Ok(())
}

fn model(workspace: &Workspace, choice: Choice, minutes: u64) -> Result<Share> {
    crate::build(workspace, choice)?;
    println!("\n=== {MODEL}, {minutes} min ===");
    let result = run_command(
        cargo(workspace)
            .env("INFERENCE_STAKING_FUZZ_MINUTES", minutes.to_string())
            .args(["test", "--locked", "--package", "inference-staking-tests", MODEL_TEST])
            .args(["--", "--nocapture"]),
    );
    Ok(Share { target: MODEL.to_owned(), seconds: minutes * 60, executions: None, result })
}

/// Runs one target under libFuzzer. What it learns stays in the target folder; an input that fails is written beside the
/// committed corpus, where `cargo test` plays it from then on.
fn coverage_guided(workspace: &Workspace, target: &str, seconds: u64) -> Result<Share> {
    let own = workspace.cargo_target.join("fuzz");
    let learned = own.join("corpus").join(target);
    fs::create_dir_all(&learned).with_context(|| format!("cannot make {}", learned.display()))?;
    let mut command = cargo(workspace);
    RegistryTool::BOLERO.put_on_path(workspace, &mut command)?;
    command
        // No sanitizer: they need another compiler, and there is no unsafe code of ours to watch.
        .args(["bolero", "test", target, "--package", PACKAGE, "--sanitizer", "NONE"])
        .args(["-T", &format!("{seconds}s"), "--timeout", "10s"])
        .arg("--target-dir")
        .arg(own)
        .arg("--corpus-dir")
        .arg(&learned)
        .arg("--engine-args=-print_final_stats=1");
    let committed = corpora(workspace).join(target).join("corpus");
    if committed.is_dir() {
        command.arg(format!("--engine-args={}", committed.display()));
    }
    let Watched { errors, result } = run_watched(&mut command)?;
    let crashes = corpora(workspace).join(target).join("crashes");
    let result = result.with_context(|| format!("the input is in {}", workspace.relative(&crashes).display()));
    Ok(Share { target: target.to_owned(), seconds, executions: executions(&errors), result })
}

/// What libFuzzer counts at the end of a run.
fn executions(errors: &str) -> Option<u64> {
    let count = errors.lines().rev().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"))?;
    count.trim().parse().ok()
}

fn corpora(workspace: &Workspace) -> PathBuf {
    workspace.root.join("tests/fuzz/tests/__fuzz__")
}

/// The test functions of tests/fuzz/tests, in the order of their names.
fn targets(workspace: &Workspace) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(workspace.root.join("tests/fuzz/tests")).context("cannot list tests/fuzz/tests")? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "rs") {
            names.extend(tests_of(&path)?);
        }
    }
    names.sort();
    if names.windows(2).any(|pair| pair[0] == pair[1]) {
        bail!("two fuzz targets have one name: corpora are found by it");
    }
    Ok(names)
}

fn tests_of(file: &Path) -> Result<Vec<String>> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let lines: Vec<&str> = text.lines().collect();
    let tests = lines.windows(2).filter(|pair| pair[0] == "#[test]");
    let name = |line: &str| Some(line.strip_prefix("fn ")?.split_once('(')?.0.to_owned());
    Ok(tests.filter_map(|pair| name(pair[1])).collect())
}
