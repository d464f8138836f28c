//! Errors: one for each rule; the message says what to do. Numbers are append-only once released.

use anchor_lang::prelude::*;
use inference_staking_math::MathError;
use inference_staking_merkle::{MultiproofError, ProofError};

/// Why the program refused.
#[error_code]
#[derive(PartialEq, Eq)]
pub enum StakingError {
    /// A result left its type.
    #[msg("An amount is too large for the program's arithmetic: use a smaller one")]
    MathOverflow,
    /// Cannot happen; the transaction is rolled back.
    #[msg("An internal invariant would break: nothing was changed; please report this transaction")]
    InvariantViolated,

    // Creation of the singleton and parameters.
    /// Section 7, `create_pool_overview`.
    #[msg("Only the program's upgrade authority may create the pool overview: sign with it")]
    NotUpgradeAuthority,
    /// Section 4.
    #[msg("Stake token and USDC must be two different mints")]
    MintsNotDistinct,
    /// Section 7.
    #[msg("The slashing destination must be a token account of the stake mint for tokens and of the USDC mint for USDC, and not one of the program's vaults")]
    WrongSlashingDestination,
    /// Section 12.
    #[msg("An authority list holds at most 5 keys")]
    TooManyAuthorities,
    /// Section 12.
    #[msg("An authority must not be the zero key")]
    AuthorityIsZero,
    /// Section 12.
    #[msg("An authority list must not name a key twice")]
    DuplicateAuthority,
    /// Section 12.
    #[msg("With a registration fee the fee wallet must not be the zero key")]
    FeeWalletIsZero,
    /// Section 12.
    #[msg("The minimum epoch length is 0 (off) to 7 days")]
    MinEpochLengthOutOfRange,
    /// Section 12.
    #[msg("The delegator unstake delay is at least the minimum epoch length and at most 90 days")]
    DelegatorDelayOutOfRange,
    /// Section 12.
    #[msg("The operator unstake delay is at least the minimum epoch length and at most 90 days")]
    OperatorDelayOutOfRange,
    /// Section 12.
    #[msg("The slashing delay is 1 to 90 days")]
    SlashingDelayOutOfRange,
    /// Section 12.
    #[msg("The operator unstake delay must be at least the slashing delay")]
    OperatorDelayBelowSlashingDelay,
    /// Section 12.
    #[msg("The challenge period is 0 to 3 days")]
    ChallengePeriodOutOfRange,
    /// Section 12.
    #[msg("The bypass delay is 1 to 30 days")]
    BypassDelayOutOfRange,
    /// Section 12.
    #[msg("The maximum commission is 0 to 10,000 bps")]
    MaxCommissionOutOfRange,
    /// Section 12.
    #[msg("The commission notice is 1 to 30 epochs")]
    CommissionNoticeOutOfRange,
    /// Section 11.
    #[msg("An emission table holds at most 8 budgets")]
    EmissionTableTooLong,
    /// Section 11.
    #[msg("An emission period has at least one epoch")]
    EmissionPeriodEmpty,
    /// Section 11.
    #[msg("Initial rate and decay are at most 10^15 (100 %), the long-term rate at most the initial rate")]
    EmissionRateOutOfRange,
    /// Section 11.
    #[msg("The budgets of an emission table must sum to no more than a u64")]
    EmissionTotalTooLarge,

