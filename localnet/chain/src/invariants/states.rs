//! What must hold on a network after every transaction (SPEC 4, 5 and 15): assertions on one state.

use inference_staking_client::state::{OperatorPool, PoolOverview, RewardRecord, NEVER};

use super::network_state::{principal, sum, NetworkState, PoolWithRecords};

/// USDC precision, SPEC 2; written out here, because the check must not share the program's constants.
const K: u128 = 1_000_000_000_000_000_000;

/// All assertions of this module.
///
/// # Panics
/// If one fails.
pub fn assert_state_invariants(state: &NetworkState) {
    for pool in &state.pools {
        assert_shares_sum(pool);
        assert_tickets_sum(pool);
        assert_settled_usdc_sums(pool);
        assert_claims_are_owed(pool);
        assert_activating_sums(pool);
        assert_uncollected_is_owed(&pool.pool);
        assert_pool_vault_covers_principal(pool);
        assert_price_at_least_one(&pool.pool);
    }
    assert_global_vaults_cover_liabilities(state);
    assert_reward_liability_is_its_parts(state);
    assert_usdc_liability_is_its_parts(state);
    assert_records_pay_at_most_their_totals(state);
    assert_at_most_one_record_can_be_revoked(state);
    assert_newest_record_is_claimable_when_the_overview_says(state);
}

/// SPEC 15.9: the records' shares sum to the pool's.
///
/// # Panics
/// If they do not.
pub fn assert_shares_sum(pool: &PoolWithRecords) {
    let shares: u128 = pool.records.iter().map(|(_, record)| u128::from(record.shares)).sum();
    assert_eq!(shares, u128::from(pool.pool.total_shares), "the records' shares sum to the pool's");
}

/// SPEC 15.9: the tickets sum to the pool's total in cooldown.
///
/// # Panics
/// If they do not.
pub fn assert_tickets_sum(pool: &PoolWithRecords) {
    let tickets = pool.records.iter().flat_map(|(_, record)| record.tickets);
    let unstaking: u128 = tickets.map(|ticket| u128::from(ticket.amount)).sum();
    assert_eq!(unstaking, u128::from(pool.pool.total_unstaking), "the tickets sum to the pool's total");
}

/// SPEC 15.5: `settled_usdc` is exactly the sum over records.
///
/// # Panics
/// If it is not.
pub fn assert_settled_usdc_sums(pool: &PoolWithRecords) {
    let settled: u128 = pool.records.iter().map(|(_, record)| u128::from(record.settled_usdc)).sum();
    assert_eq!(settled, u128::from(pool.pool.settled_usdc), "the records' settled USDC sums to the pool's");
}

/// SPEC 15.5: what records may claim is at most what the pool owes. Times `K`, where nothing is rounded: so the fractions
/// that claims lose are backed too, and while there are shares also the remainder that the index carries to its next step.
///
/// # Panics
/// If it is more, or if a record with shares has seen more of the index than there is.
pub fn assert_claims_are_owed(pool: &PoolWithRecords) {
    let index = pool.pool.cumulative_usdc_per_share.get();
    let carried = if pool.pool.total_shares > 0 { u128::from(pool.pool.usdc_index_remainder) } else { 0 };
    let claims = pool.records.iter().try_fold(carried, |sum, (_, record)| {
        let settled = u128::from(record.settled_usdc).checked_mul(K)?;
        let since = match record.shares {
            0 => 0,
            shares => index.checked_sub(record.usdc_checkpoint.get())?.checked_mul(shares.into())?,
        };
        sum.checked_add(settled)?.checked_add(since)
    });
    // Below 2^124. What exceeds a u128 exceeds this.
    let owed = u128::from(pool.pool.delegator_usdc) * K;
    assert!(claims.is_some_and(|claims| claims <= owed), "records may claim more USDC than the pool owes");
}

/// SPEC 15.13: the records' activating tokens sum to the pool's.
///
/// # Panics
/// If they do not.
pub fn assert_activating_sums(pool: &PoolWithRecords) {
    let activating: u128 = pool.records.iter().map(|(_, record)| u128::from(record.activating)).sum();
    assert_eq!(activating, u128::from(pool.pool.total_activating), "the records' activating tokens sum to the pool's");
}

