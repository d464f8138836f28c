//! The parts of a document that name something: code spans, lines of code blocks, links, and the headings links lead to.

/// A piece of a page, with its line.
#[derive(Debug, PartialEq, Eq)]
pub struct Piece {
    pub line: usize,
    pub text: String,
}

#[derive(Default)]
pub struct Page {
    /// What stands between backticks in the prose.
    pub spans: Vec<Piece>,
    /// Lines of fenced and indented code.
    pub code: Vec<Piece>,
    /// Targets of links.
    pub links: Vec<Piece>,
    /// What can stand behind a `#`.
    pub anchors: Vec<String>,
}

impl Page {
    pub fn parse(text: &str) -> Self {
        let mut page = Self::default();
        let mut fenced = false;
        let mut after_blank = true;
        // Whether the lines before are items of a list, in which an indent is no code.
        let mut in_list = false;
        let mut in_code = false;
        for (line, text) in (1..).zip(text.lines()) {
            let blank = text.trim().is_empty();
            if text.trim_start().starts_with("```") {
                fenced = !fenced;
            } else if fenced {
                page.code.push(Piece { line, text: text.to_owned() });
            } else if text.starts_with("    ") && !in_list && (after_blank || in_code) {
                page.code.push(Piece { line, text: text.to_owned() });
                in_code = true;
                continue;
            } else if !blank {
                in_list = if text.starts_with(' ') { in_list } else { starts_item(text) };
                page.read_prose(line, text);
            }
            in_code &= blank;
            after_blank = blank;
        }
        page
    }

    fn read_prose(&mut self, line: usize, text: &str) {
        if let Some(heading) = text.strip_prefix('#') {
            self.add_anchor(heading.trim_start_matches('#').trim());
        }
        let mut prose = String::new();
        for (at, part) in text.split('`').enumerate() {
            if at % 2 == 0 {
                prose.push_str(part);
            } else {
                self.spans.push(Piece { line, text: part.to_owned() });
            }
        }
        for target in prose.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next()) {
            self.links.push(Piece { line, text: target.to_owned() });
        }
    }

    /// As GitHub makes them: lower case, letters, digits and hyphens; the second of a name gets a number.
    fn add_anchor(&mut self, heading: &str) {
        let kept = heading.chars().filter(|letter| letter.is_alphanumeric() || "-_ ".contains(*letter));
        let anchor = kept.collect::<String>().to_lowercase().replace(' ', "-");
        let same = |other: &&String| other.strip_prefix(&anchor).is_some_and(is_count);
        let before = self.anchors.iter().filter(same).count();
        self.anchors.push(if before == 0 { anchor } else { format!("{anchor}-{before}") });
    }
}

/// Nothing, or the number that a repeated heading gets.
fn is_count(rest: &str) -> bool {
    rest.is_empty() || rest.strip_prefix('-').is_some_and(|number| number.parse::<u32>().is_ok())
}

fn starts_item(text: &str) -> bool {
    let number = text.trim_start_matches(|letter: char| letter.is_ascii_digit());
    text.starts_with("- ") || text.starts_with("* ") || (number.len() < text.len() && number.starts_with(". "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(pieces: &[Piece]) -> Vec<(usize, &str)> {
        pieces.iter().map(|piece| (piece.line, piece.text.as_str())).collect()
    }

    #[test]
    fn spans_code_and_links_are_told_apart() {
        let text = "See `a.rs` and [b](b.md#c \"d\").\n\n    cargo run\n    more `x`\n\n- item\n\n    of `it`\n\n```\n[no](link)\n```\n";
        let page = Page::parse(text);
        assert_eq!(texts(&page.spans), [(1, "a.rs"), (8, "it")]);
        assert_eq!(texts(&page.code), [(3, "    cargo run"), (4, "    more `x`"), (11, "[no](link)")]);
        assert_eq!(texts(&page.links), [(1, "b.md#c")]);
    }

    #[test]
    fn anchors_are_those_of_the_pages_host() {
        let page = Page::parse("# A, `b_c`: d\n## Same\n## Same\n\n    # no heading\n");
        assert_eq!(page.anchors, ["a-b_c-d", "same", "same-1"]);
    }
}
