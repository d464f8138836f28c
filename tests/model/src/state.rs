//! What the system remembers (SPEC 3).

use std::collections::{BTreeMap, BTreeSet};

use crate::arithmetic::{ceil_of, floor_of};
use crate::deposits::Deposits;
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

/// The operator's part of an amount at a rate in bps, rounded down (SPEC 5).
pub fn part_of(amount: u64, bps: u16) -> u64 {
    floor_of(amount, u64::from(bps), 10_000).unwrap_or(0)
}

/// What is remembered of skips while one of them can still be accrued (SPEC 3, 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenSkips {
    /// Lowest token commission that held for an epoch when it was skipped, bps.
    pub lowest_reward_bps: u16,
    /// Lowest USDC commission, bps.
    pub lowest_usdc_bps: u16,
    /// `E` at the last skip.
    pub last_skip_at: u64,
}

impl Commission {
    /// The higher of the active and the announced rate (SPEC 10).
    pub fn highest(&self) -> u16 {
        self.scheduled.map_or(self.active, |(announced, _)| announced.max(self.active))
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
    pub name: u16,
    pub metadata_uri: u16,
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
    /// `A`.
    pub activating: u64,
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
    /// The slashing delay when it was halted; 0 while it is not.
    pub slashing_delay_at_halt: u64,
    /// `L`.
    pub passed_epoch: u64,
    /// Skipped epochs that can still be accrued.
    pub skipped: BTreeSet<u64>,
    /// What is remembered of them; nothing if there are none.
    pub open_skips: Option<OpenSkips>,
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

    /// SPEC 2: it has passed everything that is over.
    pub fn is_even(&self, overview: &Overview) -> bool {
        self.passed_epoch + 1 == overview.current_epoch()
    }

    /// SPEC 2: a funded epoch was skipped lately and can still pay the pool.
    pub fn has_recent_open_skip(&self, overview: &Overview) -> bool {
        self.open_skips.is_some_and(|open| overview.completed_epoch < open.last_skip_at + 8)
    }

    /// Whether an accrual mints shares to the operator's record (SPEC 5).
    pub fn stakes_commission(&self) -> bool {
        self.auto_stake && self.shares > 0
    }

    /// Passes `epoch`: forgets skipped epochs that are too old, and lets scheduled commissions hold.
    pub fn pass(&mut self, epoch: u64) {
        self.passed_epoch = epoch;
        self.keep_skipped(|skipped| epoch - skipped < 128);
        self.reward_commission_rate.reach(epoch);
        self.usdc_commission_rate.reach(epoch);
    }

    /// Keeps some of the skipped epochs. With the last of them goes what is remembered.
    pub fn keep_skipped(&mut self, keep: impl Fn(u64) -> bool) {
        self.skipped.retain(|skipped| keep(*skipped));
        if self.skipped.is_empty() {
            self.open_skips = None;
        }
    }

    /// SPEC 5, 6.6: `epoch` is skipped and can be accrued later, at no more than the rates that hold for it now.
    pub fn skip(&mut self, epoch: u64, completed_epoch: u64) {
        let (reward, usdc) = (self.reward_commission_rate.active, self.usdc_commission_rate.active);
        let lowest =
            self.open_skips.map_or((u16::MAX, u16::MAX), |open| (open.lowest_reward_bps, open.lowest_usdc_bps));
        self.open_skips = Some(OpenSkips {
            lowest_reward_bps: reward.min(lowest.0),
            lowest_usdc_bps: usdc.min(lowest.1),
            last_skip_at: completed_epoch,
        });
        self.skipped.insert(epoch);
    }

    /// SPEC 5: token and USDC commission at which `epoch` is accrued, bps: the active ones, or the lower ones of skips if it
    /// was skipped.
    pub fn rates_for(&self, epoch: u64) -> (u16, u16) {
        let (reward, usdc) = (self.reward_commission_rate.active, self.usdc_commission_rate.active);
        match self.open_skips {
            Some(open) if self.skipped.contains(&epoch) => {
                (reward.min(open.lowest_reward_bps), usdc.min(open.lowest_usdc_bps))
            }
            _ => (reward, usdc),
        }
    }

    /// SPEC 6.7: jumps over epochs that have expired, up to its last one. What was skipped of them cannot be accrued.
    pub fn jump_over_expired(&mut self, last_expired: u64) {
        let last = last_expired.min(self.closed_at.unwrap_or(u64::MAX));
        if last > self.passed_epoch {
            self.pass(last);
        }
        self.keep_skipped(|skipped| skipped > last_expired);
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
    pub deposits: Deposits,
    pub checkpoint: u128,
    pub settled_usdc: u64,
    pub tickets: [Option<Ticket>; 4],
    pub lock: Lock,
    /// Of tokens and of USDC the higher of the active and the announced commission when the lock was made, bps; zeros
    /// without one.
    pub lock_rates: (u16, u16),
}

impl StakingRecord {
    /// A new one.
    pub const EMPTY: Self = Self {
        shares: 0,
        deposits: Deposits::NONE,
        checkpoint: 0,
        settled_usdc: 0,
        tickets: [None; 4],
        lock: Lock::None,
        lock_rates: (0, 0),
    };

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
