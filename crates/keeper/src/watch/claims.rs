//! Unstakes that have matured: anyone may bring them to their owner.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_spl::associated_token::spl_associated_token_account::instruction::create_associated_token_account_idempotent;
use inference_staking_client::instruction::{self as ix, RecordOf};
use inference_staking_client::rpc::{Connection, ReadError};
use inference_staking_client::state::{OperatorPool, PoolOverview, StakingRecord};

/// The transactions that claim what has matured and may be claimed now. Records whose token account is missing are passed
/// over, unless `payer` is to create it.
pub(super) async fn matured(
    connection: &Connection,
    payer: &Pubkey,
    create: bool,
) -> Result<Vec<Vec<Instruction>>, ReadError> {
    let overview = connection.overview().await?;
    let now = connection.now().await?;
    let mut claims = Vec::new();
    if overview.require_withdrawals_open(now).is_err() {
        return Ok(claims);
    }
    let unstaking = connection.pools().await?.into_iter().filter(|(_, pool)| pool.total_unstaking > 0);
    for (address, pool) in unstaking {
        for (record_address, record) in connection.records_of_pool(&address).await? {
            if !may_claim(&pool, &record_address, &record, now) {
                continue;
            }
            match token_account(connection, &record).await? {
                TokenAccount::There => claims.push(vec![claim(&record, &overview)]),
                TokenAccount::Missing if create => {
                    let mint = &overview.stake_mint;
                    let token_program = &anchor_spl::token::ID;
                    let account = create_associated_token_account_idempotent(payer, &record.owner, mint, token_program);
                    claims.push(vec![account, claim(&record, &overview)]);
                }
                TokenAccount::Missing | TokenAccount::Unusable => {
                    tracing::debug!(record = %record_address, "cannot claim: the owner's token account is missing");
                }
            }
        }
    }
    Ok(claims)
}

fn may_claim(pool: &OperatorPool, address: &Pubkey, record: &StakingRecord, now: i64) -> bool {
    pool.require_operator_not_halted(address).is_ok() && record.matured(now).is_ok_and(|amount| amount > 0)
}

fn claim(record: &StakingRecord, overview: &PoolOverview) -> Instruction {
    ix::claim_unstake(RecordOf { operator_pool: record.operator_pool, owner: record.owner }, overview.stake_mint)
}

enum TokenAccount {
    There,
    Missing,
    Unusable,
}

async fn token_account(connection: &Connection, record: &StakingRecord) -> Result<TokenAccount, ReadError> {
    match connection.token_balance(&record.owner_token_account).await {
        Ok(Some(_)) => Ok(TokenAccount::There),
        Ok(None) => Ok(TokenAccount::Missing),
        // Somebody sent SOL to the address: the token program can still make an account there.
        Err(ReadError::WrongOwner { owner, .. }) if owner == anchor_lang::system_program::ID => {
            Ok(TokenAccount::Missing)
        }
        Err(ReadError::WrongOwner { .. } | ReadError::Decode { .. }) => Ok(TokenAccount::Unusable),
        Err(error) => Err(error),
    }
}
