//! What the system remembers (SPEC 3).

use std::collections::{BTreeMap, BTreeSet};

use crate::arithmetic::{ceil_of, floor_of};
use crate::emission::InForce;
use crate::ledger::Holder;
use crate::names::{Actor, RecordId};
use crate::parameters::Parameters;
use crate::tree::Root;

/// The singleton. Liabilities are not stored: see `World::reward_liability`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in SPEC 3")]
pub struct Overview {
    pub parameters: Parameters,
    pub program_admin: Actor,
    pub pending_program_admin: Option<Actor>,
    pub reward_authorities: Vec<Actor>,
    pub halt_authorities: Vec<Actor>,
    pub slashing_authorities: Vec<Actor>,
    pub token_destination: Holder,
    pub usdc_destination: Holder,
    pub staking_halted: bool,
    pub accrual_halted: bool,
    pub withdrawal_halt: Option<WithdrawalHalt>,
    /// `F`.
    pub finalizing: bool,
    /// `E`.
    pub completed_epoch: u64,
    pub last_finalized_at: i64,
    /// When the newest record becomes claimable; none if there is none, or if the one after it was revoked.
    pub newest_claimable_from: Option<i64>,
    /// When accrual was last resumed.
    pub accrual_resumed_at: Option<i64>,
    /// Epochs whose records had rewards and were not revoked.
    pub rewarded_epochs: BTreeSet<u64>,
    pub is_test_network: bool,
    pub pool_count: u64,
    pub schedules: Vec<InForce>,
}

/// The last withdrawal halt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WithdrawalHalt {
    /// Its end.
    pub until: i64,
    /// From when the next may begin.
    pub again_from: i64,
}

impl Overview {
    /// `E + 1`, or `E + 2` while an epoch finalizes.
    pub fn current_epoch(&self) -> u64 {
        self.completed_epoch + 1 + u64::from(self.finalizing)
    }

    /// Whether withdrawals are open.
    pub fn withdrawals_open(&self, now: i64) -> bool {
        self.withdrawal_halt.is_none_or(|halt| now >= halt.until)
    }

    /// SPEC 6.7: the last epoch whose record at least 128 newer claimable ones follow. All but the newest are claimable.
    pub fn last_expired(&self, now: i64) -> u64 {
        let newest_waits = self.newest_claimable_from.is_some_and(|from| now < from);
        let claimable = if newest_waits { self.completed_epoch - 1 } else { self.completed_epoch };
        claimable.saturating_sub(128)
    }

    /// SPEC 6.7.
    pub fn is_expired(&self, epoch: u64, now: i64) -> bool {
        epoch <= self.last_expired(now)
    }
}

/// A commission: the active rate, and the scheduled one with the epoch from which it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commission {
    /// Active, bps.
    pub active: u16,
    /// Scheduled: bps and first epoch.
    pub scheduled: Option<(u16, u64)>,
}

impl Commission {
    /// The operator's part of an amount at the active rate, rounded down (SPEC 5).
    pub fn of(&self, amount: u64) -> u64 {
        floor_of(amount, u64::from(self.active), 10_000).unwrap_or(0)
    }

    /// Makes the scheduled rate active once the pool passes `epoch`.
    pub fn reach(&mut self, epoch: u64) {
        if let Some((bps, from)) = self.scheduled {
            if epoch >= from {
                *self = Self { active: bps, scheduled: None };
            }
        }
    }
}

/// A pool.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in SPEC 3")]
pub struct Pool {
    pub admin: Actor,
    pub pending_admin: Option<Actor>,
    /// Owner of the operator's record.
    pub operator: Actor,
    pub auto_stake: bool,
    pub delegation_allowed: bool,
    pub reward_commission_rate: Commission,
    pub usdc_commission_rate: Commission,
    /// `T`.
    pub staked: u64,
    /// `S`.
    pub shares: u64,
    /// `U`.
    pub unstaking: u64,
    pub uncollected_rewards: u64,
    pub reward_commission: u64,
    pub usdc_commission: u64,
    pub delegator_usdc: u64,
    pub settled_usdc: u64,
    /// USDC per share times `K`.
    pub usdc_index: u128,
    pub usdc_index_remainder: u64,
    pub joined_epoch: u64,
    /// `C`.
    pub closed_at: Option<u64>,
    pub halted_since: Option<i64>,
    /// `L`.
    pub passed_epoch: u64,
    /// Skipped epochs that can still be accrued.
    pub skipped: BTreeSet<u64>,
    pub events: u64,
}

impl Pool {
    /// Tokens that the shares pay when they are burnt: their value, rounded down.
    pub fn value_rounded_down(&self, shares: u64) -> u64 {
        floor_of(shares, self.staked, self.shares).unwrap_or(0)
    }

    /// Value of the shares, rounded up: for minimum checks.
    pub fn value_rounded_up(&self, shares: u64) -> u64 {
        ceil_of(shares, self.staked, self.shares).unwrap_or(0)
    }

    /// Passes `epoch`: forgets skipped epochs that are too old, and lets scheduled commissions hold.
    pub fn pass(&mut self, epoch: u64) {
        self.passed_epoch = epoch;
        self.skipped.retain(|skipped| epoch - skipped < 128);
        self.reward_commission_rate.reach(epoch);
        self.usdc_commission_rate.reach(epoch);
    }

    /// SPEC 6.7: jumps over epochs that have expired, up to its last one.
    pub fn jump_over_expired(&mut self, last_expired: u64) {
        let last_expired = last_expired.min(self.closed_at.unwrap_or(u64::MAX));
        if last_expired > self.passed_epoch {
            self.pass(last_expired);
        }
    }
}

/// An unstake in cooldown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    /// Tokens.
    pub amount: u64,
    /// From when they can be claimed.
    pub claimable_from: i64,
}

/// A time-lock (SPEC 10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in SPEC 10")]
pub enum Lock {
    None,
    Locked { duration: u64 },
    Unlocking { duration: u64, started_at: i64, shares: u64 },
}

/// A staking record.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in SPEC 3")]
pub struct StakingRecord {
    pub shares: u64,
    pub checkpoint: u128,
    pub settled_usdc: u64,
    pub tickets: [Option<Ticket>; 4],
    pub lock: Lock,
}

impl StakingRecord {
    /// A new one.
    pub const EMPTY: Self = Self { shares: 0, checkpoint: 0, settled_usdc: 0, tickets: [None; 4], lock: Lock::None };

    /// Tokens in cooldown.
    pub fn unstaking(&self) -> u64 {
        self.tickets.iter().flatten().map(|ticket| ticket.amount).sum()
    }

    /// Tokens that can be claimed now.
    pub fn matured(&self, now: i64) -> u64 {
        self.tickets.iter().flatten().filter(|ticket| ticket.claimable_from <= now).map(|ticket| ticket.amount).sum()
    }
}

/// A reward record.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in SPEC 3")]
pub struct RewardRecord {
    pub roots: Vec<Root>,
    pub total_rewards: u64,
    pub total_usdc: u64,
    pub remaining_rewards: u64,
    pub remaining_usdc: u64,
    pub finalized_at: i64,
    pub claimable_from: i64,
    pub accrued_leaves: u64,
    pub bypass_delay: u64,
}

impl RewardRecord {
    /// SPEC 6.6: it has roots and something left.
    pub fn can_still_pay(&self) -> bool {
        !self.roots.is_empty() && (self.remaining_rewards > 0 || self.remaining_usdc > 0)
    }
}

/// All staking records.
pub type StakingRecords = BTreeMap<RecordId, StakingRecord>;
