//! What one look at a file takes in.

/// Some lines of a file: a page, or comments that stand together.
#[derive(Debug, PartialEq, Eq)]
pub struct Passage {
    /// Where it begins.
    pub line: usize,
    pub text: String,
}
