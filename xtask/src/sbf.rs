//! Builds the programs for the chain.

use crate::process::{cargo_for_sbf, run_watched, Watched};
use crate::toolchain::{registry_cargo, Choice, Toolchain};
use crate::workspace::{write_if_changed, Workspace};
use anyhow::{bail, Context, Result};
use std::fs;
use std::path::Path;
use std::process::Command;

struct Program {
    package: &'static str,
    folder: &'static str,
    library: &'static str,
    features: &'static [&'static str],
}

const PROGRAMS: [Program; 2] = [
    Program {
        package: "inference-staking",
        folder: "programs/inference-staking",
        library: "inference_staking",
        // The name of every instruction in its log costs compute units that batches need.
        features: &["no-log-ix-name"],
    },
    Program {
        package: "toolchain-self-test",
        folder: "tests/toolchain-self-test",
        library: "toolchain_self_test",
        features: &[],
    },
];

/// What linkers print about a stack frame that the chain would refuse, some without failing.
const FRAME_TOO_LARGE: [&str; 3] = ["Stack offset of", "stack limit", "overwrites values in the frame"];

/// Builds, and prints how large the programs are.
pub fn build(workspace: &Workspace, choice: Choice) -> Result<()> {
    build_quietly(workspace, choice)?;
    for program in &PROGRAMS {
        let file = workspace.deploy().join(format!("{}.so", program.library));
        let size = fs::metadata(&file).with_context(|| format!("the build left no {}", file.display()))?.len();
        println!("{:>9} bytes  {}", size, workspace.relative(&file).display());
    }
    Ok(())
}

pub fn build_quietly(workspace: &Workspace, choice: Choice) -> Result<()> {
    let toolchain = Toolchain::find(workspace, choice)?;
    eprintln!("Building the programs with the {}", toolchain.name());
    fs::create_dir_all(workspace.deploy()).context("cannot make target/deploy")?;
    match &toolchain {
        Toolchain::Solana => build_with_solana(workspace),
        Toolchain::Registry(dir) => build_with_registry(workspace, dir),
    }
}

fn build_with_solana(workspace: &Workspace) -> Result<()> {
    for program in &PROGRAMS {
        let mut command = cargo_for_sbf(workspace);
        command
            .env("CARGO_TARGET_DIR", workspace.sbf_target())
            .arg("build-sbf")
            .arg("--manifest-path")
            .arg(workspace.root.join(program.folder).join("Cargo.toml"))
            .arg("--sbf-out-dir")
            .arg(workspace.deploy());
        if !program.features.is_empty() {
            command.arg("--features").arg(program.features.join(","));
        }
        compile(workspace, command.args(["--", "--locked"]))?;
    }
    Ok(())
}

fn build_with_registry(workspace: &Workspace, dir: &Path) -> Result<()> {
    let target = workspace.sbf_target();
    let mut command = registry_cargo(workspace, dir);
    command.arg("--target-dir").arg(&target);
    for program in &PROGRAMS {
        command.args(["--package", program.package]);
        for feature in program.features {
            command.arg("--features").arg(format!("{}/{feature}", program.package));
        }
    }
    compile(workspace, &mut command)?;
    for program in &PROGRAMS {
        let built = target.join(format!("sbpf-solana/release/lib{}.so", program.library));
        let deployed = workspace.deploy().join(format!("{}.so", program.library));
        let bytes = fs::read(&built).with_context(|| format!("cannot read {}", built.display()))?;
        write_if_changed(&deployed, &bytes)?;
    }
    Ok(())
}

/// Runs one build, and refuses its result when a stack frame is too large for the chain.
fn compile(workspace: &Workspace, command: &mut Command) -> Result<()> {
    let Watched { errors, result } = run_watched(command)?;
    let Some(line) = errors.lines().find(|line| FRAME_TOO_LARGE.iter().any(|text| line.contains(text))) else {
        return result;
    };
    if result.is_ok() {
        // A cached build does not repeat the warning, so the next one must not be cached.
        fs::remove_dir_all(workspace.sbf_target()).context("cannot remove the refused build")?;
    }
    bail!(
        "a function's stack frame is over 4096 bytes: box its large values, split it, or mark a part \
         `#[inline(never)]`. The linker said: {}",
        line.trim()
    );
}
