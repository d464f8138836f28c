//! Cargo's own tools that a task needs, installed from the package registry where they are missing.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::process::{cargo, run};
use crate::workspace::Workspace;

/// A binary crate, pinned, so that a task does the same on every machine.
pub struct RegistryTool {
    package: &'static str,
    version: &'static str,
    features: &'static [&'static str],
}

impl RegistryTool {
    /// Mutation testing.
    pub const MUTANTS: Self = Self { package: "cargo-mutants", version: "27.1.0", features: &[] };
    /// Builds and runs coverage-guided fuzz targets.
    pub const BOLERO: Self = Self {
        package: "cargo-bolero",
        version: "0.13.5",
        features: &["--no-default-features", "--features", "libfuzzer"],
    };

    /// Installs the tool if it is not there in this version, and lets `command` find it as a cargo subcommand.
    pub fn put_on_path(&self, workspace: &Workspace, command: &mut Command) -> Result<()> {
        let folder = self.folder()?;
        let binary = folder.join("bin").join(self.package);
        if !binary.is_file() {
            eprintln!("Installing {} {} from the package registry (some minutes, once)", self.package, self.version);
            run(cargo(workspace)
                .args(["install", "--locked", self.package, "--version", self.version, "--root"])
                .arg(&folder)
                .args(self.features))?;
        }
        let before = env::var_os("PATH").unwrap_or_default();
        let all = std::iter::once(folder.join("bin")).chain(env::split_paths(&before));
        command.env("PATH", env::join_paths(all).context("a folder of PATH has a separator in its name")?);
        Ok(())
    }

    /// Beside the toolchain for the chain: shared by all checkouts, and not lost with a target folder.
    fn folder(&self) -> Result<PathBuf> {
        let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
        let cache = cache.or_else(|| Some(env::home_dir()?.join(".cache"))).context("there is no home folder")?;
        Ok(cache.join("inference-staking/tools").join(format!("{}-{}", self.package, self.version)))
    }
}
