//! Builds mutants, many at once, and asks the tests about one after the other, those first that are likeliest to notice.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::hints::Hints;
use super::mutant::Mutant;
use super::schema::{self, Schema};
use super::test_binary::{TestBinary, Wanted, AS_A_WHOLE, ENDLESS, FOLDER};
use super::verdict::Verdict;
use crate::process::Failed;
use crate::sbf;
use crate::toolchain::Choice;
use crate::workspace::{write_if_changed, Workspace};

/// Histories that failed once, from the folder of the tests; they are written there when one fails.
pub const REGRESSIONS: &str = "proptest-regressions/model.txt";
/// So many tests that noticed something are asked first.
const REMEMBERED: usize = 8;

pub struct Judge<'a> {
    workspace: &'a Workspace,
    /// Where this judge builds, and nobody else.
    copy: Workspace,
    choice: Choice,
    hints: &'a Hints,
    /// All of them.
    tests: Vec<TestBinary>,
    /// Tests that noticed the last mutants, the last first: binary and name.
    noticed: VecDeque<(TestBinary, String)>,
}

impl<'a> Judge<'a> {
    /// `tests` are asked in this order at first, so the quickest come first.
    pub fn new(
        workspace: &'a Workspace,
        copy: Workspace,
        choice: Choice,
        hints: &'a Hints,
        tests: Vec<TestBinary>,
    ) -> Self {
        Self { workspace, copy, choice, hints, tests, noticed: VecDeque::new() }
    }

    /// Judges mutants of one build, and tells each verdict as soon as it is there.
    pub fn judge(&mut self, schema: &Schema, tell: &mut impl FnMut(&Mutant, Verdict) -> Result<()>) -> Result<()> {
        if let [mutant] = schema.mutants[..] {
            return tell(mutant, self.judge_alone(mutant)?);
        }
        let files = schema.files(&self.workspace.root)?;
        for (file, changed) in &files {
            write_if_changed(&self.copy.root.join(file), changed.text.as_bytes())?;
        }
        let built = sbf::build_quietly(&self.copy, self.choice);
        for file in files.keys() {
            write_if_changed(&self.copy.root.join(file), &fs::read(self.workspace.root.join(file))?)?;
        }
        let Err(error) = built else { return self.judge_built(schema, tell) };
        let unviable = match error.downcast_ref::<Failed>() {
            Some(failed) => schema.blamed(&files, &failed.errors),
            None => Vec::new(),
        };
        for mutant in &unviable {
            tell(mutant, Verdict::Unviable)?;
        }
        let rest = schema.without(&unviable);
        match (rest.mutants.len(), unviable.is_empty()) {
            (0, _) => Ok(()),
            (_, false) => self.judge(&rest, tell),
            (_, true) => rest.split().iter().try_for_each(|half| self.judge(half, tell)),
        }
    }

    fn judge_built(&mut self, schema: &Schema, tell: &mut impl FnMut(&Mutant, Verdict) -> Result<()>) -> Result<()> {
        let built = fs::read(program_of(&self.copy)).context("the build left no program")?;
        let (changed, unchanged) = (self.copy.deploy().join("mutant.so"), self.copy.deploy().join("no_mutant.so"));
        let write = |path: &Path, number: u16| -> Result<()> {
            let mut program = built.clone();
            schema::choose(&mut program, number)?;
            fs::write(path, program).with_context(|| format!("cannot write {}", path.display()))
        };
        write(&unchanged, 0)?;
        for (number, mutant) in (1..).zip(&schema.mutants) {
            write(&changed, number)?;
            let verdict = match self.first_failure(mutant, &changed)? {
                None => Verdict::Survived,
                // That all bodies stand in the program twice must not be what the test noticed.
                Some((binary, test)) if self.passes(&binary, &test, &unchanged)? => self.killed(binary, test),
                Some(_) => self.judge_alone(mutant)?,
            };
            tell(mutant, verdict)?;
        }
        Ok(())
    }

    fn judge_alone(&mut self, mutant: &Mutant) -> Result<Verdict> {
        mutant.write(&self.workspace.root, &self.copy.root)?;
        let built = sbf::build_quietly(&self.copy, self.choice);
        mutant.undo(&self.workspace.root, &self.copy.root)?;
        if built.is_err() {
            return Ok(Verdict::Unviable);
        }
        Ok(match self.first_failure(mutant, &program_of(&self.copy))? {
            None => Verdict::Survived,
            Some((binary, test)) => self.killed(binary, test),
        })
    }

