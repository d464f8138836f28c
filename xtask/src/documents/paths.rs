//! Files, folders, tests and items of files that a document names in backticks or in code.

use super::markdown::Page;
use super::tree::{folder_of, resolved, Tree};

/// Where else than from the checkout and its own folder a document's paths are looked up: it may leave these out.
const UNDERSTOOD: [&str; 2] = ["programs/inference-staking/src", "tests/program"];
/// Endings that make a word with a slash a file's path, whatever its first folder.
const ENDINGS: [&str; 6] = [".rs", ".md", ".toml", ".sh", ".json", ".txt"];
/// Endings of files that a user of the tools has none of, so that a word without a slash is one of ours.
const OUR_ENDINGS: [&str; 3] = [".rs", ".md", ".sh"];
/// What builds make.
const BUILT: &str = "target/";

pub fn faults(page: &Page, file: &str, tree: &Tree) -> Vec<(usize, String)> {
    let mut faults = Vec::new();
    for span in &page.spans {
        let alone = !span.text.trim().contains(char::is_whitespace);
        for word in span.text.split_whitespace().flat_map(without_braces) {
            faults.extend(fault(&word, alone, file, tree).map(|fault| (span.line, fault)));
        }
    }
    // Commands name files of the user too; those of the checkout begin with one of its folders.
    for line in &page.code {
        for word in line.text.split_whitespace().map(|word| word.trim_matches(['"', '\'', '`', ','])) {
            let ours = word.split_once('/').is_some_and(|(first, _)| !first.is_empty() && tree.has(first));
            if ours && !word.contains(['*', '<', '$']) {
                faults.extend(fault(word, false, file, tree).map(|fault| (line.line, fault)));
            }
        }
    }
    faults
}

/// What is wrong with a word that names a file, a folder, a test or an item (`path::name`); nothing is if it names none.
fn fault(word: &str, alone: bool, file: &str, tree: &Tree) -> Option<String> {
    let (path, item) = word.split_once("::").map_or((word, None), |(path, item)| (path, Some(item)));
    if !is_path(path, alone, tree) {
        return None;
    }
    let path = path.trim_end_matches(['/', ',', '.', ':', ';']);
    let Some(found) = look_up(path, file, tree) else {
        return Some(format!("there is no `{path}`"));
    };
    let item = item?;
    let text = tree.text(&found).unwrap_or_default();
    match found.split('/').any(|folder| folder == "tests") {
        true => (!has_test(text, item)).then(|| format!("{found} has no test `{item}`")),
        false => (!has_item(text, item)).then(|| format!("{found} does not define `{item}`")),
    }
}

fn is_path(word: &str, alone: bool, tree: &Tree) -> bool {
    let foreign = word.contains("://") || word.starts_with(['/', '~', '$', '-', '<', '.']) && !word.starts_with("..");
    let hidden = [".cargo", ".ci", ".github"].iter().any(|folder| word.starts_with(folder));
    if (foreign && !hidden) || word.starts_with(BUILT) || word.contains(['*', '<', '$', '=', '@', '"']) {
        return false;
    }
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending) && word.len() > ending.len());
    match word.split_once('/') {
        Some((first, _)) => alone || tree.has(first) || ends(&ENDINGS),
        None => ends(&OUR_ENDINGS),
    }
}

fn look_up(path: &str, file: &str, tree: &Tree) -> Option<String> {
    let folders = [folder_of(file), ""].into_iter().chain(UNDERSTOOD);
    let found = folders.filter_map(|folder| resolved(folder, path)).find(|path| tree.has(path));
    // A name alone, as `mod.rs`, may be that of several.
    found.or_else(|| tree.file_named(path).map(str::to_owned))
}

/// `a/{b,c}.rs` as `a/b.rs` and `a/c.rs`.
fn without_braces(word: &str) -> Vec<String> {
    let braces = word.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)));
    match braces {
        Some((before, (inner, after))) if word.contains('/') => {
            inner.split(',').flat_map(|one| without_braces(&format!("{before}{one}{after}"))).collect()
        }
        _ => vec![word.to_owned()],
    }
}

