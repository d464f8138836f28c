//! What comments and documents say about the tree: references to the specification, paths, tests, names and links.

mod comments;
mod links;
mod markdown;
mod names;
mod passage;
mod paths;
mod references;
mod specification;
mod tree;

use std::fmt;

use anyhow::{bail, Context, Result};

use crate::workspace::Workspace;
use specification::Specification;
use tree::Tree;

/// The contract, which defines what `SPEC n` and `SPEC n.m` are.
const SPECIFICATION: &str = "docs/specification.md";

/// Something that a file says and that is not so.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    file: String,
    line: usize,
    fault: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}: {}", self.file, self.line, self.fault)
    }
}

/// Fails with all findings, if there is one.
pub fn check(workspace: &Workspace) -> Result<()> {
    let findings = findings(&Tree::read(&workspace.root)?)?;
    for finding in &findings {
        eprintln!("{finding}");
    }
    if !findings.is_empty() {
        bail!("{} places of comments and documents are not true", findings.len());
    }
    Ok(())
}

fn findings(tree: &Tree) -> Result<Vec<Finding>> {
    let page = tree.text(SPECIFICATION).with_context(|| format!("there is no {SPECIFICATION}"))?;
    let specification = Specification::parse(page);
    let mut findings = Vec::new();
    for (file, text) in tree.texts() {
        let mut found: Vec<(usize, String)> = Vec::new();
        for passage in comments::passages(file, text) {
            found.extend(references::faults(&passage, &specification, file == SPECIFICATION));
        }
        if file.ends_with(".md") {
            let page = markdown::Page::parse(text);
            found.extend(paths::faults(&page, file, tree));
            found.extend(links::faults(&page, file, tree));
            // It names what is not built yet.
            if file != SPECIFICATION {
                found.extend(names::faults(&page, tree));
            }
        }
        findings.extend(found.into_iter().map(|(line, fault)| Finding { file: file.to_owned(), line, fault }));
    }
    findings.sort();
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# The contract\n\n## 6 Epochs\n\n1. One.\n2. Two.\n\n## 7 Instructions\n";

    #[test]
    fn a_true_tree_has_no_findings() {
        let tree = Tree::of(&[
            (SPECIFICATION, PAGE),
            ("programs/src/lib.rs", "/// Passes an epoch (SPEC 6.2 and 7).\nfn pass() {}\n"),
            ("README.md", "The [contract](docs/specification.md#6-epochs); rules are in `programs/src/lib.rs`.\n"),
        ]);
        assert_eq!(findings(&tree).unwrap(), []);
    }

    #[test]
    fn every_fault_of_every_file_is_found_with_its_line() {
        let tree = Tree::of(&[
            (SPECIFICATION, PAGE),
            ("programs/src/lib.rs", "fn pass() {}\n\n/// SPEC 6.3.\nfn skip() {}\n"),
            ("README.md", "One\n`programs/src/main.rs`\n[link](gone.md)\n\nSection 7 and `pass_epoch`.\n"),
        ]);
        let found: Vec<String> = findings(&tree).unwrap().iter().map(Finding::to_string).collect();
        assert_eq!(
            found,
            [
                "README.md:2: there is no `programs/src/main.rs`",
                "README.md:3: the link leads nowhere: gone.md",
                "README.md:5: nothing in the code is called `pass_epoch`",
                "README.md:5: write SPEC and the number, as in \"SPEC 6.9\", instead of \"Section 7\"",
                "programs/src/lib.rs:3: the specification has no SPEC 6.3",
            ]
        );
    }
}
