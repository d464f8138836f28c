//! Where the build puts things.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::{env, fs};

pub struct Workspace {
    /// The checkout.
    pub root: PathBuf,
    /// Cargo's own target folder, which `CARGO_TARGET_DIR` may place outside the checkout.
    pub cargo_target: PathBuf,
}

impl Workspace {
    pub fn locate() -> Result<Self> {
        // Asked at run time: a target folder shared by several checkouts holds one binary.
        let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).context("start it as `cargo xtask`")?;
        let root = package.parent().context("xtask has no parent folder")?.to_path_buf();
        let cargo_target = match env::var_os("CARGO_TARGET_DIR") {
            Some(dir) => env::current_dir()?.join(dir),
            None => root.join("target"),
        };
        Ok(Self { root, cargo_target })
    }

    /// The `.so` files, at the place Solana's and Anchor's tools use.
    pub fn deploy(&self) -> PathBuf {
        self.root.join("target/deploy")
    }

    /// The program's interface description, at the place Anchor's tools use.
    pub fn idl(&self) -> PathBuf {
        self.root.join("target/idl/inference_staking.json")
    }

    /// The same as it is committed, for whoever does not build.
    pub fn committed_idl(&self) -> PathBuf {
        self.root.join("idl/inference_staking.json")
    }

    /// The reference page, written from the IDL.
    pub fn reference(&self) -> PathBuf {
        self.root.join("docs/reference.md")
    }

    /// Intermediate files of the sBPF builds, apart from the host's so that neither undoes the other.
    pub fn sbf_target(&self) -> PathBuf {
        self.cargo_target.join("sbf")
    }

    /// Those of the programs that have the staking program as a library.
    pub fn sbf_callers_target(&self) -> PathBuf {
        self.cargo_target.join("sbf-callers")
    }

    /// A path as a person in the checkout would write it.
    pub fn relative<'a>(&self, path: &'a Path) -> &'a Path {
        path.strip_prefix(&self.root).unwrap_or(path)
    }
}

/// Leaves a file alone that has these bytes already, so that nothing downstream sees a change.
pub fn write_if_changed(file: &Path, bytes: &[u8]) -> Result<()> {
    if fs::read(file).is_ok_and(|old| old == bytes) {
        return Ok(());
    }
    let folder = file.parent().with_context(|| format!("{} has no folder", file.display()))?;
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    fs::write(file, bytes).with_context(|| format!("cannot write {}", file.display()))
}
