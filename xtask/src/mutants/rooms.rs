//! The tests of the program by rooms: those of one instruction, one attack or one story. They are run room by room, because
//! one room is often enough to notice a change, and its place in the order can be changed.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{bail, Context, Result};
use serde_json::Value;

use crate::process::cargo;
use crate::workspace::Workspace;

/// The environment variable by which tests find another program.
const PROGRAM: &str = "INFERENCE_STAKING_PROGRAM";
/// The test binary that runs again what others run, on another chain.
const AGAIN: &str = "bank";
/// Modules from the binary's root to a room: the account's and the instruction's.
const ROOM_DEPTH: usize = 2;
/// A mutant may loop; the slowest room takes a tenth of this.
const LONGEST_ROOM: Duration = Duration::from_secs(600);

/// Tests of one room.
#[derive(Clone, Debug)]
pub struct Room {
    pub binary_name: String,
    binary: PathBuf,
    tests: Vec<String>,
}

/// What tests are run on.
pub struct Subject {
    /// Where they run: their package, below which the random histories look for their regressions.
    pub tests: PathBuf,
    /// The built program.
    pub program: PathBuf,
}

impl Room {
    /// The first test that fails on `subject`, or else what went wrong; `None` if all pass. One that does not end has noticed
    /// something too.
    pub fn first_failure(&self, subject: &Subject) -> Result<Option<String>> {
        let mut child = Command::new(&self.binary)
            .arg("--exact")
            .args(&self.tests)
            .current_dir(&subject.tests)
            .env(PROGRAM, &subject.program)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", self.binary.display()))?;
        let failure = watch(&mut child)?;
        if failure.is_some() {
            child.kill()?;
        }
        let passed = child.wait()?.success();
        Ok(failure.or_else(|| (!passed).then(|| "as a whole".to_owned())))
    }
}

/// Builds the tests as they stand and returns their rooms, the quickest first. All of them pass on `unchanged`: only then
/// has one that fails noticed a change.
pub fn quickest_first(workspace: &Workspace, unchanged: &Subject) -> Result<Vec<Room>> {
    let mut timed = Vec::new();
    for (name, binary) in binaries(workspace)? {
        for room in of_binary(&name, &binary)? {
            let began = Instant::now();
            if let Some(test) = room.first_failure(unchanged)? {
                bail!("{name} {test} fails without any change");
            }
            timed.push((began.elapsed(), room));
        }
    }
    timed.sort_by_key(|(time, _)| *time);
    Ok(timed.into_iter().map(|(_, room)| room).collect())
}

fn binaries(workspace: &Workspace) -> Result<Vec<(String, PathBuf)>> {
    let output = cargo(workspace)
        .args(["test", "--no-run", "--locked", "--package", "inference-staking-tests", "--message-format=json"])
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start cargo")?;
    if !output.status.success() {
        bail!("the tests do not build");
    }
    let messages = output.stdout.split(|byte| *byte == b'\n').flat_map(serde_json::from_slice::<Value>);
    let found: Vec<_> = messages
        .filter_map(|message| {
            let name = message["target"]["name"].as_str().filter(|name| *name != AGAIN)?;
            Some((name.to_owned(), PathBuf::from(message["executable"].as_str()?)))
        })
        .collect();
    if found.is_empty() {
        bail!("the build left no test binary");
    }
    Ok(found)
}

fn of_binary(name: &str, binary: &Path) -> Result<Vec<Room>> {
    let output = Command::new(binary).args(["--list", "--format", "terse"]).output();
    let output = output.with_context(|| format!("cannot start {}", binary.display()))?;
    let list = String::from_utf8(output.stdout).with_context(|| format!("{name} lists its tests in other letters"))?;
    let room = |tests| Room { binary_name: name.to_owned(), binary: binary.to_owned(), tests };
    Ok(by_room(&list).into_values().map(room).collect())
}

/// Names of tests by the modules that they share.
fn by_room(list: &str) -> BTreeMap<Vec<&str>, Vec<String>> {
    let mut rooms = BTreeMap::<_, Vec<_>>::new();
    for test in list.lines().filter_map(|line| line.strip_suffix(": test")) {
        let mut modules: Vec<_> = test.split("::").collect();
        modules.pop();
        modules.truncate(ROOM_DEPTH);
        rooms.entry(modules).or_default().push(test.to_owned());
    }
    rooms
}

/// Reads what the tests print, until one fails, all are over, or it takes too long.
fn watch(child: &mut Child) -> Result<Option<String>> {
    let output = BufReader::new(child.stdout.take().context("no output")?);
    let (lines, printed) = mpsc::channel();
    thread::spawn(move || output.lines().map_while(Result::ok).try_for_each(|line| lines.send(line)));
    let end = Instant::now() + LONGEST_ROOM;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_room_holds_the_tests_of_one_instruction() {
        let list = "pool::slash::a: test\npool::slash::shares::b: test\npool::close::c: test\nalone: test\n\n4 tests\n";
        let rooms: Vec<_> = by_room(list).into_iter().map(|(room, tests)| (room.join("::"), tests.len())).collect();
        assert_eq!(rooms, [(String::new(), 1), ("pool::close".to_owned(), 1), ("pool::slash".to_owned(), 2)]);
    }
}
