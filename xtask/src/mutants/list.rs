//! Which changes there are: those of cargo-mutants, and those that it does not know: of the checked arithmetic, and rules
//! taken out.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{bail, Context, Result};
use serde_json::Value;

use super::mutant::Mutant;
use crate::process::cargo;
use crate::registry_tool::RegistryTool;
use crate::workspace::Workspace;

/// Sources of the program, of which a part is a folder.
pub const PROGRAM: &str = "programs/inference-staking/src";

/// Files of the state that only clients use: the built program has nothing of them, so their own unit tests judge them.
pub const ONLY_FOR_CLIENTS: [&str; 2] = [
    "programs/inference-staking/src/state/operator_pool/collections.rs",
    "programs/inference-staking/src/state/operator_pool/open_epochs.rs",
];

/// The opposite of what the program calculates with.
const SWAPS: [(&str, &str); 6] = [
    (".checked_add(", ".checked_sub("),
    (".checked_sub(", ".checked_add("),
    (".saturating_sub(", ".saturating_add("),
    (".min(", ".max("),
    (".value_ceil(", ".value_floor("),
    (".value_floor(", ".value_ceil("),
];

/// A statement that calls something whose name is or begins with such a word refuses something, and does nothing else.
const REFUSING: [&str; 7] = ["check", "ensure", "invariant", "refuse", "require", "validate", "verify"];

/// All changes of a folder of the program's sources, in the order of its files.
pub fn of_folder(workspace: &Workspace, folder: &str) -> Result<Vec<Mutant>> {
    let mut all = of_cargo_mutants(workspace, folder)?;
    for path in files_in(&workspace.root.join(PROGRAM).join(folder))? {
        let file = workspace.relative(&path).to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {file}"))?;
        let code: Vec<_> = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).collect();
        all.extend(code.iter().enumerate().flat_map(|(number, line)| swaps_of_line(&file, number + 1, line)));
        all.extend((0..code.len()).filter_map(|number| rule_at(&file, number + 1, &code[number..])));
    }
    all.retain(|mutant| !ONLY_FOR_CLIENTS.contains(&mutant.file.as_str()));
    all.sort_by(|a, b| (&a.file, a.start, &a.replacement).cmp(&(&b.file, b.start, &b.replacement)));
    all.dedup();
    Ok(all)
}

