//! What holds a deposit up beyond its epoch.

use anchor_lang::prelude::Pubkey;
use inference_staking::state::{OperatorPool, PoolOverview, StakingRecord};

use super::error::IntentError;
use crate::rpc::{Connection, ReadError};
use crate::StakingError;

/// What keeps a deposit activating even once its epoch is over, as far as that can be known when it comes (SPEC 6.9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HeldUpBy {
    /// The pool has epochs to pass before that of the deposit.
    PoolBehind {
        /// How many.
        epochs: u64,
    },
    /// The pool skipped epochs that can still pay it: its gate is shut until all of them are accrued, or an epoch is complete.
    SkippedLately {
        /// The epochs it skipped.
        skipped: Vec<u64>,
        /// The epoch that opens the gate when it is complete.
        until_complete: u64,
    },
    /// The operator's shares are worth less than the minimum.
    OperatorStakeBelowMinimum,
    /// All that the record has activating then buys no share at today's price.
    DepositBuysNoShare,
}

impl HeldUpBy {
    /// The rule that would refuse the activation.
    pub fn rule(&self) -> StakingError {
        match self {
            Self::PoolBehind { .. } => StakingError::PoolBehind,
            Self::SkippedLately { .. } => StakingError::SkippedLately,
            Self::OperatorStakeBelowMinimum => StakingError::OperatorStakeBelowMinimum,
            Self::DepositBuysNoShare => StakingError::DepositBuysNoShare,
        }
    }
}

/// What holds the activating stake of a record up once its epoch is over; nothing where it has none.
///
/// # Errors
/// `Read`.
pub async fn held_up_by(
    connection: &Connection,
    overview: &PoolOverview,
    pool: &OperatorPool,
    address: Pubkey,
    record: &StakingRecord,
) -> Result<Vec<HeldUpBy>, IntentError> {
    match record.activating {
        0 => Ok(Vec::new()),
        _ => Depositing { overview, pool, address, record, amount: 0 }.held_up_by(connection).await,
    }
}

/// Whose deposit it is, and into what.
pub(super) struct Depositing<'a> {
    pub(super) overview: &'a PoolOverview,
    pub(super) pool: &'a OperatorPool,
    /// Address of the record.
    pub(super) address: Pubkey,
    /// The record without the deposit.
    pub(super) record: &'a StakingRecord,
    /// Tokens that come, base units.
    pub(super) amount: u64,
}

impl Depositing<'_> {
    /// Reads the clock and the operator's record, and says what holds the deposit up.
    ///
    /// # Errors
    /// `Read`; `Refused` never happens before the last epoch of all.
    pub(super) async fn held_up_by(&self, connection: &Connection) -> Result<Vec<HeldUpBy>, IntentError> {
        let now = connection.now().await?;
        let operator = self.operator_record(connection).await?;
        let behind = self.pool.epochs_behind(self.overview, now);
        let behind = (behind > 0).then_some(HeldUpBy::PoolBehind { epochs: behind });
        let held_up = behind.into_iter().chain(self.skipped_lately(now)?);
        Ok(held_up.chain(self.at_todays_price(operator.as_ref())).collect())
    }

    async fn operator_record(&self, connection: &Connection) -> Result<Option<StakingRecord>, ReadError> {
        match self.pool.is_operators(&self.address) {
            true => Ok(Some(*self.record)),
            false => connection.staking_record_if_any(&self.pool.operator_staking_record).await,
        }
    }

    /// At the earliest the deposit is activated when the current epoch is complete: a gate that is open by then holds nothing up.
    fn skipped_lately(&self, now: i64) -> Result<Option<HeldUpBy>, IntentError> {
        let skipped: Vec<u64> = self.pool.skipped_open_epochs(self.overview, now).collect();
        let until_complete = self.pool.skips_are_recent_until();
        let is_shut = !skipped.is_empty() && self.overview.current_epoch()? < until_complete;
        Ok(is_shut.then_some(HeldUpBy::SkippedLately { skipped, until_complete }))
    }

    /// What the program would ask after the gate.
    fn at_todays_price(&self, operator: Option<&StakingRecord>) -> Vec<HeldUpBy> {
        let (mut pool, mut held_up) = (*self.pool, Vec::new());
        let bought = match pool.shares().deposit(self.record.activating.saturating_add(self.amount)) {
            Ok(deposit) => {
                pool.set_shares(deposit.after);
                deposit.shares
            }
            Err(_) => {
                held_up.push(HeldUpBy::DepositBuysNoShare);
                0
            }
        };
        let own = if pool.is_operators(&self.address) { bought } else { 0 };
        let shares = operator.map(|record| record.shares.saturating_add(own));
        let minimum = self.overview.min_operator_token_stake;
        if shares.is_some_and(|shares| pool.require_operator_minimum(shares, minimum).is_err()) {
            held_up.push(HeldUpBy::OperatorStakeBelowMinimum);
        }
        held_up
    }
}
