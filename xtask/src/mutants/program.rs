//! Mutants of the program. The tests of these run the built program, so each mutant is built for the chain, in a copy of
//! the checkout, and the test binaries, which need no rebuild, are given that program.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

use anyhow::{bail, Context, Result};

use super::mutant::Mutant;
use super::rooms::{self, Room, Subject};
use super::{list, Options};
use crate::sbf;
use crate::toolchain::Choice;
use crate::workspace::{write_if_changed, Workspace};

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
    crate::build(workspace, choice)?;
    let rooms = rooms::quickest_first(workspace, &subject(&prepared_copy(workspace, choice, 0)?))?;
    let (next, survivors) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let job = |job: u8| -> Result<()> {
        let (copy, mut rooms) = (prepared_copy(workspace, choice, job)?, rooms.clone());
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(mutant) = chosen.get(number) else { return Ok(()) };
            let began = Instant::now();
            let verdict = judge(workspace, &copy, choice, &mut rooms, mutant)?;
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

/// What the tests are run on.
fn subject(copy: &Workspace) -> Subject {
    Subject { tests: copy.root.join("tests/program"), program: copy.deploy().join("inference_staking.so") }
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
    rooms: &mut [Room],
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
    let subject = subject(copy);
    for place in 0..rooms.len() {
        if let Some(test) = rooms[place].first_failure(&subject)? {
            let killer = format!("{} {test}", rooms[place].binary_name);
            // The next mutant stands near this one, so the same tests will notice.
            rooms[..=place].rotate_right(1);
            return Ok(Verdict::Killed(killer));
        }
    }
    Ok(Verdict::Survived)
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
