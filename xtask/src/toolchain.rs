//! Which toolchain builds for the chain, and how it is called.

use crate::process::{cargo, cargo_for_sbf};
use crate::workspace::Workspace;
use anyhow::{bail, Context, Result};
use clap::ValueEnum;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Choice {
    /// Solana's tools where they are installed, otherwise the registry-only toolchain.
    Auto,
    /// `cargo build-sbf`.
    Solana,
    /// The toolchain of scripts/sbf-toolchain, installed when absent.
    Registry,
}

pub enum Toolchain {
    Solana,
    /// The folder that scripts/sbf-toolchain/install.sh made.
    Registry(PathBuf),
}

impl Toolchain {
    pub fn find(workspace: &Workspace, choice: Choice) -> Result<Self> {
        match choice {
            Choice::Solana if !has_build_sbf(workspace) => {
                bail!("`cargo build-sbf` does not run here: install Solana's tools, or leave `--toolchain solana` out")
            }
            Choice::Solana => Ok(Self::Solana),
            Choice::Auto if has_build_sbf(workspace) => Ok(Self::Solana),
            Choice::Auto | Choice::Registry => install(workspace).map(Self::Registry),
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Solana => "Solana's tools (cargo build-sbf)",
            Self::Registry(_) => "registry-only toolchain (scripts/sbf-toolchain)",
        }
    }
}

fn has_build_sbf(workspace: &Workspace) -> bool {
    cargo(workspace)
        .args(["build-sbf", "--version"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The folder of the toolchain of scripts/sbf-toolchain, which is installed if it is not there.
pub fn install(workspace: &Workspace) -> Result<PathBuf> {
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        bail!(
            "building the programs needs Solana's tools on this machine: install them so that \
             `cargo build-sbf` is on PATH (the registry-only toolchain works on Linux x86_64 alone)"
        );
    }
    let output = Command::new("bash")
        .arg(workspace.root.join("scripts/sbf-toolchain/install.sh"))
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .context("cannot start `bash`")?;
    if !output.status.success() {
        bail!("there is no toolchain to build the programs with; the line above says why");
    }
    let dir = String::from_utf8(output.stdout).context("install.sh printed no path")?;
    Ok(PathBuf::from(dir.trim_end()))
}

/// `cargo build` for the chain with the registry-only toolchain in `dir`.
pub fn registry_cargo(workspace: &Workspace, dir: &Path) -> Command {
    let in_dir = |name: &str| dir.join(name).into_os_string();
    let builtins = format!("link-arg={}", dir.join("builtins.o").display());
    // The frame size is the chain's: the sixth argument of a call lies at the frame's end, so any
    // other value breaks calls silently.
    let rustflags = [
        "--cfg",
        "target_os=\"solana\"",
        "-Aexplicit_builtin_cfgs_in_flags",
        "-Zunstable-options",
        "-Cpanic=immediate-abort",
        "-Crelocation-model=static",
        "-Clink-arg=--llvm-args=-bpf-stack-size=4096",
        // The linker would put each library that it links into target/deploy too: over the program, that of a program that has it
        // as a library.
        "-Clink-arg=--deploy=false",
        // Half the usual threshold, and next to nothing in the linker, which would inline a second time: the program is
        // half as large for a percent of its compute units. What is hot says `#[inline]`.
        "-Cllvm-args=-inline-threshold=100",
        "-Clink-arg=--llvm-args=-inline-threshold=10",
        "-Zmerge-functions=trampolines",
        "-C",
        &builtins,
    ];

    let mut command = cargo_for_sbf(workspace);
    command
        .env("RUSTC", in_dir("bin/sbf-rustc"))
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC_BOOTSTRAP_SYNTHETIC_TARGET", "1")
        .env("__CARGO_TESTS_ONLY_SRC_ROOT", in_dir("library"))
        .env("CARGO_TARGET_SBPF_SOLANA_LINKER", in_dir("bin/sbf-ld"))
        .env("CARGO_ENCODED_RUSTFLAGS", rustflags.join("\u{1f}"))
        .args(["build", "--release", "--locked", "--lib"])
        .args(["-Z", "json-target-spec", "--target"])
        .arg(workspace.root.join("scripts/sbf-toolchain/sbpf-solana.json"))
        .args(["-Z", "build-std=core,alloc,std,panic_abort"])
        .args(["-Z", "build-std-features=compiler-builtins-mem"]);
    // Of the standard library a program runs little but what formats its error messages.
    for library in ["core", "alloc", "std"] {
        command.args(["--config", &format!("profile.release.package.{library}.opt-level=\"z\"")]);
    }
    command
}
