//! References to the specification: "SPEC 6.9", or several as in "SPEC 6.3, 6.6 and 8".

use super::passage::Passage;
use super::specification::{Number, Specification};

/// What stands around a word of prose.
const PUNCTUATION: &[char] = &['(', ')', '[', ']', '"', '\'', '`', '*', ',', '.', ':', ';', '!', '?', '|', '<', '>'];

/// A word as written, with its line.
struct Word<'a> {
    line: usize,
    text: &'a str,
}

impl<'a> Word<'a> {
    fn bare(&self) -> &'a str {
        self.text.trim_matches(PUNCTUATION)
    }

    /// `6` or `6.9`, with what closes a word behind it.
    fn number(&self) -> Option<Number> {
        let bare = self.bare().trim_end_matches("'s");
        let (section, rule) = match bare.split_once('.') {
            Some((section, rule)) => (section, Some(rule)),
            None => (bare, None),
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok()).flatten();
        let rule = match rule {
            Some(rule) => Some(digits(rule)?),
            None => None,
        };
        Some(Number { section: digits(section)?, rule })
    }

    /// `15.9:`, as nothing but a reference is written.
    fn is_rule_with_colon(&self) -> bool {
        let number = self.text.strip_suffix(':').map(|text| Word { line: self.line, text });
        number.is_some_and(|word| word.text == word.bare() && word.number().is_some_and(|number| number.rule.is_some()))
    }

    fn begins_with_digit(&self) -> bool {
        self.bare().starts_with(|letter: char| letter.is_ascii_digit())
    }
}

/// References to what does not exist, and references that are written otherwise. `own` is the specification itself, whose
/// sections name each other.
pub fn faults(passage: &Passage, specification: &Specification, own: bool) -> Vec<(usize, String)> {
    let lines = passage.text.lines().zip(passage.line..);
    let words: Vec<Word> =
        lines.flat_map(|(text, line)| text.split_whitespace().map(move |text| Word { line, text })).collect();
    let mut faults = Vec::new();
    let mut rest = words.as_slice();
    let mut before = None;
    while let [word, following @ ..] = rest {
        rest = following;
        let begins_line = before != Some(word.line);
        before = Some(word.line);
        if word.bare() == "SPEC" {
            faults.extend(unknown(following, specification));
        } else if let Some(written) = other_spelling(word, following.first(), begins_line).filter(|_| !own) {
            faults.push((word.line, format!("write SPEC and the number, as in \"SPEC 6.9\", instead of {written:?}")));
        }
    }
    faults
}

/// The numbers behind a `SPEC` that are none of the specification.
fn unknown(following: &[Word], specification: &Specification) -> Vec<(usize, String)> {
    let mut faults = Vec::new();
    let mut rest = following;
    while let [word, after @ ..] = rest {
        let Some(number) = word.number() else {
            if word.begins_with_digit() && faults.is_empty() && rest.len() == following.len() {
                faults.push((word.line, format!("{} is no number of the specification", word.bare())));
            }
            break;
        };
        if !specification.has(number) {
            faults.push((word.line, format!("the specification has no SPEC {}", word.bare())));
        }
        let goes_on = word.text.ends_with(|letter: char| letter.is_ascii_digit());
        rest = match after {
            [joint, behind @ ..] if goes_on && ["and", "or", "to"].contains(&joint.text) && begins_number(behind) => {
                behind
            }
            _ if word.text.ends_with(',') && begins_number(after) => after,
            _ => break,
        };
    }
    faults
}

fn begins_number(words: &[Word]) -> bool {
    words.first().is_some_and(|word| word.number().is_some())
}

/// What is written, if it is a reference in another spelling.
fn other_spelling(word: &Word, next: Option<&Word>, begins_line: bool) -> Option<String> {
    let bare = word.bare();
    if begins_line && word.is_rule_with_colon() {
        return Some(word.text.to_owned());
    }
    let lower = bare.to_lowercase();
    let one_word = bare.starts_with('§')
        || lower == "spec.md"
        || (lower
            .strip_prefix("spec")
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || "-§#".contains(c))));
    if one_word {
        return Some(bare.to_owned());
    }
    let names_a_section = ["section", "sections", "spec", "specification", "spec's", "specification's"];
    let next = next.filter(|next| next.begins_with_digit() || next.bare().starts_with('§'))?;
    names_a_section.contains(&lower.as_str()).then(|| format!("{bare} {}", next.bare()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "## 5 Arithmetic\n\n## 6 Epochs\n\n1. a\n2. b\n3. c\n\n## 8 Halts\n";

    fn of(text: &str) -> Vec<(usize, String)> {
        faults(&Passage { line: 10, text: text.to_owned() }, &Specification::parse(PAGE), false)
    }

    #[test]
    fn sections_and_rules_that_exist_may_be_named() {
        for text in [
            "Passes an epoch (SPEC 6.3).",
            "See SPEC 6.1, 6.2 and 8: nothing. SPEC 5's formulas, or SPEC 6, batch.",
            "Anything of SPEC\n5 or 8, and 4 tickets",
            "6.3 tokens, 6: six, in 6.3: so\n6.3.1: a version",
            "SPEC says so; 7 days; the section below; a SPEC_FILE; inspect 6 specs",
        ] {
            assert_eq!(of(text), [], "{text}");
        }
    }

    #[test]
    fn what_the_specification_lacks_is_found_in_its_line() {
        let fault = |line, number| (line, format!("the specification has no SPEC {number}"));
        assert_eq!(of("SPEC 6.4."), [fault(10, "6.4")]);
        assert_eq!(of("SPEC 9, 5.1 and\n6 and\n8.2"), [fault(10, "9"), fault(10, "5.1"), fault(12, "8.2")]);
        assert_eq!(of("`SPEC 5-8`"), [(10, "5-8 is no number of the specification".to_owned())]);
    }

    #[test]
    fn other_spellings_are_refused() {
        for (text, written) in [
            ("(SPEC section 6.3)", "section 6.3"),
            ("Sections 6.3, 6.6 and 8", "Sections 6.3"),
            ("as the spec's section\n5 says", "section 5"),
            ("spec 6", "spec 6"),
            ("Specification 8", "Specification 8"),
            ("SPEC.md", "SPEC.md"),
            ("SPEC6.3", "SPEC6.3"),
            ("§6", "§6"),
            ("SPEC § 6", "SPEC § 6"),
            ("6.3: passes an epoch", "6.3:"),
            ("15.9: a rule of another page", "15.9:"),
        ] {
            let found = of(text);
            if text.contains("SPEC §") {
                assert_eq!(found.len(), 1, "{text}");
                continue;
            }
            let expected = format!("write SPEC and the number, as in \"SPEC 6.9\", instead of {written:?}");
            assert_eq!(found, [(10, expected)], "{text}");
        }
    }

    #[test]
    fn a_line_that_begins_with_a_bare_rule_is_found_where_it_stands() {
        let fault = "write SPEC and the number, as in \"SPEC 6.9\", instead of \"6.3:\"";
        assert_eq!(of("Passes an epoch.\n\n 6.3: only the next"), [(12, fault.to_owned())]);
        assert_eq!(of("SPEC 6.3: only the next"), []);
    }

    #[test]
    fn the_specification_may_name_its_sections_as_it_does() {
        let passage = Passage { line: 1, text: "section 12, and SPEC 7".to_owned() };
        let found = faults(&passage, &Specification::parse(PAGE), true);
        assert_eq!(found, [(1, "the specification has no SPEC 7".to_owned())]);
    }
}
