//! Tokens and shares.

use inference_staking::state::{OperatorPool, StakingRecord};

use super::authorities::Part;
use super::error::IntentError;
use crate::StakingError;

/// How much of a record is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// This many shares, and nothing of what is activating.
    Shares(u64),
    /// This many activating tokens, base units, and no share.
    Activating(u64),
    /// All activating tokens, and no share.
    AllActivating,
    /// This many shares and, besides, activating tokens.
    Both {
        /// Shares.
        shares: u64,
        /// Activating tokens, base units.
        activating: Part,
    },
    /// At least this many tokens, base units: activating ones, which earn nothing yet, and the fewest shares that pay the
    /// rest.
    Tokens(u64),
    /// All shares and all activating tokens.
    All,
}

/// What of a record leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// Shares.
    pub shares: u64,
    /// Activating tokens, base units.
    pub activating: u64,
}

impl Amount {
    /// Whether shares may leave, which depend on what the pool accrues first; activating tokens do not.
    pub(super) fn may_take_shares(self, record: &StakingRecord) -> bool {
        match self {
            Self::Activating(_) | Self::AllActivating | Self::Both { shares: 0, .. } => false,
            Self::Tokens(tokens) => tokens > record.activating,
            // An operator may get its first shares by accruing.
            Self::Shares(_) | Self::Both { .. } | Self::All => true,
        }
    }

    /// What of the record is meant, at the pool's price.
    ///
    /// # Errors
    /// `MoreThanHeld` if the record has less; `MoreThanActivating` if it has fewer activating tokens; `Refused` if it is nothing.
    pub fn of(self, pool: &OperatorPool, record: &StakingRecord) -> Result<Leaving, IntentError> {
        let shares_alone = |shares| Leaving { shares, activating: 0 };
        let activating_alone = |activating| Leaving { shares: 0, activating };
        let leaving = match self {
            Self::Shares(shares) => Some(shares_alone(shares)),
            Self::Activating(tokens) => Some(activating_alone(tokens)),
            Self::AllActivating => Some(activating_alone(record.activating)),
            Self::Both { shares, activating } => Some(Leaving { shares, activating: activating.of(record.activating) }),
            Self::Tokens(tokens) => with_fewest_shares(tokens, pool, record),
            Self::All => Some(Leaving { shares: record.shares, activating: record.activating }),
        };
        match leaving {
            Some(Leaving { shares: 0, activating: 0 }) => Err(StakingError::NothingToUnstake.into()),
            Some(leaving) if leaving.activating > record.activating => {
                Err(IntentError::MoreThanActivating { activating: record.activating })
            }
            Some(leaving) if leaving.shares <= record.shares => Ok(leaving),
            _ => {
                let worth = pool.shares().tokens_for_shares(record.shares).unwrap_or_default();
                Err(IntentError::MoreThanHeld { shares: record.shares, worth, activating: record.activating })
            }
        }
    }
}

