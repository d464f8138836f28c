//! Why an intent cannot be planned or was not carried out.

use anchor_lang::prelude::Pubkey;
use inference_staking::error::Refusal;

use super::activation::WaitingRecord;
use super::plan::{Interrupted, Unaccrued};
use crate::refusal::rule;
use crate::rpc::{ReadError, SendError, Sent};
use crate::StakingError;

/// Why an intent cannot be planned or was not carried out.
#[derive(Debug, thiserror::Error)]
pub enum IntentError {
    /// Something could not be read from the chain.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A transaction was not executed.
    #[error(transparent)]
    Send(#[from] SendError),
    /// It was carried out in part.
    #[error("{error}; executed before that: {}", signatures(.executed))]
    Interrupted {
        /// What was executed, at least one transaction.
        executed: Vec<Sent>,
        /// Why what comes behind was not.
        error: Box<IntentError>,
    },
    /// The program would refuse it.
    #[error("{}", rule(*.0))]
    Refused(StakingError),
    /// The record has less than is meant.
    #[error("the record's {shares} shares are worth {worth} base units, and {activating} more are activating: take at most that, or everything")]
    MoreThanHeld {
        /// Shares of the record.
        shares: u64,
        /// Tokens that they are worth, base units, rounded down.
        worth: u64,
        /// Its activating tokens, base units.
        activating: u64,
    },
    /// Less of the record is activating than is meant.
    #[error("{activating} base units of the record are activating: take at most that of them")]
    MoreThanActivating {
        /// Activating tokens, base units.
        activating: u64,
    },
    /// The activating stake of a record cannot become shares now.
    #[error("the stake of {owner} cannot be activated: {error}{left}", owner = .waiting.record.owner,
        error = rule(.waiting.error), left = left_open(.unaccrued))]
    CannotActivate {
        /// The record, and the rule that refuses it.
        waiting: WaitingRecord,
        /// Epochs that the pool has open and that could not be accrued first.
        unaccrued: Vec<Unaccrued>,
    },
    /// There is nothing to do for an epoch without a reward record.
    #[error("epoch {epoch} has no reward record: it is not finalized yet, was revoked, or was reclaimed")]
    NoRewardRecord {
        /// The epoch.
        epoch: u64,
    },
    /// A pool passes epochs that are finalized, and a closed one none after the epoch it closed at.
    #[error("the pool has passed every finalized epoch that it takes part in: there is none to pass")]
    NothingToPass,
    /// The registration fee would not leave its account.
    #[error("the registration fee would go from {account} to itself: pay from another account")]
    FeeToItself {
        /// The account.
        account: Pubkey,
    },
    /// A wallet's associated token account was given to somebody else, who would be paid.
    #[error(
        "the associated token account {account} of {wallet} was given away: it belongs to {owner}, who would be paid"
    )]
    GivenAway {
        /// The token account.
        account: Pubkey,
        /// Whose it should be.
        wallet: Pubkey,
        /// Whose it is.
        owner: Pubkey,
    },
    /// A wallet's associated token account is frozen: nobody can be paid there.
    #[error("the token account {account} is frozen: the mint's freeze authority can thaw it")]
    Frozen {
        /// The token account.
        account: Pubkey,
    },
    /// A token account that was named is none that the program would take.
    #[error("the account {account} cannot be used: {error}", error = rule(*.error))]
    WrongAccount {
        /// What was named.
        account: Pubkey,
        /// The rule that it breaks.
        error: StakingError,
    },
    /// The return data of a simulation is not what the program writes.
    #[error("the program's answer cannot be read: use the client of the program's version")]
    UnknownAnswer,
}

impl IntentError {
    /// The staking program's error, if it was one or would be one.
    pub fn staking_error(&self) -> Option<StakingError> {
        match self {
            Self::Refused(error) | Self::WrongAccount { error, .. } => Some(*error),
            Self::CannotActivate { waiting, .. } => Some(waiting.error),
            Self::MoreThanHeld { .. } => Some(StakingError::NotEnoughShares),
            Self::MoreThanActivating { .. } => Some(StakingError::NotEnoughActivating),
            Self::Send(error) => error.staking_error(),
            Self::Interrupted { error, .. } => error.staking_error(),
            _ => None,
        }
    }

    /// Whether a token account cannot be paid, as it is now; where another one may be named, that one can.
    pub fn is_about_account(&self) -> bool {
        matches!(self, Self::GivenAway { .. } | Self::Frozen { .. })
    }

    /// Whether the same intent may succeed later with nothing changed. After an unconfirmed transaction read the chain first.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Read(error) => error.is_transient(),
            Self::Send(error) => error.is_transient(),
            Self::Interrupted { error, .. } => error.is_transient(),
            _ => false,
        }
    }

    /// The same error behind these transactions, if there are any.
    pub(super) fn after(self, mut executed: Vec<Sent>) -> Self {
        match self {
            Self::Interrupted { executed: later, error } => {
                executed.extend(later);
                Self::Interrupted { executed, error }
            }
            error if executed.is_empty() => error,
            error => Self::Interrupted { executed, error: Box::new(error) },
        }
    }
}

/// Their signatures, in their order.
fn signatures(executed: &[Sent]) -> String {
    executed.iter().map(|sent| sent.signature.to_string()).collect::<Vec<_>>().join(", ")
}

impl From<Interrupted> for IntentError {
    fn from(Interrupted { executed, error }: Interrupted) -> Self {
        Self::Send(error).after(executed)
    }
}

/// The first epoch that stays open, and why: those after it wait for it.
fn left_open(unaccrued: &[Unaccrued]) -> String {
    let first = unaccrued.first();
    first.map(|open| format!("; epoch {} is not accrued: {}", open.epoch, open.reason)).unwrap_or_default()
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
