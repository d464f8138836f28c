//! Why an action cannot be planned or was not carried out.

use inference_staking::error::Refusal;

use crate::rpc::{ReadError, SendError};
use crate::StakingError;

/// Why an action cannot be planned or was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum IntentError {
    /// Something could not be read from the chain.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A transaction was not executed.
    #[error(transparent)]
    Send(#[from] SendError),
    /// The program would refuse it.
    #[error("{0} ({name}, error {code})", name = .0.name(), code = u32::from(*.0))]
    Refused(StakingError),
    /// The return data of a simulation is not what the program writes.
    #[error("the program's answer cannot be read: use the client of the program's version")]
    UnknownAnswer,
}

impl IntentError {
    /// The staking program's error, if it was one.
    pub fn staking_error(&self) -> Option<StakingError> {
        match self {
            Self::Refused(error) => Some(*error),
            Self::Send(error) => error.staking_error(),
            _ => None,
        }
    }

    /// Whether the same action may succeed later with nothing changed. After an unconfirmed transaction read the chain first.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Read(error) => error.is_transient(),
            Self::Send(error) => error.is_transient(),
            Self::Refused(_) | Self::UnknownAnswer => false,
        }
    }
}

impl From<Refusal> for IntentError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.0)
    }
}

impl From<StakingError> for IntentError {
    fn from(error: StakingError) -> Self {
        Self::Refused(error)
    }
}
