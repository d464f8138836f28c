//! The commands that the documents of the tree show are commands: what a reader copies out of a guide has this grammar.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use std::fs;
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::Parser;

use crate::command::Cli;

const BINARY: &str = "inference-staking";
/// What stands for the words in capitals (POOL, OWNER), for `$VARIABLES` and for `$(commands)`.
const ADDRESS: &str = "stkVMchKFFj1mF77L6mCYXRB9DGV3PxDL5dQAhDthp8";
/// Words in capitals that the commands themselves know.
const KEYWORDS: [&str; 2] = ["ALL", "NONE"];
/// What is no document of the tree.
const LEFT_OUT: [&str; 3] = [".git", "target", "node_modules"];

/// A command as a page shows it.
#[derive(Debug, PartialEq)]
struct Shown {
    line: usize,
    words: Vec<String>,
    /// In a sentence a command may be named without its arguments.
    in_sentence: bool,
}

#[test]
fn every_command_that_a_document_shows_is_one() {
    let root = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("../..");
    let mut faults = Vec::new();
    let mut counts = Vec::new();
    for page in pages(&root) {
        let commands = commands(&fs::read_to_string(&page).unwrap());
        let name = page.strip_prefix(&root).unwrap().display().to_string();
        faults.extend(commands.iter().filter_map(|shown| Some(format!("{name}:{}: {}", shown.line, fault(shown)?))));
        counts.push((name, commands.len()));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    // A page that is not read, or in which no command is seen any more, has no faults either.
    let known = [
        ("README.md", 6),
        ("crates/cli/README.md", 15),
        ("docs/guides/delegator.md", 25),
        ("docs/guides/foundation.md", 30),
        ("docs/guides/operator.md", 25),
    ];
    for (page, at_least) in known {
        let count = counts.iter().find(|(name, _)| name == page).map(|(_, count)| *count);
        assert!(count >= Some(at_least), "{page} shows {count:?} commands, which had {at_least} and more");
    }
}

/// All documents below a folder.
fn pages(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            found.extend(if LEFT_OUT.contains(&name.as_str()) { Vec::new() } else { pages(&entry.path()) });
        } else if name.ends_with(".md") {
            found.push(entry.path());
        }
    }
    found
}

/// What the command line has against a command; nothing if it takes it.
fn fault(shown: &Shown) -> Option<String> {
    let error = Cli::try_parse_from(&shown.words).err()?;
    let taken = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => true,
        ErrorKind::MissingRequiredArgument | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => shown.in_sentence,
        _ => false,
    };
    let text = error.render().to_string();
    (!taken).then(|| format!("`{}`: {}", shown.words.join(" "), text.lines().next().unwrap_or_default()))
}

/// The commands of a page: in lines of code, which begin with spaces or stand between fences, and in backticks.
fn commands(page: &str) -> Vec<Shown> {
    let mut found = Vec::new();
    let mut fenced = false;
    let mut begun: Option<(usize, String)> = None;
    for (line, text) in (1..).zip(page.lines()) {
        if text.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if fenced || text.starts_with("    ") {
            let (first, before) = begun.take().unwrap_or((line, String::new()));
            match text.strip_suffix('\\') {
                Some(part) => begun = Some((first, before + part)),
                None => found.extend(in_code(first, &(before + text))),
            }
        } else {
            let spans = text.split('`').skip(1).step_by(2).filter(|span| span.starts_with(BINARY));
            let all = spans.flat_map(|span| in_code(line, span));
            found.extend(all.map(|shown| Shown { in_sentence: true, ..shown }));
        }
    }
    found
}

/// The commands of a line of a shell, or of a unit of systemd.
fn in_code(line: usize, text: &str) -> Vec<Shown> {
    let mut words = words(text);
    // A comment ends the line.
    words.truncate(words.iter().position(|word| word.starts_with('#')).unwrap_or(words.len()));
    let parts = words.split(|word| ["&&", "||", "|", ";"].contains(&word.as_str()));
    let commands = parts.filter_map(|words| {
        let at = words.iter().position(|word| word.rsplit(['/', '=']).next() == Some(BINARY))?;
        let given = words.iter().skip(at + 1).take_while(|word| !word.starts_with('>') && !word.starts_with("2>"));
        // In brackets stands what may be left out.
        let given = given.filter(|word| !word.starts_with('[')).map(|word| filled_in(word));
        let words: Vec<String> = std::iter::once(BINARY.to_owned()).chain(given).collect();
        // `inference-staking = { .. }` is a dependency, and a name alone no command.
        let is_command = words.get(1).is_some_and(|word| word != "=");
        is_command.then_some(Shown { line, words, in_sentence: false })
    });
    commands.collect()
}

/// Values for the parts of a word that stand for one; lists have commas.
fn filled_in(word: &str) -> String {
    let parts = word.split(',').map(|part| if stands_for_value(part) { ADDRESS } else { part });
    parts.collect::<Vec<_>>().join(",")
}

fn stands_for_value(word: &str) -> bool {
    let is_in_capitals = word.len() > 1
        && word.starts_with(|letter: char| letter.is_ascii_uppercase())
        && word.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_');
    (is_in_capitals && !KEYWORDS.contains(&word)) || word.starts_with('$')
}

/// Words as a shell splits them: what stands between quotes or in `$(..)` is one.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut until: Option<char> = None;
    for letter in text.chars() {
        let word = words.last_mut().unwrap();
        match until {
            Some(end) if letter == end => until = None,
            Some(_) => word.push(letter),
            None if letter == '"' || letter == '\'' => until = Some(letter),
            None if letter == '(' && word == "$" => until = Some(')'),
            None if letter.is_whitespace() => words.push(String::new()),
            None => word.push(letter),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn commands_are_found_where_pages_show_them() {
    let page = "Say `inference-staking status`, `status` or `inference-staking`.\n\n    cd x && LOG=1 inference-staking stake POOL 5 \\\n        --from $(a b)  # inference-staking no\n    # inference-staking neither\n    inference-staking init --template > network.toml\n\n```ini\nExecStart=/usr/bin/inference-staking -k \"a b\" status\ninference-staking = { path = \"x\" }\n```\nno inference-staking stak\n";
    let shown = |line: usize, text: &[&str], in_sentence| {
        let words = [BINARY].iter().chain(text).map(|word| (*word).to_owned()).collect();
        Shown { line, words, in_sentence }
    };
    let expected = [
        shown(1, &["status"], true),
        shown(3, &["stake", ADDRESS, "5", "--from", ADDRESS], false),
        shown(6, &["init", "--template"], false),
        shown(9, &["-k", "a b", "status"], false),
    ];
    assert_eq!(commands(page), expected);
}

#[test]
fn a_command_that_is_none_is_a_fault() {
    let faults = |page: &str| commands(page).iter().filter_map(fault).count();
    assert_eq!(faults("    inference-staking stake POOL 5 --form X\n    inference-staking stak POOL 5"), 2);
    assert_eq!(faults("    inference-staking stake POOL\n    inference-staking unstake POOL ALL"), 1);
    assert_eq!(faults("    inference-staking admin authorities --halt ONE,ANOTHER_2 --reward NONE"), 0);
    assert_eq!(faults("`inference-staking stake` and `inference-staking stake --no-such`"), 1);
}
