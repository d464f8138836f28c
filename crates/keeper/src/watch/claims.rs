//! Unstakes that have matured: anyone may bring them to their owner.

use std::collections::{BTreeMap, BTreeSet};

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instruction::RecordOf;
use inference_staking_client::intent::{claim_unstake_into, Plan};
use inference_staking_client::rpc::{Connection, ReadError, TokenAccountState};
use inference_staking_client::state::{OperatorPool, StakingRecord};

/// Who pays for token accounts that are missing, and for which claims.
pub(super) struct Creation<'a> {
    pub(super) payer: Pubkey,
    /// The smallest claim, base units.
    pub(super) at_least: u64,
    /// Owners who got an account before, and get no second one.
    pub(super) created_for: &'a BTreeSet<Pubkey>,
}

/// What has matured and may be claimed now.
#[derive(Default)]
pub(super) struct Matured {
    pub(super) claims: Vec<Plan>,
    /// The records that they are of, as they were found.
    pub(super) records: Vec<(Pubkey, StakingRecord)>,
    /// Unix seconds of when they were found.
    pub(super) at: i64,
    /// Owners whose account a claim creates, by the claim's place.
    pub(super) creates_for: BTreeMap<usize, Pubkey>,
    /// Records that are passed over, because the owner's token account is missing, frozen, or somebody else's.
    pub(super) unpayable: u64,
}

/// The plans that claim what has matured and may be claimed now; `None` while withdrawals are halted, since then nobody looks.
pub(super) async fn matured(
    connection: &Connection,
    creation: Option<Creation<'_>>,
) -> Result<Option<Matured>, ReadError> {
    let overview = connection.overview().await?;
    let now = connection.now().await?;
    if overview.require_withdrawals_open(now).is_err() {
        return Ok(None);
    }
    let mut matured = Matured { at: now, ..Matured::default() };
    let unstaking = connection.pools().await?.into_iter().filter(|(_, pool)| pool.total_unstaking > 0);
    for (address, mut pool) in unstaking {
        for (record_address, record) in connection.records_of_pool(&address).await? {
            if !may_claim(&pool, &record_address, &record, now) {
                continue;
            }
            let Ok(amount) = record.matured(now) else { continue };
            let creator = match connection.token_account(&record.owner_token_account).await? {
                // The program pays nobody whom the account was given to.
                TokenAccountState::There { owner, .. } if owner != record.owner => {
                    matured.pass_over(&record_address, "was given away");
                    continue;
                }
                TokenAccountState::There { is_frozen: true, .. } => {
                    matured.pass_over(&record_address, "is frozen");
                    continue;
                }
                TokenAccountState::There { .. } => None,
                // A claim that was planned before creates it, and the next look finds it.
                TokenAccountState::Missing if matured.creates_for.values().any(|owner| *owner == record.owner) => {
                    continue;
                }
                TokenAccountState::Missing => {
                    let payer =
                        creation.as_ref().ok_or("is missing").and_then(|by| by.payer_for(&record.owner, amount));
                    match payer {
                        Ok(payer) => {
                            matured.creates_for.insert(matured.claims.len(), record.owner);
                            Some(payer)
                        }
                        Err(why) => {
                            matured.pass_over(&record_address, why);
                            continue;
                        }
                    }
                }
                TokenAccountState::Unusable => {
                    matured.pass_over(&record_address, "is no token account");
                    continue;
                }
            };
            let of = RecordOf { operator_pool: record.operator_pool, owner: record.owner };
            let collects = pool.must_collect_before(amount);
            matured.claims.push(claim_unstake_into(of, overview.stake_mint, creator, collects));
            matured.records.push((record_address, record));
            // What the claims planned before leave of the pool.
            if collects {
                pool.collect_rewards();
            }
            if pool.take_unstaked(amount).is_err() {
                break;
            }
        }
    }
    Ok(Some(matured))
}

impl Creation<'_> {
    /// Who pays for the account of this owner, or why nobody does.
    fn payer_for(&self, owner: &Pubkey, amount: u64) -> Result<Pubkey, &'static str> {
        match (amount >= self.at_least, self.created_for.contains(owner)) {
            (false, _) => Err("is missing, and the claim is smaller than those that one is created for"),
            (true, true) => Err("is missing again: one was created in this run, and there is no second"),
            (true, false) => Ok(self.payer),
        }
    }
}

impl Matured {
    fn pass_over(&mut self, record: &Pubkey, why: &str) {
        tracing::info!(%record, "not claimed: the owner's token account {why}");
        self.unpayable = self.unpayable.saturating_add(1);
    }
}

/// Whether each of these records still has a ticket that had matured when its claim was planned.
pub(super) async fn unclaimed(
    connection: &Connection,
    planned: Vec<(Pubkey, StakingRecord)>,
    at: i64,
) -> Result<Vec<bool>, ReadError> {
    let addresses: Vec<_> = planned.iter().map(|(address, _)| *address).collect();
    let now = connection.staking_records_at(&addresses).await?;
    let is_unclaimed = |((_, before), now): (&(Pubkey, StakingRecord), Option<StakingRecord>)| {
        let is_there = |now: StakingRecord| {
            let mut tickets = now.tickets.iter().zip(&before.tickets);
            tickets.any(|(now, before)| before.amount > 0 && before.is_matured(at) && now == before)
        };
        now.is_some_and(is_there)
    };
    Ok(planned.iter().zip(now).map(is_unclaimed).collect())
}

fn may_claim(pool: &OperatorPool, address: &Pubkey, record: &StakingRecord, now: i64) -> bool {
    pool.require_operator_not_halted(address).is_ok() && record.matured(now).is_ok_and(|amount| amount > 0)
}
