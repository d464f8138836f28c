//! Running other programs, with a failure that names the command.

use crate::workspace::Workspace;
use anyhow::{bail, Context, Result};
use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

/// Settings of the caller's shell that would leak into a build for another target. A backtrace is
/// the linker's, and buries its message.
const HOST_ONLY: [&str; 7] = [
    "RUST_BACKTRACE",
    "RUSTFLAGS",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_BUILD_TARGET",
    "CARGO_BUILD_RUSTFLAGS",
    "RUSTC_WRAPPER",
    "RUSTC_WORKSPACE_WRAPPER",
];

/// What cargo tells a program that it runs about that program's own package. A build script that asks for these, as that
/// of `ring` does, would see other values here than in a build from the shell, and be built anew at each change.
const OF_THIS_PACKAGE: [&str; 2] = ["CARGO_PKG_", "CARGO_MANIFEST_"];

/// The cargo that runs this task, in the checkout.
pub fn cargo(workspace: &Workspace) -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.current_dir(&workspace.root);
    for (name, _) in env::vars_os() {
        if OF_THIS_PACKAGE.iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
            command.env_remove(name);
        }
    }
    command
}

/// The same for a build whose target is not this machine.
pub fn cargo_for_sbf(workspace: &Workspace) -> Command {
    let mut command = cargo(workspace);
    for name in HOST_ONLY {
        command.env_remove(name);
    }
    command
}

pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("cannot start `{}`", describe(command)))?;
    if !status.success() {
        bail!("`{}` failed", describe(command));
    }
    Ok(())
}

/// A command that runs beside something else; ended if nobody waits for it any more.
pub struct Running {
    command: String,
    child: Child,
}

impl Running {
    /// Starts it.
    pub fn start(command: &mut Command) -> Result<Self> {
        let child = command.spawn().with_context(|| format!("cannot start `{}`", describe(command)))?;
        Ok(Self { command: describe(command), child })
    }

    /// Whether it has ended already.
    pub fn has_ended(&mut self) -> Result<bool> {
        Ok(self.child.try_wait()?.is_some())
    }

    /// Waits for its end.
    pub fn finish(mut self) -> Result<()> {
        if !self.child.wait()?.success() {
            bail!("`{}` failed", self.command);
        }
        Ok(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended is not there to be ended.
        let _ended = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// What a command that was watched said, and whether it succeeded.
pub struct Watched {
    pub errors: String,
    pub result: Result<()>,
}

/// Why a command that was watched did not succeed.
#[derive(Debug)]
pub struct Failed {
    command: String,
    pub errors: String,
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` failed", self.command)
    }
}

impl Error for Failed {}

/// Runs the command and passes its error output on as it comes.
pub fn run_watched(command: &mut Command) -> Result<Watched> {
    let mut child =
        command.stderr(Stdio::piped()).spawn().with_context(|| format!("cannot start `{}`", describe(command)))?;
    let pipe = child.stderr.take().context("no error output")?;
    let mut errors = String::new();
    for line in BufReader::new(pipe).split(b'\n') {
        let line = line?;
        let text = String::from_utf8_lossy(&line);
        writeln!(std::io::stderr(), "{text}")?;
        errors.push_str(&text);
        errors.push('\n');
    }
    let result = match child.wait()?.success() {
        true => Ok(()),
        false => Err(Failed { command: describe(command), errors: errors.clone() }.into()),
    };
    Ok(Watched { errors, result })
}

/// The program's file name and its plain arguments: what a reader needs to run it again.
fn describe(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program()).file_name().unwrap_or_default();
    let mut words = vec![program.to_string_lossy().into_owned()];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}
