//! What the tests say to a mutant.

use serde_json::{json, Value};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// By this test.
    Killed(String),
    /// It does not compile, or its stack frame is too large for the chain.
    Unviable,
    Survived,
}

impl Verdict {
    pub fn words(&self) -> String {
        match self {
            Self::Killed(test) => format!("killed by {test}"),
            Self::Unviable => "unviable".to_owned(),
            Self::Survived => "SURVIVED".to_owned(),
        }
    }

    pub fn to_json(&self) -> Value {
        match self {
            Self::Killed(test) => json!({ "killed by": test }),
            Self::Unviable => json!("unviable"),
            Self::Survived => json!("survived"),
        }
    }

    pub fn from_json(value: &Value) -> Option<Self> {
        match value.as_str() {
            Some("unviable") => Some(Self::Unviable),
            Some("survived") => Some(Self::Survived),
            Some(_) => None,
            None => Some(Self::Killed(value.get("killed by")?.as_str()?.to_owned())),
        }
    }
}
