//! The maths against big integers (SPEC 5, 10 and 11).

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use bolero::check;
use inference_staking_fuzz::Sized64;
use inference_staking_math::commission::split;
use inference_staking_math::emission::{Period, Schedule, ScheduleKind, RATE_ONE};
use inference_staking_math::shares::PoolShares;
use inference_staking_math::time_lock::Lock;
use inference_staking_math::usdc_index::{UsdcIndex, USDC_PRECISION};
use inference_staking_math::MathError;
use num_bigint::BigUint;

#[allow(dead_code, reason = "its own tests use more of it")]
#[path = "../../../crates/math/tests/math/oracle.rs"]
mod oracle;

use oracle::{big, ceil, fit, floor, price_kept};

/// A pool that cannot be: shares that nothing backs, at which no price divides.
fn is_broken(pool: PoolShares) -> bool {
    pool.total_staked == 0 && pool.total_shares > 0
}

/// `after` has at least the price of `before`, unless that had no shares.
fn assert_price_did_not_fall(before: PoolShares, after: PoolShares) {
    let kept = before.total_shares == 0 || price_kept(before, after);
    assert!(kept, "the price fell from {before:?} to {after:?}");
}

#[test]
fn shares() {
    check!().with_type::<(Sized64, Sized64, Sized64)>().for_each(|(staked, shares, amount)| {
        let pool = PoolShares { total_staked: staked.0, total_shares: shares.0 };
        let amount = amount.0;
        let deposit = pool.deposit(amount);
        let expected = match is_broken(pool) {
            true => Err(MathError::Overflow),
            false => oracle::expected_deposit(pool, amount),
        };
        assert_eq!(deposit, expected);
        if let Ok(deposit) = deposit {
            assert!(deposit.cost <= amount);
            assert!(!deposit.after.buys_a_share(amount - deposit.cost));
            assert_price_did_not_fall(pool, deposit.after);
        }
        assert!(is_broken(pool) || pool.buys_a_share(amount) == oracle::is_worth_a_share(pool, amount));
        let withdrawal = pool.withdraw(amount);
        assert_eq!(withdrawal, oracle::expected_withdrawal(pool, amount));
        if let Ok(withdrawal) = withdrawal {
            assert_price_did_not_fall(pool, withdrawal.after);
        }
        let has_shares = pool.total_shares > 0;
        let value = |of: fn(u64, u64, u64) -> BigUint| match has_shares {
            true => fit(of(amount, staked.0, shares.0)),
            false => Ok(0),
        };
        assert_eq!(pool.value_floor(amount), value(floor));
        assert_eq!(pool.value_ceil(amount), value(ceil));
    });
}

#[test]
fn rewards_of_shares() {
    check!().with_type::<(Sized64, Sized64, Sized64)>().for_each(|(staked, shares, tokens)| {
        let pool = PoolShares { total_staked: staked.0, total_shares: shares.0 };
        let tokens = tokens.0;
        let expected = match (shares.0, staked.0.checked_add(tokens)) {
            (0, _) => Err(MathError::PoolWithoutShares),
            (_, None) => Err(MathError::Overflow),
            (total_shares, Some(total_staked)) => Ok(PoolShares { total_staked, total_shares }),
        };
        assert_eq!(pool.reward(tokens), expected);

        let expected = match is_broken(pool) {
            true => Err(MathError::Overflow),
            false => oracle::expected_stake_commission(pool, tokens),
        };
        assert_eq!(pool.stake_commission(tokens), expected);
    });
}

#[test]
fn commission() {
    check!().with_type::<(Sized64, u16)>().for_each(|(amount, bps)| match split(amount.0, *bps) {
        Ok(parts) => {
            assert_eq!(Ok(parts.operator), oracle::expected_commission(amount.0, *bps));
            assert_eq!(parts.holders, amount.0 - parts.operator);
            assert!(*bps <= 10_000);
        }
        Err(error) => assert!(*bps > 10_000 && error == MathError::Overflow),
    });
}

#[test]
fn usdc_index() {
    check!().with_type::<(u128, u8, Sized64, Sized64, Sized64)>().for_each(|(bits, shift, carried, usdc, shares)| {
        let cumulative = bits.checked_shr(u32::from(shift % 129)).unwrap_or(0);
        let index = UsdcIndex { cumulative, remainder: carried.0 };
        let advanced = index.advance(usdc.0, shares.0);
        if shares.0 == 0 {
            return assert_eq!(advanced, Err(MathError::Overflow));
        }
        let expected = oracle::expected_advance(index, usdc.0, shares.0);
        assert_eq!(advanced, expected);
        let Ok(after) = expected else { return };
        // All holders together earn at most what came in and was carried.
        let earned = after.earned_since(cumulative, shares.0);
        assert_eq!(earned, oracle::expected_earnings(after, cumulative, shares.0));
        let exact = floor(after.cumulative - cumulative, shares.0, USDC_PRECISION);
        assert!(exact <= big(usdc.0) + carried.0 / u64::try_from(USDC_PRECISION).unwrap());
        if let Some(ahead) = after.cumulative.checked_add(1) {
            assert_eq!(index.earned_since(ahead, 1), Err(MathError::Overflow));
        }
    });
}

