//! The worked example of `migrations`: a later layout version of one account, as a patch of the program. It is applied to a
//! copy of the program, which is built beside it; a test upgrades a network from the one to the other.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{ensure, Context, Result};

use crate::copy::copy_folder;
use crate::process::{cargo, run};
use crate::toolchain::Choice;
use crate::workspace::{write_if_changed, Workspace};
use crate::{idl, sbf, wasm};

const PATCH: &str = "migrations/examples/layout-2.patch";
/// The program, the crates of this workspace that it is made of, the other program that is built with it, without which
/// dependencies would have other features and be compiled again, and the TypeScript client with its tests, its rules, and what
/// compiles them.
const FOLDERS: [&str; 8] = [
    "programs/inference-staking",
    "crates/math",
    "crates/merkle",
    "crates/wasm",
    "tests/toolchain-self-test",
    "sdk/src",
    "sdk/tests",
    "scripts/sbf-toolchain",
];
/// Those of them that are members of the workspace.
const MEMBERS: [&str; 3] = ["programs", "crates", "tests"];
/// Where the packages are in the workspace of the copy. At the paths of the originals cargo would take them for these, and
/// would build both anew in turn.
const PATCHED: &str = "later";

/// Applies the patch, builds program, IDL and rules of the later version, runs their own tests, and builds the program of today again.
pub fn build(workspace: &Workspace, choice: Choice) -> Result<()> {
    let copy = workspace.root.join("target/later-layout");
    let packages = copy.join(PATCHED);
    copy_patched(workspace, &copy.join("patching"), &packages)?;
    write_workspace(workspace, &copy)?;
    let patched = Workspace { root: packages, cargo_target: workspace.cargo_target.clone() };
    sbf::build_copy(workspace, choice, &patched)?;
    idl::build(&patched)?;
    wasm::write(&patched)?;
    run_own_tests(&patched)?;
    require_same_program(workspace, choice)
}

/// Builds the program itself once more: neither of the two may stand in the other's place, nor change by being built again.
fn require_same_program(workspace: &Workspace, choice: Choice) -> Result<()> {
    let file = workspace.deploy().join("inference_staking.so");
    let before = fs::read(&file).with_context(|| format!("cannot read {}: build it first", file.display()))?;
    sbf::build(workspace, choice)?;
    ensure!(
        fs::read(&file)? == before,
        "{}: built once more, it is another program: it, or the one from before, is not of these sources",
        workspace.relative(&file).display()
    );
    Ok(())
}

/// Copies the folders with the patch to `packages`, by way of `patching`, so that only what is another file then is built anew.
fn copy_patched(workspace: &Workspace, patching: &Path, packages: &Path) -> Result<()> {
    for folder in FOLDERS {
        copy_folder(&workspace.root.join(folder), &patching.join(folder)).context("cannot copy the program")?;
    }
    apply(&workspace.root.join(PATCH), patching)?;
    for folder in FOLDERS {
        copy_folder(&patching.join(folder), &packages.join(folder)).context("cannot copy the patched program")?;
    }
    Ok(())
}

fn apply(patch: &Path, folder: &Path) -> Result<()> {
    let applied = Command::new("git")
        // Inside of a checkout git would leave out, without a word, what is not below the folder in which it is called.
        .env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap_or(folder))
        .env_remove("GIT_DIR")
        .current_dir(folder)
        .args(["apply", "--whitespace=nowarn"])
        .arg(patch)
        .output()
        .context("the example of a later layout needs `git` on PATH, to apply its patch")?;
    ensure!(
        applied.status.success(),
        "{PATCH} does not apply to the program any more: in a clean checkout run `git apply --3way {PATCH}`, mend what is in \
         conflict, write the patch anew with `git diff HEAD -- programs crates sdk > {PATCH}`, and take the changes back with \
         `git restore --staged --worktree programs crates sdk`. Git said: {}",
        String::from_utf8_lossy(&applied.stderr).trim()
    );
    Ok(())
}

