//! Unstakes that have matured: anyone may bring them to their owner.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instruction::RecordOf;
use inference_staking_client::intent::{claim_unstake_into, Plan};
use inference_staking_client::rpc::{Connection, ReadError, TokenAccountState};
use inference_staking_client::state::{OperatorPool, StakingRecord};

/// The plans that claim what has matured and may be claimed now. Records whose token account is missing are passed
/// over, unless `payer` is to create it.
pub(super) async fn matured(connection: &Connection, payer: &Pubkey, create: bool) -> Result<Vec<Plan>, ReadError> {
    let overview = connection.overview().await?;
    let now = connection.now().await?;
    let mut claims = Vec::new();
    if overview.require_withdrawals_open(now).is_err() {
        return Ok(claims);
    }
    let unstaking = connection.pools().await?.into_iter().filter(|(_, pool)| pool.total_unstaking > 0);
    for (address, mut pool) in unstaking {
        for (record_address, record) in connection.records_of_pool(&address).await? {
            if !may_claim(&pool, &record_address, &record, now) {
                continue;
            }
            let creator = match connection.token_account(&record.owner_token_account).await? {
                TokenAccountState::There(_) => None,
                TokenAccountState::Missing if create => Some(*payer),
                TokenAccountState::Missing | TokenAccountState::Unusable => {
                    tracing::debug!(record = %record_address, "cannot claim: the owner's token account is missing");
                    continue;
                }
            };
            let of = RecordOf { operator_pool: record.operator_pool, owner: record.owner };
            let Ok(amount) = record.matured(now) else { continue };
            let collects = pool.must_collect_before(amount);
            claims.push(claim_unstake_into(of, overview.stake_mint, creator, collects));
            // What the claims planned before leave of the pool.
            if collects {
                pool.collect_rewards();
            }
            if pool.take_unstaked(amount).is_err() {
                break;
            }
        }
    }
    Ok(claims)
}

fn may_claim(pool: &OperatorPool, address: &Pubkey, record: &StakingRecord, now: i64) -> bool {
    pool.require_operator_not_halted(address).is_ok() && record.matured(now).is_ok_and(|amount| amount > 0)
}
