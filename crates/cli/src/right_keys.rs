//! Which keys could have done what was refused to the key that was used.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::intent::Plan;
use inference_staking_client::rpc::Connection;
use inference_staking_client::state::{OperatorPool, PoolOverview};
use inference_staking_client::StakingError;

use crate::failure::Failure;

/// The same failure; if it is about who signed, with the key that was used and those that may.
pub async fn naming_keys(failure: Failure, chain: &Connection, plan: &Plan, used: &Pubkey) -> Failure {
    let Failure::Refused { code: Some(code), .. } = &failure else { return failure };
    let of_overview =
        |keys: fn(&PoolOverview) -> Vec<Pubkey>| async move { chain.overview().await.ok().map(|it| keys(&it)) };
    let of_pool =
        |keys: fn(&OperatorPool) -> Vec<Pubkey>| async move { pool_of(chain, plan).await.map(|it| keys(&it)) };
    let is = |error: StakingError| *code == format!("{error:?}");
    let keys = if is(StakingError::NotUpgradeAuthority) {
        chain.upgrade_authority().await.ok().map(|authority| authority.into_iter().collect())
    } else if is(StakingError::NotProgramAdmin) {
        of_overview(|overview| vec![overview.program_admin]).await
    } else if is(StakingError::NotPendingProgramAdmin) {
        of_overview(|overview| vec![overview.pending_program_admin]).await
    } else if is(StakingError::NotRewardAuthority) {
        of_overview(|overview| overview.reward_authorities.keys.to_vec()).await
    } else if is(StakingError::NotHaltAuthority) {
        of_overview(|overview| overview.halt_authorities.keys.to_vec()).await
    } else if is(StakingError::NotSlashingAuthority) {
        of_overview(|overview| overview.slashing_authorities.keys.to_vec()).await
    } else if is(StakingError::NotRevokingAuthority) {
        let keys = |overview: &PoolOverview| [&overview.halt_authorities.keys[..], &[overview.program_admin]].concat();
        of_overview(keys).await
    } else if is(StakingError::NotPoolAdmin) {
        of_pool(|pool| vec![pool.admin]).await
    } else if is(StakingError::NotPoolAdminOrOperator) {
        match pool_of(chain, plan).await {
            Some(pool) => {
                let operator = chain.staking_record_if_any(&pool.operator_staking_record).await.ok().flatten();
                Some([Some(pool.admin), operator.map(|record| record.owner)].into_iter().flatten().collect())
            }
            None => None,
        }
    } else if is(StakingError::NotPendingPoolAdmin) {
        of_pool(|pool| vec![pool.pending_admin]).await
    } else {
        None
    };
    let Some(keys) = keys else { return failure };
    of_other_keys(failure, used, &keys)
}

/// A failure that is about who signed, with the key that was used and those that may.
pub fn of_other_keys(failure: Failure, used: &Pubkey, keys: &[Pubkey]) -> Failure {
    let mut known: Vec<String> = Vec::new();
    for key in keys.iter().filter(|key| **key != Pubkey::default()).map(Pubkey::to_string) {
        if !known.contains(&key) {
            known.push(key);
        }
    }
    let may = if known.is_empty() { "nobody may now".to_owned() } else { format!("who may: {}", known.join(", ")) };
    failure.but(&format!("; signed with {used}, {may}"))
}

/// The pool that a plan is about.
async fn pool_of(chain: &Connection, plan: &Plan) -> Option<OperatorPool> {
    for instruction in plan.transactions.iter().flatten() {
        for meta in &instruction.accounts {
            if let Ok(pool) = chain.pool(&meta.pubkey).await {
                return Some(pool);
            }
        }
    }
    None
}
