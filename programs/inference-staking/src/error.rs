//! Errors: one for each rule; the message says what to do. Numbers are append-only once released.

use anchor_lang::error::AnchorError;
use anchor_lang::prelude::*;
use inference_staking_math::MathError;
use inference_staking_merkle::{MultiproofError, ProofError};

/// Defines the errors, and their names and messages as tables: Anchor's own `name` and `Display` are a copy of code for
/// each error, a tenth of the program.
macro_rules! staking_errors {
    ($($(#[$doc:meta])* $name:ident = $message:tt,)*) => {
        /// Why the program refused.
        #[error_code]
        #[derive(PartialEq, Eq)]
        pub enum StakingError {
            $($(#[$doc])* #[msg($message)] $name,)*
        }

        const NAMES: &[&str] = &[$(stringify!($name)),*];
        const MESSAGES: &[&str] = &[$($message),*];
    };
}

staking_errors! {
    /// A result left its type.
    MathOverflow = "An amount is too large for the program's arithmetic: use a smaller one",
    /// Cannot happen; the transaction is rolled back.
    InvariantViolated = "An internal invariant would break: nothing was changed; please report this transaction",

    // Creation of the singleton and parameters.
    /// SPEC 7, `create_pool_overview`.
    NotUpgradeAuthority = "Only the program's upgrade authority may create the pool overview: sign with it",
    /// SPEC 4.
    MintsNotDistinct = "Stake token and USDC must be two different mints",
    /// SPEC 7.
    WrongSlashingDestination = "The slashing destination must be a token account of the stake mint for tokens and of the USDC mint for USDC: pass such an account",
    /// SPEC 7.
    SlashingDestinationFrozen = "The slashing destination is frozen, so no slash could pay into it: have it thawed, or pass another",
    /// SPEC 7.
    SlashingDestinationOfProgram = "The slashing destination belongs to an account of this program, so nobody could take out what a slash pays into it: pass another",
    /// SPEC 7.
    WrongSlashingDestinationOwner = "Beside a new slashing destination goes the account that owns it: pass the one that the token account names",
    /// SPEC 12.
    TooManyAuthorities = "An authority list holds at most 5 keys",
    /// SPEC 12.
    AuthorityIsZero = "An authority must not be the zero key",
    /// SPEC 12.
    DuplicateAuthority = "An authority list must not name a key twice",
    /// SPEC 12.
    FeeWalletIsZero = "With a registration fee the fee wallet must not be the zero key",
    /// SPEC 12.
    MinEpochLengthOutOfRange = "The minimum epoch length is 6 hours to 7 days, on a test network 0 (off) to 7 days: choose one between",
    /// SPEC 12.
    DelegatorDelayOutOfRange = "The delegator unstake delay is at least 1 day and the minimum epoch length, on a test network any, and at most 90 days: choose one between",
    /// SPEC 12.
    OperatorDelayOutOfRange = "The operator unstake delay is at least 1 day and the minimum epoch length, on a test network any, and at most 90 days: choose one between",
    /// SPEC 12.
    SlashingDelayOutOfRange = "The slashing delay is 1 to 90 days, on a test network 0 to 90 days: choose one between",
    /// SPEC 12.
    OperatorDelayBelowSlashingDelay = "The operator unstake delay must be at least the slashing delay: raise it, or lower the slashing delay",
    /// SPEC 12.
    ChallengePeriodOutOfRange = "The challenge period is 1 hour to 3 days and at most the minimum epoch length less 3 hours, on a test network 0 to 3 days: choose one between",
    /// SPEC 12.
    BypassDelayOutOfRange = "The bypass delay is 1 to 14 days, on a test network 0 to 30 days: choose one between",
    /// SPEC 12.
    MaxCommissionOutOfRange = "The maximum commission is 0 to 10,000 bps",
    /// SPEC 12.
    CommissionNoticeOutOfRange = "The commission notice is 1 to 30 epochs",
    /// SPEC 12.
    MinOperatorStakeBelowOneToken = "The operator's minimum stake is at least one whole stake token, unless this is a test network: raise it to 10^decimals base units or more",
    /// SPEC 11.
    EmissionTableTooLong = "An emission table holds at most 8 budgets",
    /// SPEC 11.
    EmissionPeriodEmpty = "An emission period has at least one epoch",
    /// SPEC 11.
    EmissionRateOutOfRange = "Initial rate and decay are at most 10^15 (100 %), the long-term rate at most the initial rate",
    /// SPEC 11.
    EmissionTotalTooLarge = "The budgets of an emission table must sum to no more than a u64",

    // Accounts.
    /// SPEC 3, SPEC 4.
    WrongMint = "This account is not the mint that the program uses: pass the mint stored in the pool overview",
    /// SPEC 4.
    WrongVault = "This account is not the vault that the program uses: pass the vault stored in the pool overview or the pool",
    /// SPEC 3.
    RecordOfAnotherPool = "The staking record belongs to another pool: pass the pool stored in the record",
    /// SPEC 3.
    NotRecordOwner = "The staking record belongs to another owner: sign with the owner stored in the record",
    /// SPEC 3.
    WrongOperatorRecord = "This is not the operator's staking record: pass the one stored in the pool",
    /// SPEC 7.
    WrongPayoutAccount = "The payout goes to the record owner's associated token account, which must exist and belong to the owner: create it first, or let the owner sign and name another account",
    /// SPEC 7.
    WrongSourceAccount = "The source must be a token account of the right mint that the signer may spend from, and neither a global vault nor the pool's own",
    /// SPEC 7.
    WrongDestinationAccount = "The destination must be a token account of the right mint and no vault: pass one of a wallet",

    // Pools.
    /// SPEC 7, `create_operator_pool`.
    PoolCreationNotAllowed = "Creating pools is not allowed now: wait until the program admin allows it",
    /// SPEC 12.
    CommissionAboveMaximum = "The commission is above the maximum stored in the pool overview",
    /// SPEC 12.
    NameMalformed = "The name must be UTF-8 of at most 32 bytes, padded with zeros",
    /// SPEC 12.
    MetadataUriMalformed = "The metadata URI must be UTF-8 of at most 128 bytes, padded with zeros",
    /// SPEC 12.
    MetadataUriNotHttps = "The metadata URI must be empty or start with https://",
    /// SPEC 12.
    ControlCharacterInText = "Name and metadata URI must hold no control characters, neither line breaks nor those that turn the direction of text: leave them out",
    /// SPEC 7, `create_operator_pool`.
    FeeAccountsMissing = "A registration fee is due: pass the payer's and the fee wallet's stake token accounts",
    /// SPEC 7, `create_operator_pool`.
    WrongFeeDestination = "The fee destination must be a stake token account of the registration fee wallet",
    /// SPEC 9.
    PoolClosed = "The pool is closed: it takes no new stake or records",
    /// SPEC 8.
    PoolHalted = "The pool is halted: wait until a halt authority resumes it",
    /// SPEC 8.
    OperatorHalted = "The pool is halted and its operator may not unstake or claim: wait until a halt authority resumes it",
    /// SPEC 7, `create_operator_pool`.
    RegistrationFeeTooHigh = "The registration fee is above the most that the payer agrees to: look at the fee, and name at least that much if you agree",

    // Staking.
    /// SPEC 8.
    StakingHalted = "Staking is halted: wait until the program admin resumes it",
    /// SPEC 6.9.
    PoolBehind = "The pool has not passed all epochs that are over: accrue them first, and wait for the record of one that is being finalized",
    /// SPEC 6.9.
    SkippedLately = "The pool skipped a funded epoch less than 8 epochs ago that can still pay it: accrue that epoch, or wait",
    /// SPEC 7, `stake`.
    DelegationNotAllowed = "The pool takes no delegation: only its operator may stake",
    /// SPEC 7, `stake` and `unstake`.
    OperatorStakeBelowMinimum = "The operator's stake is or would be below the minimum: the operator must stake more or keep more",
    /// SPEC 5.
    NothingToStake = "A deposit of nothing: stake at least one base unit",
    /// SPEC 5.
    NothingRipe = "Nothing of the record is ripe: wait until the epoch in which its deposit came is over",
    /// SPEC 5.
    DepositBuysNoShare = "The amount buys no share at the pool's price: stake more",
    /// SPEC 5.
    NothingToUnstake = "An unstake of nothing: name shares, activating tokens or both",
    /// SPEC 5, SPEC 9.
    NotEnoughActivating = "The record has fewer activating tokens: name at most what it has",
    /// SPEC 5.
    SharesWorthNothing = "The shares are worth no token: unstake at least one share",
    /// SPEC 5.
    NotEnoughShares = "The record has fewer shares: take at most what it has",
    /// SPEC 10.
    SharesLocked = "The shares are locked: unstake fewer, or begin the unlock and wait",
    /// SPEC 9.
    NoFreeTicket = "All 4 unstake tickets are open: name one that this unstake joins, or claim a matured one or cancel one first",
    /// SPEC 9.
    NothingToClaim = "No unstake ticket has matured: wait until one can be claimed",
    /// SPEC 7, `claim_usdc_earnings`.
    NoUsdcToClaim = "The record has earned no USDC since the last claim: wait until its pool is paid",
    /// SPEC 3.
    PoolTotalTooLarge = "With this amount the pool's tokens would exceed a u64: stake less",
    /// SPEC 8.
    WithdrawalsHalted = "Withdrawals are halted: the halt ends by itself, at the time stored in the pool overview",
    /// SPEC 9.
    NoTicketToJoin = "There is no open ticket at this place to join, or it was paid: name an open one, or none for a ticket of its own",
    /// SPEC 4.
    RewardsNotCollected = "Tokens of this payout are still in the global reward vault: collect the pool's rewards first, in the same transaction",

    // Epochs and rewards.
    /// SPEC 7.
    NotRewardAuthority = "Only a reward distribution authority may do this",
    /// SPEC 6.1.
    EpochAlreadyFinalizing = "An epoch is already being finalized: create its reward record first",
    /// SPEC 6.1.
    EpochIsNotNext = "Only the epoch after the last completed one can be finalized",
    /// SPEC 6.1.
    EpochTooShort = "The minimum epoch length has not passed since the last finalization: wait",
    /// SPEC 6.1.
    MarkTooSoon = "An epoch can be marked once the newest record is claimable, and on a network for real money 3 hours after that and 3 hours after accrual was last resumed: wait",
    /// SPEC 6.3.
    EpochNotFinalizing = "No epoch is being finalized: mark it first",
    /// SPEC 6.3.
    RewardsNotEmission = "The epoch's rewards must equal the emission schedule's amount for it",
    /// SPEC 6.3.
    TotalsWithoutRoots = "An epoch without roots pays nothing: its totals must be 0",
    /// SPEC 3.
    TooManyRoots = "An epoch has at most 5 roots",
    /// SPEC 6.3.
    DepthsDoNotMatchRoots = "Every root needs its depth: pass as many depths as roots",
    /// SPEC 6.
    TreeTooDeep = "The tree is deeper than 24 levels: split it over several roots",
    /// SPEC 6.
    RootIsZero = "A root must not be zero: leave it out instead",
    /// SPEC 4.
    RewardVaultUnderfunded = "The global reward vault holds less than it would owe: fund it first",
    /// SPEC 4.
    UsdcVaultUnderfunded = "The global USDC vault holds less than it would owe: fund it first",
    /// SPEC 8.
    AccrualHalted = "Accrual is halted: wait until the program admin resumes it",
    /// SPEC 6.3.
    RecordNotClaimable = "The record's challenge period is still running: wait until it is claimable",
    /// SPEC 6.
    RootIndexOutOfRange = "The record has no root with this index",
    /// SPEC 6.
    ProofLengthMismatch = "The proof must hold exactly as many nodes as the tree is deep",
    /// SPEC 6.
    LeafIndexOutOfRange = "The leaf index is beyond the tree",
    /// SPEC 6.
    ProofMismatch = "The proof does not lead to the record's root: check pool, epoch, amounts, index and proof",
    /// SPEC 6.5.
    EpochOutOfOrder = "The pool has epochs to pass before this one: accrue them in order",
    /// SPEC 6.5.
    EpochAlreadyAccrued = "The pool has already accrued this epoch, or it can no longer be caught up",
    /// SPEC 9.
    EpochAfterClose = "The pool was closed before this epoch and takes no part in it",
    /// SPEC 6.5.
    LeafExceedsRecord = "The leaf pays more than what remains of the record's totals: have the tree verified against the record",
    /// SPEC 5.
    OperatorRecordMissing = "The pool stakes its commission: pass the operator's staking record with its leaf",

    // Administration.
    /// SPEC 7.
    NotProgramAdmin = "Only the program admin may do this",
    /// SPEC 7.
    NotPendingProgramAdmin = "Only the key that was proposed as program admin may accept: propose it first",
    /// SPEC 7.
    NotHaltAuthority = "Only a halt authority may do this",
    /// SPEC 7.
    NotSlashingAuthority = "Only a slashing authority may do this",
    /// SPEC 8.
    WithdrawalHaltTooSoon = "Withdrawals can be halted again 7 days after the last halt of them has ended: wait until then",
    /// SPEC 11.
    EmissionChangeNotAtPeriodStart = "The emission schedule can only be changed before the first epoch of a period is marked as finalizing",
    /// SPEC 11.
    EmissionChangeNotDownwards = "The emission schedule can only be lowered: same kind and period length, and no part that issues more",
    /// SPEC 4.
    ScheduleStillIssues = "The emission schedule still issues tokens in an epoch to come: what the reward vault holds is for those",
    /// SPEC 4.
    RewardsTooRecent = "Fewer than 128 epochs were completed since the last record with rewards: wait",
    /// SPEC 4.
    NoRewardSurplus = "The global reward vault holds no more than it owes",

    // Management of pools.
    /// SPEC 7.
    NotPoolAdmin = "Only the pool's admin may do this",
    /// SPEC 7.
    NotPendingPoolAdmin = "Only the key that was proposed as the pool's admin may accept: propose it first",
    /// SPEC 6.8.
    ScheduledCommissionHolds = "A scheduled commission already holds for epochs the pool has not passed: accrue them first",
    /// SPEC 6.8.
    AnnouncedDecreaseStands = "A lower commission is announced and can be neither withdrawn nor replaced before it holds: wait until it does",
    /// SPEC 7.
    WrongNewOperatorRecord = "The new operator record must be another one, owned by the key that signs for it",
    /// SPEC 7.
    NewOperatorRecordTooSmall = "The new operator record must be worth at least what the old one has staked, activating and in cooldown: stake more in it",
    /// SPEC 7.
    NoCommissionToWithdraw = "No commission is owed: wait until the pool is paid",
    /// SPEC 9.
    PoolNotClosed = "The pool is open: close it first",
    /// SPEC 9.
    PoolNotEmpty = "The pool still has shares: wait until everybody has unstaked",
    /// SPEC 9.
    NothingToSweep = "There is no USDC that nobody can claim: nothing has to be done",
    /// SPEC 7.
    OldOperatorRecordBelowMinimum = "The operator's shares are worth less than the minimum: stake more in its record before another takes its place",
    /// SPEC 7.
    NotPoolAdminOrOperator = "Only the pool's admin or the owner of the operator's record may close the pool",
    /// SPEC 4.
    NoVaultSurplus = "The pool vault holds no more than it owes: nothing has to be done",

    // Management of records.
    /// SPEC 7.
    NoSuchTicket = "There is no open ticket at this place: name one of the record's open tickets, 0 to 3",
    /// SPEC 7.
    RecordNotEmpty = "The record still has shares, activating tokens, tickets or USDC: unstake and claim everything first",
    /// SPEC 7.
    OperatorRecordInUse = "The operator's record can only be closed once the pool is closed, has no shares, has passed its last epoch and owes no commission: accrue and withdraw first",
    /// SPEC 10.
    LockDurationOutOfRange = "A lock lasts 14 to 365 days",
    /// SPEC 10.
    AlreadyLocked = "The record is locked already: extend the lock, or cancel the unlock",
    /// SPEC 10.
    NoSharesToLock = "The record has no shares to lock: stake first",
    /// SPEC 10.
    NotLocked = "The record is not locked, or already unlocking: lock it first, or cancel the unlock",
    /// SPEC 10.
    NotUnlocking = "The record is not unlocking: begin the unlock first",

    // Slashing.
    /// SPEC 9.
    PoolNotHalted = "The pool is not halted: halt it first",
    /// SPEC 9.
    SlashingDelayNotOver = "The pool has not been halted for the slashing delay: wait",
    /// SPEC 9.
    NothingToSlash = "The slash would take nothing: name shares, activating tokens or tokens in cooldown, or confiscate what is owed to the operator",
    /// SPEC 9.
    NotEnoughUnstaking = "The operator has fewer tokens in cooldown: slash at most what its tickets hold",
    /// SPEC 9.
    WrongSlashDestination = "Slashed tokens and USDC go to the destinations stored in the pool overview",

    // More on epochs.
    /// SPEC 6.4.
    RecordNotNewest = "Only the newest record can be revoked: the challenge period of this older one is over",
    /// SPEC 6.4.
    ChallengePeriodOver = "The record's challenge period is over: it can be revoked no more",
    /// SPEC 6.4.
    RecordAlreadyAccrued = "The record has been accrued: it can be revoked no more",
    /// SPEC 6.4.
    NotRevokingAuthority = "Only a halt authority or the program admin may revoke a record",
    /// SPEC 6.7.
    RecordNotExpired = "The record has not expired: wait until 128 newer records are claimable",
    /// SPEC 6.7.
    RecordExpired = "The record has expired: it can be accrued no more",
    /// SPEC 6.7.
    WrongRentReceiver = "The rent goes back to the account that paid it, stored in the record",
    /// SPEC 6.6.
    BypassTooSoon = "The record can still pay: accrue it with a proof, or wait until its bypass delay has passed since it became claimable and since accrual was last resumed",
    /// SPEC 6, batch.
    BatchEmpty = "A batch needs at least one leaf",
    /// SPEC 6, batch.
    BatchTooLarge = "A batch has at most 36 leaves, so that its event fits the transaction's log: send the others in another transaction",
    /// SPEC 6, batch.
    BatchAccountsMismatch = "A batch takes, all of them writable, one pool for each leaf, then the operators' records of those leaves that say so, in the same order, and nothing else",
    /// SPEC 6, batch.
    LeafIndicesNotIncreasing = "The leaves of a batch must be in increasing order of their index",
    /// SPEC 7.
    UnknownWritableAccount = "A writable account was passed that the instruction does not know: pass its own accounts only",

    // More on slashing.
    /// SPEC 9.
    WrongConfiscationAccounts = "Only a confiscation takes what lies in the global vaults: pass the pool overview as writable, both global vaults, the slashing destination of USDC and its mint with one, and none of them without",

    // Layouts.
    /// SPEC 3.
    AccountOfLaterVersion = "The account was written by a later version of the program than the one that is deployed: the program's upgrade authority has to deploy that version again",
}

impl StakingError {
    /// What went wrong and what to do.
    pub fn message(self) -> &'static str {
        MESSAGES.get(self as usize).copied().unwrap_or_default()
    }
}

impl core::error::Error for StakingError {}

impl core::fmt::Display for Refusal {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        out.write_str(self.0.message())
    }
}

impl core::error::Error for Refusal {}

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
        let error = refusal.0;
        Self::from(AnchorError {
            error_name: NAMES.get(error as usize).copied().unwrap_or_default().into(),
            error_code_number: error.into(),
            error_msg: error.message().into(),
            error_origin: None,
            compared_values: None,
        })
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
