//! What a program says when it refuses.

/// What a program said when it refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// The error's number.
    pub code: u32,
    /// The error's name.
    pub name: &'static str,
    /// What happened and, after the colon, what to do.
    pub message: &'static str,
}

impl std::fmt::Display for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({}, error {})", self.message, self.name, self.code)
    }
}
