//! Mutants of the program. The tests of these run the built program, so each mutant is built for the chain, in a copy of
//! the checkout, and the test binaries, which need no rebuild, are given that program.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{mpsc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{bail, Context, Result};
use serde_json::Value;

use super::list;
use super::mutant::Mutant;
use super::options::Options;
use crate::artifacts;
use crate::process::cargo;
use crate::sbf;
use crate::toolchain::Choice;
use crate::workspace::{write_if_changed, Workspace};

/// The environment variable by which tests find another program.
const PROGRAM: &str = "INFERENCE_STAKING_PROGRAM";
/// Test binaries, the quickest first. `bank` and the toolchain's own test run other things again.
const TESTS: [&str; 12] = [
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
    "sizes",
    "model",
];
/// A mutant may loop; the slowest binary takes a tenth of this.
const LONGEST_TEST: Duration = Duration::from_secs(600);

enum Verdict {
    /// By this test.
    Killed(String),
    /// It does not compile, or its stack frame is too large for the chain.
    Unviable,
    Survived,
}

pub fn run(workspace: &Workspace, choice: Choice, options: &Options, folder: &str) -> Result<()> {
    let all = list::of_folder(workspace, folder)?;
    let chosen = chosen(&all, &options.matching, options.limit);
    println!("{} of {} mutants", chosen.len(), all.len());
    if options.list {
        chosen.iter().for_each(|mutant| println!("{}", mutant.name));
        return Ok(());
    }
    // Tests read the IDL.
    artifacts::build(workspace, choice)?;
    let tests = test_binaries(workspace)?;
    require_all_pass(&prepared_copy(workspace, choice, 0)?, &tests)?;
    let (next, survivors) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let job = |job: u8| -> Result<()> {
        let (copy, mut tests) = (prepared_copy(workspace, choice, job)?, tests.clone());
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(mutant) = chosen.get(number) else { return Ok(()) };
            let began = Instant::now();
            let verdict = judge(workspace, &copy, choice, &mut tests, mutant)?;
            let seconds = began.elapsed().as_secs();
            println!("{:>3}/{} {seconds:>4} s  {}: {}", number + 1, chosen.len(), mutant.name, verdict.words());
            if matches!(verdict, Verdict::Survived) {
                survivors.lock().map_err(|_| anyhow::anyhow!("another job panicked"))?.push(mutant.name.as_str());
            }
        }
    };
    thread::scope(|scope| {
        let jobs: Vec<_> = (0..options.jobs).map(|number| scope.spawn(move || job(number))).collect();
        jobs.into_iter().try_for_each(|job| job.join().map_err(|_| anyhow::anyhow!("a job panicked"))?)
    })?;
    let survivors = survivors.into_inner().map_err(|_| anyhow::anyhow!("a job panicked"))?;
    if survivors.is_empty() {
        return Ok(());
    }
    survivors.iter().for_each(|name| println!("survived: {name}"));
    bail!("{} mutants survived every test: kill each with a test, or explain it in docs/mutants.md", survivors.len())
}

impl Verdict {
    fn words(&self) -> String {
        match self {
            Self::Killed(test) => format!("killed by {test}"),
            Self::Unviable => "unviable".to_owned(),
            Self::Survived => "SURVIVED".to_owned(),
        }
    }
}

/// A mutant is only killed by tests that pass without it.
fn require_all_pass(copy: &Workspace, tests: &[(&'static str, PathBuf)]) -> Result<()> {
    for (name, binary) in tests {
        if let Some(test) = first_failure(&copy.root, binary, &program_of(copy))? {
            bail!("{name} {test} fails without any change");
        }
    }
    Ok(())
}

fn program_of(copy: &Workspace) -> PathBuf {
    copy.deploy().join("inference_staking.so")
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
    tests: &mut [(&'static str, PathBuf)],
    mutant: &Mutant,
) -> Result<Verdict> {
    mutant.write(&workspace.root, &copy.root)?;
    let built = sbf::build_quietly(copy, choice);
    mutant.undo(&workspace.root, &copy.root)?;
    // What the last mutant failed at is no regression of the program's.
    let regressions = Path::new("tests/program/proptest-regressions/model.txt");
    let before = fs::read(workspace.root.join(regressions)).context("cannot read the model test's regressions")?;
    write_if_changed(&copy.root.join(regressions), &before)?;
    if built.is_err() {
        return Ok(Verdict::Unviable);
    }
    for place in 0..tests.len() {
        let (name, binary) = &tests[place];
        if let Some(test) = first_failure(&copy.root, binary, &program_of(copy))? {
            let killer = format!("{name} {test}");
            // The next mutant stands near this one, so the same tests will notice.
            tests[..=place].rotate_right(1);
            return Ok(Verdict::Killed(killer));
        }
    }
    Ok(Verdict::Survived)
}

/// The first test of the binary that fails with this program, or else what went wrong; `None` if all pass. One that does
/// not end has noticed something too.
fn first_failure(copy: &Path, binary: &Path, program: &Path) -> Result<Option<String>> {
    let mut child = Command::new(binary)
        .current_dir(copy.join("tests"))
        .env(PROGRAM, program)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot start {}", binary.display()))?;
    let failure = watch(&mut child)?;
    if failure.is_some() {
        child.kill()?;
    }
    let passed = child.wait()?.success();
    Ok(failure.or_else(|| (!passed).then(|| "as a whole".to_owned())))
}

/// Reads what the tests print, until one fails, all are over, or it takes too long.
fn watch(child: &mut Child) -> Result<Option<String>> {
    let output = BufReader::new(child.stdout.take().context("no output")?);
    let (lines, printed) = mpsc::channel();
    thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| lines.send(line)));
    let end = Instant::now() + LONGEST_TEST;
    loop {
        match printed.recv_timeout(end.saturating_duration_since(Instant::now())) {
            Ok(line) => {
                let name = line.strip_prefix("test ").and_then(|test| test.strip_suffix(" ... FAILED"));
                if let Some(name) = name {
                    return Ok(Some(name.to_owned()));
                }
            }
            Err(mpsc::RecvTimeoutError::Timeout) => return Ok(Some("that does not end".to_owned())),
            Err(mpsc::RecvTimeoutError::Disconnected) => return Ok(None),
        }
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

/// A job's copy of the checkout's sources, with its own target folder, built. Files that have not changed are left alone, so
/// a second run builds on the first.
fn prepared_copy(workspace: &Workspace, choice: Choice, job: u8) -> Result<Workspace> {
    let root = workspace.cargo_target.join(format!("mutants/job-{job}"));
    copy_folder(&workspace.root, &root).context("cannot copy the checkout")?;
    let cargo_target = root.join("target");
    let copy = Workspace { root, cargo_target };
    sbf::build_quietly(&copy, choice).context("the program does not build without a change")?;
    Ok(copy)
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