/// Whether a source has a test of this name: a function behind `#[test]` or `#[tokio::test]`, other attributes and comments
/// between them.
fn has_test(source: &str, name: &str) -> bool {
    let mut marked = false;
    for line in source.lines().map(str::trim) {
        if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
            marked = true;
        }
        let function = line.split_once("fn ").filter(|(before, _)| before.is_empty() || before.ends_with(' '));
        if let Some((_, signature)) = function.filter(|_| !line.starts_with("//")) {
            let rest = signature.strip_prefix(name);
            if marked && rest.is_some_and(|rest| rest.starts_with('(')) {
                return true;
            }
            marked = false;
        }
    }
    false
}

/// Whether a source defines a function, type or constant of this name.
fn has_item(source: &str, name: &str) -> bool {
    let code = source.lines().map(str::trim).filter(|line| !line.starts_with("//"));
    let mut words = code.flat_map(|line| line.split(|letter: char| !letter.is_alphanumeric() && letter != '_'));
    let mut before = "";
    words.any(|word| {
        let defined =
            word == name && ["fn", "struct", "enum", "trait", "const", "type", "macro_rules"].contains(&before);
        if !word.is_empty() {
            before = word;
        }
        defined
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TESTS: &str = "#[test]\n/// What fn it is.\n#[ignore]\nfn one() {\n    two();\n}\n\nfn two() {}\n\n#[tokio::test]\nasync fn three() {}\n";

    fn of(text: &str) -> Vec<(usize, String)> {
        let tree = Tree::of(&[
            ("docs/page.md", text),
            (
                "programs/inference-staking/src/state/pool.rs",
                "// fn old()\npub struct Pool {}\nfn pass<T>(old: T) {}\n",
            ),
            ("tests/program/pool/stake.rs", TESTS),
            ("crates/math/Cargo.toml", ""),
        ]);
        faults(&Page::parse(text), "docs/page.md", &tree)
    }

    #[test]
    fn what_exists_may_be_named() {
        for text in [
            "`crates/math/Cargo.toml`, `state/pool.rs`, `pool/stake.rs`, `page.md`, `crates/{math,math/Cargo.toml}`, `../crates`",
            "`state/pool.rs::Pool` `state/pool.rs::pass` `pool/stake.rs::one` `tests/program/pool/stake.rs::three` `OperatorPool::stake`",
            "`pool create/show`, `https://a.b/c.md`, `target/deploy/x.so`, `~/x.json`, `$HOME/x`, `a / b`, `cargo run -p x`, `network.toml`, `pool.rs`",
            "    cargo run a/b.rs $(cat crates/$x)\n    ls crates/math \"crates/math/Cargo.toml\"\n",
        ] {
            assert_eq!(of(text), [], "{text}");
        }
    }

    #[test]
    fn what_does_not_exist_is_found() {
        let missing = |line, path: &str| (line, format!("there is no `{path}`"));
        assert_eq!(of("a\n`crates/gone` b `gone.rs`"), [missing(2, "crates/gone"), missing(2, "gone.rs")]);
        assert_eq!(of("`crates/{math,gone}/Cargo.toml`"), [missing(1, "crates/gone/Cargo.toml")]);
        assert_eq!(of("`gone/folder`, `bash scripts.sh`"), [missing(1, "gone/folder"), missing(1, "scripts.sh")]);
        assert_eq!(of("    cargo run --manifest crates/gone/Cargo.toml"), [missing(1, "crates/gone/Cargo.toml")]);
    }

    #[test]
    fn a_test_is_a_function_that_is_marked_as_one() {
        let none = |name| vec![(1, format!("tests/program/pool/stake.rs has no test `{name}`"))];
        assert_eq!(of("`pool/stake.rs::two`"), none("two"));
        assert_eq!(of("`pool/stake.rs::on`"), none("on"));
        assert_eq!(of("`pool/stake.rs::four`"), none("four"));
    }

    #[test]
    fn an_item_is_defined_in_its_file() {
        let fault = "programs/inference-staking/src/state/pool.rs does not define `old`";
        assert_eq!(of("`state/pool.rs::old`"), [(1, fault.to_owned())]);
    }
}