    fn killed(&mut self, binary: TestBinary, test: String) -> Verdict {
        let killer = format!("{} {test}", binary.name);
        self.remember(binary, test);
        Verdict::Killed(killer)
    }

    /// Whether there is such a test, and it passes with this program.
    fn passes(&self, binary: &TestBinary, test: &str, program: &Path) -> Result<bool> {
        let is_test = test != AS_A_WHOLE && test != ENDLESS;
        Ok(is_test && binary.first_failure(Wanted::Named(test), &self.copy.root, program)?.is_none())
    }

    /// The order decides how long it takes and nothing else: a mutant survives only if all tests passed.
    fn first_failure(&self, mutant: &Mutant, program: &Path) -> Result<Option<(TestBinary, String)>> {
        let failure = self.ask_all(mutant, program)?;
        // What this mutant failed at is no regression of the program's.
        let regressions = Path::new(FOLDER).join(REGRESSIONS);
        let before = fs::read(self.workspace.root.join(&regressions)).context("cannot read the regressions")?;
        write_if_changed(&self.copy.root.join(&regressions), &before)?;
        Ok(failure)
    }

    fn ask_all(&self, mutant: &Mutant, program: &Path) -> Result<Option<(TestBinary, String)>> {
        let rooms = rooms(&mutant.file);
        let mut remembered = self.noticed.iter().map(|(binary, test)| (binary, Wanted::Named(test)));
        let last: Vec<_> = remembered.by_ref().take(1).collect();
        let hinted = self.hints.of(mutant).and_then(|(binary, test)| {
            Some((self.tests.iter().find(|other| other.name == binary)?, Wanted::Named(test)))
        });
        let near = rooms.iter().flat_map(|room| self.tests.iter().map(move |binary| (binary, Wanted::Like(room))));
        let all = self.tests.iter().map(|binary| (binary, Wanted::All));
        for (binary, wanted) in hinted.into_iter().chain(last).chain(near).chain(remembered).chain(all) {
            if let Some(test) = binary.first_failure(wanted, &self.copy.root, program)? {
                return Ok(Some((binary.clone(), test)));
            }
        }
        Ok(None)
    }

    /// The next mutant stands near this one, so the same tests will notice, or else others of that binary. The slowest
    /// binary, which plays long histories, stays last.
    fn remember(&mut self, binary: TestBinary, test: String) {
        let place = self.tests.iter().position(|other| *other == binary);
        if let Some(place) = place.filter(|place| place + 1 < self.tests.len()) {
            self.tests[..=place].rotate_right(1);
        }
        self.noticed.retain(|(_, other)| *other != test);
        self.noticed.push_front((binary, test));
        self.noticed.truncate(REMEMBERED);
    }
}

pub fn program_of(workspace: &Workspace) -> PathBuf {
    workspace.deploy().join("inference_staking.so")
}

/// What the tests of a file are called after: `stake::`, and then `staking_record::`, for
/// `instructions/staking_record/stake.rs`.
fn rooms(file: &str) -> Vec<String> {
    let names = file.strip_suffix(".rs").unwrap_or(file).rsplit('/').take(2);
    names.map(|name| format!("{name}::")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_binary_that_noticed_comes_first_unless_it_is_the_slowest() {
        let binary = |name: &str| TestBinary { name: name.to_owned(), path: PathBuf::from(name) };
        let workspace = |root: &str| Workspace { root: PathBuf::from(root), cargo_target: PathBuf::from(root) };
        let (original, tests) = (workspace("a"), ["x", "y", "slow"].map(binary).to_vec());
        let hints = Hints::read(&original);
        let mut judge = Judge::new(&original, workspace("b"), Choice::Auto, &hints, tests);
        for (name, test) in [("y", "one"), ("slow", "two"), ("y", "one")] {
            judge.remember(binary(name), test.to_owned());
        }
        let order: Vec<_> = judge.tests.iter().map(|test| test.name.as_str()).collect();
        assert_eq!(order, ["y", "x", "slow"]);
        let noticed: Vec<_> = judge.noticed.iter().map(|(_, test)| test.as_str()).collect();
        assert_eq!(noticed, ["one", "two"]);
    }

    #[test]
    fn the_tests_of_a_file_have_its_name_or_that_of_its_folder() {
        assert_eq!(rooms("programs/x/src/instructions/staking_record/stake.rs"), ["stake::", "staking_record::"]);
        assert_eq!(rooms("stake.rs"), ["stake::"]);
    }
}
