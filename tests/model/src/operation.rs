//! Everything that can be done to the system, with who does it.

use crate::emission::Schedule;
use crate::ledger::{Holder, Mint};
use crate::parameters::Parameters;

/// A wallet.
pub type Actor = u8;

/// One action. `by` signs; a pool is named by the wallet that created it; a record by its pool and owner.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are what the instructions of SPEC section 7 take")]
pub enum Operation {
    PassTime {
        seconds: u32,
    },
    /// New tokens appear in a global vault: funding.
    Fund {
        mint: Mint,
        amount: u64,
    },
    /// A plain transfer from a wallet to any token account.
    Donate {
        by: Actor,
        mint: Mint,
        to: Holder,
        amount: u64,
    },
    UpdateOverview {
        by: Actor,
        change: Box<OverviewChange>,
    },
    UpdateAuthorities {
        by: Actor,
        change: AuthorityChange,
    },
    AcceptProgramAdmin {
        by: Actor,
    },
    Mark {
        by: Actor,
        epoch: u64,
    },
    CreateRewardRecord {
        by: Actor,
        roots: Vec<Root>,
        depths_given: usize,
        rewards: u64,
        usdc: u64,
    },
    Revoke {
        by: Actor,
        epoch: u64,
    },
    Reclaim {
        epoch: u64,
    },
    Accrue {
        epoch: u64,
        root: u8,
        leaf: Leaf,
        flaw: ProofFlaw,
        operator_record_given: bool,
    },
    AccrueBatch {
        epoch: u64,
        root: u8,
        leaves: Vec<Leaf>,
        flaw: ProofFlaw,
    },
    Bypass {
        pool: Actor,
        epoch: u64,
    },
    SetHalt {
        by: Actor,
        pool: Actor,
        halted: bool,
    },
    Slash {
        by: Actor,
        pool: Actor,
        shares: u64,
        unstaking: u64,
        confiscate: bool,
    },
    CreatePool {
        by: Actor,
        settings: PoolSettings,
    },
    UpdatePool {
        by: Actor,
        pool: Actor,
        change: PoolChange,
    },
    ProposePoolAdmin {
        by: Actor,
        pool: Actor,
        new_admin: Option<Actor>,
    },
    AcceptPoolAdmin {
        by: Actor,
        pool: Actor,
    },
    ChangeOperatorRecord {
        by: Actor,
        pool: Actor,
        new_owner: Actor,
    },
    WithdrawCommission {
        by: Actor,
        pool: Actor,
        mint: Mint,
        to: Holder,
    },
    ClosePool {
        by: Actor,
        pool: Actor,
    },
    Sweep {
        by: Actor,
        pool: Actor,
        to: Holder,
    },
    CreateRecord {
        pool: Actor,
        owner: Actor,
    },
    Stake {
        by: Actor,
        record: RecordId,
        amount: u64,
    },
    Unstake {
        by: Actor,
        record: RecordId,
        shares: u64,
    },
    CancelUnstake {
        by: Actor,
        record: RecordId,
        ticket: u8,
    },
    ClaimUnstake {
        record: RecordId,
    },
    ClaimUsdc {
        by: Actor,
        record: RecordId,
        to: Holder,
    },
    CloseRecord {
        by: Actor,
        record: RecordId,
    },
    Lock {
        by: Actor,
        record: RecordId,
        duration: u64,
    },
    ExtendLock {
        by: Actor,
        record: RecordId,
        seconds: u64,
    },
    BeginUnlock {
        by: Actor,
        record: RecordId,
    },
    CancelUnlock {
        by: Actor,
        record: RecordId,
    },
}

/// A staking record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordId {
    /// The wallet that created the pool.
    pub pool: Actor,
    /// The record's owner.
    pub owner: Actor,
}

/// A leaf as somebody claims it stands in a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Place in the tree.
    pub index: u32,
    /// The pool it pays.
    pub pool: Actor,
    /// Stake tokens.
    pub reward: u64,
    /// USDC.
    pub usdc: u64,
}

/// What is wrong with a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofFlaw {
    /// Nothing.
    None,
    /// The last node is missing, if there is any.
    TooShort,
    /// One node more.
    TooLong,
    /// The first node is another one, if there is any.
    WrongNode,
}

/// One root of an epoch: a tree of leaves, or the zero root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// The leaves in order; none is the zero root.
    pub leaves: Vec<Leaf>,
    /// The depth that is committed with it.
    pub depth: u16,
}

/// Settings of a new pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolSettings {
    /// Token commission, bps.
    pub reward_bps: u16,
    /// USDC commission, bps.
    pub usdc_bps: u16,
    /// Whether token commission is staked.
    pub auto_stake: bool,
    /// Whether others may stake.
    pub delegation_allowed: bool,
}

/// What `update_operator_pool` is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PoolChange {
    /// Token commission, bps.
    pub reward_bps: Option<u16>,
    /// USDC commission, bps.
    pub usdc_bps: Option<u16>,
    /// Whether token commission is staked.
    pub auto_stake: Option<bool>,
    /// Whether others may stake.
    pub delegation_allowed: Option<bool>,
}

/// What `update_pool_overview` is given: all parameters as they shall be, and what else changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverviewChange {
    /// All parameters afterwards.
    pub parameters: Parameters,
    /// Staking halt.
    pub staking_halted: Option<bool>,
    /// Accrual halt.
    pub accrual_halted: Option<bool>,
    /// Withdrawal halt.
    pub withdrawals_halted: Option<bool>,
    /// New schedule.
    pub schedule: Option<Schedule>,
    /// New destination of slashed tokens.
    pub token_destination: Option<Holder>,
    /// New destination of slashed USDC.
    pub usdc_destination: Option<Holder>,
}

/// What `update_pool_overview_authorities` is given. `None` in a list is the zero key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthorityChange {
    /// Reward authorities.
    pub reward: Option<Vec<Option<Actor>>>,
    /// Halt authorities.
    pub halt: Option<Vec<Option<Actor>>>,
    /// Slashing authorities.
    pub slashing: Option<Vec<Option<Actor>>>,
    /// Proposed admin; `Some(None)` withdraws a proposal.
    pub pending_admin: Option<Option<Actor>>,
}
