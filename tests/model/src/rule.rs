//! The rules that an operation can break, named after what the specification says.

/// One rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// An account that the operation needs does not exist.
    AccountExists,
    /// An account that the operation creates exists already.
    AccountIsNew,
    /// A wallet cannot pay more than it has: the token program's rule.
    EnoughFunds,
    /// Every result fits a `u64`.
    FitsInteger,
    /// SPEC 3: a pool's tokens, a deposit included, fit a `u64`.
    PoolTotal,
    /// SPEC 1: the signer is the program admin.
    ProgramAdmin,
    /// The signer is the proposed program admin.
    PendingProgramAdmin,
    /// The signer is the pool's admin.
    PoolAdmin,
    /// SPEC 7: the signer is the pool's admin or owns the operator's record.
    PoolAdminOrOperator,
    /// The signer is the pool's proposed admin.
    PendingPoolAdmin,
    /// The signer owns the record.
    RecordOwner,
    /// The signer is a reward authority.
    RewardAuthority,
    /// The signer is a halt authority.
    HaltAuthority,
    /// The signer is a slashing authority.
    SlashingAuthority,
    /// The signer is a halt authority or the program admin.
    RevokingAuthority,
    /// SPEC 12, bounds.
    FeeWalletGiven,
    /// SPEC 12.
    MinEpochLength,
    /// SPEC 12.
    DelegatorDelay,
    /// SPEC 12.
    OperatorDelay,
    /// SPEC 12.
    SlashingDelay,
    /// SPEC 12: the operator's delay is at least the slashing delay.
    OperatorDelayCoversSlashing,
    /// SPEC 12.
    ChallengePeriod,
    /// SPEC 12.
    BypassDelay,
    /// SPEC 12.
    MaxCommission,
    /// SPEC 12.
    CommissionNotice,
    /// SPEC 12: the operator's minimum stake is at least one token on a network for real money.
    MinOperatorStake,
    /// SPEC 12: at most 5 authorities.
    AuthorityCount,
    /// SPEC 12: no zero keys.
    AuthorityNotZero,
    /// SPEC 12: no duplicates.
    AuthorityOnce,
    /// SPEC 11: at most 8 budgets.
    TableLength,
    /// SPEC 11: a period has epochs.
    PeriodLength,
    /// SPEC 11: rates up to one, the long-term one at most the initial one.
    Rates,
    /// SPEC 11: budgets sum to a `u64`.
    TableTotal,
    /// SPEC 11: changed at a period start.
    ScheduleAtPeriodStart,
    /// SPEC 11: changed downwards.
    ScheduleDownwards,
    /// SPEC 4: the schedule issues nothing any more.
    ScheduleOver,
    /// SPEC 4: 128 epochs were completed since the last record with rewards.
    RewardsLongAgo,
    /// SPEC 4: the global reward vault holds more than it owes.
    RewardSurplus,
    /// SPEC 8: a withdrawal halt cannot be set again too soon.
    WithdrawalHaltPause,
    /// SPEC 7: destinations belong to nobody of the program.
    SlashingDestination,
    /// SPEC 7: pool creation is allowed.
    PoolCreation,
    /// SPEC 7: the registration fee is at most what the payer agrees to.
    RegistrationFee,
    /// A registration fee goes to another account than it comes from.
    FeeToAnother,
    /// SPEC 12: commissions up to the maximum.
    CommissionMaximum,
    /// A scheduled rate that holds already cannot be replaced before its epochs are passed.
    CommissionNotHolding,
    /// SPEC 6.8: an announced decrease stands until it holds.
    DecreaseStands,
    /// SPEC 6.1: no epoch is finalizing yet.
    NotFinalizingYet,
    /// SPEC 6.1: only `E + 1` is marked.
    NextEpoch,
    /// SPEC 6.1: the minimum epoch length has passed.
    EpochLength,
    /// SPEC 6.1: the newest record is claimable, with real money for 3 hours, and accrual resumed for as long.
    MarkMargin,
    /// SPEC 6.3: an epoch is finalizing.
    Finalizing,
    /// SPEC 6.3: the total equals the emission.
    Emission,
    /// SPEC 6.3: no roots, no totals.
    NoRootsNoTotals,
    /// SPEC 3: at most 5 roots.
    RootCount,
    /// SPEC 3: a depth for each root.
    DepthForEachRoot,
    /// A tree of at most 24 levels.
    TreeDepth,
    /// A root is not zero.
    RootNotZero,
    /// SPEC 6.3: the reward vault covers its liability.
    RewardFunding,
    /// SPEC 6.3: the USDC vault covers its liability.
    UsdcFunding,
    /// SPEC 6.4: only the newest record is revoked.
    NewestRecord,
    /// SPEC 6.4: only during the challenge period.
    ChallengeRunning,
    /// SPEC 6.4: only while nothing is accrued.
    NothingAccrued,
    /// SPEC 6.7: only expired records are reclaimed.
    Expired,
    /// SPEC 6.7: expired records are not accrued.
    NotExpired,
    /// SPEC 8: accrual is not halted.
    AccrualOpen,
    /// SPEC 6.6: the record is claimable.
    Claimable,
    /// The root index is in range.
    RootIndex,
    /// The proof is as long as the tree is deep.
    ProofLength,
    /// The leaf index is in range.
    LeafIndex,
    /// The proof leads to the root.
    Proof,
    /// SPEC 6.5: epochs are passed in order.
    EpochOrder,
    /// SPEC 6.5: an epoch is accrued once.
    EpochOnce,
    /// SPEC 9: a closed pool takes part up to `C`.
    EpochBeforeClose,
    /// SPEC 6.5: the leaf is within what remains.
    LeafWithinRecord,
    /// SPEC 6, batch: auto-stake needs the operator's record.
    OperatorRecordGiven,
    /// A batch has leaves.
    BatchNotEmpty,
    /// SPEC 6: a batch has at most 36 leaves.
    BatchSize,
    /// A batch's leaf indices increase.
    BatchOrder,
    /// A batch names a pool once.
    BatchPoolOnce,
    /// SPEC 6.6: the bypass delay is over.
    BypassDelayOver,
    /// SPEC 8: staking is not halted.
    StakingOpen,
    /// SPEC 8: withdrawals are not halted.
    WithdrawalsOpen,
    /// SPEC 8: the pool is not halted.
    PoolNotHalted,
    /// SPEC 8: the operator of a halted pool stays.
    OperatorNotHalted,
    /// SPEC 9: the pool is open.
    PoolOpen,
    /// SPEC 6.9: the pool has passed everything that is over. SPEC 9: it has passed its last epoch.
    PoolUpToDate,
    /// SPEC 6.9: no funded epoch was skipped lately that can still pay the pool.
    NotSkippedLately,
    /// SPEC 7: delegation is allowed.
    DelegationAllowed,
    /// SPEC 7: the operator keeps the minimum.
    OperatorMinimum,
    /// SPEC 5: a stake is of something.
    StakeSomething,
    /// SPEC 5: something is ripe.
    SomethingRipe,
    /// SPEC 5: an activation buys at least one share.
    BuysShare,
    /// SPEC 5: an unstake is of something.
    UnstakeSomething,
    /// The record has that many activating tokens.
    EnoughActivating,
    /// SPEC 5: shares are worth at least one token.
    WorthToken,
    /// The record has that many shares.
    EnoughShares,
    /// SPEC 10: locked shares stay.
    SharesUnlocked,
    /// SPEC 9: 4 tickets.
    FreeTicket,
    /// SPEC 9: the ticket that is joined is open.
    TicketToJoin,
    /// SPEC 4: what is paid is in the pool vault.
    RewardsCollected,
    /// SPEC 4: the pool vault holds more than it has to.
    VaultSurplus,
    /// There is such a ticket.
    TicketExists,
    /// A ticket has matured.
    SomethingMatured,
    /// There is USDC to claim.
    SomethingEarned,
    /// A payout goes to no vault and to an account of the right mint.
    Destination,
    /// SPEC 7: only empty records are closed.
    RecordEmpty,
    /// SPEC 7: the operator's record is closed last.
    OperatorRecordFree,
    /// SPEC 10: 14 to 365 days.
    LockDuration,
    /// SPEC 10: no lock yet.
    NotLockedYet,
    /// SPEC 10: has shares.
    SharesToLock,
    /// SPEC 10: locked, not unlocking.
    Locked,
    /// SPEC 10: unlocking.
    Unlocking,
    /// SPEC 7: rotation is to another record of the owner who signs.
    AnotherRecord,
    /// SPEC 7: the old record is worth the minimum.
    OldRecordMinimum,
    /// SPEC 7: rotation never shrinks what can be slashed.
    RotationKeepsStake,
    /// There is commission owed.
    CommissionOwed,
    /// SPEC 9: sweeping needs a closed pool.
    PoolClosed,
    /// SPEC 9: sweeping needs a pool without shares.
    PoolEmpty,
    /// There is dust.
    DustLeft,
    /// SPEC 9: slashing needs a halted pool.
    PoolHalted,
    /// SPEC 9: halted for the slashing delay.
    SlashingDelayOver,
    /// SPEC 9: a slash takes something.
    SlashSomething,
    /// SPEC 9: at most what the tickets hold.
    EnoughUnstaking,
}
