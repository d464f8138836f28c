//! The whole system, and what each operation does to it.

use std::collections::BTreeMap;

use crate::emission::{emission, InForce, Schedule};
use crate::ledger::{Holder, Ledger, Mint};
use crate::operation::{Actor, Operation, RecordId};
use crate::parameters::Parameters;
use crate::rule::{Broken, Rule};
use crate::state::{Overview, Pool, RewardRecord, StakingRecord, StakingRecords};

/// Everything.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in SPEC section 3")]
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
#[allow(missing_docs, reason = "named as in SPEC section 2")]
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
    pub fn new(now: i64, roles: Roles, parameters: Parameters, schedule: Schedule) -> Self {
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

    /// Does the operation, or changes nothing.
    ///
    /// # Errors
    /// Every rule that it breaks, as far as each can be told apart from the others.
    pub fn apply(&mut self, operation: &Operation) -> Result<(), Broken> {
        let mut after = self.clone();
        after.change(operation)?;
        *self = after;
        Ok(())
    }

    fn change(&mut self, operation: &Operation) -> Result<(), Broken> {
        use Operation as O;
        match operation {
            O::PassTime { seconds } => {
                self.now += i64::from(*seconds);
                Ok(())
            }
            O::Fund { mint, amount } => self.ledger(*mint).mint(Holder::GlobalVault, *amount),
            O::Donate { by, mint, to, amount } => self.ledger(*mint).pay(Holder::Wallet(*by), *to, *amount),
            O::UpdateOverview { by, change } => self.update_overview(*by, change),
            O::UpdateAuthorities { by, change } => self.update_authorities(*by, change),
            O::AcceptProgramAdmin { by } => self.accept_program_admin(*by),
            O::Mark { by, epoch } => self.mark(*by, *epoch),
            O::CreateRewardRecord { by, roots, depths_given, rewards, usdc } => {
                self.create_reward_record(*by, roots, *depths_given, *rewards, *usdc)
            }
            O::Revoke { by, epoch } => self.revoke(*by, *epoch),
            O::Reclaim { epoch } => self.reclaim(*epoch),
            O::Accrue { epoch, root, leaf, flaw, operator_record_given } => {
                self.accrue_one(*epoch, *root, leaf, *flaw, *operator_record_given)
            }
            O::AccrueBatch { epoch, root, leaves, flaw } => self.accrue_batch(*epoch, *root, leaves, *flaw),
            O::Bypass { pool, epoch } => self.bypass(*pool, *epoch),
            O::SetHalt { by, pool, halted } => self.set_halt(*by, *pool, *halted),
            O::Slash { by, pool, shares, unstaking, confiscate } => {
                self.slash(*by, *pool, *shares, *unstaking, *confiscate)
            }
            O::CreatePool { by, settings } => self.create_pool(*by, settings),
            O::UpdatePool { by, pool, change } => self.update_pool(*by, *pool, change),
            O::ProposePoolAdmin { by, pool, new_admin } => self.propose_pool_admin(*by, *pool, *new_admin),
            O::AcceptPoolAdmin { by, pool } => self.accept_pool_admin(*by, *pool),
            O::ChangeOperatorRecord { by, pool, new_owner } => self.change_operator_record(*by, *pool, *new_owner),
            O::WithdrawCommission { by, pool, mint, to } => self.withdraw_commission(*by, *pool, *mint, *to),
            O::ClosePool { by, pool } => self.close_pool(*by, *pool),
            O::Sweep { by, pool, to } => self.sweep(*by, *pool, *to),
            O::CreateRecord { pool, owner } => self.create_record(RecordId { pool: *pool, owner: *owner }),
            O::Stake { by, record, amount } => self.stake(*by, *record, *amount),
            O::Unstake { by, record, shares } => self.unstake(*by, *record, *shares),
            O::CancelUnstake { by, record, ticket } => self.cancel_unstake(*by, *record, *ticket),
            O::ClaimUnstake { record } => self.claim_unstake(*record),
            O::ClaimUsdc { by, record, to } => self.claim_usdc(*by, *record, *to),
            O::CloseRecord { by, record } => self.close_record(*by, *record),
            O::Lock { by, record, duration } => self.lock(*by, *record, *duration),
            O::ExtendLock { by, record, seconds } => self.extend_lock(*by, *record, *seconds),
            O::BeginUnlock { by, record } => self.begin_unlock(*by, *record),
            O::CancelUnlock { by, record } => self.cancel_unlock(*by, *record),
        }
    }

    /// Tokens issued in records and not yet paid out of the global reward vault (section 4).
    pub fn reward_liability(&self) -> u128 {
        let records: u128 = self.reward_records.values().map(|record| u128::from(record.remaining_rewards)).sum();
        let owed = |pool: &Pool| u128::from(pool.uncollected_rewards) + u128::from(pool.reward_commission);
        records + self.pools.values().map(owed).sum::<u128>()
    }

    /// USDC issued in records and not yet paid out of the global USDC vault (section 4).
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
