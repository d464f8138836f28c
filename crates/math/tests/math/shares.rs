//! What deposits buy and what shares are worth: exact numbers, and every small pool against the oracle.

use inference_staking_math::shares::{Deposit, PoolShares, Withdrawal};
use inference_staking_math::MathError;

use crate::oracle::{expected_deposit, expected_stake_commission, expected_withdrawal, is_worth_a_share};

const MAX: u64 = u64::MAX;

fn pool(total_staked: u64, total_shares: u64) -> PoolShares {
    PoolShares { total_staked, total_shares }
}

#[test]
fn first_deposit_buys_one_share_a_token() {
    assert_eq!(pool(0, 0).deposit(7), Ok(Deposit { shares: 7, cost: 7, after: pool(7, 7) }));
    assert_eq!(pool(0, 0).deposit(MAX), Ok(Deposit { shares: MAX, cost: MAX, after: pool(MAX, MAX) }));
}

#[test]
fn deposit_takes_only_what_its_whole_shares_cost() {
    // 1.25 tokens a share: 101 tokens buy 80 shares, which cost 100; 3 buy 2, which cost 2.5, so 3.
    assert_eq!(pool(1_250, 1_000).deposit(101), Ok(Deposit { shares: 80, cost: 100, after: pool(1_350, 1_080) }));
    assert_eq!(pool(1_250, 1_000).deposit(3), Ok(Deposit { shares: 2, cost: 3, after: pool(1_253, 1_002) }));
    assert_eq!(pool(1_250, 1_000).deposit(4), Ok(Deposit { shares: 3, cost: 4, after: pool(1_254, 1_003) }));
}

/// SPEC 16, activation.
#[test]
fn activation_follows_the_published_vector() {
    let after = pool(1_599, 1_066);
    assert_eq!(pool(1_500, 1_000).deposit(100), Ok(Deposit { shares: 66, cost: 99, after }));
    // The one that is left is worth two thirds of a share: it buys none, before or after.
    assert!(!after.buys_a_share(1));
    assert_eq!(after.deposit(1), Err(MathError::DepositBuysNoShare));
    assert_eq!(pool(1_500, 1_000).deposit(1), Err(MathError::DepositBuysNoShare));
}

#[test]
fn a_share_is_bought_from_its_price_on() {
    // 1.5 tokens a share, then exactly 2, then one share that holds everything there can be.
    assert_eq!([1, 2, 3].map(|amount| pool(1_500, 1_000).buys_a_share(amount)), [false, true, true]);
    assert_eq!([0, 1, 2].map(|amount| pool(2_000, 1_000).buys_a_share(amount)), [false, false, true]);
    assert_eq!([0, MAX - 1, MAX].map(|amount| pool(MAX, 1).buys_a_share(amount)), [false, false, true]);
    assert_eq!([0, 1, MAX].map(|amount| pool(MAX, MAX).buys_a_share(amount)), [false, true, true]);
    // MAX / (MAX - 1) is more than one token and less than two.
    assert_eq!([1, 2].map(|amount| pool(MAX, MAX - 1).buys_a_share(amount)), [false, true]);
    assert_eq!([0, 1, MAX].map(|amount| pool(0, 0).buys_a_share(amount)), [false, true, true]);
}

#[test]
fn deposit_that_buys_no_share_is_refused() {
    for (before, amount) in [(pool(0, 0), 0), (pool(5, 5), 0), (pool(1_250, 1_000), 1), (pool(MAX, 1), MAX - 1)] {
        assert_eq!(before.deposit(amount), Err(MathError::DepositBuysNoShare), "{amount} into {before:?}");
    }
}

#[test]
fn deposit_fills_a_pool_up_to_the_last_unit_and_no_further() {
    let full = pool(MAX, MAX);
    assert_eq!(pool(MAX - 1, MAX - 1).deposit(1), Ok(Deposit { shares: 1, cost: 1, after: full }));
    assert_eq!(pool(MAX - 1, MAX - 1).deposit(2), Err(MathError::Overflow));
    assert_eq!(full.deposit(1), Err(MathError::Overflow));
    // One share costs 2^63: the total would be 2^64.
    assert_eq!(pool(1 << 63, 1).deposit(MAX), Err(MathError::Overflow));
    assert_eq!(
        pool((1 << 63) - 1, 1).deposit(MAX - 2),
        Ok(Deposit { shares: 1, cost: (1 << 63) - 1, after: pool(MAX - 1, 2) })
    );
}

#[test]
fn shares_never_wrap_even_in_a_pool_with_fewer_tokens_than_shares() {
    assert_eq!(pool(1, MAX).deposit(1), Err(MathError::Overflow));
    assert_eq!(pool(1, MAX).stake_commission(1), Err(MathError::Overflow));
    assert_eq!(pool(0, 1).deposit(1), Err(MathError::Overflow));
}

