//! Mutants of the program. The tests of these run the built program, so mutants are built for the chain, in a copy of
//! the checkout, and the test binaries, which need no rebuild, are given that program.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

use anyhow::{anyhow, bail, Result};

use super::copy;
use super::hints::Hints;
use super::judge::{program_of, Judge, REGRESSIONS};
use super::list;
use super::log::Log;
use super::mutant::Mutant;
use super::options::Options;
use super::schema::Schema;
use super::tally::Tally;
use super::test_binary::{TestBinary, Wanted, FOLDER};
use super::verdict::Verdict;
use crate::artifacts;
use crate::toolchain::Choice;
use crate::workspace::Workspace;

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
    let mut tests = TestBinary::build_all(workspace)?;
    let mut log = open_log(workspace, &tests)?;
    require_all_pass(&copy::prepare(workspace, choice, 0)?, &tests, &mut log)?;
    tests.sort_by_key(|test| log.passed_in(&test.name));

    let mut tally = Tally::default();
    let mut left = Vec::new();
    for mutant in chosen {
        match log.verdict_on(mutant, &mutant.text(&workspace.root)?) {
            Some(verdict) => tally.count(mutant, verdict),
            None => left.push(mutant),
        }
    }
    let schemas = Schema::all_of(&workspace.root, &left)?;
    println!("{} known from an earlier run, {} left, {} builds", tally.total(), left.len(), schemas.len());
    // No copy is built for a job that has nothing to do.
    let jobs = schemas.len().min(options.jobs.into());
    let shared = Mutex::new((log, tally));
    let done = judge_all(workspace, choice, jobs, &tests, &schemas, &shared);
    let (log, tally) = shared.into_inner().map_err(|_| anyhow!("a job panicked"))?;
    let mut hints = Hints::read(workspace);
    for mutant in all.iter() {
        if let Some(verdict) = log.verdict_on(mutant, &mutant.text(&workspace.root)?) {
            hints.note(mutant, verdict);
        }
    }
    hints.write()?;
    done?;
    println!("\n{tally}");
    let survivors = tally.survivors();
    if survivors.is_empty() {
        return Ok(());
    }
    survivors.iter().for_each(|name| println!("survived: {name}"));
    bail!("{} mutants survived every test: kill each with a test, or explain it in docs/mutants.md", survivors.len())
}

fn chosen<'a>(all: &'a [Mutant], matching: &[String], limit: Option<usize>) -> Vec<&'a Mutant> {
    let wanted = |mutant: &&Mutant| matching.is_empty() || matching.iter().any(|text| mutant.name.contains(text));
    let found: Vec<_> = all.iter().filter(wanted).collect();
    let count = limit.unwrap_or(found.len()).min(found.len());
    (0..count).map(|place| found[place * found.len() / count]).collect()
}

/// The log of verdicts, as far as they are of this program and these tests, and of the files that these read.
fn open_log(workspace: &Workspace, tests: &[TestBinary]) -> Result<Log> {
    let mut files: Vec<PathBuf> = tests.iter().map(|test| test.path.clone()).collect();
    files.sort();
    files.extend([program_of(workspace), workspace.idl(), workspace.root.join(FOLDER).join(REGRESSIONS)]);
    let path = workspace.cargo_target.join("mutants/verdicts.jsonl");
    println!("verdicts are kept in {}", path.display());
    Log::open(&path, &files)
}

/// A mutant is only killed by tests that pass without it.
fn require_all_pass(copy: &Workspace, tests: &[TestBinary], log: &mut Log) -> Result<()> {
    for test in tests {
        if log.passed_in(&test.name).is_some() {
            continue;
        }
        let began = Instant::now();
        if let Some(failed) = test.first_failure(Wanted::All, &copy.root, &program_of(copy))? {
            bail!("{} {failed} fails without any change: mend it first", test.name);
        }
        log.note_pass(&test.name, u64::try_from(began.elapsed().as_millis())?)?;
    }
    Ok(())
}

/// Judges what is left, in as many jobs at once, and keeps each verdict as soon as it is there.
fn judge_all(
    workspace: &Workspace,
    choice: Choice,
    jobs: usize,
    tests: &[TestBinary],
    schemas: &[Schema],
    shared: &Mutex<(Log, Tally)>,
) -> Result<()> {
    let hints = Hints::read(workspace);
    let next = AtomicUsize::new(0);
    let left: usize = schemas.iter().map(|schema| schema.mutants.len()).sum();
    let told = AtomicUsize::new(0);
    let job = |job: usize| -> Result<()> {
        let mut judge = Judge::new(workspace, copy::prepare(workspace, choice, job)?, choice, &hints, tests.to_vec());
        let mut began = Instant::now();
        let mut tell = |mutant: &Mutant, verdict: Verdict| -> Result<()> {
            let (number, seconds) = (told.fetch_add(1, Ordering::Relaxed) + 1, began.elapsed().as_secs());
            println!("{number:>3}/{left} {seconds:>4} s  {}: {}", mutant.name, verdict.words());
            let mut shared = shared.lock().map_err(|_| anyhow!("another job panicked"))?;
            let (log, tally) = &mut *shared;
            log.note(mutant, &mutant.text(&workspace.root)?, &verdict)?;
            tally.count(mutant, &verdict);
            began = Instant::now();
            Ok(())
        };
        while let Some(schema) = schemas.get(next.fetch_add(1, Ordering::Relaxed)) {
            judge.judge(schema, &mut tell)?;
        }
        Ok(())
    };
    thread::scope(|scope| {
        let job = &job;
        let jobs: Vec<_> = (0..jobs).map(|number| scope.spawn(move || job(number))).collect();
        jobs.into_iter().try_for_each(|job| job.join().map_err(|_| anyhow!("a job panicked"))?)
    })
}