/// All files of a folder and the folders in it, in the order of their paths.
pub fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_in(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn of_cargo_mutants(workspace: &Workspace, folder: &str) -> Result<Vec<Mutant>> {
    let mut command = cargo(workspace);
    RegistryTool::MUTANTS.put_on_path(workspace, &mut command)?;
    command
        .args(["mutants", "--list", "--json", "--package", "inference-staking", "--file"])
        .arg(format!("{PROGRAM}/{folder}/**/*.rs"));
    let output = command.output().context("cannot start cargo mutants")?;
    if !output.status.success() {
        bail!("cargo mutants --list failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    let list: Vec<Value> = serde_json::from_slice(&output.stdout).context("cargo mutants printed another list")?;
    list.iter().filter_map(|entry| read(entry).context("an entry of another form").transpose()).collect()
}

/// `None` for a change that cannot compile: the program's result type is an alias, which cargo-mutants takes for a
/// container. One of its guesses is read as the success it would be.
fn read(entry: &Value) -> Option<Option<Mutant>> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let place = |value: &Value| {
        let number = |key: &str| usize::try_from(value.get(key)?.as_u64()?).ok();
        Some((number("line")?, number("column")?))
    };
    let (mut name, mut replacement) = (text(entry.get("name")?)?, text(entry.get("replacement")?)?);
    if replacement.starts_with("Checked::") {
        let success = replacement.strip_prefix("Checked::from_iter([").and_then(|rest| rest.strip_suffix("])"));
        let Some(success) = success.map(|value| format!("Ok({value})")) else { return Some(None) };
        name = name.replace(&replacement, &success);
        replacement = success;
    }
    let span = entry.get("span")?;
    Some(Some(Mutant {
        file: text(entry.get("file")?)?,
        name,
        start: place(span.get("start")?)?,
        end: place(span.get("end")?)?,
        replacement,
    }))
}

fn swaps_of_line<'a>(file: &'a str, number: usize, line: &'a str) -> impl Iterator<Item = Mutant> + 'a {
    let is_code = !line.trim_start().starts_with("//");
    SWAPS.iter().filter(move |_| is_code).flat_map(move |(from, to)| {
        line.match_indices(from).map(move |(at, _)| {
            let column = line[..at].chars().count() + 1;
            Mutant {
                file: file.to_owned(),
                name: format!("{file}:{number}:{column}: replace {from}) with {to})"),
                start: (number, column),
                end: (number, column + from.len()),
                replacement: (*to).to_owned(),
            }
        })
    })
}

/// The rule that begins in the first of `lines`, taken out.
fn rule_at(file: &str, number: usize, lines: &[&str]) -> Option<Mutant> {
    let first = lines.first()?;
    let statement = first.trim_start();
    let column = first.chars().count() - statement.chars().count() + 1;
    if !refuses(statement) {
        return None;
    }
    let length = lines.iter().take_while(|line| !line.ends_with(';') && !line.is_empty() && !is_end(line)).count();
    let last = lines.get(length).filter(|line| line.ends_with(';'))?;
    Some(Mutant {
        file: file.to_owned(),
        name: format!("{file}:{number}:{column}: take out {}", statement.trim_end_matches(';')),
        start: (number, column),
        end: (number + length, last.chars().count() + 1),
        replacement: String::new(),
    })
}

/// Whether a statement begins with such a call: `require!(..`, `require_open(pool)..`, `pool.require_open()..`,
/// `checks::require_open(..`.
fn refuses(statement: &str) -> bool {
    let Some((called, _)) = statement.split_once('(') else { return false };
    let is_path = called.chars().all(|c| c.is_alphanumeric() || "_.:!".contains(c));
    let name = called.rsplit(['.', ':']).next().unwrap_or(called);
    let verb = name.split(['_', '!']).next().unwrap_or(name);
    is_path && REFUSING.contains(&verb)
}

/// Whether a function's end comes before the `;`: then the rule is its value, which cargo-mutants replaces.
fn is_end(line: &str) -> bool {
    line.trim() == "}"
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn entry(replacement: &str) -> Value {
        let span = json!({ "start": { "line": 2, "column": 9 }, "end": { "line": 3, "column": 1 } });
        json!({ "name": format!("f:2:9: with {replacement}"), "replacement": replacement, "file": "f", "span": span })
    }

    #[test]
    fn a_guess_about_the_result_type_becomes_a_success() {
        let mutant = read(&entry("Checked::from_iter([Some(1)])")).unwrap().unwrap();
        assert_eq!((mutant.replacement.as_str(), mutant.name.as_str()), ("Ok(Some(1))", "f:2:9: with Ok(Some(1))"));
        assert_eq!(read(&entry("Checked::new(Some(1))")), Some(None));
        assert_eq!(read(&entry("==")).unwrap().unwrap().end, (3, 1));
        assert_eq!(read(&json!({ "name": "no place" })), None);
    }

    #[test]
    fn every_checked_call_of_a_line_has_its_opposite() {
        let found: Vec<_> = swaps_of_line("f", 7, "a.checked_add(b).min(c.checked_add(d))").collect();
        let places: Vec<_> = found.iter().map(|mutant| (mutant.start, mutant.replacement.as_str())).collect();
        assert_eq!(places, [((7, 2), ".checked_sub("), ((7, 23), ".checked_sub("), ((7, 17), ".max(")]);
        assert_eq!(swaps_of_line("f", 7, "  /// a.min(b)").count(), 0);
    }

    #[test]
    fn a_rule_is_taken_out_whole_unless_it_is_the_value() {
        let rule = |text: &str| rule_at("f", 4, &text.lines().collect::<Vec<_>>()).map(|rule| (rule.start, rule.end));
        assert_eq!(rule("  require!(a, B);"), Some(((4, 3), (4, 18))));
        assert_eq!(rule("  pool.require_open(\n    a,\n  )?;\n"), Some(((4, 3), (6, 6))));
        assert_eq!(rule("  pool.require_open()\n}\nconst A: u8 = 1;"), None);
        assert_eq!(rule("  let a = b.require_open()?;"), None);
    }

    #[test]
    fn what_refuses_is_known_by_its_verb_wherever_it_is_called() {
        let refusing = ["require!(a, B);", "require_open(pool)?;", "a.b.invariant()?;", "self.validate_new(a)?;"];
        assert!(refusing.into_iter().chain(["proof::verify_proof(a)?;"]).all(refuses));
        let other =
            ["let a = b.require_open()?;", "transfer(a)?;", "a == require(b);", "a.checked_add(b)?;", "pay(check(a));"];
        assert!(!other.into_iter().any(refuses));
    }
}
