//! Which sections and numbered rules the specification has.

use std::collections::BTreeSet;

/// A section, or a numbered rule of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Number {
    pub section: u32,
    pub rule: Option<u32>,
}

pub struct Specification(BTreeSet<Number>);

impl Specification {
    /// Sections are the headings that begin with a number, rules the numbered items below them.
    pub fn parse(page: &str) -> Self {
        let mut numbers = BTreeSet::new();
        let mut section = None;
        for line in page.lines() {
            if let Some(heading) = line.strip_prefix("## ") {
                section = heading.split(' ').next().and_then(|number| number.parse().ok());
                numbers.extend(section.map(|section| Number { section, rule: None }));
            }
            let rule = line.split_once(". ").and_then(|(number, _)| number.parse().ok());
            if let (Some(section), Some(rule)) = (section, rule) {
                numbers.insert(Number { section, rule: Some(rule) });
            }
        }
        Self(numbers)
    }

    pub fn has(&self, number: Number) -> bool {
        self.0.contains(&number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_and_their_rules_are_read() {
        let page = "# Title\n\n1. no section yet\n\n## Not built\n\n2. none either\n\n## 6 Epochs\n\n1. a\n   3. nested\n2. b\n\n## 10 Lock\n";
        let specification = Specification::parse(page);
        let has = |section, rule| specification.has(Number { section, rule });
        assert!(has(6, None) && has(6, Some(1)) && has(6, Some(2)) && has(10, None));
        assert!(!has(1, None) && !has(6, Some(3)) && !has(10, Some(1)) && !has(2, None));
    }
}
