//! The whole system, as data.

use std::collections::{BTreeMap, BTreeSet};

use crate::broken::Broken;
use crate::emission::{emission, InForce, Schedule};
use crate::ledger::{Holder, Ledger, Mint};
use crate::names::{Actor, RecordId};
use crate::parameters::Parameters;
use crate::rule::Rule;
use crate::state::{Overview, Pool, RewardRecord, StakingRecord, StakingRecords};

/// Everything.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in SPEC 3")]
pub struct World {
    pub now: i64,
    pub overview: Overview,
    pub pools: BTreeMap<Actor, Pool>,
    pub staking_records: StakingRecords,
    pub reward_records: BTreeMap<u64, RewardRecord>,
    pub tokens: Ledger,
    pub usdc: Ledger,
    /// Pays rent and registration fees.
    pub payer: Actor,
}

/// Who is who when the singleton is created.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "named as in SPEC 2")]
pub struct Roles {
    pub program_admin: Actor,
    pub reward: Actor,
    pub halt: Actor,
    pub slashing: Actor,
    pub treasury: Actor,
    pub payer: Actor,
}

impl World {
    /// The system right after `create_pool_overview`.
    pub fn new(now: i64, roles: Roles, parameters: Parameters, schedule: Schedule, is_test_network: bool) -> Self {
        let overview = Overview {
            parameters,
            program_admin: roles.program_admin,
            pending_program_admin: None,
            reward_authorities: vec![roles.reward],
            halt_authorities: vec![roles.halt],
            slashing_authorities: vec![roles.slashing],
            token_destination: Holder::Wallet(roles.treasury),
            usdc_destination: Holder::Wallet(roles.treasury),
            staking_halted: false,
            accrual_halted: false,
            withdrawal_halt: None,
            finalizing: false,
            completed_epoch: 0,
            last_finalized_at: 0,
            newest_claimable_from: None,
            accrual_resumed_at: None,
            rewarded_epochs: BTreeSet::new(),
            is_test_network,
            pool_count: 0,
            schedules: vec![InForce { from_period: 0, schedule }],
        };
        Self {
            now,
            overview,
            pools: BTreeMap::new(),
            staking_records: BTreeMap::new(),
            reward_records: BTreeMap::new(),
            tokens: Ledger::default(),
            usdc: Ledger::default(),
            payer: roles.payer,
        }
    }

    /// Tokens issued in records and not yet paid out of the global reward vault (SPEC 4).
    pub fn reward_liability(&self) -> u128 {
        let records: u128 = self.reward_records.values().map(|record| u128::from(record.remaining_rewards)).sum();
        let owed = |pool: &Pool| u128::from(pool.uncollected_rewards) + u128::from(pool.reward_commission);
        records + self.pools.values().map(owed).sum::<u128>()
    }

    /// USDC issued in records and not yet paid out of the global USDC vault (SPEC 4).
    pub fn usdc_liability(&self) -> u128 {
        let records: u128 = self.reward_records.values().map(|record| u128::from(record.remaining_usdc)).sum();
        let owed = |pool: &Pool| u128::from(pool.usdc_commission) + u128::from(pool.delegator_usdc);
        records + self.pools.values().map(owed).sum::<u128>()
    }

    /// What the schedule issues in `epoch`.
    pub fn emission(&self, epoch: u64) -> u64 {
        emission(&self.overview.schedules, epoch)
    }

    /// The balances of a mint.
    pub fn ledger(&mut self, mint: Mint) -> &mut Ledger {
        match mint {
            Mint::Stake => &mut self.tokens,
            Mint::Usdc => &mut self.usdc,
        }
    }

    pub(crate) fn pool(&self, pool: Actor) -> Result<&Pool, Broken> {
        self.pools.get(&pool).ok_or(Rule::AccountExists.into())
    }

    pub(crate) fn pool_mut(&mut self, pool: Actor) -> Result<&mut Pool, Broken> {
        self.pools.get_mut(&pool).ok_or(Rule::AccountExists.into())
    }

    pub(crate) fn record(&self, record: RecordId) -> Result<&StakingRecord, Broken> {
        self.staking_records.get(&record).ok_or(Rule::AccountExists.into())
    }

    pub(crate) fn record_mut(&mut self, record: RecordId) -> Result<&mut StakingRecord, Broken> {
        self.staking_records.get_mut(&record).ok_or(Rule::AccountExists.into())
    }

    /// The operator's record of a pool, as the pool names it.
    pub fn operator_record(&self, pool: Actor) -> Option<RecordId> {
        self.pools.get(&pool).map(|found| RecordId { pool, owner: found.operator })
    }
}
