//! Tokens and shares.

use inference_staking::state::{OperatorPool, StakingRecord};

use super::IntentError;
use crate::StakingError;

/// How much of a record is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// This many shares.
    Shares(u64),
    /// The fewest shares that pay at least this many tokens, base units.
    Tokens(u64),
    /// Everything.
    All,
}

impl Amount {
    /// The shares of the record that are meant, at the pool's price.
    ///
    /// # Errors
    /// `MoreThanHeld` if the record has fewer; `SharesWorthNothing` if it is none.
    pub fn shares(self, pool: &OperatorPool, record: &StakingRecord) -> Result<u64, IntentError> {
        let shares = match self {
            Self::Shares(shares) => Some(shares),
            Self::Tokens(tokens) => shares_for_tokens(pool, tokens),
            Self::All => Some(record.shares),
        };
        match shares {
            Some(0) => Err(StakingError::SharesWorthNothing.into()),
            Some(shares) if shares <= record.shares => Ok(shares),
            _ => {
                let worth = tokens_for_shares(pool, record.shares).unwrap_or_default();
                Err(IntentError::MoreThanHeld { shares: record.shares, worth })
            }
        }
    }
}

/// The fewest shares of a pool that pay at least `tokens` when they are unstaked: `ceil(tokens S / T)`. `None` if the whole
/// pool is worth less.
pub fn shares_for_tokens(pool: &OperatorPool, tokens: u64) -> Option<u64> {
    if tokens > pool.total_staked_amount {
        return None;
    }
    // The product of two u64 fits a u128.
    let product = u128::from(tokens) * u128::from(pool.total_shares);
    let shares = product.checked_add(u128::from(pool.total_staked_amount).saturating_sub(1))?;
    shares.checked_div(u128::from(pool.total_staked_amount)).map_or(Some(0), |shares| u64::try_from(shares).ok())
}

/// What `shares` of a pool pay when they are unstaked: `floor(shares T / S)` tokens. `None` if the pool has fewer.
pub fn tokens_for_shares(pool: &OperatorPool, shares: u64) -> Option<u64> {
    if shares > pool.total_shares {
        return None;
    }
    pool.shares().value_floor(shares).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(total_staked_amount: u64, total_shares: u64) -> OperatorPool {
        OperatorPool { total_staked_amount, total_shares, ..bytemuck::Zeroable::zeroed() }
    }

    fn record(shares: u64) -> StakingRecord {
        StakingRecord { shares, ..bytemuck::Zeroable::zeroed() }
    }

    #[test]
    fn tokens_take_the_fewest_shares_that_pay_them() {
        // A share is worth 1.25 tokens. 100 tokens are exactly 80 shares; 101 need 80.8, so 81, which pay 101.25.
        let pool = pool(1_250, 1_000);
        assert_eq!(shares_for_tokens(&pool, 100), Some(80));
        assert_eq!(shares_for_tokens(&pool, 101), Some(81));
        assert_eq!(shares_for_tokens(&pool, 1), Some(1));
        assert_eq!(shares_for_tokens(&pool, 1_250), Some(1_000));
        assert_eq!(shares_for_tokens(&pool, 1_251), None);
        assert_eq!(tokens_for_shares(&pool, 80), Some(100));
        assert_eq!(tokens_for_shares(&pool, 81), Some(101));
        assert_eq!(tokens_for_shares(&pool, 1_001), None);
    }

    #[test]
    fn tokens_of_the_largest_pool_do_not_overflow() {
        let pool = pool(u64::MAX, u64::MAX);
        assert_eq!(shares_for_tokens(&pool, u64::MAX), Some(u64::MAX));
        assert_eq!(tokens_for_shares(&pool, u64::MAX), Some(u64::MAX));
    }

    #[test]
    fn tokens_of_an_empty_pool_are_no_shares() {
        assert_eq!(shares_for_tokens(&pool(0, 0), 0), Some(0));
        assert_eq!(shares_for_tokens(&pool(0, 0), 1), None);
        assert_eq!(tokens_for_shares(&pool(0, 0), 0), Some(0));
    }

    #[test]
    fn an_amount_is_held_against_the_record() {
        let pool = pool(1_250, 1_000);
        let shares = |amount: Amount, held| {
            let shares = amount.shares(&pool, &record(held));
            shares.map_err(|error| error.staking_error().expect("an error of the program"))
        };
        assert_eq!(shares(Amount::All, 7), Ok(7));
        assert_eq!(shares(Amount::Shares(8), 7), Err(StakingError::NotEnoughShares));
        // 7 shares are worth 8.75 tokens: 8 can be had for 6.4, so 7 shares, 9 would need 7.2.
        assert_eq!(shares(Amount::Tokens(8), 7), Ok(7));
        assert_eq!(shares(Amount::Tokens(9), 7), Err(StakingError::NotEnoughShares));
        assert_eq!(shares(Amount::All, 0), Err(StakingError::SharesWorthNothing));
        let error = Amount::Tokens(9).shares(&pool, &record(7)).expect_err("more than there is");
        assert!(matches!(error, IntentError::MoreThanHeld { shares: 7, worth: 8 }), "{error:?}");
    }
}
