//! The files of the checkout, read once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// What is no source: made by builds, or git's own.
const LEFT_OUT: [&str; 3] = [".git", "target", "node_modules"];

/// Paths are relative to the checkout, with slashes.
#[derive(Default)]
pub struct Tree {
    texts: BTreeMap<String, String>,
    /// All files and folders.
    paths: BTreeSet<String>,
    /// Words of the sources that can be names.
    words: BTreeSet<String>,
}

impl Tree {
    pub fn read(root: &Path) -> Result<Self> {
        let mut tree = Self::default();
        tree.add_folder(root, "")?;
        Ok(tree)
    }

    /// A tree of these files.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        let mut tree = Self::default();
        for (path, text) in files {
            tree.add(path, Some((*text).to_owned()));
            let mut folder = folder_of(path);
            while !folder.is_empty() {
                tree.paths.insert(folder.to_owned());
                folder = folder_of(folder);
            }
        }
        tree
    }

    /// Every file that is text, with its path.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    pub fn text(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// Whether there is such a file or folder.
    pub fn has(&self, path: &str) -> bool {
        path.is_empty() || self.paths.contains(path)
    }

    /// A file or folder of this name, wherever it is.
    pub fn file_named(&self, name: &str) -> Option<&str> {
        let named = |path: &&String| path.rsplit('/').next() == Some(name);
        self.paths.iter().find(named).map(String::as_str)
    }

    /// Whether a source or settings file, a document aside, has this word.
    pub fn has_word(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    fn add_folder(&mut self, folder: &Path, path: &str) -> Result<()> {
        for entry in fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            if LEFT_OUT.contains(&name.as_str()) {
                continue;
            }
            let path = if path.is_empty() { name } else { format!("{path}/{name}") };
            if entry.file_type()?.is_dir() {
                self.paths.insert(path.clone());
                self.add_folder(&entry.path(), &path)?;
            } else {
                // What is no UTF-8 says nothing about the tree.
                self.add(&path, fs::read_to_string(entry.path()).ok());
            }
        }
        Ok(())
    }

    fn add(&mut self, path: &str, text: Option<String>) {
        self.paths.insert(path.to_owned());
        let Some(text) = text else { return };
        if !path.ends_with(".md") {
            let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
            self.words.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
        }
        self.texts.insert(path.to_owned(), text);
    }
}

/// A path with its `.` and `..` resolved; none if it leads out of the checkout.
pub fn resolved(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The folder that a file is in.
pub fn folder_of(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_resolved_and_stay_in_the_checkout() {
        assert_eq!(resolved("docs", "../crates/./math"), Some("crates/math".to_owned()));
        assert_eq!(resolved("", "docs/"), Some("docs".to_owned()));
        assert_eq!(resolved("docs", "../../outside"), None);
    }

    #[test]
    fn words_of_documents_are_no_names() {
        let tree = Tree::of(&[("a/lib.rs", "fn pass_epoch(x: u64) {}"), ("a.md", "`skip_epoch`")]);
        assert!(tree.has_word("pass_epoch") && !tree.has_word("skip_epoch"));
        assert!(tree.has("a") && tree.has("a/lib.rs") && !tree.has("lib.rs"));
    }
}
