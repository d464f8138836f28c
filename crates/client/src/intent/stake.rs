//! Staking, into a new record if there is none.

use anchor_lang::prelude::Pubkey;
use inference_staking::state::{OperatorPool, PoolOverview, StakingRecord};

use super::becomes_shares::BecomesShares;
use super::consequence::Consequence;
use super::error::IntentError;
use super::held_up_by::{Depositing, HeldUpBy};
use super::plan::Plan;
use crate::address;
use crate::instruction as ix;
use crate::instruction::RecordOf;
use crate::rpc::Connection;

/// What to stake.
#[derive(Clone, Copy, Debug)]
pub struct StakeRequest {
    /// Pool and owner.
    pub record: RecordOf,
    /// Exactly this many tokens, base units.
    pub amount: u64,
    /// Where the tokens come from; the owner's associated token account if none is named.
    pub source: Option<Pubkey>,
    /// Who pays the fees and the rent of a new record; most often the owner.
    pub payer: Pubkey,
}

/// A plan that makes activating stake, and when that becomes shares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StakePlan {
    /// What has to be sent.
    pub plan: Plan,
    /// When the tokens become shares at the earliest, if they come in the epoch in which this was planned.
    pub becomes_shares: BecomesShares,
    /// What holds them up beyond that, as far as it is known.
    pub held_up_by: Vec<HeldUpBy>,
}

/// Plans to stake: a deposit may come at any time (SPEC 7). Creates the record if it is missing.
///
/// # Errors
/// `Read`; `Refused` never happens.
pub async fn stake(connection: &Connection, request: &StakeRequest) -> Result<StakePlan, IntentError> {
    let StakeRequest { record: of, amount, .. } = *request;
    let overview = connection.overview().await?;
    let pool = connection.pool(&of.operator_pool).await?;
    let record = connection.staking_record_if_any(&of.address()).await?;
    let creation = record.is_none().then(|| ix::create_staking_record(request.payer, of));
    let source = request.source.unwrap_or_else(|| address::owner_token_account(&of.owner, &overview.stake_mint));
    let stake = ix::stake(ix::stake_accounts(of, source, overview.stake_mint), amount);
    let record = record.unwrap_or_else(bytemuck::Zeroable::zeroed);
    let consequences = Consequence::of_deposit(&pool, &record).into_iter().collect();
    let plan = Plan { consequences, ..Plan::after(creation, stake) };
    if is_shares_at_once(&overview, pool, &of.address(), record, amount) {
        let becomes_shares = BecomesShares::AtOnce { epoch: overview.current_epoch()? };
        return Ok(StakePlan { plan, becomes_shares, held_up_by: Vec::new() });
    }
    let depositing = Depositing { overview: &overview, pool: &pool, address: of.address(), record: &record, amount };
    let held_up_by = depositing.held_up_by(connection).await?;
    Ok(StakePlan { plan, becomes_shares: BecomesShares::of_current_epoch(&overview)?, held_up_by })
}

/// Applies the program's own transitions.
fn is_shares_at_once(
    overview: &PoolOverview,
    mut pool: OperatorPool,
    address: &Pubkey,
    mut record: StakingRecord,
    amount: u64,
) -> bool {
    let is_taken = pool.stake(overview, &mut record, amount).is_ok();
    is_taken && pool.activate_at_once(overview, &mut record, address).is_ok_and(|shares| shares > 0)
}
