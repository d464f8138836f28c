//! Node and its npm, which build and test what is TypeScript.

use crate::workspace::Workspace;
use anyhow::{bail, ensure, Context, Result};
use std::process::Command;

/// The releases of Node that the tools of every package here take: Vite asks for them.
const RELEASES: &str = "20.19 or newer of 20, or 22.12 or newer,";

/// npm in a folder of the checkout.
pub fn npm(workspace: &Workspace, folder: &str) -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(workspace.root.join(folder));
    npm
}

/// What installs a folder's packages as its lock file has them.
pub fn install(workspace: &Workspace, folder: &str) -> Command {
    let mut npm = npm(workspace, folder);
    npm.args(["ci", "--no-audit", "--no-fund"]);
    npm
}

/// Refuses a machine without Node and npm, or with ones that are too old, for `what`.
pub fn require(what: &str) -> Result<()> {
    let needs = format!("{what} needs Node {RELEASES} with npm");
    let Some(node) = version(Command::new("node")) else { bail!("{needs}: put `node` and `npm` on PATH") };
    ensure!(is_among_releases(&node), "{needs}: found {node}");
    version(Command::new("npm")).with_context(|| format!("{needs}: found {node}, but no `npm` on PATH"))?;
    Ok(())
}

fn version(mut command: Command) -> Option<String> {
    let output = command.arg("--version").output().ok()?;
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(said)
}

/// By the first two numbers of a version, as `node --version` says it: "v20.19.0".
fn is_among_releases(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('v').split('.').map(|number| number.parse().ok());
    let release: Option<(u32, u32)> = numbers.next().flatten().zip(numbers.next().flatten());
    release.is_some_and(|release| (release.0 == 20 && release.1 >= 19) || release >= (22, 12))
}

#[cfg(test)]
mod tests {
    use super::is_among_releases;

    #[test]
    fn node_is_asked_for_its_release() {
        for version in ["v20.19.0", "v20.20.2", "v22.12.0", "v23.0.1", "v100.0.0"] {
            assert!(is_among_releases(version), "{version}");
        }
        for version in [
            "v18.20.4",
            "v21.7.3",
            "v22.0.0",
            "v22.11.9",
            "v20.0.0",
            "v20.18.3",
            "v19.9.9",
            "v9.0.0",
            "v2.20.0",
            "",
            "v",
            "no such thing",
        ] {
            assert!(!is_among_releases(version), "{version}");
        }
    }
}
