//! The binaries of the program's tests, which a mutant is given to without being built anew.

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
/// The package, and its folder, where its tests run.
const PACKAGE: &str = "inference-staking-tests";
pub const FOLDER: &str = "tests/program";
/// What runs on another chain what the other binaries run, and what replaces the program by one that is no mutant.
const LEFT_OUT: [&str; 2] = ["bank", "layouts"];
/// A mutant may loop; the slowest binary takes a tenth of this.
const LONGEST_TEST: Duration = Duration::from_secs(600);

/// What stands for a test's name where a binary fails without naming one.
pub const AS_A_WHOLE: &str = "as a whole";
pub const ENDLESS: &str = "that does not end";

/// Which tests of a binary are asked.
#[derive(Clone, Copy)]
pub enum Wanted<'a> {
    All,
    /// Those with this in their name.
    Like(&'a str),
    /// The one of this name.
    Named(&'a str),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestBinary {
    pub name: String,
    pub path: PathBuf,
}

impl TestBinary {
    /// Builds the tests as they stand. With the features of the whole workspace, as `cargo xtask test` does: those of one
    /// package would have cargo compile all dependencies again.
    pub fn build_all(workspace: &Workspace) -> Result<Vec<Self>> {
        let metadata = printed(cargo(workspace).args(["metadata", "--locked", "--no-deps", "--format-version", "1"]))?;
        let names = names_in(&serde_json::from_slice(&metadata)?);
        if names.is_empty() {
            bail!("the package {PACKAGE} has no test binaries");
        }
        let mut build = cargo(workspace);
        build.args(["test", "--no-run", "--locked", "--workspace", "--message-format=json-render-diagnostics"]);
        build.args(names.iter().flat_map(|name| ["--test", name.as_str()]));
        let output = printed(&mut build).context("the tests do not build")?;
        let messages = output.split(|byte| *byte == b'\n').flat_map(serde_json::from_slice::<Value>);
        Ok(messages.filter_map(|message| of_message(&message)).collect())
    }

    /// The first wanted test that fails with this program, or else what went wrong; `None` if all pass. One that does not
    /// end has noticed something too.
    pub fn first_failure(&self, wanted: Wanted, copy: &Path, program: &Path) -> Result<Option<String>> {
        let mut command = Command::new(&self.path);
        match wanted {
            Wanted::All => {}
            Wanted::Like(text) => drop(command.arg(text)),
            Wanted::Named(name) => drop(command.args(["--exact", name])),
        }
        let mut child = command
            .current_dir(copy.join(FOLDER))
            .env(PROGRAM, program)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", self.path.display()))?;
        let failure = watch(&mut child)?;
        if failure.is_some() {
            child.kill()?;
        }
        let passed = child.wait()?.success();
        Ok(failure.or_else(|| (!passed).then(|| AS_A_WHOLE.to_owned())))
    }
}

/// What a command prints, if it succeeds; its errors go where those of this process do.
fn printed(command: &mut Command) -> Result<Vec<u8>> {
    let output = command.stderr(Stdio::inherit()).output().context("cannot start cargo")?;
    if !output.status.success() {
        bail!("cargo failed: the lines above say why");
    }
    Ok(output.stdout)
}

/// The names of the package's test binaries, but those that are left out, in what `cargo metadata` prints.
fn names_in(metadata: &Value) -> Vec<String> {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let targets =
        packages.filter(|package| package["name"] == PACKAGE).flat_map(|package| package["targets"].as_array());
    let names = targets.flatten().filter(|target| is_test(target)).filter_map(|target| target["name"].as_str());
    names.filter(|name| !LEFT_OUT.contains(name)).map(str::to_owned).collect()
}

fn is_test(target: &Value) -> bool {
    target["kind"] == serde_json::json!(["test"])
}

/// The test binary that a message of cargo's is about.
fn of_message(message: &Value) -> Option<TestBinary> {
    let target = &message["target"];
    let name = target["name"].as_str()?;
    let path = message["executable"].as_str().filter(|_| is_test(target))?;
    Some(TestBinary { name: name.to_owned(), path: PathBuf::from(path) })
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
            Err(mpsc::RecvTimeoutError::Timeout) => return Ok(Some(ENDLESS.to_owned())),
            Err(mpsc::RecvTimeoutError::Disconnected) => return Ok(None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_packages_own_test_binaries_are_named() {
        let target = |kind: &str, name: &str| json!({ "name": name, "kind": [kind] });
        let of = |package: &str, targets: Value| json!({ "name": package, "targets": targets });
        let own = json!([
            target("test", "attacks"),
            target("test", LEFT_OUT[0]),
            target("test", LEFT_OUT[1]),
            target("lib", "kit")
        ]);
        let metadata = json!({ "packages": [of("other", json!([target("test", "theirs")])), of(PACKAGE, own)] });
        assert_eq!(names_in(&metadata), ["attacks"]);
        assert!(names_in(&json!({})).is_empty());
    }

    #[test]
    fn a_test_binary_is_found_among_what_cargo_prints() {
        let message = |kind: &str, name: &str, executable: Value| {
            of_message(&json!({ "target": { "name": name, "kind": [kind] }, "executable": executable }))
        };
        let found = message("test", "staking", json!("/t/staking-1"));
        assert_eq!(found, Some(TestBinary { name: "staking".to_owned(), path: PathBuf::from("/t/staking-1") }));
        assert_eq!(message("lib", "staking", json!("/t/lib-1")), None);
        assert_eq!(message("test", "staking", Value::Null), None);
    }
}
