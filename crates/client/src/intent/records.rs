//! What a record's owner does beyond staking and claiming.

use anchor_lang::prelude::Pubkey;

use super::becomes_shares::BecomesShares;
use super::consequence::Consequence;
use super::error::IntentError;
use super::held_up_by::Depositing;
use super::plan::Plan;
use super::stake::StakePlan;
use crate::instruction as ix;
use crate::instruction::RecordOf;
use crate::rpc::Connection;
use crate::state::{LockTerms, StakingRecord, Ticket};

/// Plans to create a staking record; `stake` does it too.
pub fn create_record(record: RecordOf, payer: Pubkey) -> Plan {
    Plan::one(ix::create_staking_record(payer, record))
}

/// Plans to close an empty record, whose owner gets the rent.
pub fn close_record(record: RecordOf) -> Plan {
    let closes = Consequence::ClosesRecord { record: record.address(), operator_pool: record.operator_pool };
    Plan::one(ix::close_staking_record(record)).with(closes)
}

/// Plans to turn the ticket at a place, 0 to 3, back into activating stake, a deposit that comes now. Collects the pool's
/// rewards first if they are needed in its place; `send_payout` does it too if they only are when it is sent.
///
/// # Errors
/// `Read`; `Refused` never happens.
pub async fn cancel_unstake(connection: &Connection, record: RecordOf, ticket: u8) -> Result<StakePlan, IntentError> {
    let overview = connection.overview().await?;
    let pool = connection.pool(&record.operator_pool).await?;
    let before = connection.staking_record(&record.address()).await?;
    let Ticket { amount, claimable_from } = before.tickets.get(usize::from(ticket)).copied().unwrap_or_default();
    let collects = pool.must_collect_before(amount);
    let collection = collects.then(|| ix::collect_pool_rewards(record.operator_pool, overview.stake_mint));
    let mut plan = Plan::after(collection, ix::cancel_unstake(record, ticket));
    // That there is no such ticket is said by the program.
    if amount > 0 {
        plan.consequences.push(Consequence::CancelsTicket { amount, claimable_from });
        plan.consequences.extend(Consequence::of_deposit(&pool, &before));
    }
    let address = record.address();
    let depositing = Depositing { overview: &overview, pool: &pool, address, record: &before, amount };
    let held_up_by = depositing.held_up_by(connection).await?;
    Ok(StakePlan { plan, becomes_shares: BecomesShares::of_current_epoch(&overview)?, held_up_by })
}

/// Plans to lock a record's shares; their release will take `duration` seconds once it begins.
pub fn lock_stake(record: RecordOf, duration: u64) -> Plan {
    let locks = Consequence::LocksStake { operator_pool: record.operator_pool, seconds: duration, extends: false };
    Plan::one(ix::lock_stake(record, duration)).with(locks)
}

/// Plans to make a lock longer by `seconds`; its owner agrees to the pool's commissions of today.
pub fn extend_lock(of: RecordOf, record: &StakingRecord, today: LockTerms, seconds: u64) -> Plan {
    let locks = Consequence::LocksStake { operator_pool: of.operator_pool, seconds, extends: true };
    Plan::one(ix::extend_lock(of, seconds)).with(locks).agreeing(record, today)
}

/// Plans to begin the release of a lock, or to free all of it at once if a commission rose.
pub fn begin_unlock(of: RecordOf, record: &StakingRecord, today: LockTerms) -> Plan {
    Plan::one(ix::begin_unlock(of)).with(Consequence::of_unlock(record, today))
}

/// Plans to stop a release: all shares are locked again, and their owner agrees to the pool's commissions of today.
pub fn cancel_unlock(of: RecordOf, record: &StakingRecord, today: LockTerms) -> Plan {
    let cancels = Consequence::CancelsUnlock { operator_pool: of.operator_pool };
    Plan::one(ix::cancel_unlock(of)).with(cancels).agreeing(record, today)
}

impl Plan {
    fn agreeing(mut self, record: &StakingRecord, today: LockTerms) -> Self {
        self.consequences.extend(Consequence::of_agreement(record, today));
        self
    }
}
