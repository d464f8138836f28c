//! The prose of a file: a document as a whole, of sources their comments.

use super::passage::Passage;

/// Comments that stand on lines of their own, one below the other, are one passage, so that a sentence can go on.
pub fn passages(file: &str, text: &str) -> Vec<Passage> {
    if file.ends_with(".md") {
        return vec![Passage { line: 1, text: text.to_owned() }];
    }
    if file.ends_with(".rs") {
        return joined(rust_comments(text));
    }
    if file.ends_with(".toml") || file.ends_with(".sh") || file == ".ci/run" {
        return joined(hash_comments(text));
    }
    Vec::new()
}

/// A comment, or a line of one, without its markers.
struct Comment {
    line: usize,
    text: String,
    /// Whether nothing stands before it on its line.
    alone: bool,
}

fn joined(comments: Vec<Comment>) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    // The line on which the last passage would go on.
    let mut next_line = 0;
    for comment in comments {
        match passages.last_mut() {
            Some(passage) if comment.alone && comment.line == next_line => {
                passage.text.push('\n');
                passage.text.push_str(&comment.text);
            }
            _ => passages.push(Passage { line: comment.line, text: comment.text }),
        }
        next_line = comment.line.saturating_add(1);
    }
    passages
}

fn hash_comments(text: &str) -> Vec<Comment> {
    let comments = (1..).zip(text.lines()).filter_map(|(line, text)| {
        let starts =
            |hash: &usize| text.get(..*hash).is_some_and(|before| !before.ends_with(|c: char| !c.is_whitespace()));
        let hash = text.match_indices('#').map(|(hash, _)| hash).find(starts)?;
        let (before, comment) = text.split_at_checked(hash)?;
        Some(Comment { line, text: comment.trim_start_matches('#').to_owned(), alone: before.trim().is_empty() })
    });
    comments.collect()
}

/// Where a reader of Rust is.
#[derive(Clone, Copy)]
enum Place {
    Code,
    /// In a string that a quote and this many hashes end; with none, a backslash escapes.
    Text(Option<usize>),
    /// In a comment of `/*`, this deep.
    Block(usize),
}

/// Line and block comments. What looks like one in a string or a character is none.
fn rust_comments(text: &str) -> Vec<Comment> {
    let mut comments = Vec::new();
    let mut place = Place::Code;
    for (line, text) in (1..).zip(text.lines()) {
        let (mut rest, mut alone, mut block) = (text, true, String::new());
        while let Some((letter, after)) = first_letter(rest) {
            (place, rest) = match place {
                Place::Code => {
                    if let Some(comment) = rest.strip_prefix("//") {
                        let text = comment.trim_start_matches(['/', '!']).to_owned();
                        comments.push(Comment { line, text, alone });
                        break;
                    }
                    if let Some(after) = rest.strip_prefix("/*") {
                        (Place::Block(1), after)
                    } else if let Some((after, hashes)) = after_quote(rest) {
                        alone = false;
                        (Place::Text(hashes), after)
                    } else {
                        alone &= letter.is_whitespace();
                        (place, after_character(rest).or_else(|| after_word(rest)).unwrap_or(after))
                    }
                }
                Place::Text(None) if letter == '\\' => (place, first_letter(after).map_or(after, |(_, after)| after)),
                Place::Text(hashes) if letter == '"' => match after.strip_prefix(&*"#".repeat(hashes.unwrap_or(0))) {
                    Some(after) => (Place::Code, after),
                    None => (place, after),
                },
                Place::Text(_) => (place, after),
                Place::Block(depth) => match (rest.strip_prefix("/*"), rest.strip_prefix("*/")) {
                    (Some(after), _) => (Place::Block(depth.saturating_add(1)), after),
                    (_, Some(after)) if depth > 1 => (Place::Block(depth.saturating_sub(1)), after),
                    (_, Some(after)) => (Place::Code, after),
                    _ => {
                        block.push(letter);
                        (place, after)
                    }
                },
            };
        }
        if !block.trim().is_empty() {
            comments.push(Comment { line, text: block, alone });
        }
    }
    comments
}

fn first_letter(text: &str) -> Option<(char, &str)> {
    let mut letters = text.chars();
    Some((letters.next()?, letters.as_str()))
}

/// What follows the opening of a string, and the hashes of a raw one.
fn after_quote(rest: &str) -> Option<(&str, Option<usize>)> {
    let opening = rest.strip_prefix(['b', 'c']).unwrap_or(rest);
    if let Some(after) = opening.strip_prefix('"') {
        return Some((after, None));
    }
    let raw = opening.strip_prefix('r')?;
    let quote = raw.trim_start_matches('#');
    Some((quote.strip_prefix('"')?, Some(raw.len().saturating_sub(quote.len()))))
}

/// What follows a character literal; a lifetime is none.
fn after_character(rest: &str) -> Option<&str> {
    let (letter, after) = first_letter(rest.strip_prefix('\'')?)?;
    if letter == '\\' {
        let (_, after) = first_letter(after)?;
        return Some(after.split_once('\'')?.1);
    }
    after.strip_prefix('\'')
}

/// What follows a word: its last letters are no string's prefix.
fn after_word(rest: &str) -> Option<&str> {
    let after = rest.trim_start_matches(|letter: char| letter.is_alphanumeric() || letter == '_');
    (after.len() < rest.len()).then_some(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_rust(text: &str) -> Vec<(usize, String)> {
        let passages = passages("lib.rs", text).into_iter();
        passages.map(|passage| (passage.line, passage.text.trim().to_owned())).collect()
    }

    #[test]
    fn comments_below_each_other_are_one_passage() {
        let text = "//! one\n//! two\n\nfn a() {} // three\n    // four\nlet b = 1; // five\n";
        let expected = [(1, "one\n two"), (4, "three\n four"), (6, "five")];
        assert_eq!(of_rust(text), expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn strings_and_characters_hold_no_comments() {
        let text = "a(\"// no\\\" // no\"); b(r#\"// \"no\"#); c('\"', b'\\'', br\"//no\"); // yes\nfn f<'a>(x: &'a str) {} // and\nlet s = \"two\n// no\n\"; // last\n";
        let expected = [(1, "yes"), (2, "and"), (5, "last")];
        let found: Vec<_> = of_rust(text);
        assert_eq!(found, expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn block_comments_are_read_line_by_line() {
        let text = "/* one\n   /* two */ still\n*/ let a = 1; /* three */\n";
        assert_eq!(of_rust(text), [(1, "one\n    two  still".to_owned()), (3, "three".to_owned())]);
    }

    #[test]
    fn settings_and_scripts_comment_with_a_hash() {
        let found = passages("a/Cargo.toml", "# one\nkey = \"#2\" # three\n");
        let found: Vec<_> = found.iter().map(|passage| (passage.line, passage.text.as_str())).collect();
        assert_eq!(found, [(1, " one"), (2, " three")]);
        assert_eq!(passages("a.json", "// none"), []);
    }
}