#[test]
fn withdrawal_pays_rounded_down_and_leaves_the_fraction_to_the_others() {
    assert_eq!(pool(1_250, 1_000).withdraw(3), Ok(Withdrawal { tokens: 3, after: pool(1_247, 997) }));
    assert_eq!(pool(1_250, 1_000).withdraw(4), Ok(Withdrawal { tokens: 5, after: pool(1_245, 996) }));
}

#[test]
fn last_shares_take_every_token() {
    assert_eq!(pool(1_250, 1_000).withdraw(1_000), Ok(Withdrawal { tokens: 1_250, after: pool(0, 0) }));
    assert_eq!(pool(MAX, 1).withdraw(1), Ok(Withdrawal { tokens: MAX, after: pool(0, 0) }));
    assert_eq!(pool(MAX, MAX).withdraw(MAX), Ok(Withdrawal { tokens: MAX, after: pool(0, 0) }));
}

#[test]
fn withdrawal_of_more_than_all_shares_or_of_none_is_refused() {
    assert_eq!(pool(1_250, 1_000).withdraw(1_001), Err(MathError::NotEnoughShares));
    assert_eq!(pool(0, 0).withdraw(1), Err(MathError::NotEnoughShares));
    assert_eq!(pool(1_250, 1_000).withdraw(0), Err(MathError::SharesWorthNothing));
    assert_eq!(pool(0, 0).withdraw(0), Err(MathError::SharesWorthNothing));
}

#[test]
fn price_of_a_share_is_scaled_before_it_is_rounded_down() {
    // 1.25 tokens a share, then 2 / 3, then 7 / 3 = 2.333...
    assert_eq!(pool(1_250, 1_000).price_floor(1_000_000_000), Some(1_250_000_000));
    assert_eq!(pool(2, 3).price_floor(1_000_000), Some(666_666));
    assert_eq!([1, 10, 1_000].map(|scale| pool(7, 3).price_floor(scale)), [Some(2), Some(23), Some(2_333)]);
    assert_eq!(pool(MAX, MAX).price_floor(1_000_000_000), Some(1_000_000_000));
    // (2^64 - 1)^2 = 2^128 - 2^65 + 1.
    assert_eq!(pool(MAX, 1).price_floor(MAX), Some(340_282_366_920_938_463_426_481_119_284_349_108_225));
    assert_eq!(pool(0, 7).price_floor(1_000_000_000), Some(0));
}

#[test]
fn pool_without_shares_has_no_price() {
    assert_eq!(pool(0, 0).price_floor(1_000_000_000), None);
    assert_eq!(pool(5, 0).price_floor(1), None);
}

#[test]
fn value_rounds_down_to_pay_and_up_to_check_a_minimum() {
    let shares = pool(1_250, 1_000);
    assert_eq!((shares.value_floor(3), shares.value_ceil(3)), (Ok(3), Ok(4)));
    assert_eq!((shares.value_floor(4), shares.value_ceil(4)), (Ok(5), Ok(5)));
    assert_eq!((shares.value_floor(0), shares.value_ceil(0)), (Ok(0), Ok(0)));
    assert_eq!((pool(0, 0).value_floor(9), pool(0, 0).value_ceil(9)), (Ok(0), Ok(0)));
    assert_eq!((pool(MAX, MAX).value_floor(MAX), pool(MAX, MAX).value_ceil(MAX)), (Ok(MAX), Ok(MAX)));
    assert_eq!(
        (pool(MAX, 1).value_floor(2), pool(MAX, 1).value_ceil(2)),
        (Err(MathError::Overflow), Err(MathError::Overflow))
    );
}

#[test]
fn tokens_are_paid_by_the_fewest_shares_that_are_worth_them() {
    // 1.25 tokens a share: 100 tokens are exactly 80 shares; 101 need 80.8, so 81, which pay 101.25.
    let shares = pool(1_250, 1_000);
    assert_eq!((shares.shares_for_tokens(100), shares.tokens_for_shares(80)), (Ok(80), Ok(100)));
    assert_eq!((shares.shares_for_tokens(101), shares.tokens_for_shares(81)), (Ok(81), Ok(101)));
    assert_eq!((shares.shares_for_tokens(1), shares.tokens_for_shares(1)), (Ok(1), Ok(1)));
    assert_eq!((shares.shares_for_tokens(1_250), shares.tokens_for_shares(1_000)), (Ok(1_000), Ok(1_250)));
    assert_eq!(shares.shares_for_tokens(1_251), Err(MathError::NotEnoughShares));
    assert_eq!(shares.tokens_for_shares(1_001), Err(MathError::NotEnoughShares));
    // The largest pool, and one whose single share holds everything.
    let (largest, dear) = (pool(MAX, MAX), pool(MAX, 1));
    assert_eq!((largest.shares_for_tokens(MAX), largest.tokens_for_shares(MAX)), (Ok(MAX), Ok(MAX)));
    assert_eq!((dear.shares_for_tokens(1), dear.tokens_for_shares(1)), (Ok(1), Ok(MAX)));
}

