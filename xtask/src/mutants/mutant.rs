//! One change of a source file.

use std::fs;
use std::ops::Range;
use std::path::Path;

use anyhow::{Context, Result};

/// A part of a file that is replaced. Lines and columns from 1, the end not included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mutant {
    /// From the checkout's root.
    pub file: String,
    /// What it is for a person: `file:line:column: change`.
    pub name: String,
    pub start: (usize, usize),
    pub end: (usize, usize),
    pub replacement: String,
}

impl Mutant {
    /// The file as it stands in `original`, without the change.
    pub fn text(&self, original: &Path) -> Result<String> {
        fs::read_to_string(original.join(&self.file)).with_context(|| format!("cannot read {}", self.file))
    }

    /// What is replaced in `text`, in bytes.
    pub fn range(&self, text: &str) -> Result<Range<usize>> {
        let (start, end) = (offset(text, self.start), offset(text, self.end));
        let range = start.zip(end).map(|(start, end)| start..end).filter(|range| text.get(range.clone()).is_some());
        range.with_context(|| format!("{} is not a place of its file", self.name))
    }

    /// Writes the file in `copy` as it stands in `original`, with this change.
    pub fn write(&self, original: &Path, copy: &Path) -> Result<()> {
        let text = self.text(original)?;
        let place = self.range(&text)?;
        let changed = format!("{}{}{}", &text[..place.start], self.replacement, &text[place.end..]);
        fs::write(copy.join(&self.file), changed).with_context(|| format!("cannot write {}", self.file))
    }

    /// Puts the file in `copy` back.
    pub fn undo(&self, original: &Path, copy: &Path) -> Result<()> {
        let text = self.text(original)?;
        fs::write(copy.join(&self.file), text).with_context(|| format!("cannot write {}", self.file))
    }
}

/// Bytes before a place; columns count characters.
fn offset(text: &str, (line, column): (usize, usize)) -> Option<usize> {
    let before: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let in_line = text.get(before..)?.char_indices().nth(column.checked_sub(1)?)?.0;
    Some(before + in_line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_by_line_and_character() {
        assert_eq!(offset("ab\nçd\n", (1, 1)), Some(0));
        assert_eq!(offset("ab\nçd\n", (2, 2)), Some(5));
        assert_eq!(offset("ab\nçd\n", (2, 9)), None);
    }
}