/// A workspace around the packages with the profiles and the locked versions of this one, so that dependencies that are compiled
/// for the one serve the other.
fn write_workspace(workspace: &Workspace, copy: &Path) -> Result<()> {
    let manifest = fs::read_to_string(workspace.root.join("Cargo.toml")).context("cannot read Cargo.toml")?;
    let manifest = manifest_of_copy(&manifest)?;
    write_if_changed(&copy.join("Cargo.toml"), manifest.as_bytes())?;
    let lock = copy.join("Cargo.lock");
    fs::copy(workspace.root.join("Cargo.lock"), &lock).context("cannot copy Cargo.lock")?;
    // Leaves out what only other packages need; the versions stay, and they are all known here already.
    run(cargo(workspace)
        .args(["update", "--quiet", "--offline", "--workspace", "--manifest-path"])
        .arg(copy.join("Cargo.toml")))
}

fn manifest_of_copy(manifest: &str) -> Result<String> {
    let mut lines = Vec::new();
    for line in manifest.lines() {
        lines.push(match line.split(" = ").next() {
            Some("members") => format!("members = {:?}", MEMBERS.map(|folder| format!("{PATCHED}/{folder}/*"))),
            Some("default-members") => continue,
            _ => line.replace("path = \"", &format!("path = \"{PATCHED}/")),
        });
    }
    ensure!(lines.iter().any(|line| line.starts_with("members")), "Cargo.toml names no members of the workspace");
    Ok(lines.join("\n") + "\n")
}

/// What the build of the IDL sets. With other values its dependencies would be compiled again.
const AS_FOR_THE_IDL: [(&str, &str); 4] = [
    ("RUSTFLAGS", "-A warnings"),
    ("ANCHOR_IDL_BUILD_NO_DOCS", "FALSE"),
    ("ANCHOR_IDL_BUILD_RESOLUTION", "TRUE"),
    ("ANCHOR_IDL_BUILD_SKIP_LINT", "FALSE"),
];

/// With the program as it was compiled for the IDL.
fn run_own_tests(patched: &Workspace) -> Result<()> {
    run(cargo(patched)
        .env("CARGO_TARGET_DIR", &patched.cargo_target)
        .envs(AS_FOR_THE_IDL)
        .args(["test", "--quiet", "--locked", "--lib", "--features", "idl-build", "--manifest-path"])
        .arg(patched.root.join("programs/inference-staking/Cargo.toml")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_is_applied_inside_of_a_checkout_and_one_that_does_not_apply_says_what_to_do() {
        let checkout = std::env::temp_dir().join(format!("xtask-patch-{}", std::process::id()));
        let (folder, patch) = (checkout.join("copy"), checkout.join("a.patch"));
        write_if_changed(&folder.join("a"), b"old\n").unwrap();
        write_if_changed(&patch, b"--- a/a\n+++ b/a\n@@ -1 +1 @@\n-old\n+new\n").unwrap();
        run(Command::new("git").args(["init", "--quiet"]).arg(&checkout)).unwrap();
        apply(&patch, &folder).unwrap();
        assert_eq!(fs::read_to_string(folder.join("a")).unwrap(), "new\n");
        let again = apply(&patch, &folder).unwrap_err().to_string();
        assert!(again.contains("run `git apply --3way migrations/examples/layout-2.patch`"), "{again}");
        fs::remove_dir_all(&checkout).unwrap();
    }

    #[test]
    fn the_copys_workspace_has_its_packages_at_other_paths() {
        let original =
            "[workspace]\nresolver = \"3\"\nmembers = [\"programs/*\", \"demo\"]\ndefault-members = [\"demo\"]\n\
                        [workspace.dependencies]\nmaths = { path = \"crates/math\" }\nserde = \"1\"\n";
        let expected =
            "[workspace]\nresolver = \"3\"\nmembers = [\"later/programs/*\", \"later/crates/*\", \"later/tests/*\"]\n\
                        [workspace.dependencies]\nmaths = { path = \"later/crates/math\" }\nserde = \"1\"\n";
        assert_eq!(manifest_of_copy(original).unwrap(), expected);
        assert!(manifest_of_copy("[package]\n").is_err());
    }
}