#[test]
fn nothing_is_had_for_nothing_even_from_an_empty_pool() {
    for before in [pool(0, 0), pool(1_250, 1_000)] {
        assert_eq!((before.shares_for_tokens(0), before.tokens_for_shares(0)), (Ok(0), Ok(0)));
    }
    assert_eq!(pool(0, 0).shares_for_tokens(1), Err(MathError::NotEnoughShares));
    assert_eq!(pool(0, 0).tokens_for_shares(1), Err(MathError::NotEnoughShares));
}

#[test]
fn one_share_fewer_never_pays_the_tokens_asked_for() {
    for s in 1..=12u64 {
        for t in s..=30 {
            for tokens in 1..=t {
                let before = pool(t, s);
                let fewest = before.shares_for_tokens(tokens).unwrap();
                assert!(before.tokens_for_shares(fewest).unwrap() >= tokens, "{tokens} of {before:?}");
                assert!(before.tokens_for_shares(fewest - 1).unwrap() < tokens, "{tokens} of {before:?}");
            }
        }
    }
}

#[test]
fn a_minimum_is_checked_at_the_extremes_without_overflow() {
    assert!(pool(MAX, MAX).is_worth_at_least(MAX, MAX));
    assert!(!pool(MAX, MAX).is_worth_at_least(MAX - 1, MAX));
    assert!(pool(MAX, 1).is_worth_at_least(1, MAX));
    assert!(!pool(0, 0).is_worth_at_least(MAX, 1));
    assert!(pool(0, 0).is_worth_at_least(0, 0));
}

#[test]
fn reward_raises_the_price_and_mints_nothing() {
    assert_eq!(pool(1_000, 1_000).reward(250), Ok(pool(1_250, 1_000)));
    assert_eq!(pool(1, 1).reward(MAX - 1), Ok(pool(MAX, 1)));
    assert_eq!(pool(1, 1).reward(MAX), Err(MathError::Overflow));
}

#[test]
fn staked_commission_mints_rounded_down_and_keeps_every_token_in_the_pool() {
    assert_eq!(pool(1_250, 1_000).stake_commission(101), Ok(Some((80, pool(1_351, 1_080)))));
    assert_eq!(pool(MAX - 5, 1).stake_commission(6), Ok(None));
    assert_eq!(pool(MAX - 5, MAX - 5).stake_commission(5), Ok(Some((5, pool(MAX, MAX)))));
    assert_eq!(pool(MAX - 5, MAX - 5).stake_commission(6), Err(MathError::Overflow));
}

#[test]
fn commission_that_buys_no_share_is_owed_instead() {
    assert_eq!(pool(1_250, 1_000).stake_commission(1), Ok(None));
    assert_eq!(pool(1_250, 1_000).stake_commission(0), Ok(None));
    assert_eq!(pool(0, 0).stake_commission(MAX), Ok(None));
}

#[test]
fn first_holder_cannot_profit_from_inflating_the_price() {
    // One share, then 10^12 tokens of reward: the next holder pays for whole shares only and can leave without a loss.
    let inflated = pool(1, 1).reward(1_000_000_000_000).unwrap();
    assert_eq!(inflated.deposit(1_000_000_000_000), Err(MathError::DepositBuysNoShare));
    let victim = inflated.deposit(1_999_999_999_999).unwrap();
    assert_eq!((victim.shares, victim.cost), (1, 1_000_000_000_001));
    assert_eq!(victim.after.withdraw(1).unwrap().tokens, 1_000_000_000_001);
}

#[test]
fn every_small_pool_follows_the_specification() {
    for s in 0..=12u64 {
        for t in s..=if s == 0 { 0 } else { 30 } {
            for n in 0..=40u64 {
                let before = pool(t, s);
                let what = format!("{n} and {before:?}");
                assert_eq!(before.deposit(n), expected_deposit(before, n), "deposit of {what}");
                assert_eq!(before.buys_a_share(n), is_worth_a_share(before, n), "a share for {what}");
                assert_eq!(before.withdraw(n), expected_withdrawal(before, n), "withdrawal of {what}");
                assert_eq!(before.stake_commission(n), expected_stake_commission(before, n), "commission of {what}");
                for minimum in 0..=30 {
                    // ceil(n T / S), 0 in a pool without shares.
                    let value = (n * t).checked_div(s).map_or(0, |floor| floor + u64::from(floor * s < n * t));
                    assert_eq!(before.is_worth_at_least(n, minimum), value >= minimum, "{minimum} of {what}");
                }
            }
        }
    }
}