    // Accounts.
    /// Sections 3 and 4.
    #[msg("This account is not the mint that the program uses: pass the mint stored in the pool overview")]
    WrongMint,
    /// Section 4.
    #[msg(
        "This account is not the vault that the program uses: pass the vault stored in the pool overview or the pool"
    )]
    WrongVault,
    /// Section 3.
    #[msg("The staking record belongs to another pool: pass the pool stored in the record")]
    RecordOfAnotherPool,
    /// Section 3.
    #[msg("The staking record belongs to another owner: sign with the owner stored in the record")]
    NotRecordOwner,
    /// Section 3.
    #[msg("This is not the operator's staking record: pass the one stored in the pool")]
    WrongOperatorRecord,
    /// Section 7.
    #[msg("The payout goes to the record owner's associated token account, which must exist and belong to the owner: create it first")]
    WrongPayoutAccount,
    /// Section 7.
    #[msg("The source must be a token account of the right mint that the signer may spend from, and neither a global vault nor the pool's own")]
    WrongSourceAccount,
    /// Section 7.
    #[msg("The destination must be a token account of the right mint, and neither a global vault nor the pool's own")]
    WrongDestinationAccount,

    // Pools.
    /// Section 7, `create_operator_pool`.
    #[msg("Creating pools is not allowed now: wait until the program admin allows it")]
    PoolCreationNotAllowed,
    /// Section 12.
    #[msg("The commission is above the maximum stored in the pool overview")]
    CommissionAboveMaximum,
    /// Section 12.
    #[msg("The name must be UTF-8 of at most 32 bytes, padded with zeros")]
    NameMalformed,
    /// Section 12.
    #[msg("The metadata URI must be UTF-8 of at most 128 bytes, padded with zeros")]
    MetadataUriMalformed,
    /// Section 12.
    #[msg("The metadata URI must be empty or start with https://")]
    MetadataUriNotHttps,
    /// Section 7, `create_operator_pool`.
    #[msg("A registration fee is due: pass the payer's and the fee wallet's stake token accounts")]
    FeeAccountsMissing,
    /// Section 7, `create_operator_pool`.
    #[msg("The fee destination must be a stake token account of the registration fee wallet")]
    WrongFeeDestination,
    /// Section 9.
    #[msg("The pool is closed: it takes no new stake or records")]
    PoolClosed,
    /// Section 8.
    #[msg("The pool is halted: wait until a halt authority resumes it")]
    PoolHalted,
    /// Section 8.
    #[msg("The pool is halted and its operator may not unstake or claim: wait until a halt authority resumes it")]
    OperatorHalted,

    // Staking.
    /// Section 8.
    #[msg("Staking is halted: wait until the program admin resumes it")]
    StakingHalted,
    /// Section 6.
    #[msg("An epoch is being finalized: stake once its rewards are accrued")]
    EpochFinalizing,
    /// Section 6.
    #[msg("The pool has not passed the last epoch yet: accrue its rewards first")]
    PoolBehind,
    /// Section 7, `stake`.
    #[msg("The pool takes no delegation: only its operator may stake")]
    DelegationNotAllowed,
    /// Section 7, `stake` and `unstake`.
    #[msg("The operator's stake would be below the minimum: the operator must keep more staked")]
    OperatorStakeBelowMinimum,
    /// Section 5.
    #[msg("The amount buys no share at the pool's price: stake more")]
    DepositBuysNoShare,
    /// Section 5.
    #[msg("The shares are worth no token: unstake at least one share")]
    SharesWorthNothing,
    /// Section 5.
    #[msg("The record has fewer shares: unstake at most what it has")]
    NotEnoughShares,
    /// Section 10.
    #[msg("The shares are locked: unstake fewer, or begin the unlock and wait")]
    SharesLocked,
    /// Section 9.
    #[msg("All 4 unstake tickets are open: claim a matured one or cancel one first")]
    NoFreeTicket,
    /// Section 9.
    #[msg("No unstake ticket has matured: wait until one can be claimed")]
    NothingToClaim,
    /// Section 7, `claim_usdc_earnings`.
    #[msg("The record has earned no USDC since the last claim")]
    NoUsdcToClaim,
    /// Section 8.
    #[msg("Withdrawals are halted: the halt ends by itself, at the time stored in the pool overview")]
    WithdrawalsHalted,

    // Epochs and rewards.
    /// Section 7.
    #[msg("Only a reward distribution authority may do this")]
    NotRewardAuthority,
    /// Section 6.1.
    #[msg("An epoch is already being finalized: create its reward record first")]
    EpochAlreadyFinalizing,
    /// Section 6.1.
    #[msg("Only the epoch after the last completed one can be finalized")]
    EpochIsNotNext,
    /// Section 6.1.
    #[msg("The minimum epoch length has not passed since the last finalization: wait")]
    EpochTooShort,
    /// Section 6.3.
    #[msg("No epoch is being finalized: mark it first")]
    EpochNotFinalizing,
    /// Section 6.3.
    #[msg("The epoch's rewards must equal the emission schedule's amount for it")]
    RewardsNotEmission,
    /// Section 6.3.
    #[msg("An epoch without roots pays nothing: its totals must be 0")]
    TotalsWithoutRoots,
    /// Section 3.
    #[msg("An epoch has at most 5 roots")]
    TooManyRoots,
    /// Section 6.3.
    #[msg("Every root needs its depth: pass as many depths as roots")]
    DepthsDoNotMatchRoots,
    /// Section 6.
    #[msg("The tree is deeper than 24 levels: split it over several roots")]
    TreeTooDeep,
    /// Section 6.
    #[msg("A root must not be zero: leave it out instead")]
    RootIsZero,
    /// Section 4.
    #[msg("The global reward vault holds less than it would owe: fund it first")]
    RewardVaultUnderfunded,
    /// Section 4.
    #[msg("The global USDC vault holds less than it would owe: fund it first")]
    UsdcVaultUnderfunded,
    /// Section 8.
    #[msg("Accrual is halted: wait until the program admin resumes it")]
    AccrualHalted,
    /// Section 6.3.
    #[msg("The record's challenge period is still running: wait until it is claimable")]
    RecordNotClaimable,
    /// Section 6.
    #[msg("The record has no root with this index")]
    RootIndexOutOfRange,
    /// Section 6.
    #[msg("The proof must hold exactly as many nodes as the tree is deep")]
    ProofLengthMismatch,
    /// Section 6.
    #[msg("The leaf index is beyond the tree")]
    LeafIndexOutOfRange,
    /// Section 6.
    #[msg("The proof does not lead to the record's root: check pool, epoch, amounts, index and proof")]
    ProofMismatch,
    /// Section 6.5.
    #[msg("The pool has epochs to pass before this one: accrue them in order")]
    EpochOutOfOrder,
    /// Section 6.5.
    #[msg("The pool has already accrued this epoch, or it can no longer be caught up")]
    EpochAlreadyAccrued,
    /// Section 9.
    #[msg("The pool was closed before this epoch and takes no part in it")]
    EpochAfterClose,
    /// Section 6.5.
    #[msg("The leaf pays more than what remains of the record's totals")]
    LeafExceedsRecord,
    /// Section 5.
    #[msg("The pool stakes its commission: pass the operator's staking record")]
    OperatorRecordMissing,

    // Administration.
    /// Section 7.
    #[msg("Only the program admin may do this")]
    NotProgramAdmin,
    /// Section 7.
    #[msg("Only the key that was proposed as program admin may accept: propose it first")]
    NotPendingProgramAdmin,
    /// Section 7.
    #[msg("Only a halt authority may do this")]
    NotHaltAuthority,
    /// Section 7.
    #[msg("Only a slashing authority may do this")]
    NotSlashingAuthority,
    /// Section 8.
    #[msg("Withdrawals were halted less than 21 days ago: they can be halted again 7 days after a halt has ended")]
    WithdrawalHaltTooSoon,
    /// Section 11.
    #[msg("The emission schedule can only be changed before the first epoch of a period is marked as finalizing")]
    EmissionChangeNotAtPeriodStart,
    /// Section 11.
    #[msg("The emission schedule can only be lowered: same kind and period length, and no part that issues more")]
    EmissionChangeNotDownwards,

    // Management of pools.
    /// Section 7.
    #[msg("Only the pool's admin may do this")]
    NotPoolAdmin,
    /// Section 7.
    #[msg("Only the key that was proposed as the pool's admin may accept: propose it first")]
    NotPendingPoolAdmin,
    /// Section 6.8.
    #[msg("A scheduled commission already holds for epochs the pool has not passed: accrue them first")]
    ScheduledCommissionHolds,
    /// Section 7.
    #[msg("The new operator record must be another one, owned by the key that signs for it")]
    WrongNewOperatorRecord,
    /// Section 7.
    #[msg(
        "The new operator record must be worth at least what the old one has staked and in cooldown: stake more in it"
    )]
    NewOperatorRecordTooSmall,
    /// Section 7.
    #[msg("No commission is owed")]
    NoCommissionToWithdraw,
    /// Section 9.
    #[msg("The pool is open: close it first")]
    PoolNotClosed,
    /// Section 9.
    #[msg("The pool still has shares or tokens in cooldown: wait until everybody has left")]
    PoolNotEmpty,
    /// Section 9.
    #[msg("There is no USDC that nobody can claim")]
    NothingToSweep,

    // Management of records.
    /// Section 7.
    #[msg("There is no open ticket at this place")]
    NoSuchTicket,
    /// Section 7.
    #[msg("The record still has shares, tickets or USDC: unstake and claim everything first")]
    RecordNotEmpty,
    /// Section 7.
    #[msg("The operator's record can only be closed once the pool is closed and empty")]
    OperatorRecordInUse,
    /// Section 10.
    #[msg("A lock lasts 14 to 365 days")]
    LockDurationOutOfRange,
    /// Section 10.
    #[msg("The record is locked already: extend the lock, or cancel the unlock")]
    AlreadyLocked,
    /// Section 10.
    #[msg("The record has no shares to lock: stake first")]
    NoSharesToLock,
    /// Section 10.
    #[msg("The record is not locked, or already unlocking")]
    NotLocked,
    /// Section 10.
    #[msg("The record is not unlocking")]
    NotUnlocking,

    // Slashing.
    /// Section 9.
    #[msg("The pool is not halted: halt it first")]
    PoolNotHalted,
    /// Section 9.
    #[msg("The pool has not been halted for the slashing delay: wait")]
    SlashingDelayNotOver,
    /// Section 9.
    #[msg("A slash takes shares, tokens in cooldown, or both: name an amount")]
    NothingToSlash,
    /// Section 9.
    #[msg("The operator has fewer tokens in cooldown: slash at most what its tickets hold")]
    NotEnoughUnstaking,
    /// Section 9.
    #[msg("Slashed tokens and USDC go to the destinations stored in the pool overview")]
    WrongSlashDestination,

    // More on epochs.
    /// Section 6.4.
    #[msg("Only the newest record can be revoked, and not while an epoch is being finalized")]
    RecordNotNewest,
    /// Section 6.4.
    #[msg("The record's challenge period is over: it can be revoked no more")]
    ChallengePeriodOver,
    /// Section 6.4.
    #[msg("The record has been accrued: it can be revoked no more")]
    RecordAlreadyAccrued,
    /// Section 6.4.
    #[msg("Only a halt authority or the program admin may revoke a record")]
    NotRevokingAuthority,
    /// Section 6.7.
    #[msg("The record has not expired: records expire 128 epochs after their own")]
    RecordNotExpired,
    /// Section 6.7.
    #[msg("The record has expired: it can be accrued no more")]
    RecordExpired,
    /// Section 6.7.
    #[msg("The rent goes back to the account that paid it, stored in the record")]
    WrongRentReceiver,
    /// Section 6.6.
    #[msg("The record has roots: accrue it with a proof, or wait until the bypass delay has passed")]
    BypassTooSoon,
    /// Section 6, batch.
    #[msg("A batch needs at least one leaf")]
    BatchEmpty,
    /// Section 6, batch.
    #[msg("A batch takes one pool for each leaf, each followed by its operator's record if it stakes its commission, and nothing else")]
    BatchAccountsMismatch,
    /// Section 6, batch.
    #[msg("The leaves of a batch must be in increasing order of their index")]
    LeafIndicesNotIncreasing,
    /// Section 7.
    #[msg("A writable account was passed that the instruction does not know: pass its own accounts only")]
    UnknownWritableAccount,
}

