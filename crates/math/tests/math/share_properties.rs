//! Properties of the share arithmetic that hold for every pool the program can reach, at the extremes of `u64`.

use inference_staking_math::shares::PoolShares;
use inference_staking_math::MathError;
use proptest::prelude::*;

use crate::extremes::{amount, cases, pool};
use crate::oracle::{
    big, ceil, expected_deposit, expected_stake_commission, expected_withdrawal, fit, floor, is_worth_a_share,
    price_kept,
};

/// What every reachable pool is: a token or more for each share, and none without shares.
fn is_sound(pool: PoolShares) -> bool {
    pool.total_staked >= pool.total_shares && (pool.total_shares > 0 || pool.total_staked == 0)
}

/// Some of the pool's shares, none and all of them included.
fn pool_and_shares() -> impl Strategy<Value = (PoolShares, u64)> {
    (pool(), amount()).prop_map(|(pool, n)| {
        let part = pool.total_shares.checked_add(1).map_or(n, |places| n % places);
        (pool, part)
    })
}

/// A pool and an amount within a few tokens of a whole number of shares, where the rounding turns.
fn pool_and_turning_amount() -> impl Strategy<Value = (PoolShares, u64)> {
    (pool(), amount(), -2..=2i64).prop_map(|(pool, shares, by)| {
        let value = ceil(shares, pool.total_staked, pool.total_shares);
        (pool, u64::try_from(value).unwrap_or(u64::MAX).saturating_add_signed(by))
    })
}

fn pool_and_amount() -> impl Strategy<Value = (PoolShares, u64)> {
    prop_oneof![(pool(), amount()), pool_and_turning_amount()]
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn operations_follow_the_specification((before, n) in pool_and_amount()) {
        prop_assert_eq!(before.deposit(n), expected_deposit(before, n));
        prop_assert_eq!(before.buys_a_share(n), is_worth_a_share(before, n));
        prop_assert_eq!(before.withdraw(n), expected_withdrawal(before, n));
        prop_assert_eq!(before.stake_commission(n), expected_stake_commission(before, n));
        prop_assert_eq!(before.value_floor(n), fit(floor(n, before.total_staked, before.total_shares)));
        prop_assert_eq!(before.value_ceil(n), fit(ceil(n, before.total_staked, before.total_shares)));
        let total = fit(big(before.total_staked) + n);
        prop_assert_eq!(before.reward(n), total.map(|total_staked| PoolShares { total_staked, ..before }));
    }

    #[test]
    fn withdrawals_follow_the_specification((before, shares) in pool_and_shares()) {
        prop_assert_eq!(before.withdraw(shares), expected_withdrawal(before, shares));
    }

    #[test]
    fn pool_that_cannot_be_neither_panics_nor_wraps(t in amount(), s in amount(), n in amount()) {
        let pool = PoolShares { total_staked: t, total_shares: s };
        let (deposit, staked) = (pool.deposit(n), pool.stake_commission(n));
        if t == 0 && s > 0 {
            prop_assert_eq!((deposit, staked), (Err(MathError::Overflow), Err(MathError::Overflow)));
        } else {
            prop_assert_eq!((deposit, staked), (expected_deposit(pool, n), expected_stake_commission(pool, n)));
        }
        prop_assert_eq!(pool.withdraw(n), expected_withdrawal(pool, n));
        let _ = (pool.value_floor(n), pool.value_ceil(n), pool.reward(n), pool.buys_a_share(n));
    }

    #[test]
    fn no_operation_lowers_the_price_or_leaves_a_share_without_a_token((before, n) in pool_and_amount()) {
        let withdrawn = before.withdraw(n % before.total_shares + 1);
        prop_assert!(withdrawn.is_ok());
        let afters = [
            before.deposit(n).ok().map(|deposit| deposit.after),
            withdrawn.ok().map(|withdrawal| withdrawal.after),
            before.stake_commission(n).ok().flatten().map(|(_, after)| after),
            before.reward(n).ok(),
        ];
        for after in afters.into_iter().flatten() {
            prop_assert!(is_sound(after) && price_kept(before, after), "{:?} to {:?}", before, after);
        }
    }

    #[test]
    fn any_holder_of_any_pool_can_leave_with_all_shares(before in pool()) {
        let last = before.withdraw(before.total_shares).unwrap();
        prop_assert_eq!((last.tokens, last.after.total_staked, last.after.total_shares), (before.total_staked, 0, 0));
    }

    #[test]
    fn deposit_pays_exactly_for_the_most_shares_it_can((before, n) in pool_and_amount()) {
        if let Ok(deposit) = before.deposit(n) {
            let (t, s) = (before.total_staked, before.total_shares);
            prop_assert!(deposit.cost <= n);
            // One token less would lower the price; one share more would cost more than was offered.
            prop_assert!((big(t) + deposit.cost - 1u8) * s < big(t) * (big(s) + deposit.shares));
            prop_assert!(ceil(big(deposit.shares) + 1u8, t, s) > big(n));
        }
    }

    #[test]
    fn what_an_activation_leaves_buys_no_share((before, n) in pool_and_amount()) {
        if let Ok(deposit) = before.deposit(n) {
            prop_assert!(!deposit.after.buys_a_share(n - deposit.cost));
        }
    }

    #[test]
    fn stake_then_unstake_never_gains_and_loses_at_most_one_unit((before, n) in pool_and_amount()) {
        if let Ok(deposit) = before.deposit(n) {
            let back = deposit.after.withdraw(deposit.shares).unwrap();
            prop_assert!(back.tokens <= deposit.cost && deposit.cost - back.tokens <= 1);
            prop_assert!(price_kept(before, back.after));
        }
    }

    #[test]
    fn leaving_in_pieces_never_pays_more_than_leaving_at_once((before, shares) in pool_and_shares(), cut in amount()) {
        let first = cut % shares.max(1);
        if let (Ok(whole), Ok(part)) = (before.withdraw(shares), before.withdraw(first)) {
            let rest = part.after.withdraw(shares - first).unwrap();
            prop_assert!(big(part.tokens) + rest.tokens <= big(whole.tokens));
        }
    }

    #[test]
    fn staked_commission_is_never_worth_more_than_the_commission((before, n) in pool_and_amount()) {
        if let Ok(Some((shares, after))) = before.stake_commission(n) {
            prop_assert!(floor(shares, after.total_staked, after.total_shares) <= big(n));
            prop_assert_eq!(big(after.total_staked), big(before.total_staked) + n);
        }
    }
}