/// `None` if the whole pool is worth less: then it is more than the record has.
fn with_fewest_shares(tokens: u64, pool: &OperatorPool, record: &StakingRecord) -> Option<Leaving> {
    let activating = tokens.min(record.activating);
    let shares = pool.shares().shares_for_tokens(tokens.saturating_sub(activating)).ok()?;
    Some(Leaving { shares, activating })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(total_staked_amount: u64, total_shares: u64) -> OperatorPool {
        OperatorPool { total_staked_amount, total_shares, ..bytemuck::Zeroable::zeroed() }
    }

    fn record(shares: u64, activating: u64) -> StakingRecord {
        StakingRecord { shares, activating, ..bytemuck::Zeroable::zeroed() }
    }

    /// Shares and activating tokens that are meant at a price of 1.25, or the error.
    fn of(amount: Amount, record: &StakingRecord) -> Result<(u64, u64), StakingError> {
        let leaving = amount.of(&pool(1_250, 1_000), record);
        let leaving = leaving.map_err(|error| error.staking_error().expect("an error of the program"));
        leaving.map(|leaving| (leaving.shares, leaving.activating))
    }

    #[test]
    fn shares_are_held_against_the_record() {
        let held = record(7, 0);
        assert_eq!(of(Amount::All, &held), Ok((7, 0)));
        assert_eq!(of(Amount::Shares(8), &held), Err(StakingError::NotEnoughShares));
        // 7 shares are worth 8.75 tokens: 8 can be had for 6.4, so 7 shares, 9 would need 7.2.
        assert_eq!(of(Amount::Tokens(8), &held), Ok((7, 0)));
        assert_eq!(of(Amount::Tokens(9), &held), Err(StakingError::NotEnoughShares));
        let error = Amount::Tokens(9).of(&pool(1_250, 1_000), &held).expect_err("more than there is");
        assert!(matches!(error, IntentError::MoreThanHeld { shares: 7, worth: 8, activating: 0 }), "{error:?}");
    }

    #[test]
    fn tokens_are_activating_ones_first_and_then_the_fewest_shares() {
        let held = record(7, 30);
        assert_eq!(of(Amount::Tokens(29), &held), Ok((0, 29)));
        assert_eq!(of(Amount::Tokens(30), &held), Ok((0, 30)));
        // 31 - 30 = 1 token is paid by one share; 38 - 30 = 8 by 6.4, so 7.
        assert_eq!(of(Amount::Tokens(31), &held), Ok((1, 30)));
        assert_eq!(of(Amount::Tokens(38), &held), Ok((7, 30)));
        assert_eq!(of(Amount::Tokens(39), &held), Err(StakingError::NotEnoughShares));
        let error = Amount::Tokens(u64::MAX).of(&pool(1_250, 1_000), &held).expect_err("more than there is");
        assert!(matches!(error, IntentError::MoreThanHeld { shares: 7, worth: 8, activating: 30 }), "{error:?}");
    }

    #[test]
    fn everything_is_both_and_each_kind_can_be_named_alone() {
        let held = record(7, 30);
        assert_eq!(of(Amount::All, &held), Ok((7, 30)));
        assert_eq!(of(Amount::Shares(7), &held), Ok((7, 0)));
        assert_eq!(of(Amount::Activating(5), &held), Ok((0, 5)));
        assert_eq!(of(Amount::Activating(31), &held), Err(StakingError::NotEnoughActivating));
        assert_eq!(of(Amount::AllActivating, &held), Ok((0, 30)));
        assert_eq!(of(Amount::All, &record(0, 30)), Ok((0, 30)));
    }

    #[test]
    fn shares_and_activating_tokens_are_named_together() {
        let held = record(7, 30);
        let both = |shares, activating| of(Amount::Both { shares, activating }, &held);
        assert_eq!(both(5, Part::Exactly(20)), Ok((5, 20)));
        assert_eq!(both(7, Part::Everything), Ok((7, 30)));
        assert_eq!(both(8, Part::Exactly(20)), Err(StakingError::NotEnoughShares));
        assert_eq!(both(5, Part::Exactly(31)), Err(StakingError::NotEnoughActivating));
    }

    #[test]
    fn nothing_is_refused() {
        let nothing =
            [Amount::Shares(0), Amount::Activating(0), Amount::Tokens(0)].map(|amount| (amount, record(7, 30)));
        let empty = [(Amount::All, record(0, 0)), (Amount::AllActivating, record(7, 0))];
        for (amount, record) in nothing.into_iter().chain(empty) {
            assert_eq!(of(amount, &record), Err(StakingError::NothingToUnstake), "{amount:?}");
        }
    }

    #[test]
    fn activating_tokens_alone_need_no_accrual() {
        let held = record(7, 30);
        let alone = Amount::Both { shares: 0, activating: Part::Everything };
        for amount in [Amount::Activating(5), Amount::AllActivating, Amount::Tokens(30), alone] {
            assert!(!amount.may_take_shares(&held), "{amount:?}");
        }
        let with_shares = Amount::Both { shares: 1, activating: Part::Everything };
        for amount in [Amount::Shares(1), Amount::Tokens(31), with_shares] {
            assert!(amount.may_take_shares(&held), "{amount:?}");
        }
        // Commission that is staked in the accrual may be an operator's first shares.
        assert!(Amount::All.may_take_shares(&record(0, 30)));
    }
}
