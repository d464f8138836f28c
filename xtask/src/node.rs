//! Node and its npm, which build and test what is TypeScript.

use crate::workspace::Workspace;
use anyhow::{bail, ensure, Context, Result};
use std::process::Command;

/// The oldest release of Node that the tools of every package here take: Vite asks for it.
const OLDEST: (u32, u32) = (20, 19);

/// npm in a folder of the checkout.
pub fn npm(workspace: &Workspace, folder: &str) -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(workspace.root.join(folder));
    npm
}

/// Refuses a machine without Node and npm, or with ones that are too old, for `what`.
pub fn require(what: &str) -> Result<()> {
    let needs = format!("{what} needs Node {}.{} or newer with npm", OLDEST.0, OLDEST.1);
    let Some(node) = version(Command::new("node")) else { bail!("{needs}: put `node` and `npm` on PATH") };
    ensure!(is_new_enough(&node), "{needs}: found {node}");
    version(Command::new("npm")).with_context(|| format!("{needs}: found {node}, but no `npm` on PATH"))?;
    Ok(())
}

fn version(mut command: Command) -> Option<String> {
    let output = command.arg("--version").output().ok()?;
    let said = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(said)
}

/// By the first two numbers of a version, as `node --version` says it: "v20.19.0".
fn is_new_enough(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('v').split('.').map(|number| number.parse().ok());
    let release = numbers.next().flatten().zip(numbers.next().flatten());
    release.is_some_and(|release: (u32, u32)| release >= OLDEST)
}

#[cfg(test)]
mod tests {
    use super::is_new_enough;

    #[test]
    fn node_is_asked_for_its_release() {
        for version in ["v20.19.0", "v20.20.2", "v22.1.0", "v100.0.0"] {
            assert!(is_new_enough(version), "{version}");
        }
        for version in ["v18.20.4", "v20.0.0", "v20.18.3", "v19.9.9", "v9.0.0", "v2.20.0", "", "v", "no such thing"] {
            assert!(!is_new_enough(version), "{version}");
        }
    }
}
