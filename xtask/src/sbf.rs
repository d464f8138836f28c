//! Builds the programs for the chain.

use crate::process::{cargo_for_sbf, run_watched, Watched};
use crate::toolchain::{registry_cargo, Choice, Toolchain};
use crate::workspace::{write_if_changed, Workspace};
use anyhow::{bail, Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
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

/// Programs that call the staking program. They compile it as a library without an entry point, into a file of the same name
/// as the program's own: that would take its place in a target folder that both share.
const CALLERS: [Program; 1] =
    [Program { package: "cpi-vault", folder: "examples/cpi-vault", library: "cpi_vault", features: &[] }];

/// Programs that are built together, and the folder of their intermediate files.
struct Group<'a> {
    programs: &'a [Program],
    target: PathBuf,
}

/// Builds what runs on a network, and prints how large the programs are.
pub fn build(workspace: &Workspace, choice: Choice) -> Result<()> {
    build_quietly(workspace, choice)?;
    print_sizes(workspace, &PROGRAMS)
}

/// Builds what only tests run, and prints how large it is.
pub fn build_callers(workspace: &Workspace, choice: Choice) -> Result<()> {
    build_group(workspace, choice, &Group { programs: &CALLERS, target: workspace.sbf_callers_target() })?;
    print_sizes(workspace, &CALLERS)
}

pub fn build_quietly(workspace: &Workspace, choice: Choice) -> Result<()> {
    build_group(workspace, choice, &Group { programs: &PROGRAMS, target: workspace.sbf_target() })
}

fn print_sizes(workspace: &Workspace, programs: &[Program]) -> Result<()> {
    for program in programs {
        let file = workspace.deploy().join(format!("{}.so", program.library));
        let size = fs::metadata(&file).with_context(|| format!("the build left no {}", file.display()))?.len();
        println!("{:>9} bytes  {}", size, workspace.relative(&file).display());
    }
    Ok(())
}

fn build_group(workspace: &Workspace, choice: Choice, group: &Group) -> Result<()> {
    let toolchain = Toolchain::find(workspace, choice)?;
    eprintln!("Building the programs with the {}", toolchain.name());
    fs::create_dir_all(workspace.deploy()).context("cannot make target/deploy")?;
    match &toolchain {
        Toolchain::Solana => build_with_solana(workspace, group),
        Toolchain::Registry(dir) => build_with_registry(workspace, dir, group),
    }
}

fn build_with_solana(workspace: &Workspace, group: &Group) -> Result<()> {
    for program in group.programs {
        let mut command = cargo_for_sbf(workspace);
        command
            .env("CARGO_TARGET_DIR", &group.target)
            .arg("build-sbf")
            .arg("--manifest-path")
            .arg(workspace.root.join(program.folder).join("Cargo.toml"))
            .arg("--sbf-out-dir")
            .arg(workspace.deploy());
        if !program.features.is_empty() {
            command.arg("--features").arg(program.features.join(","));
        }
        compile(group, command.args(["--", "--locked"]))?;
    }
    Ok(())
}

fn build_with_registry(workspace: &Workspace, dir: &Path, group: &Group) -> Result<()> {
    let mut command = registry_cargo(workspace, dir);
    command.arg("--target-dir").arg(&group.target);
    for program in group.programs {
        command.args(["--package", program.package]);
        for feature in program.features {
            command.arg("--features").arg(format!("{}/{feature}", program.package));
        }
    }
    compile(group, &mut command)?;
    for program in group.programs {
        let built = group.target.join(format!("sbpf-solana/release/lib{}.so", program.library));
        let deployed = workspace.deploy().join(format!("{}.so", program.library));
        let bytes = fs::read(&built).with_context(|| format!("cannot read {}", built.display()))?;
        write_if_changed(&deployed, &bytes)?;
    }
    Ok(())
}

/// Runs one build, and refuses its result when a stack frame is too large for the chain.
fn compile(group: &Group, command: &mut Command) -> Result<()> {
    let Watched { errors, result } = run_watched(command)?;
    let Some(line) = errors.lines().find(|line| FRAME_TOO_LARGE.iter().any(|text| line.contains(text))) else {
        return result;
    };
    if result.is_ok() {
        // A cached build does not repeat the warning, so the next one must not be cached.
        fs::remove_dir_all(&group.target).context("cannot remove the refused build")?;
    }
    bail!(
        "a function's stack frame is over 4096 bytes: box its large values, split it, or mark a part \
         `#[inline(never)]`. The linker said: {}",
        line.trim()
    );
}
