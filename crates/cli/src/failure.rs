//! Why a command did not do what it was asked, and the exit code that says so.

use std::ffi::OsString;
use std::fmt;

use inference_staking_client::intent::IntentError;
use inference_staking_client::rpc::{ReadError, RpcFailure, SendError, WrongProgram};
use inference_staking_client::StakingError;
use inference_staking_rewards::RewardsError;

use crate::format_in;
use crate::logging;
use crate::options::{Format, PROGRAM_VARIABLE};
use crate::view::line;

/// Exit code of a command that did what it was asked.
pub const DONE: u8 = 0;
/// Exit code of a command that was refused or failed.
pub const REFUSED: u8 = 1;
/// Exit code of bad input: nothing was written or sent.
pub const BAD_INPUT: u8 = 2;
/// Exit code of a command of which nobody can tell whether its transaction was executed, or that was done and could not write its
/// result: look up its signature before it is given again.
pub const IN_DOUBT: u8 = 3;

/// What went wrong, where, and what to do: one text for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The input cannot be what was meant. Nothing was written or sent.
    BadInput(String),
    /// The words make no command; the text says how to write it, and is whole.
    Usage(String),
    /// It was done, but the result could not be written.
    Unwritten {
        /// The text.
        message: String,
        /// Signatures of what was executed.
        executed: Vec<String>,
    },
    /// A transaction was sent, and nobody can tell whether it was executed.
    InDoubt {
        /// The text.
        message: String,
        /// Its signature.
        signature: String,
        /// Signatures of what was executed before it.
        executed: Vec<String>,
    },
    /// The chain, a file or the network did not go along, or the user said no.
    Refused {
        /// The text.
        message: String,
        /// Name of the program's error, if it is one.
        code: Option<String>,
        /// Signatures of what was executed before it.
        executed: Vec<String>,
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
        Self::of_program(message, None)
    }

    /// The same with the name of the program's error, if it is one.
    pub fn of_program(message: impl fmt::Display, code: Option<String>) -> Self {
        Self::Refused { message: message.to_string(), code, executed: Vec::new() }
    }

    /// That nobody can tell whether a transaction was executed.
    pub fn in_doubt(message: impl fmt::Display, signature: impl fmt::Display) -> Self {
        Self::InDoubt { message: message.to_string(), signature: signature.to_string(), executed: Vec::new() }
    }

    /// Whether this rule of the program refused it.
    pub(crate) fn is_of(&self, error: StakingError) -> bool {
        matches!(self, Self::Refused { code: Some(code), .. } if *code == format!("{error:?}"))
    }

    /// The same failure behind what was executed.
    #[must_use]
    fn behind(self, signatures: Vec<String>) -> Self {
        match self {
            Self::Refused { message, code, .. } => Self::Refused { message, code, executed: signatures },
            Self::InDoubt { message, signature, .. } => Self::InDoubt { message, signature, executed: signatures },
            failure => failure,
        }
    }

    /// Signatures of what was executed before it.
    fn executed(&self) -> &[String] {
        match self {
            Self::Refused { executed, .. } | Self::InDoubt { executed, .. } | Self::Unwritten { executed, .. } => {
                executed
            }
            _ => &[],
        }
    }

    /// The exit code.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::BadInput(_) | Self::Usage(_) => BAD_INPUT,
            Self::Refused { .. } => REFUSED,
            // A script that takes it for a failure would do it, and pay, once more.
            Self::InDoubt { .. } | Self::Unwritten { .. } => IN_DOUBT,
        }
    }

    /// The same failure with where it happened in front.
    pub fn at(self, place: impl fmt::Display) -> Self {
        match self {
            Self::BadInput(message) | Self::Usage(message) => Self::BadInput(format!("{place}: {message}")),
            Self::Refused { message, code, executed } => {
                Self::Refused { message: format!("{place}: {message}"), code, executed }
            }
            Self::InDoubt { message, signature, executed } => {
                Self::InDoubt { message: format!("{place}: {message}"), signature, executed }
            }
            failure @ Self::Unwritten { .. } => failure,
        }
    }

    /// The same failure with more words behind it.
    #[must_use]
    pub fn but(self, words: &str) -> Self {
        match self {
            Self::BadInput(message) | Self::Usage(message) => Self::BadInput(message + words),
            Self::Refused { message, code, executed } => Self::Refused { message: message + words, code, executed },
            failure => failure,
        }
    }

    /// The failure as it is said, beside results in a format.
    pub(crate) fn said_in(&self, format: Format) -> String {
        match format == Format::Json || logging::is_json_asked_for() {
            true => line(&self.to_json()),
            false => self.to_text(),
        }
    }

    /// The same of words of which no command was made yet.
    pub fn in_format_of(&self, args: &[OsString]) -> String {
        self.said_in(format_in(args))
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
        let (code, in_doubt) = match self {
            Self::Refused { code, .. } => (code.as_deref(), None),
            Self::InDoubt { signature, .. } => (None, Some(signature)),
            _ => (None, None),
        };
        let executed = self.executed();
        let kind = match self {
            Self::BadInput(_) | Self::Usage(_) => "bad_input",
            Self::Refused { .. } => "refused",
            Self::Unwritten { .. } => "done_but_not_written",
            Self::InDoubt { .. } => "in_doubt",
        };
        let message = self.to_string();
        serde_json::json!({
            "error": { "kind": kind, "code": code, "message": message, "executed": executed, "in_doubt": in_doubt }
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::BadInput(message)
        | Self::Usage(message)
        | Self::Unwritten { message, .. }
        | Self::InDoubt { message, .. }
        | Self::Refused { message, .. }) = self;
        f.write_str(message)?;
        match (self, self.executed()) {
            (_, []) => Ok(()),
            (Self::Unwritten { .. }, executed) => write!(f, "; executed: {}", executed.join(", ")),
            (_, executed) => write!(f, "; executed before that: {}", executed.join(", ")),
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

impl From<WrongProgram> for Failure {
    fn from(error: WrongProgram) -> Self {
        match error {
            WrongProgram::Rpc(failure) => unanswered(&failure),
            error @ (WrongProgram::BuiltForAnotherId(_) | WrongProgram::Unknown { .. }) => Self::refused(error),
            error => Self::refused(format!(
                "{error}: name the right program with --program-id or {PROGRAM_VARIABLE}, and the right network with --url"
            )),
        }
    }
}

impl From<SendError> for Failure {
    fn from(error: SendError) -> Self {
        let code = match &error {
            SendError::Rpc(failure) => return unanswered(failure),
            SendError::Unconfirmed { signature, .. } => {
                let signature = signature.to_string();
                return Self::InDoubt { message: error.to_string(), signature, executed: Vec::new() };
            }
            refusal => refusal.staking_error().map(|error| format!("{error:?}")),
        };
        Self::of_program(error, code)
    }
}

impl From<IntentError> for Failure {
    fn from(error: IntentError) -> Self {
        match error {
            IntentError::Read(error) => error.into(),
            IntentError::Send(error) => error.into(),
            IntentError::Refused(error) => rule(error),
            IntentError::Interrupted { executed, error } => {
                let signatures = executed.iter().map(|sent| sent.signature.to_string()).collect();
                Self::from(*error).behind(signatures)
            }
            error => {
                let code = error.staking_error().map(|error| format!("{error:?}"));
                Self::of_program(error, code)
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
    Failure::of_program(IntentError::Refused(error), Some(format!("{error:?}")))
}

/// The same in the words of a command that knows more than the rule says, with its name and number behind them.
pub(crate) fn rule_in_words(error: StakingError, words: impl fmt::Display) -> Failure {
    let message = format!("{words} ({error:?}, error {})", u32::from(error));
    Failure::of_program(message, Some(format!("{error:?}")))
}

/// A failure of work with reward files: bad input if a file is to blame.
pub(crate) fn rewards(error: RewardsError) -> Failure {
    if error.is_bad_input() {
        Failure::bad_input(error)
    } else {
        Failure::refused(error)
    }
}

#[cfg(test)]
mod tests {
    use solana_signature::Signature;

    use super::*;
    use inference_staking_client::rpc::Sent;

    fn executed(number: u8) -> Sent {
        let signature = Signature::from([number; 64]);
        Sent { signature, slot: 1, compute_units: None, fee: None, logs: vec![], events: vec![] }
    }

    #[test]
    fn what_was_executed_before_a_failure_is_told() {
        let [first, second] = [1, 2].map(executed);
        let names = [&first, &second].map(|sent| sent.signature.to_string());
        let error = Box::new(IntentError::Refused(StakingError::NoFreeTicket));
        let failure = Failure::from(IntentError::Interrupted { executed: vec![first, second], error });
        let rest = format!("; executed before that: {}, {}", names[0], names[1]);
        assert_eq!(
            failure.to_text(),
            format!("error: {} (NoFreeTicket, error {}){rest}", StakingError::NoFreeTicket, 6_059)
        );
        assert_eq!(failure.to_json()["error"]["executed"], serde_json::json!(names));
        assert_eq!(failure.to_json()["error"]["code"], "NoFreeTicket");
        assert_eq!(failure.exit_code(), REFUSED);
        // More words do not stand between the failure and them.
        assert!(failure.but("; signed with A").to_text().ends_with(&format!("; signed with A{rest}")));
    }

    #[test]
    fn what_was_done_and_not_written_is_no_failure_that_one_repeats() {
        let failure = Failure::Unwritten { message: "it was done".to_owned(), executed: vec!["sig".to_owned()] };
        assert_eq!((failure.exit_code(), failure.to_text()), (3, "error: it was done; executed: sig".to_owned()));
        let json = &failure.to_json()["error"];
        assert_eq!((&json["kind"], &json["executed"]), (&"done_but_not_written".into(), &serde_json::json!(["sig"])));
    }

    #[test]
    fn a_transaction_in_doubt_is_no_refusal() {
        let [before, doubtful] = [1, 2].map(executed);
        let send = SendError::Unconfirmed { signature: doubtful.signature, last_failure: None };
        let before_it = before.signature.to_string();
        let error = IntentError::Interrupted { executed: vec![before], error: Box::new(IntentError::Send(send)) };
        let failure = Failure::from(error);
        assert_eq!(failure.exit_code(), 3);
        let json = &failure.to_json()["error"];
        assert_eq!((&json["kind"], &json["code"]), (&"in_doubt".into(), &serde_json::Value::Null));
        assert_eq!(json["in_doubt"], doubtful.signature.to_string());
        assert_eq!(json["executed"], serde_json::json!([before_it]));
        assert!(failure.to_text().ends_with(&format!("; executed before that: {before_it}")));
    }
}
