//! Builds the programs for the chain.

use crate::process::{cargo_for_sbf, run_watched, Watched};
use crate::toolchain::{registry_cargo, Choice, Toolchain};
use crate::workspace::{write_if_changed, Workspace};
use anyhow::{bail, Context, Result};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

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

/// Programs that are built together.
struct Build<'a> {
    programs: &'a [Program],
    /// Where their folders are.
    sources: &'a Path,
    /// Where the built ones go.
    deploy: PathBuf,
    /// Of intermediate files.
    target: PathBuf,
}

/// Builds what runs on a network, and prints how large the programs are.
pub fn build(workspace: &Workspace, choice: Choice) -> Result<()> {
    build_quietly(workspace, choice)?;
    print_sizes(workspace, &PROGRAMS)
}

/// Builds what only tests run, and prints how large it is.
pub fn build_callers(workspace: &Workspace, choice: Choice) -> Result<()> {
    let (sources, deploy, target) = (&workspace.root, workspace.deploy(), workspace.sbf_callers_target());
    Build { programs: &CALLERS, sources, deploy, target }.perform(workspace, choice)?;
    print_sizes(workspace, &CALLERS)
}

pub fn build_quietly(workspace: &Workspace, choice: Choice) -> Result<()> {
    build_copy(workspace, choice, workspace)
}

fn print_sizes(workspace: &Workspace, programs: &[Program]) -> Result<()> {
    for program in programs {
        let file = workspace.deploy().join(format!("{}.so", program.library));
        let size = fs::metadata(&file).with_context(|| format!("the build left no {}", file.display()))?.len();
        println!("{:>9} bytes  {}", size, workspace.relative(&file).display());
    }
    Ok(())
}

/// Builds copies of the programs, with what they depend on as it is compiled already for the checkout.
pub fn build_copy(workspace: &Workspace, choice: Choice, copy: &Workspace) -> Result<()> {
    let (sources, deploy, target) = (&copy.root, copy.deploy(), workspace.sbf_target());
    Build { programs: &PROGRAMS, sources, deploy, target }.perform(workspace, choice)
}

impl Build<'_> {
    fn perform(&self, workspace: &Workspace, choice: Choice) -> Result<()> {
        let toolchain = Toolchain::find(workspace, choice)?;
        eprintln!("Building the programs with the {}", toolchain.name());
        fs::create_dir_all(&self.deploy).with_context(|| format!("cannot make {}", self.deploy.display()))?;
        let built: Vec<_> = self.programs.iter().map(|program| format!("lib{}.so", program.library)).collect();
        make_room(&self.target, self.sources, &built)?;
        match &toolchain {
            Toolchain::Solana => self.with_solana(workspace)?,
            Toolchain::Registry(dir) => self.with_registry(workspace, dir)?,
        }
        self.programs.iter().try_for_each(|program| self.date(program))
    }

    /// Makes the built program newer than its sources although its bytes may be the old ones: who deploys it asks for that.
    fn date(&self, program: &Program) -> Result<()> {
        let file = self.deployed(program);
        let now = SystemTime::now();
        let dated = fs::File::options().append(true).open(&file).and_then(|file| file.set_modified(now));
        dated.with_context(|| format!("cannot set the time of {}", file.display()))
    }

    /// Where the build leaves a program.
    fn deployed(&self, program: &Program) -> PathBuf {
        self.deploy.join(format!("{}.so", program.library))
    }

    fn with_solana(&self, workspace: &Workspace) -> Result<()> {
        for program in self.programs {
            let mut command = cargo_for_sbf(workspace);
            command
                .env("CARGO_TARGET_DIR", &self.target)
                .arg("build-sbf")
                .arg("--manifest-path")
                .arg(self.manifest(program))
                .arg("--sbf-out-dir")
                .arg(&self.deploy);
            if !program.features.is_empty() {
                command.arg("--features").arg(program.features.join(","));
            }
            self.compile(command.args(["--", "--locked"]))?;
        }
        Ok(())
    }

    fn with_registry(&self, workspace: &Workspace, dir: &Path) -> Result<()> {
        let mut command = registry_cargo(workspace, dir);
        command.arg("--target-dir").arg(&self.target);
        // All are of one workspace.
        if let Some(program) = self.programs.first() {
            command.arg("--manifest-path").arg(self.manifest(program));
        }
        for program in self.programs {
            command.args(["--package", program.package]);
            for feature in program.features {
                command.arg("--features").arg(format!("{}/{feature}", program.package));
            }
        }
        self.compile(&mut command)?;
        for program in self.programs {
            let built = self.target.join(format!("sbpf-solana/release/lib{}.so", program.library));
            let bytes = fs::read(&built).with_context(|| format!("cannot read {}", built.display()))?;
            write_if_changed(&self.deployed(program), &bytes)?;
        }
        Ok(())
    }

    /// A program's own, of the workspace that its folder belongs to.
    fn manifest(&self, program: &Program) -> PathBuf {
        self.sources.join(program.folder).join("Cargo.toml")
    }

    /// Runs one build, and refuses its result when a stack frame is too large for the chain.
    fn compile(&self, command: &mut Command) -> Result<()> {
        let Watched { errors, result } = run_watched(command)?;
        let Some(line) = errors.lines().find(|line| FRAME_TOO_LARGE.iter().any(|text| line.contains(text))) else {
            return result;
        };
        if result.is_ok() {
            // A cached build does not repeat the warning, so the next one must not be cached.
            fs::remove_dir_all(&self.target).context("cannot remove the refused build")?;
        }
        bail!(
            "a function's stack frame is over 4096 bytes: box its large values, split it, or mark a part \
             `#[inline(never)]`. The linker said: {}",
            line.trim()
        );
    }
}

/// Removes files that were built last from other sources. Cargo gives the file of a library that programs are linked from the same
/// name wherever its sources are, looks only whether there is one, and would take it for that of these.
pub fn make_room(target: &Path, sources: &Path, built: &[String]) -> Result<()> {
    let (stamp, sources) = (target.join("sources"), sources.display().to_string());
    if fs::read_to_string(&stamp).is_ok_and(|last| last == sources) {
        return Ok(());
    }
    fs::create_dir_all(target).with_context(|| format!("cannot make {}", target.display()))?;
    for folder in fs::read_dir(target)? {
        let folder = folder?.path().join("release/deps");
        for file in built.iter().map(|name| folder.join(name)).filter(|file| file.exists()) {
            fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
        }
    }
    fs::write(&stamp, sources).with_context(|| format!("cannot write {}", stamp.display()))
}