/// SPEC 4, 15.13: `uncollected_rewards <= T + U`, so that activating tokens are never lent.
///
/// # Panics
/// If it is more.
pub fn assert_uncollected_is_owed(pool: &OperatorPool) {
    let owed = sum(&[pool.total_staked_amount, pool.total_unstaking]);
    assert!(u128::from(pool.uncollected_rewards) <= owed, "more rewards are uncollected than the pool owes");
}

/// SPEC 4: `pool vault >= T + U + A - uncollected_rewards`.
///
/// # Panics
/// If it holds less.
pub fn assert_pool_vault_covers_principal(pool: &PoolWithRecords) {
    assert!(u128::from(pool.vault_balance) >= principal(&pool.pool), "a pool vault holds less than its principal");
}

/// SPEC 5: `T >= S`, and no tokens without shares.
///
/// # Panics
/// If the price is below one.
pub fn assert_price_at_least_one(pool: &OperatorPool) {
    assert!(pool.total_staked_amount >= pool.total_shares, "the share price is below one");
    assert!(pool.total_shares > 0 || pool.total_staked_amount == 0, "tokens are staked without shares");
}

/// SPEC 15.1: the global vaults hold at least what they owe.
///
/// # Panics
/// If one does not.
pub fn assert_global_vaults_cover_liabilities(state: &NetworkState) {
    let solvency = state.solvency();
    assert!(solvency.reward_vault >= solvency.reward_liability, "the reward vault owes more than it holds");
    assert!(solvency.usdc_vault >= solvency.usdc_liability, "the USDC vault owes more than it holds");
}

/// SPEC 4: `reward_liability` is exactly the sum of its parts.
///
/// # Panics
/// If it is not.
pub fn assert_reward_liability_is_its_parts(state: &NetworkState) {
    let in_records: u128 = state.reward_records.iter().map(|record| u128::from(record.remaining_rewards)).sum();
    let pools = state.pools.iter().map(|pool| pool.pool);
    let in_pools: u128 = pools.map(|pool| sum(&[pool.uncollected_rewards, pool.reward_commission])).sum();
    let liability = u128::from(state.overview.reward_liability);
    assert_eq!(liability, in_records + in_pools, "reward liability is the sum of its parts");
}

/// SPEC 4: `usdc_liability` is exactly the sum of its parts.
///
/// # Panics
/// If it is not.
pub fn assert_usdc_liability_is_its_parts(state: &NetworkState) {
    let in_records: u128 = state.reward_records.iter().map(|record| u128::from(record.remaining_usdc)).sum();
    let pools = state.pools.iter().map(|pool| pool.pool);
    let in_pools: u128 = pools.map(|pool| sum(&[pool.usdc_commission, pool.delegator_usdc])).sum();
    let liability = u128::from(state.overview.usdc_liability);
    assert_eq!(liability, in_records + in_pools, "USDC liability is the sum of its parts");
}

/// SPEC 15.4: what remains of a record is at most its totals, so what it paid is too.
///
/// # Panics
/// If more remains.
pub fn assert_records_pay_at_most_their_totals(state: &NetworkState) {
    for record in &state.reward_records {
        assert!(record.remaining_rewards <= record.total_rewards, "a record has more rewards left than it had");
        assert!(record.remaining_usdc <= record.total_usdc, "a record has more USDC left than it had");
    }
}

/// SPEC 15.14: at most one record can be revoked at any time. Counted over all records, whatever the singleton says of the
/// newest.
///
/// # Panics
/// If more can.
pub fn assert_at_most_one_record_can_be_revoked(state: &NetworkState) {
    let waiting = |record: &&RewardRecord| state.now < record.claimable_from && record.accrued_leaves == 0;
    let epochs: Vec<u64> = state.reward_records.iter().filter(waiting).map(|record| record.epoch).collect();
    assert!(epochs.len() <= 1, "more than one record can be revoked: those of the epochs {epochs:?}");
}

/// SPEC 3: the singleton knows when the newest record becomes claimable, unless the one after it was revoked: then it counts
/// as claimable.
///
/// # Panics
/// If it says another time.
pub fn assert_newest_record_is_claimable_when_the_overview_says(state: &NetworkState) {
    let PoolOverview { completed_reward_epoch, newest_claimable_from, .. } = state.overview;
    let newest = state.reward_records.iter().find(|record| record.epoch == completed_reward_epoch);
    if let Some(record) = newest.filter(|_| newest_claimable_from != NEVER) {
        assert_eq!(record.claimable_from, newest_claimable_from, "when the newest record becomes claimable");
    }
}
