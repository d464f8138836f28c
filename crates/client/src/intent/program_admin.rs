//! What the program admin does, and who sets the network up and funds it.

use anchor_lang::prelude::Pubkey;

use super::consequence::Consequence;
use super::error::IntentError;
use super::plan::Plan;
use super::token_account::{paid_to, PaidTo, Transfer};
use crate::instruction as ix;
use crate::instruction::{Mints, NewDestination};
use crate::instructions::{CreatePoolOverviewArgs, UpdatePoolOverviewArgs, UpdatePoolOverviewAuthoritiesArgs};
use crate::rpc::{Connection, ReadError};
use crate::{address, args, Refusal, StakingError};

/// Token accounts that slashes go to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SlashingDestinations<T> {
    /// Of the stake token.
    pub tokens: T,
    /// Of USDC.
    pub usdc: T,
}

/// Plans to create the singleton and the global vaults: once, by the program's upgrade authority.
pub fn create_overview(
    upgrade_authority: Pubkey,
    mints: Mints,
    slashing: SlashingDestinations<Pubkey>,
    args: CreatePoolOverviewArgs,
) -> Plan {
    let SlashingDestinations { tokens, usdc } = slashing;
    let accounts = ix::create_pool_overview_accounts(upgrade_authority, mints, tokens, usdc);
    let creates = Consequence::CreatesNetwork { is_test_network: args.is_test_network };
    Plan::one(ix::create_pool_overview(accounts, args)).with(creates)
}

/// Token accounts that slashes are to go to from now on, with their owners, which the update has to name beside them.
///
/// # Errors
/// `Read`; `WrongAccount` if the program would not take one.
pub async fn new_destinations(
    connection: &Connection,
    mints: Mints,
    slashing: SlashingDestinations<Option<Pubkey>>,
) -> Result<SlashingDestinations<Option<NewDestination>>, IntentError> {
    let tokens = new_destination(connection, slashing.tokens, &mints.stake).await?;
    Ok(SlashingDestinations { tokens, usdc: new_destination(connection, slashing.usdc, &mints.usdc).await? })
}

/// A token account of the mint that is not frozen, of an owner outside the program (SPEC 7).
async fn new_destination(
    connection: &Connection,
    token_account: Option<Pubkey>,
    mint: &Pubkey,
) -> Result<Option<NewDestination>, IntentError> {
    let Some(token_account) = token_account else { return Ok(None) };
    let refused = |error| IntentError::WrongAccount { account: token_account, error };
    let account = connection.named_token_account(&token_account).await.map_err(|error| match error {
        ReadError::NotFound { .. } | ReadError::WrongOwner { .. } | ReadError::Decode { .. } => {
            refused(StakingError::WrongSlashingDestination)
        }
        error => error.into(),
    })?;
    account.require_slashing_destination(mint).map_err(|Refusal(error)| refused(error))?;
    let owner = account.owner;
    // The overview is not there yet when a network is created.
    let program = connection.owner_and_data(&owner).await?.map(|(program, _)| program);
    if owner == address::pool_overview() || program == Some(address::program_id()) {
        return Err(refused(StakingError::SlashingDestinationOfProgram));
    }
    Ok(Some(NewDestination { token_account, owner }))
}

/// Plans to change parameters, halts, the schedule, or the slashing destinations: what is given.
pub fn update_overview(
    program_admin: Pubkey,
    args: UpdatePoolOverviewArgs,
    slashing: SlashingDestinations<Option<NewDestination>>,
) -> Plan {
    let SlashingDestinations { tokens, usdc } = slashing;
    let (staking_halted, accrual_halted, withdrawals_halted) =
        (args.staking_halted, args.accrual_halted, args.withdrawals_halted);
    let emission = args.emission.clone();
    let others =
        UpdatePoolOverviewArgs { staking_halted, accrual_halted, withdrawals_halted, emission, ..Default::default() };
    let consequences = [
        (args != others || tokens.is_some() || usdc.is_some()).then_some(Consequence::ChangesParameters),
        args.staking_halted.map(|halts| if halts { Consequence::HaltsStaking } else { Consequence::ResumesStaking }),
        args.accrual_halted.map(|halts| if halts { Consequence::HaltsAccrual } else { Consequence::ResumesAccrual }),
        args.withdrawals_halted.map(|halts| {
            if halts {
                Consequence::HaltsWithdrawals
            } else {
                Consequence::ResumesWithdrawals
            }
        }),
        args.emission.is_some().then_some(Consequence::LowersEmission),
    ];
    let accounts = ix::update_pool_overview_accounts(program_admin, tokens, usdc);
    let plan = Plan::one(ix::build(accounts, args::UpdatePoolOverview { args }));
    Plan { consequences: consequences.into_iter().flatten().collect(), ..plan }
}

