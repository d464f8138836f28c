//! Which test noticed a change the last time, on whatever machine: it is asked first. A hint decides how long a run takes and
//! nothing else, so nobody has to keep the file true.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::mutant::Mutant;
use super::verdict::Verdict;
use crate::workspace::{write_if_changed, Workspace};

/// Tests by the changes that they noticed.
pub struct Hints {
    file: PathBuf,
    /// Binary and test, with a space between.
    tests: BTreeMap<String, String>,
}

impl Hints {
    /// Reads the committed ones, if there are.
    pub fn read(workspace: &Workspace) -> Self {
        let file = workspace.root.join("xtask/mutants-noticed-by.txt");
        let text = fs::read_to_string(&file).unwrap_or_default();
        let tests = text.lines().filter_map(|line| line.split_once('\t'));
        let tests = tests.map(|(change, test)| (change.to_owned(), test.to_owned())).collect();
        Self { file, tests }
    }

    /// Binary and name of the test that noticed this change.
    pub fn of(&self, mutant: &Mutant) -> Option<(&str, &str)> {
        self.tests.get(&change(mutant))?.split_once(' ')
    }

    /// Remembers who noticed.
    pub fn note(&mut self, mutant: &Mutant, verdict: &Verdict) {
        if let Verdict::Killed(test) = verdict {
            self.tests.insert(change(mutant), test.clone());
        }
    }

    /// Writes them, one on a line.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn write(&self) -> Result<()> {
        let lines: String = self.tests.iter().map(|(change, test)| format!("{change}\t{test}\n")).collect();
        write_if_changed(&self.file, lines.as_bytes()).with_context(|| format!("cannot write {}", self.file.display()))
    }
}

/// The change without its line, which moves whenever something is written above. Several of a function may share one.
fn change(mutant: &Mutant) -> String {
    let behind = mutant.name.splitn(4, ':').nth(3).unwrap_or(&mutant.name).trim();
    let (file, behind) = (mutant.file.rsplit("/src/").next().unwrap_or(&mutant.file), behind.replace('\t', " "));
    format!("{file}: {behind}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mutant(name: &str) -> Mutant {
        Mutant {
            file: "programs/p/src/state/f.rs".to_owned(),
            name: name.to_owned(),
            start: (1, 1),
            end: (1, 2),
            replacement: String::new(),
        }
    }

    #[test]
    fn a_hint_is_found_again_wherever_its_line_has_moved() {
        let root = std::env::temp_dir().join(format!("xtask-hints-{}", std::process::id()));
        fs::create_dir_all(root.join("xtask")).unwrap();
        let workspace = Workspace { root: root.clone(), cargo_target: root.clone() };
        let mut hints = Hints::read(&workspace);
        let before = mutant("programs/p/src/state/f.rs:7:9: replace A::b -> Checked<()> with Ok(())");
        hints.note(&before, &Verdict::Killed("instructions stake::c".to_owned()));
        hints.note(&mutant("programs/p/src/state/f.rs:8:9: other"), &Verdict::Survived);
        hints.write().unwrap();
        let read = Hints::read(&workspace);
        let moved = mutant("programs/p/src/state/f.rs:70:1: replace A::b -> Checked<()> with Ok(())");
        assert_eq!(read.of(&moved), Some(("instructions", "stake::c")));
        assert_eq!(read.of(&mutant("programs/p/src/state/f.rs:8:9: other")), None);
        assert_eq!(read.tests.keys().next().unwrap(), "state/f.rs: replace A::b -> Checked<()> with Ok(())");
        fs::remove_dir_all(root).unwrap();
    }
}
