//! Names of functions, fields, constants and types in a document's backticks: the code must have them.

use super::markdown::Page;
use super::tree::Tree;

/// Names of Solana's and Rust's libraries that documents explain and the code does without.
const FOREIGN: [&str; 4] = ["AccountBorrowFailed", "create_program_address", "invoke_signed", "restricted_std"];

pub fn faults(page: &Page, tree: &Tree) -> Vec<(usize, String)> {
    let spans = page.spans.iter().filter(|span| is_name(&span.text) && !FOREIGN.contains(&span.text.as_str()));
    let unknown = spans.filter(|span| !span.text.trim_end_matches("()").split("::").all(|part| tree.has_word(part)));
    unknown.map(|span| (span.line, format!("nothing in the code is called `{}`", span.text))).collect()
}

/// Words with an underscore, words of several capitals as types, errors and events have them, and paths of a type; another
/// single word may be any word of the language.
fn is_name(text: &str) -> bool {
    let text = text.trim_end_matches("()");
    let parts: Vec<&str> = text.split("::").collect();
    let plain = |part: &&str| {
        part.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && part.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    };
    parts.iter().all(plain) && (parts.len() > 1 || text.contains('_') || is_camel_case(text))
}

/// As `PoolBehind`: begins with a capital, has another behind a small letter or digit, and nothing in capitals alone.
fn is_camel_case(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let humps = letters.windows(2).filter(|pair| !pair[0].is_uppercase() && pair[1].is_uppercase()).count();
    text.starts_with(|letter: char| letter.is_ascii_uppercase()) && humps > 0 && !text.contains('_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_the_code_lacks_are_found() {
        let tree = Tree::of(&[("lib.rs", "impl Pool { fn pass_epoch(&self) {} }")]);
        let page = Page::parse("`Pool::pass_epoch`, `pass_epoch`, `pass_epoch()`, `a_b.rs`, `verify`, `x_y z`, `{a_b}`\n`Pool::skip_epoch` and `skip_epoch`");
        let found = faults(&page, &tree);
        let fault = |name| (2, format!("nothing in the code is called `{name}`"));
        assert_eq!(found, [fault("Pool::skip_epoch"), fault("skip_epoch")]);
    }

    #[test]
    fn errors_and_events_that_the_code_lacks_are_found() {
        let tree = Tree::of(&[("lib.rs", "enum Error { PoolBehind }")]);
        let page = Page::parse("`PoolBehind`, `Solvent`, `USDC`, `JSON-RPC`\n`PoolAhead`");
        assert_eq!(faults(&page, &tree), [(2, "nothing in the code is called `PoolAhead`".to_owned())]);
    }
}
