//! What stands against an operation.

use std::collections::BTreeSet;

use crate::rule::Rule;

/// The rules that an operation breaks. Empty means that it must succeed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Broken(pub BTreeSet<Rule>);

impl Broken {
    /// Nothing but this rule.
    pub fn only(rule: Rule) -> Self {
        Self(BTreeSet::from([rule]))
    }

    /// Notes the rule if `holds` is false.
    pub fn unless(&mut self, holds: bool, rule: Rule) {
        if !holds {
            self.0.insert(rule);
        }
    }

    /// Refuses if any rule is broken.
    ///
    /// # Errors
    /// The broken rules.
    pub fn check(&self) -> Result<(), Broken> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.clone())
        }
    }
}

impl From<Rule> for Broken {
    fn from(rule: Rule) -> Self {
        Self::only(rule)
    }
}
