//! The prose of a file: a document as a whole, of sources their comments.

use super::Passage;

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
    let mut passages: Vec<(Passage, usize)> = Vec::new();
    for comment in comments {
        match passages.last_mut() {
            Some((passage, last)) if comment.alone && comment.line == *last + 1 => {
                passage.text.push('\n');
                passage.text.push_str(&comment.text);
                *last = comment.line;
            }
            _ => passages.push((Passage { line: comment.line, text: comment.text }, comment.line)),
        }
    }
    passages.into_iter().map(|(passage, _)| passage).collect()
}

fn hash_comments(text: &str) -> Vec<Comment> {
    let lines = text.lines().enumerate();
    let comments = lines.filter_map(|(at, line)| {
        let starts = |hash: &usize| *hash == 0 || line[..*hash].ends_with(char::is_whitespace);
        let hash = line.match_indices('#').map(|(hash, _)| hash).find(starts)?;
        let alone = line[..hash].trim().is_empty();
        Some(Comment { line: at + 1, text: line[hash + 1..].to_owned(), alone })
    });
    comments.collect()
}

/// Where a reader of Rust is.
enum Place {
    Code,
    /// In a string that a quote and this many hashes end; with none, a backslash escapes.
    Text {
        hashes: Option<usize>,
    },
    /// In a comment of `/*`, this deep.
    Block(usize),
}

/// Line and block comments. What looks like one in a string or a character is none.
fn rust_comments(text: &str) -> Vec<Comment> {
    let mut comments = Vec::new();
    let mut place = Place::Code;
    for (at, line) in text.lines().enumerate() {
        let mut rest = line;
        let mut block = String::new();
        let mut alone = true;
        while let Some(letter) = rest.chars().next() {
            let mut skip = letter.len_utf8();
            match &mut place {
                Place::Code if rest.starts_with("//") => {
                    let text = rest.trim_start_matches('/').trim_start_matches('!');
                    comments.push(Comment { line: at + 1, text: text.to_owned(), alone });
                    break;
                }
                Place::Code if rest.starts_with("/*") => {
                    place = Place::Block(1);
                    skip = 2;
                }
                Place::Code => {
                    alone &= letter.is_whitespace();
                    if let Some((length, hashes)) = string_start(rest) {
                        place = Place::Text { hashes };
                        skip = length;
                    } else {
                        skip = character_length(rest).or_else(|| word_length(rest)).unwrap_or(skip);
                    }
                }
                Place::Text { hashes: None } if letter == '\\' => {
                    skip += rest[1..].chars().next().map_or(0, char::len_utf8)
                }
                Place::Text { hashes } if letter == '"' => {
                    let end = "#".repeat(hashes.unwrap_or(0));
                    if rest[1..].starts_with(&end) {
                        skip += end.len();
                        place = Place::Code;
                    }
                }
                Place::Text { .. } => {}
                Place::Block(depth) => {
                    if rest.starts_with("/*") {
                        *depth += 1;
                        skip = 2;
                    } else if rest.starts_with("*/") {
                        *depth -= 1;
                        skip = 2;
                        if *depth == 0 {
                            place = Place::Code;
                        }
                    } else {
                        block.push(letter);
                    }
                }
            }
            rest = &rest[skip..];
        }
        if !block.trim().is_empty() {
            comments.push(Comment { line: at + 1, text: block, alone });
        }
    }
    comments
}

/// Length of a string's opening and the hashes of a raw one.
fn string_start(rest: &str) -> Option<(usize, Option<usize>)> {
    let opening = rest.trim_start_matches(['b', 'c']);
    let prefix = rest.len() - opening.len();
    if prefix > 1 {
        return None;
    }
    if opening.starts_with('"') {
        return Some((prefix + 1, None));
    }
    let raw = opening.strip_prefix('r')?;
    let quote = raw.trim_start_matches('#');
    let hashes = raw.len() - quote.len();
    quote.starts_with('"').then_some((prefix + 1 + hashes + 1, Some(hashes)))
}

/// Length of a character literal; a lifetime is none.
fn character_length(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('\'')?;
    if let Some(escaped) = inner.strip_prefix('\\') {
        let after = escaped.char_indices().nth(1)?.0;
        return Some(2 + after + escaped[after..].find('\'')? + 1);
    }
    let (after, quote) = inner.char_indices().nth(1)?;
    (quote == '\'').then_some(1 + after + 1)
}

/// Length of a word, so that its last letters are not taken for a string's prefix.
fn word_length(rest: &str) -> Option<usize> {
    let end = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
    (end > 0).then_some(end)
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
