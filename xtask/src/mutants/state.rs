//! Mutants of the program's state methods. The tests of these run the built program, so each mutant is built for the chain,
//! in a copy of the checkout, and the test binaries, which need no rebuild, are given that program.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{bail, Context, Result};
use serde_json::Value;

use super::mutant::Mutant;
use super::{list, Options};
use crate::process::cargo;
use crate::sbf;
use crate::toolchain::Choice;
use crate::workspace::{write_if_changed, Workspace};

/// The environment variable by which tests find another program.
const PROGRAM: &str = "INFERENCE_STAKING_PROGRAM";
/// Test binaries, those first that fail soonest. `sizes` and the toolchain's own test do not depend on state methods.
const TESTS: [&str; 11] = [
    "rewards",
    "staking",
    "slashing",
    "records",
    "epochs",
    "pools",
    "attacks",
    "administration",
    "creation",
    "stories",
    "model",
];
/// A mutant may loop; the slowest binary takes a tenth of this.
const LONGEST_TEST: Duration = Duration::from_secs(600);

enum Verdict {
    Killed(&'static str),
    /// It does not compile, or its stack frame is too large for the chain.
    Unviable,
    Survived,
}

pub fn run(workspace: &Workspace, choice: Choice, options: &Options) -> Result<()> {
    let all = list::of_state(workspace)?;
    let chosen = chosen(&all, &options.matching, options.limit);
    println!("{} of {} mutants", chosen.len(), all.len());
    if options.list {
        chosen.iter().for_each(|mutant| println!("{}", mutant.name));
        return Ok(());
    }
    let tests = test_binaries(workspace)?;
    let copy = copy_of(workspace)?;
    sbf::build(&copy, choice).context("the program does not build without a change")?;
    let mut survivors = Vec::new();
    for (number, mutant) in chosen.iter().enumerate() {
        let began = Instant::now();
        let verdict = judge(workspace, &copy, choice, &tests, mutant)?;
        let word = match verdict {
            Verdict::Killed(test) => format!("killed by {test}"),
            Verdict::Unviable => "unviable".to_owned(),
            Verdict::Survived => "SURVIVED".to_owned(),
        };
        println!("{:>3}/{} {:>4} s  {word:<24} {}", number + 1, chosen.len(), began.elapsed().as_secs(), mutant.name);
        if matches!(verdict, Verdict::Survived) {
            survivors.push(&mutant.name);
        }
    }
    if survivors.is_empty() {
        return Ok(());
    }
    bail!("{} mutants survived every test: kill each with a test, or explain it in docs/mutants.md", survivors.len())
}

fn chosen<'a>(all: &'a [Mutant], matching: &[String], limit: Option<usize>) -> Vec<&'a Mutant> {
    let wanted = |mutant: &&Mutant| matching.is_empty() || matching.iter().any(|text| mutant.name.contains(text));
    let found: Vec<_> = all.iter().filter(wanted).collect();
    let count = limit.unwrap_or(found.len()).min(found.len());
    (0..count).map(|place| found[place * found.len() / count]).collect()
}

fn judge(
    workspace: &Workspace,
    copy: &Workspace,
    choice: Choice,
    tests: &[(&'static str, PathBuf)],
    mutant: &Mutant,
) -> Result<Verdict> {
    mutant.write(&workspace.root, &copy.root)?;
    let built = sbf::build(copy, choice);
    mutant.undo(&workspace.root, &copy.root)?;
    if built.is_err() {
        return Ok(Verdict::Unviable);
    }
    let program = copy.deploy().join("inference_staking.so");
    // What a mutant fails at is no regression of the program's: the model test's list of them stays as it is.
    let regressions = workspace.root.join("tests/proptest-regressions/model.txt");
    let before = fs::read(&regressions).context("cannot read the model test's regressions")?;
    for (name, binary) in tests {
        let passed = passes(workspace, binary, &program);
        write_if_changed(&regressions, &before)?;
        if !passed? {
            return Ok(Verdict::Killed(name));
        }
    }
    Ok(Verdict::Survived)
}

/// Whether all tests of the binary pass with this program. One that does not end has noticed something too.
fn passes(workspace: &Workspace, binary: &Path, program: &Path) -> Result<bool> {
    let mut child = Command::new(binary)
        .current_dir(workspace.root.join("tests"))
        .env(PROGRAM, program)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot start {}", binary.display()))?;
    let end = Instant::now() + LONGEST_TEST;
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        if Instant::now() > end {
            child.kill()?;
            child.wait()?;
            return Ok(false);
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// Builds the tests as they stand and returns where their binaries are.
fn test_binaries(workspace: &Workspace) -> Result<Vec<(&'static str, PathBuf)>> {
    let output = cargo(workspace)
        .args(["test", "--no-run", "--locked", "--package", "inference-staking-tests", "--message-format=json"])
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start cargo")?;
    if !output.status.success() {
        bail!("the tests do not build");
    }
    let messages: Vec<Value> = output.stdout.split(|byte| *byte == b'\n').flat_map(serde_json::from_slice).collect();
    let binary = |name: &'static str| {
        let is_it = |message: &&Value| message["target"]["name"] == name && message["executable"].is_string();
        let path = messages.iter().find(is_it).and_then(|message| message["executable"].as_str());
        Ok((name, PathBuf::from(path.with_context(|| format!("the build left no test binary `{name}`"))?)))
    };
    TESTS.into_iter().map(binary).collect()
}

/// A copy of the checkout's sources, with its own target folder. Files that have not changed are left alone, so a second
/// run builds on the first.
fn copy_of(workspace: &Workspace) -> Result<Workspace> {
    let root = workspace.cargo_target.join("mutants/state");
    copy_folder(&workspace.root, &root).context("cannot copy the checkout")?;
    let cargo_target = root.join("target");
    Ok(Workspace { root, cargo_target })
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        let kind = entry.file_type()?;
        if kind.is_dir() && name != "target" && name != ".git" {
            copy_folder(&entry.path(), &to.join(&name))?;
        } else if kind.is_file() {
            write_if_changed(&to.join(&name), &fs::read(entry.path())?)?;
        }
    }
    Ok(())
}
