//! SPEC 10 and 15.10: when a lock ends, and that it changes nothing but what `unstake` refuses.

use inference_staking_client::state::{OperatorPool, StakingRecord};
use inference_staking_localnet::network::{DAY, ONE};

use super::held_back::lock_of;
use crate::staking_record::world::*;

/// Alice earns twice, claims USDC once in between, waits, leaves with everything. Returns what she and the others have.
fn history(locks: bool) -> ([u64; 4], OperatorPool, [StakingRecord; 3]) {
    let World { mut network, operator, alice, bob } = pool_of_three();
    if locks {
        lock(&mut network, &alice, HALF_YEAR).unwrap();
        lock(&mut network, &bob, 365 * 86_400).unwrap();
    }
    pay_pool(&mut network, &operator, 1, 5_000 * ONE, 1_000 * ONE);
    network.claim_usdc(&alice).unwrap();
    network.buy_shares(&alice, 1_450 * ONE).unwrap();
    if locks {
        begin_unlock(&mut network, &alice).unwrap();
    }
    pay_pool(&mut network, &operator, 2, 5_000 * ONE, 1_375 * ONE);
    network.pass_time(180 * DAY);
    let shares = network.record_of(&alice).shares;
    network.unstake(&alice, shares).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    network.claim_usdc(&alice).unwrap();
    let records = [&operator, &alice, &bob].map(|staker| network.record_of(staker));
    let vault = network.balance(&pool_vault(&alice));
    let paid = [network.tokens_of(&alice), network.usdc_of(&alice), vault, shares];
    (paid, network.pool_of(&alice), records)
}

#[test]
fn the_same_history_without_locks_ends_in_the_same_balances() {
    let (paid, mut pool, mut records) = history(true);
    let (paid_without, pool_without, records_without) = history(false);
    // 1,450 buy 1,000 shares at 1.45. Then 15,950 + 4,500 = 20,450 tokens for 11,000 shares; her 4,000 are worth
    // 7,436.363636. She earned 240 + 4,000 x 1,100 / 11,000 = 640 USDC. 11,450 tokens were staked.
    let tokens = 1_000_000 * ONE - 4_450 * ONE + 7_436_363_636;
    assert_eq!(paid, [tokens, 640 * ONE, 11_450 * ONE - 7_436_363_636, 4_000 * ONE]);
    assert_eq!(paid_without, paid);
    // Three events of locks more, and Bob's lock.
    assert_eq!(pool.event_sequence, pool_without.event_sequence + 3);
    pool.event_sequence = pool_without.event_sequence;
    assert_state(&pool, &pool_without);
    assert_eq!(lock_of(&records[2]), (LOCKED, 365 * 86_400, 0, 0));
    (records[2].lock_state, records[2].lock_duration) = (NO_LOCK, 0);
    (records[2].lock_reward_commission_bps, records[2].lock_usdc_commission_bps) = (0, 0);
    for (record, without) in records.iter().zip(&records_without) {
        assert_state(record, without);
    }
}