/// Plans to replace authority lists and to propose a program admin (the zero key withdraws a proposal): what is given.
pub fn update_authorities(program_admin: Pubkey, args: UpdatePoolOverviewAuthoritiesArgs) -> Plan {
    let lists = [&args.reward_authorities, &args.halt_authorities, &args.slashing_authorities];
    let replaces = lists.iter().any(|list| list.is_some()).then_some(Consequence::ReplacesAuthorities);
    let proposed = args.pending_program_admin.filter(|key| *key != Pubkey::default());
    let offers = proposed.map(|new_admin| Consequence::OffersProgram { new_admin });
    let plan = Plan::one(ix::update_pool_overview_authorities(program_admin, args));
    Plan { consequences: replaces.into_iter().chain(offers).collect(), ..plan }
}

/// Plans to propose a new program admin, or to withdraw the proposal.
pub fn propose_program_admin(program_admin: Pubkey, new_admin: Option<Pubkey>) -> Plan {
    let pending_program_admin = Some(new_admin.unwrap_or_default());
    update_authorities(program_admin, UpdatePoolOverviewAuthoritiesArgs { pending_program_admin, ..Default::default() })
}

/// Plans to take over as program admin as who was proposed.
pub fn accept_program_admin(pending_program_admin: Pubkey) -> Plan {
    let takes = Consequence::TakesProgram { admin: pending_program_admin };
    Plan::one(ix::accept_program_admin(pending_program_admin)).with(takes)
}

/// Plans plain transfers of what is given, base units, from an owner's associated token accounts to the global vaults.
///
/// # Errors
/// `Read`.
pub async fn fund_vaults(
    connection: &Connection,
    owner: Pubkey,
    tokens: Option<u64>,
    usdc: Option<u64>,
) -> Result<Plan, IntentError> {
    let overview = connection.overview().await?;
    let funds = Consequence::FundsVaults { tokens: tokens.unwrap_or_default(), usdc: usdc.unwrap_or_default() };
    let tokens = tokens.map(|amount| Transfer {
        mint: overview.stake_mint,
        to: overview.reward_vault,
        amount,
        decimals: overview.stake_decimals,
    });
    let usdc = usdc.map(|amount| Transfer {
        mint: overview.usdc_mint,
        to: overview.usdc_vault,
        amount,
        decimals: overview.usdc_decimals,
    });
    let transfers = tokens.into_iter().chain(usdc).map(|transfer| transfer.by(&owner));
    Ok(Plan::single(transfers.collect()).with(funds))
}

/// Plans to pay what the global reward vault holds for nobody any more to `destination`, or to the admin's associated token
/// account. That it holds nothing for nobody, or may not pay it yet, is said by the program.
///
/// # Errors
/// `Read`; `GivenAway`; `Frozen`; `WrongAccount`.
pub async fn withdraw_surplus(
    connection: &Connection,
    program_admin: Pubkey,
    destination: Option<Pubkey>,
    payer: Pubkey,
) -> Result<Plan, IntentError> {
    let overview = connection.overview().await?;
    let stake_mint = overview.stake_mint;
    let held = connection.token_balance(&overview.reward_vault).await?.unwrap_or_default();
    // What may not be paid now may be by the time that it is executed.
    let amount = overview.reward_surplus(held).unwrap_or_default();
    let PaidTo { account: to, creation, named_of } =
        paid_to(connection, destination, &payer, &program_admin, &stake_mint).await?;
    let accounts = ix::withdraw_reward_surplus_accounts(program_admin, to, stake_mint);
    let withdraws = Consequence::WithdrawsSurplus { amount, destination: to, owner: named_of.unwrap_or(program_admin) };
    Ok(Plan::after(creation, ix::withdraw_reward_surplus(accounts)).with(withdraws))
}
