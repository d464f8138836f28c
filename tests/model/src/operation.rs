//! Everything that can be done to the system, with who does it.

use crate::ledger::{Holder, Mint};
use crate::names::{Actor, RecordId};
use crate::settings::{AuthorityChange, OverviewChange, PoolChange, PoolSettings};
use crate::tree::{Leaf, OperatorRecords, ProofFlaw, Root};

/// One action. `by` signs; a pool is named by the wallet that created it; a record by its pool and owner.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are what the instructions of SPEC 7 take")]
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
    WithdrawRewardSurplus {
        by: Actor,
        to: Holder,
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
    },
    AccrueBatch {
        epoch: u64,
        root: u8,
        leaves: Vec<Leaf>,
        flaw: ProofFlaw,
        operator_records: OperatorRecords,
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
        activating: u64,
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
    Collect {
        pool: Actor,
    },
    SweepSurplus {
        pool: Actor,
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
    /// By anyone.
    ActivateStake {
        record: RecordId,
    },
    Unstake {
        by: Actor,
        record: RecordId,
        shares: u64,
        activating: u64,
        /// Place of the open ticket that it joins.
        joins: Option<u8>,
    },
    CancelUnstake {
        by: Actor,
        record: RecordId,
        ticket: u8,
    },
    ClaimUnstake {
        record: RecordId,
        /// Who signs as the owner, and the account that is paid instead of the owner's wallet.
        signed: Option<(Actor, Holder)>,
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
