//! How many mutants of each file there are, and what became of them.

use std::collections::BTreeMap;
use std::fmt;

use super::mutant::Mutant;
use super::verdict::Verdict;

#[derive(Clone, Copy, Default)]
struct Counts {
    killed: usize,
    unviable: usize,
    survived: usize,
}

impl Counts {
    fn total(self) -> usize {
        self.killed + self.unviable + self.survived
    }
}

#[derive(Default)]
pub struct Tally {
    by_file: BTreeMap<String, Counts>,
    survivors: Vec<String>,
}

impl Tally {
    pub fn count(&mut self, mutant: &Mutant, verdict: &Verdict) {
        let counts = self.by_file.entry(mutant.file.clone()).or_default();
        match verdict {
            Verdict::Killed(_) => counts.killed += 1,
            Verdict::Unviable => counts.unviable += 1,
            Verdict::Survived => {
                counts.survived += 1;
                self.survivors.push(mutant.name.clone());
            }
        }
    }

    pub fn total(&self) -> usize {
        self.by_file.values().map(|counts| counts.total()).sum()
    }

    pub fn survivors(&self) -> &[String] {
        &self.survivors
    }
}

/// As the table of docs/mutants.md.
impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| file | mutants | killed | unviable | survive |\n|---|---|---|---|---|")?;
        let mut row = |name: &str, counts: Counts| {
            let Counts { killed, unviable, survived } = counts;
            writeln!(f, "| {name} | {} | {killed} | {unviable} | {survived} |", counts.total())
        };
        let mut sum = Counts::default();
        for (file, counts) in &self.by_file {
            row(file, *counts)?;
            sum.killed += counts.killed;
            sum.unviable += counts.unviable;
            sum.survived += counts.survived;
        }
        row("**together**", sum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mutants_are_counted_by_file_and_survivors_named() {
        let mutant = |file: &str, name: &str| Mutant {
            file: file.to_owned(),
            name: name.to_owned(),
            start: (1, 1),
            end: (1, 2),
            replacement: String::new(),
        };
        let mut tally = Tally::default();
        tally.count(&mutant("b.rs", "b.rs:1:1: x"), &Verdict::Survived);
        tally.count(&mutant("a.rs", "a.rs:1:1: x"), &Verdict::Killed("stake".to_owned()));
        tally.count(&mutant("a.rs", "a.rs:2:1: x"), &Verdict::Unviable);
        let table = "| file | mutants | killed | unviable | survive |\n|---|---|---|---|---|\n\
                     | a.rs | 2 | 1 | 1 | 0 |\n| b.rs | 1 | 0 | 0 | 1 |\n| **together** | 3 | 1 | 1 | 1 |\n";
        assert_eq!(tally.to_string(), table);
        assert_eq!((tally.total(), tally.survivors()), (3, ["b.rs:1:1: x".to_owned()].as_slice()));
    }
}
