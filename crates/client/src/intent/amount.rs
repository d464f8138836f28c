//! Tokens and shares.

use inference_staking::state::{OperatorPool, StakingRecord};

use super::error::IntentError;
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
            // More than the whole pool is worth is more than the record has.
            Self::Tokens(tokens) => pool.shares().shares_for_tokens(tokens).ok(),
            Self::All => Some(record.shares),
        };
        match shares {
            Some(0) => Err(StakingError::SharesWorthNothing.into()),
            Some(shares) if shares <= record.shares => Ok(shares),
            _ => {
                let worth = pool.shares().tokens_for_shares(record.shares).unwrap_or_default();
                Err(IntentError::MoreThanHeld { shares: record.shares, worth })
            }
        }
    }
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