#[test]
fn time_lock() {
    check!().with_type::<(Sized64, Sized64, i64, i64, Sized64)>().for_each(
        |(duration, at_start, start, now, shares)| {
            let (duration, at_start, shares) = (duration.0, at_start.0, shares.0);
            let unlocking = Lock::Unlocking { duration, shares_at_start: at_start, started_at: *start };
            let found = unlocking.locked_shares(shares, *now);
            if duration == 0 {
                assert_eq!(found, Err(MathError::Overflow));
            } else {
                let elapsed = (i128::from(*now) - i128::from(*start)).clamp(0, i128::from(i64::MAX));
                let elapsed = u64::try_from(elapsed).unwrap().min(duration);
                assert_eq!(found, Ok((at_start - fit::<u64>(floor(at_start, elapsed, duration)).unwrap()).min(shares)));
            }
            let locked = Lock::Locked { duration };
            assert_eq!(
                (locked.locked_shares(shares, *now), Lock::None.locked_shares(shares, *now)),
                (Ok(shares), Ok(0))
            );
            // Beyond any duration of a lock the product may leave a u128; then there is no rank instead of a wrong one.
            let weighted = u128::try_from(big(shares) * (big(10_512_000u64) + duration)).ok();
            assert_eq!(locked.rank(shares).ok(), weighted.map(|weighted| weighted / 10_512_000));
            assert_eq!((unlocking.rank(shares), Lock::None.rank(shares)), (Ok(0), Ok(0)));
        },
    );
}

/// A period from its own formula, SPEC 11.
fn expected_budget(schedule: &Schedule, rate: u64, issued: u64, index: u64) -> u64 {
    match schedule.kind {
        ScheduleKind::Table(budgets) => usize::try_from(index).ok().and_then(|y| budgets.get(y).copied()).unwrap_or(0),
        ScheduleKind::Disinflation { base_supply, compounding, cap, .. } => {
            let supply = big(base_supply) + if compounding { issued } else { 0 };
            let wanted = supply * rate / RATE_ONE;
            u64::try_from(wanted.min(big(cap.saturating_sub(issued)))).unwrap()
        }
    }
}

#[test]
fn emission() {
    type Drawn = ((Sized64, Sized64, Sized64, Sized64, bool, Sized64), [Sized64; 8], bool, Sized64, u8);
    check!().with_type::<Drawn>().for_each(
        |((supply, initial, decay, long_term, compounding, cap), table, is_table, n, periods)| {
            let kind = if *is_table {
                ScheduleKind::Table(table.map(|budget| budget.0))
            } else {
                ScheduleKind::Disinflation {
                    base_supply: supply.0,
                    initial_rate: initial.0,
                    decay: decay.0,
                    long_term_rate: long_term.0,
                    compounding: *compounding,
                    cap: cap.0,
                }
            };
            let schedule = Schedule { kind, epochs_per_period: n.0 };
            let sum = table.iter().map(|budget| u128::from(budget.0)).sum::<u128>();
            let valid = n.0 > 0
                && if *is_table {
                    sum <= u128::from(u64::MAX)
                } else {
                    initial.0 <= RATE_ONE && decay.0 <= RATE_ONE && long_term.0 <= initial.0
                };
            assert_eq!(schedule.validate().is_ok(), valid);
            if valid {
                follow_periods(&schedule, *periods % 12);
            }
        },
    );
}

fn follow_periods(schedule: &Schedule, periods: u8) {
    let mut rate = match schedule.kind {
        ScheduleKind::Disinflation { initial_rate, .. } => initial_rate,
        ScheduleKind::Table(_) => 0,
    };
    let mut issued = 0;
    let mut period = schedule.first_period().unwrap();
    for index in 0..=u64::from(periods) {
        let budget = expected_budget(schedule, rate, issued, index);
        assert_eq!(period, Period { index, rate, issued_before: issued, budget });
        assert_epochs_share_the_budget(schedule, &period);
        issued += budget;
        if let ScheduleKind::Disinflation { decay, long_term_rate, .. } = schedule.kind {
            rate = fit::<u64>(floor(rate, RATE_ONE - decay, RATE_ONE)).unwrap().max(long_term_rate);
        }
        period = schedule.next_period(&period).unwrap();
    }
    assert!(schedule.lowers(schedule, 0), "a schedule issues at most what it issues");
}

/// First, last and the two around the place where the rest is used up.
fn assert_epochs_share_the_budget(schedule: &Schedule, period: &Period) {
    let n = schedule.epochs_per_period;
    let (even, left_over) = (period.budget / n, period.budget % n);
    for place in [0, left_over.saturating_sub(1), left_over.min(n - 1), n - 1] {
        let epoch = u128::from(period.index) * u128::from(n) + u128::from(place) + 1;
        let Ok(epoch) = u64::try_from(epoch) else { continue };
        assert_eq!(schedule.emission(period, epoch), Ok(even + u64::from(place < left_over)));
    }
    assert_eq!(schedule.emission(period, 0), Err(MathError::EpochOutsidePeriod));
}
