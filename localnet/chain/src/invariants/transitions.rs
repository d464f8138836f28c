//! What must hold between the states before and after a transaction (SPEC 15).

use std::cmp::Ordering;

use inference_staking_client::state::StakingRecord;

use super::network_state::{NetworkState, PoolWithRecords};

/// The assertions that every transaction must pass.
///
/// # Panics
/// If one fails.
pub fn assert_transition_invariants(before: &NetworkState, after: &NetworkState) {
    for (before, after) in pools_of_both(before, after) {
        assert_share_price_never_falls(before, after);
        assert_shares_are_never_free(before, after);
        assert_index_only_grows(before, after);
    }
}

/// SPEC 15.2: the share price never falls, by any instruction; a slash leaves the others' price equal or higher.
///
/// # Panics
/// If it fell.
pub fn assert_share_price_never_falls(before: &PoolWithRecords, after: &PoolWithRecords) {
    assert_ne!(price_change(before, after), Ordering::Less, "the share price of {} fell", before.address);
}

/// SPEC 15.6: no shares are minted for nothing or burnt for nothing.
///
/// # Panics
/// If some were.
pub fn assert_shares_are_never_free(before: &PoolWithRecords, after: &PoolWithRecords) {
    let tokens = after.pool.total_staked_amount.cmp(&before.pool.total_staked_amount);
    match after.pool.total_shares.cmp(&before.pool.total_shares) {
        Ordering::Greater => assert_eq!(tokens, Ordering::Greater, "shares of {} minted for nothing", before.address),
        Ordering::Less => assert_eq!(tokens, Ordering::Less, "shares of {} burnt for nothing", before.address),
        Ordering::Equal => assert_ne!(tokens, Ordering::Less, "tokens left the shares of {}", before.address),
    }
}

/// SPEC 15.5: the USDC index only grows.
///
/// # Panics
/// If it fell.
pub fn assert_index_only_grows(before: &PoolWithRecords, after: &PoolWithRecords) {
    let (old, new) = (before.pool.cumulative_usdc_per_share.get(), after.pool.cumulative_usdc_per_share.get());
    assert!(new >= old, "the USDC index of {} fell", before.address);
}

/// SPEC 15.7: a halt, of anything, changes no balance and nothing that anybody is owed.
///
/// # Panics
/// If it did.
pub fn assert_halt_changes_no_balance(before: &NetworkState, after: &NetworkState) {
    assert_eq!(before.solvency(), after.solvency(), "a halt changed a balance");
    for (before, after) in pools_of_both(before, after) {
        assert_eq!(amounts_of_pool(before), amounts_of_pool(after), "a halt changed {}", before.address);
        let unchanged = before.records.iter().map(bytes).eq(after.records.iter().map(bytes));
        assert!(unchanged, "a halt changed a record of {}", before.address);
    }
}

/// SPEC 15.8: a slash changes no record but the operator's.
///
/// # Panics
/// If it did.
pub fn assert_slash_spares_delegators(before: &NetworkState, after: &NetworkState) {
    for (before, after) in pools_of_both(before, after) {
        let operator = before.pool.operator_staking_record;
        let others = |pool: &PoolWithRecords| -> Vec<(Vec<u8>, Vec<u8>)> {
            pool.records.iter().filter(|(address, _)| *address != operator).map(bytes).collect()
        };
        assert!(others(before) == others(after), "a slash changed a delegator's record of {}", before.address);
    }
}

/// Pools that exist in both states.
fn pools_of_both<'a>(
    before: &'a NetworkState,
    after: &'a NetworkState,
) -> impl Iterator<Item = (&'a PoolWithRecords, &'a PoolWithRecords)> {
    let after_of = |pool: &PoolWithRecords| after.pools.iter().find(|after| after.address == pool.address);
    before.pools.iter().filter_map(move |pool| Some((pool, after_of(pool)?)))
}

/// `T / S` afterwards against before; a price without shares compares with nothing.
fn price_change(before: &PoolWithRecords, after: &PoolWithRecords) -> Ordering {
    if before.pool.total_shares == 0 || after.pool.total_shares == 0 {
        return Ordering::Equal;
    }
    let scaled = |tokens: &PoolWithRecords, shares: &PoolWithRecords| {
        u128::from(tokens.pool.total_staked_amount) * u128::from(shares.pool.total_shares)
    };
    scaled(after, before).cmp(&scaled(before, after))
}

fn amounts_of_pool(pool: &PoolWithRecords) -> [u64; 10] {
    let of = &pool.pool;
    [
        of.total_staked_amount,
        of.total_shares,
        of.total_unstaking,
        of.total_activating,
        of.uncollected_rewards,
        of.reward_commission,
        of.usdc_commission,
        of.delegator_usdc,
        of.settled_usdc,
        pool.vault_balance,
    ]
}

fn bytes((address, record): &(anchor_lang::prelude::Pubkey, StakingRecord)) -> (Vec<u8>, Vec<u8>) {
    (address.to_bytes().to_vec(), bytemuck::bytes_of(record).to_vec())
}
