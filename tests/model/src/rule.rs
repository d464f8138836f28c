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
    /// Section 1: the signer is the program admin.
    ProgramAdmin,
    /// The signer is the proposed program admin.
    PendingProgramAdmin,
    /// The signer is the pool's admin.
    PoolAdmin,
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
    /// Section 12, bounds.
    FeeWalletGiven,
    /// Section 12.
    MinEpochLength,
    /// Section 12.
    DelegatorDelay,
    /// Section 12.
    OperatorDelay,
    /// Section 12.
    SlashingDelay,
    /// Section 12: the operator's delay is at least the slashing delay.
    OperatorDelayCoversSlashing,
    /// Section 12.
    ChallengePeriod,
    /// Section 12.
    BypassDelay,
    /// Section 12.
    MaxCommission,
    /// Section 12.
    CommissionNotice,
    /// Section 12: at most 5 authorities.
    AuthorityCount,
    /// Section 12: no zero keys.
    AuthorityNotZero,
    /// Section 12: no duplicates.
    AuthorityOnce,
    /// Section 11: at most 8 budgets.
    TableLength,
    /// Section 11: a period has epochs.
    PeriodLength,
    /// Section 11: rates up to one, the long-term one at most the initial one.
    Rates,
    /// Section 11: budgets sum to a `u64`.
    TableTotal,
    /// Section 11: changed at a period start.
    ScheduleAtPeriodStart,
    /// Section 11: changed downwards.
    ScheduleDownwards,
    /// Section 8: a withdrawal halt cannot be set again too soon.
    WithdrawalHaltPause,
    /// Destinations are token accounts of the right mint and no vault.
    SlashingDestination,
    /// Section 7: pool creation is allowed.
    PoolCreation,
    /// A registration fee goes to another account than it comes from.
    FeeToAnother,
    /// Section 12: commissions up to the maximum.
    CommissionMaximum,
    /// A scheduled rate that holds already cannot be replaced before its epochs are passed.
    CommissionNotHolding,
    /// Section 6.1: no epoch is finalizing yet.
    NotFinalizingYet,
    /// Section 6.1: only `E + 1` is marked.
    NextEpoch,
    /// Section 6.1: the minimum epoch length has passed.
    EpochLength,
    /// Section 6.3: an epoch is finalizing.
    Finalizing,
    /// Section 6.3: the total equals the emission.
    Emission,
    /// Section 6.3: no roots, no totals.
    NoRootsNoTotals,
    /// Section 3: at most 5 roots.
    RootCount,
    /// Section 3: a depth for each root.
    DepthForEachRoot,
    /// A tree of at most 24 levels.
    TreeDepth,
    /// A root is not zero.
    RootNotZero,
    /// Section 6.3: the reward vault covers its liability.
    RewardFunding,
    /// Section 6.3: the USDC vault covers its liability.
    UsdcFunding,
    /// Section 6.4: only the newest record is revoked.
    NewestRecord,
    /// Section 6.4: only during the challenge period.
    ChallengeRunning,
    /// Section 6.4: only while nothing is accrued.
    NothingAccrued,
    /// Section 6.7: only expired records are reclaimed.
    Expired,
    /// Section 6.7: expired records are not accrued.
    NotExpired,
    /// Section 8: accrual is not halted.
    AccrualOpen,
    /// Section 6.6: the record is claimable.
    Claimable,
    /// The root index is in range.
    RootIndex,
    /// The proof is as long as the tree is deep.
    ProofLength,
    /// The leaf index is in range.
    LeafIndex,
    /// The proof leads to the root.
    Proof,
    /// Section 6.5: epochs are passed in order.
    EpochOrder,
    /// Section 6.5: an epoch is accrued once.
    EpochOnce,
    /// Section 9: a closed pool takes part up to `C`.
    EpochBeforeClose,
    /// Section 6.5: the leaf is within what remains.
    LeafWithinRecord,
    /// Section 5: auto-stake needs the operator's record.
    OperatorRecordGiven,
    /// A batch has leaves.
    BatchNotEmpty,
    /// A batch's leaf indices increase.
    BatchOrder,
    /// A batch names a pool once.
    BatchPoolOnce,
    /// Section 6.6: the bypass delay is over.
    BypassDelayOver,
    /// Section 8: staking is not halted.
    StakingOpen,
    /// Section 8: withdrawals are not halted.
    WithdrawalsOpen,
    /// Section 8: the pool is not halted.
    PoolNotHalted,
    /// Section 8: the operator of a halted pool stays.
    OperatorNotHalted,
    /// Section 9: the pool is open.
    PoolOpen,
    /// Section 6.1: entry waits while an epoch finalizes.
    EntryNotFinalizing,
    /// Section 7: the pool has passed `E`.
    PoolUpToDate,
    /// Section 7: delegation is allowed.
    DelegationAllowed,
    /// Section 7: the operator keeps the minimum.
    OperatorMinimum,
    /// Section 5: a stake buys at least one share.
    BuysShare,
    /// Section 5: shares are worth at least one token.
    WorthToken,
    /// The record has that many shares.
    EnoughShares,
    /// Section 10: locked shares stay.
    SharesUnlocked,
    /// Section 9: 4 tickets.
    FreeTicket,
    /// There is such a ticket.
    TicketExists,
    /// A ticket has matured.
    SomethingMatured,
    /// There is USDC to claim.
    SomethingEarned,
    /// A payout goes to no vault and to an account of the right mint.
    Destination,
    /// Section 7: only empty records are closed.
    RecordEmpty,
    /// Section 7: the operator's record is closed last.
    OperatorRecordFree,
    /// Section 10: 14 to 365 days.
    LockDuration,
    /// Section 10: no lock yet.
    NotLockedYet,
    /// Section 10: has shares.
    SharesToLock,
    /// Section 10: locked, not unlocking.
    Locked,
    /// Section 10: unlocking.
    Unlocking,
    /// Section 7: rotation is to another record of the owner who signs.
    AnotherRecord,
    /// Section 7: rotation never shrinks what can be slashed.
    RotationKeepsStake,
    /// There is commission owed.
    CommissionOwed,
    /// Section 9: sweeping needs a closed pool.
    PoolClosed,
    /// Section 9: sweeping needs an empty pool.
    PoolEmpty,
    /// There is dust.
    DustLeft,
    /// Section 9: slashing needs a halted pool.
    PoolHalted,
    /// Section 9: halted for the slashing delay.
    SlashingDelayOver,
    /// Section 9: a slash takes something.
    SlashSomething,
    /// Section 9: at most what the tickets hold.
    EnoughUnstaking,
}
