//! What halt and slashing authorities do.

use anchor_lang::prelude::Pubkey;
use inference_staking::state::{OperatorPool, SlashRequest as Taken, StakingRecord};

use super::consequence::Consequence;
use super::error::IntentError;
use super::plan::Plan;
use crate::args;
use crate::instruction as ix;
use crate::instruction::{Mints, SlashOf};
use crate::rpc::Connection;
use crate::StakingError;

/// Plans to halt or to resume a pool.
pub fn set_pool_halt(authority: Pubkey, operator_pool: Pubkey, halted: bool) -> Plan {
    let consequence = match halted {
        true => Consequence::HaltsPool { operator_pool },
        false => Consequence::ResumesPool { operator_pool },
    };
    Plan::one(ix::set_halt_status(authority, operator_pool, halted)).with(consequence)
}

/// How much of something is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// None of it.
    #[default]
    Nothing,
    /// So much.
    Exactly(u64),
    /// All there is.
    Everything,
}

impl Part {
    pub(super) fn of(self, all: u64) -> u64 {
        match self {
            Self::Nothing => 0,
            Self::Exactly(amount) => amount,
            Self::Everything => all,
        }
    }
}

/// What a slash takes from the operator of a halted pool.
#[derive(Clone, Copy, Debug)]
pub struct SlashRequest {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Who slashes.
    pub authority: Pubkey,
    /// Shares that are burnt.
    pub shares: Part,
    /// Activating tokens, base units.
    pub activating: Part,
    /// Tokens out of tickets, base units.
    pub unstaking: Part,
    /// Whether the commissions owed and the operator's settled USDC are taken too.
    pub confiscate_commission: bool,
}

/// Plans a slash of a halted pool's operator to the destinations stored in the pool overview. Collects the pool's rewards first
/// if they are needed; `send_payout` does it too if they only are when it is sent.
///
/// # Errors
/// `Read`; `Refused` if it takes nothing, or more of something than the operator has.
pub async fn slash(connection: &Connection, request: &SlashRequest) -> Result<Plan, IntentError> {
    let SlashRequest { operator_pool, authority, confiscate_commission, .. } = *request;
    let overview = connection.overview().await?;
    let pool = connection.pool(&operator_pool).await?;
    let operator = connection.staking_record(&pool.operator_staking_record).await?;
    let shares = request.shares.of(operator.shares);
    let activating_amount = request.activating.of(operator.activating);
    let unstaking_amount = request.unstaking.of(operator.unstaking()?);
    let worth = pool.shares().value_floor(shares).map_err(StakingError::from)?;
    if shares == 0 && activating_amount == 0 && unstaking_amount == 0 && !confiscate_commission {
        return Err(StakingError::NothingToSlash.into());
    }
    let taken = Taken { shares, activating_amount, unstaking_amount, confiscate_commission };
    require_held(pool, operator, taken)?;
    let of = SlashOf {
        operator_pool,
        operator_staking_record: pool.operator_staking_record,
        slashing_token_destination: overview.slashing_token_destination,
        slashing_usdc_destination: overview.slashing_usdc_destination,
    };
    let mints = Mints { stake: overview.stake_mint, usdc: overview.usdc_mint };
    let args = args::SlashStake { shares, activating_amount, unstaking_amount, confiscate_commission };
    let earned = pool.usdc_index().earned_since(operator.usdc_checkpoint.get(), operator.shares);
    let earned = earned.map_err(StakingError::from)?;
    let usdc = [pool.usdc_commission, operator.settled_usdc, earned].into_iter().fold(0, u64::saturating_add);
    let slashes = Consequence::Slashes {
        operator_pool,
        shares,
        worth,
        activating: activating_amount,
        unstaking: unstaking_amount,
        confiscated: confiscate_commission.then_some((pool.reward_commission, usdc)),
    };
    let collects = pool.must_collect_before(worth.saturating_add(unstaking_amount));
    let collection = collects.then(|| ix::collect_pool_rewards(operator_pool, mints.stake));
    let accounts = ix::slash_stake_accounts(authority, of, mints, confiscate_commission);
    let slash = ix::slash_stake(accounts, args);
    Ok(Plan::after(collection, slash).with(slashes))
}

/// What the operator does not have cannot be taken: applies the program's own transition to copies. Its other rules wait for the program.
fn require_held(mut pool: OperatorPool, mut operator: StakingRecord, taken: Taken) -> Result<(), IntentError> {
    use StakingError::{NotEnoughActivating, NotEnoughShares, NotEnoughUnstaking};
    match pool.slash(&mut operator, taken).map_err(|refusal| refusal.0) {
        Err(error @ (NotEnoughShares | NotEnoughActivating | NotEnoughUnstaking)) => Err(error.into()),
        _ => Ok(()),
    }
}
