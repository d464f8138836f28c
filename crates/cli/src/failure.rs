//! Why a command did not do what it was asked, and the exit code that says so.

use std::fmt;

use inference_staking_client::intent::IntentError;
use inference_staking_client::rpc::{ReadError, RpcFailure, SendError};
use inference_staking_client::StakingError;
use inference_staking_rewards::RewardsError;

/// Exit code of a command that did what it was asked.
pub const DONE: u8 = 0;
/// Exit code of a command that was refused or failed.
pub const REFUSED: u8 = 1;
/// Exit code of bad input: nothing was written or sent.
pub const BAD_INPUT: u8 = 2;

/// What went wrong, where, and what to do: one text for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The input cannot be what was meant. Nothing was written or sent.
    BadInput(String),
    /// The words make no command; the text says how to write it, and is whole.
    Usage(String),
    /// The chain, a file or the network did not go along, or the user said no.
    Refused {
        /// The text.
        message: String,
        /// Name of the program's error, if it is one.
        code: Option<String>,
    },
}

/// What a command gives.
pub type Outcome<T> = Result<T, Failure>;

impl Failure {
    /// Input that cannot be what was meant.
    pub fn bad_input(message: impl fmt::Display) -> Self {
        Self::BadInput(message.to_string())
    }

    /// A failure that is no fault of the input.
    pub fn refused(message: impl fmt::Display) -> Self {
        Self::Refused { message: message.to_string(), code: None }
    }

    /// The exit code.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::BadInput(_) | Self::Usage(_) => BAD_INPUT,
            Self::Refused { .. } => REFUSED,
        }
    }

    /// The same failure with where it happened in front.
    pub fn at(self, place: impl fmt::Display) -> Self {
        match self {
            Self::BadInput(message) | Self::Usage(message) => Self::BadInput(format!("{place}: {message}")),
            Self::Refused { message, code } => Self::Refused { message: format!("{place}: {message}"), code },
        }
    }

    /// The same failure with more words behind it.
    #[must_use]
    pub fn but(self, words: &str) -> Self {
        match self {
            Self::BadInput(message) | Self::Usage(message) => Self::BadInput(message + words),
            Self::Refused { message, code } => Self::Refused { message: message + words, code },
        }
    }

    /// The failure as people read it.
    pub fn to_text(&self) -> String {
        match self {
            Self::Usage(text) => text.clone(),
            failure => format!("error: {failure}"),
        }
    }

    /// The failure as a JSON document.
    pub fn to_json(&self) -> serde_json::Value {
        let (kind, code) = match self {
            Self::BadInput(_) | Self::Usage(_) => ("bad_input", None),
            Self::Refused { code, .. } => ("refused", code.as_deref()),
        };
        serde_json::json!({ "error": { "kind": kind, "code": code, "message": self.to_string() } })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadInput(message) | Self::Usage(message) | Self::Refused { message, .. } => f.write_str(message),
        }
    }
}

impl std::error::Error for Failure {}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Rpc(failure) => unanswered(&failure),
            error => Self::refused(error),
        }
    }
}

impl From<SendError> for Failure {
    fn from(error: SendError) -> Self {
        let code = match &error {
            SendError::Program { error, .. } => Some(format!("{error:?}")),
            SendError::Rpc(failure) => return unanswered(failure),
            _ => None,
        };
        Self::Refused { message: error.to_string(), code }
    }
}

impl From<IntentError> for Failure {
    fn from(error: IntentError) -> Self {
        match error {
            IntentError::Read(error) => error.into(),
            IntentError::Send(error) => error.into(),
            IntentError::Refused(error) => rule(error),
            error => {
                let code = error.staking_error().map(|error| format!("{error:?}"));
                Self::Refused { message: error.to_string(), code }
            }
        }
    }
}

fn unanswered(failure: &RpcFailure) -> Failure {
    Failure::refused(format!("{failure}; check the network, or name another node with --url"))
}

/// A rule of the program that was checked before sending.
pub(crate) fn rule(error: impl Into<StakingError>) -> Failure {
    let error = error.into();
    Failure::Refused { message: error.to_string(), code: Some(format!("{error:?}")) }
}

/// A failure of work with reward files: bad input if a file is to blame.
pub(crate) fn rewards(error: RewardsError) -> Failure {
    if error.is_bad_input() {
        Failure::bad_input(error)
    } else {
        Failure::refused(error)
    }
}
