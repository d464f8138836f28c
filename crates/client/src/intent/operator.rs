//! What operators and authorities do, with the accounts that are stored on chain filled in.

use anchor_lang::prelude::Pubkey;

use super::claim::paid_to;
use super::{IntentError, Plan};
use crate::args;
use crate::instruction as ix;
use crate::instruction::{Mints, RecordOf, SlashOf};
use crate::rpc::Connection;

/// Plans to turn the ticket at a place, 0 to 3, back into shares.
///
/// # Errors
/// `Read`.
pub async fn cancel_unstake(connection: &Connection, record: RecordOf, ticket: u8) -> Result<Plan, IntentError> {
    let operator_record = connection.pool(&record.operator_pool).await?.operator_staking_record;
    Ok(Plan::single(vec![ix::cancel_unstake(ix::cancel_unstake_accounts(record, operator_record), ticket)]))
}

/// Plans to pay the token commission owed to `destination`, or to the pool admin's associated token account.
///
/// # Errors
/// `Read`.
pub async fn withdraw_reward_commission(
    connection: &Connection,
    operator_pool: Pubkey,
    destination: Option<Pubkey>,
    payer: Pubkey,
) -> Result<Plan, IntentError> {
    let (admin, mints) = admin_and_mints(connection, &operator_pool).await?;
    let (to, creation) = paid_to(connection, destination, &payer, &admin, &mints.stake).await?;
    let accounts = ix::withdraw_operator_reward_commission_accounts(admin, operator_pool, to, mints);
    Ok(Plan::after(creation, ix::withdraw_operator_reward_commission(accounts)))
}

/// Plans to pay the USDC commission owed to `destination`, or to the pool admin's associated token account.
///
/// # Errors
/// `Read`.
pub async fn withdraw_usdc_commission(
    connection: &Connection,
    operator_pool: Pubkey,
    destination: Option<Pubkey>,
    payer: Pubkey,
) -> Result<Plan, IntentError> {
    let (admin, mints) = admin_and_mints(connection, &operator_pool).await?;
    let (to, creation) = paid_to(connection, destination, &payer, &admin, &mints.usdc).await?;
    let accounts = ix::withdraw_operator_usdc_commission_accounts(admin, operator_pool, to, mints);
    Ok(Plan::after(creation, ix::withdraw_operator_usdc_commission(accounts)))
}

/// Plans a slash of a halted pool's operator to the destinations stored in the pool overview.
///
/// # Errors
/// `Read`.
pub async fn slash_stake(
    connection: &Connection,
    authority: Pubkey,
    operator_pool: Pubkey,
    slash: args::SlashStake,
) -> Result<Plan, IntentError> {
    let overview = connection.overview().await?;
    let of = SlashOf {
        operator_pool,
        operator_staking_record: connection.pool(&operator_pool).await?.operator_staking_record,
        slashing_token_destination: overview.slashing_token_destination,
        slashing_usdc_destination: overview.slashing_usdc_destination,
    };
    let mints = Mints { stake: overview.stake_mint, usdc: overview.usdc_mint };
    Ok(Plan::single(vec![ix::slash_stake(ix::slash_stake_accounts(authority, of, mints), slash)]))
}

async fn admin_and_mints(connection: &Connection, operator_pool: &Pubkey) -> Result<(Pubkey, Mints), IntentError> {
    let overview = connection.overview().await?;
    let admin = connection.pool(operator_pool).await?.admin;
    Ok((admin, Mints { stake: overview.stake_mint, usdc: overview.usdc_mint }))
}