/// Refuses with an error unless the condition holds. Anchor's macro of this name builds its error with all its strings at
/// every call, which made the program twice as large; ours hands a number to one function.
macro_rules! require {
    ($condition:expr, $error:expr) => {
        if !$condition {
            return Err($crate::error::Refusal::from($error).into());
        }
    };
}
pub(crate) use require;

/// An error on its way out of a rule: small, until `anchor_lang::error::Error` is made of it in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal(pub StakingError);

/// Result of a rule.
pub type Checked<T> = core::result::Result<T, Refusal>;

impl From<StakingError> for Refusal {
    fn from(error: StakingError) -> Self {
        Self(error)
    }
}

impl From<Refusal> for Error {
    #[cold]
    #[inline(never)]
    fn from(refusal: Refusal) -> Self {
        Self::from(refusal.0)
    }
}

impl From<MathError> for Refusal {
    fn from(error: MathError) -> Self {
        Self(error.into())
    }
}

impl From<ProofError> for Refusal {
    fn from(error: ProofError) -> Self {
        Self(error.into())
    }
}

impl From<MultiproofError> for Refusal {
    fn from(error: MultiproofError) -> Self {
        Self(match error {
            MultiproofError::NoLeaves => StakingError::BatchEmpty,
            MultiproofError::IndicesNotIncreasing => StakingError::LeafIndicesNotIncreasing,
            MultiproofError::IndexBeyondTree => StakingError::LeafIndexOutOfRange,
            MultiproofError::WrongLength => StakingError::ProofLengthMismatch,
            MultiproofError::RootMismatch => StakingError::ProofMismatch,
        })
    }
}

impl From<MathError> for StakingError {
    fn from(error: MathError) -> Self {
        match error {
            MathError::DepositBuysNoShare => Self::DepositBuysNoShare,
            MathError::SharesWorthNothing => Self::SharesWorthNothing,
            MathError::NotEnoughShares => Self::NotEnoughShares,
            MathError::EmissionRateOutOfRange => Self::EmissionRateOutOfRange,
            MathError::EmissionPeriodEmpty => Self::EmissionPeriodEmpty,
            MathError::EmissionTotalTooLarge => Self::EmissionTotalTooLarge,
            MathError::Overflow | MathError::EpochOutsidePeriod => Self::MathOverflow,
            MathError::PoolWithoutShares => Self::InvariantViolated,
        }
    }
}

impl From<ProofError> for StakingError {
    fn from(error: ProofError) -> Self {
        match error {
            ProofError::WrongLength => Self::ProofLengthMismatch,
            ProofError::IndexBeyondTree => Self::LeafIndexOutOfRange,
            ProofError::RootMismatch => Self::ProofMismatch,
        }
    }
}
