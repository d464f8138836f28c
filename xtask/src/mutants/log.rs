//! The verdicts so far, in a file, so that a run that was cut off goes on where it stood.
//!
//! A verdict is what certain tests said to a certain change of a certain program. It counts for a later run only if all
//! three are the same to the byte; otherwise the mutant is tried again.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{json, Value};

use super::fingerprint;
use super::mutant::Mutant;
use super::verdict::Verdict;

pub struct Log {
    file: File,
    /// Fingerprint of the program and the tests.
    setting: String,
    /// By the change.
    verdicts: HashMap<String, Verdict>,
    /// Milliseconds that a test binary took to pass without a change.
    passed: HashMap<String, u64>,
}

impl Log {
    /// Opens the log, and remembers what was found out with the program and tests whose bytes are in `files`.
    pub fn open(path: &Path, files: &[impl AsRef<Path>]) -> Result<Self> {
        let setting = fingerprint::of_files(files)?;
        let written = fs::read(path).unwrap_or_default();
        // The last line may be cut off.
        let lines = written.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice::<Value>(line).ok());
        let (mut verdicts, mut passed) = (HashMap::new(), HashMap::new());
        for line in lines.filter(|line| line["setting"] == setting.as_str()) {
            let text = |key: &str| line[key].as_str().map(str::to_owned);
            verdicts.extend(text("change").zip(Verdict::from_json(&line["verdict"])));
            passed.extend(text("passed").zip(line["milliseconds"].as_u64()));
        }
        let folder = path.parent().context("the log has no folder")?;
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let file = OpenOptions::new().create(true).append(true).open(path);
        let mut file = file.with_context(|| format!("cannot open {}", path.display()))?;
        if written.last().is_some_and(|byte| *byte != b'\n') {
            writeln!(file).with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(Self { file, setting, verdicts, passed })
    }

    /// Milliseconds that this test binary took to pass without a change, if it was seen to.
    pub fn passed_in(&self, binary: &str) -> Option<u64> {
        self.passed.get(binary).copied()
    }

    pub fn note_pass(&mut self, binary: &str, milliseconds: u64) -> Result<()> {
        self.write(&json!({ "setting": self.setting, "passed": binary, "milliseconds": milliseconds }))?;
        self.passed.insert(binary.to_owned(), milliseconds);
        Ok(())
    }

    /// What a change was found to be; `text` is the whole file without it.
    pub fn verdict_on(&self, mutant: &Mutant, text: &str) -> Option<&Verdict> {
        self.verdicts.get(&fingerprint_of_change(mutant, text))
    }

    pub fn note(&mut self, mutant: &Mutant, text: &str, verdict: &Verdict) -> Result<()> {
        let change = fingerprint_of_change(mutant, text);
        let (name, words) = (&mutant.name, verdict.to_json());
        self.write(&json!({ "setting": self.setting, "change": change, "mutant": name, "verdict": words }))?;
        self.verdicts.insert(change, verdict.clone());
        Ok(())
    }

    fn write(&mut self, line: &Value) -> Result<()> {
        // One call, so that no other job's line comes between.
        self.file.write_all(format!("{line}\n").as_bytes()).context("cannot write the log of verdicts")
    }
}

/// Of the change and of all that its file says besides.
fn fingerprint_of_change(mutant: &Mutant, text: &str) -> String {
    fingerprint::of(&(text, &mutant.file, mutant.start, mutant.end, &mutant.replacement))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    /// A folder of its own with a "program", removed afterwards.
    struct Place(PathBuf);

    impl Place {
        fn new(name: &str) -> Self {
            let folder = std::env::temp_dir().join(format!("xtask-log-{}-{name}", std::process::id()));
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("program"), "program").unwrap();
            Self(folder)
        }

        fn open(&self) -> Log {
            Log::open(&self.0.join("log/verdicts.jsonl"), &[self.0.join("program")]).unwrap()
        }
    }

    impl Drop for Place {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn mutant(replacement: &str) -> Mutant {
        Mutant {
            file: "f".to_owned(),
            name: format!("f:1:1: {replacement}"),
            start: (1, 1),
            end: (1, 2),
            replacement: replacement.to_owned(),
        }
    }

    #[test]
    fn a_second_run_knows_the_verdicts_of_the_first() {
        let place = Place::new("second-run");
        let verdicts = [Verdict::Killed("staking a::b".to_owned()), Verdict::Unviable, Verdict::Survived];
        let mut first = place.open();
        assert_eq!(first.passed_in("staking"), None);
        first.note_pass("staking", 1_500).unwrap();
        for (replacement, verdict) in ["a", "b", "c"].into_iter().zip(&verdicts) {
            assert_eq!(first.verdict_on(&mutant(replacement), "text"), None);
            first.note(&mutant(replacement), "text", verdict).unwrap();
        }
        let second = place.open();
        assert_eq!(second.passed_in("staking"), Some(1_500));
        for (replacement, verdict) in ["a", "b", "c"].into_iter().zip(&verdicts) {
            assert_eq!(second.verdict_on(&mutant(replacement), "text"), Some(verdict));
        }
        assert_eq!(second.verdict_on(&mutant("d"), "text"), None);
    }

    #[test]
    fn another_text_of_the_file_or_another_program_is_judged_again() {
        let place = Place::new("another-program");
        let mut log = place.open();
        log.note_pass("staking", 1_500).unwrap();
        log.note(&mutant("a"), "text", &Verdict::Unviable).unwrap();
        assert_eq!(log.verdict_on(&mutant("a"), "text, edited"), None);
        fs::write(place.0.join("program"), "another program").unwrap();
        let later = place.open();
        assert_eq!(later.passed_in("staking"), None);
        assert_eq!(later.verdict_on(&mutant("a"), "text"), None);
    }

    #[test]
    fn a_line_that_was_cut_off_is_no_verdict_and_spoils_none() {
        let place = Place::new("cut-off");
        place.open().note(&mutant("a"), "text", &Verdict::Survived).unwrap();
        let path = place.0.join("log/verdicts.jsonl");
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[..whole.len() - 4]).unwrap();
        let mut log = place.open();
        assert_eq!(log.verdict_on(&mutant("a"), "text"), None);
        log.note(&mutant("b"), "text", &Verdict::Unviable).unwrap();
        assert_eq!(place.open().verdict_on(&mutant("b"), "text"), Some(&Verdict::Unviable));
    }
}
