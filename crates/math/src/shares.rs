//! Pool shares: what a deposit buys, what shares are worth (SPEC 5).
//!
//! Every rounding favours the holders that stay, so the price `T / S` never falls and `T >= S` always holds.

use crate::ratio::{mul_div_ceil, mul_div_floor};
use crate::MathError;

/// A pool's two totals, from which the price of a share follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolShares {
    /// `T`: tokens that belong to all shares together.
    pub total_staked: u64,
    /// `S`: all shares.
    pub total_shares: u64,
}

/// What a deposit buys, and the pool after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deposit {
    /// Shares minted.
    pub shares: u64,
    /// Tokens taken: exactly what the shares are worth, rounded up; at most the amount offered.
    pub cost: u64,
    /// The pool's totals afterwards.
    pub after: PoolShares,
}

/// What burnt shares pay, and the pool after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// Tokens that the shares were worth, rounded down.
    pub tokens: u64,
    /// The pool's totals afterwards.
    pub after: PoolShares,
}

impl PoolShares {
    /// Shares that at most `amount` tokens buy: `floor(a S / T)`, or one a token in a pool without shares.
    ///
    /// # Errors
    /// `DepositBuysNoShare` if the amount is worth less than one share; `Overflow` if a total would exceed a `u64`.
    pub fn deposit(self, amount: u64) -> Result<Deposit, MathError> {
        let (shares, cost) = if self.total_shares == 0 {
            (amount, amount)
        } else {
            let shares = mul_div_floor(amount, self.total_shares, self.total_staked).ok_or(MathError::Overflow)?;
            let cost = mul_div_ceil(shares, self.total_staked, self.total_shares).ok_or(MathError::Overflow)?;
            (shares, cost)
        };
        if shares == 0 {
            return Err(MathError::DepositBuysNoShare);
        }
        let after = self.grown(cost, shares)?;
        Ok(Deposit { shares, cost, after })
    }

    /// Whether `amount` tokens buy at least one share, without a division: `floor(a S / T) >= 1` is `a S >= T`.
    pub fn buys_a_share(self, amount: u64) -> bool {
        if self.total_shares == 0 {
            return amount > 0;
        }
        // Products of two u64 always fit a u128.
        let worth = u128::from(amount).checked_mul(u128::from(self.total_shares));
        worth >= Some(u128::from(self.total_staked))
    }

    /// Tokens that `shares` pay when they are burnt: `floor(s T / S)`.
    ///
    /// # Errors
    /// `NotEnoughShares` if the pool has fewer; `SharesWorthNothing` if they are worth no token.
    pub fn withdraw(self, shares: u64) -> Result<Withdrawal, MathError> {
        let total_shares = self.total_shares.checked_sub(shares).ok_or(MathError::NotEnoughShares)?;
        let tokens = self.value_floor(shares)?;
        if tokens == 0 {
            return Err(MathError::SharesWorthNothing);
        }
        let total_staked = self.total_staked.checked_sub(tokens).ok_or(MathError::Overflow)?;
        Ok(Withdrawal { tokens, after: Self { total_staked, total_shares } })
    }

    /// Tokens that `shares` are worth, rounded down: what unstaking them would pay. 0 in a pool without shares.
    ///
    /// # Errors
    /// `Overflow` if the value exceeds a `u64`, which shares of the pool cannot.
    pub fn value_floor(self, shares: u64) -> Result<u64, MathError> {
        if self.total_shares == 0 {
            return Ok(0);
        }
        mul_div_floor(shares, self.total_staked, self.total_shares).ok_or(MathError::Overflow)
    }

    /// Tokens that `shares` are worth, rounded up: the operator's stake in minimum checks. 0 in a pool without shares.
    ///
    /// # Errors
    /// `Overflow` if the value exceeds a `u64`, which shares of the pool cannot.
    pub fn value_ceil(self, shares: u64) -> Result<u64, MathError> {
        if self.total_shares == 0 {
            return Ok(0);
        }
        mul_div_ceil(shares, self.total_staked, self.total_shares).ok_or(MathError::Overflow)
    }

    /// Tokens of one share times `scale`, rounded down: the price in as many decimals as `scale` has zeros. `None` in a pool
    /// without shares.
    pub fn price_floor(self, scale: u64) -> Option<u128> {
        // The product of two u64 always fits a u128.
        let scaled = u128::from(self.total_staked).checked_mul(u128::from(scale))?;
        scaled.checked_div(u128::from(self.total_shares))
    }

    /// The fewest shares that pay at least `tokens` when they are burnt: `ceil(tokens S / T)`.
    ///
    /// # Errors
    /// `NotEnoughShares` if all shares together pay less.
    pub fn shares_for_tokens(self, tokens: u64) -> Result<u64, MathError> {
        if tokens == 0 {
            return Ok(0);
        }
        if tokens > self.total_staked {
            return Err(MathError::NotEnoughShares);
        }
        // At most S, because tokens are at most T.
        mul_div_ceil(tokens, self.total_shares, self.total_staked).ok_or(MathError::Overflow)
    }

    /// What `shares` pay when they are burnt: `floor(s T / S)` tokens, 0 for less than a token's worth.
    ///
    /// # Errors
    /// `NotEnoughShares` if the pool has fewer.
    pub fn tokens_for_shares(self, shares: u64) -> Result<u64, MathError> {
        if shares > self.total_shares {
            return Err(MathError::NotEnoughShares);
        }
        self.value_floor(shares)
    }

    /// Whether `value_ceil(shares)` is at least `minimum`, without a division: `ceil(s T / S) >= m` is `s T > (m - 1) S`.
    pub fn is_worth_at_least(self, shares: u64, minimum: u64) -> bool {
        let Some(below) = minimum.checked_sub(1) else { return true };
        // Products of two u64 always fit a u128.
        let value = u128::from(shares).checked_mul(u128::from(self.total_staked));
        let bound = u128::from(below).checked_mul(u128::from(self.total_shares));
        value > bound
    }

    /// The pool after `tokens` of rewards for all its shares: every share is worth more.
    ///
    /// # Errors
    /// `PoolWithoutShares` if there is nobody to reward; `Overflow` if the total would exceed a `u64`.
    pub fn reward(self, tokens: u64) -> Result<Self, MathError> {
        if self.total_shares == 0 {
            return Err(MathError::PoolWithoutShares);
        }
        self.grown(tokens, 0)
    }

    /// Stakes a commission of `tokens` that is already the pool's: mints `floor(c S / T)` shares for it.
    /// Returns the shares and the pool afterwards, or `None` if the commission buys no share (it is then owed instead).
    ///
    /// # Errors
    /// `Overflow` if a total would exceed a `u64`.
    pub fn stake_commission(self, tokens: u64) -> Result<Option<(u64, Self)>, MathError> {
        if self.total_shares == 0 {
            return Ok(None);
        }
        let shares = mul_div_floor(tokens, self.total_shares, self.total_staked).ok_or(MathError::Overflow)?;
        if shares == 0 {
            return Ok(None);
        }
        Ok(Some((shares, self.grown(tokens, shares)?)))
    }

    fn grown(self, tokens: u64, shares: u64) -> Result<Self, MathError> {
        let total_staked = self.total_staked.checked_add(tokens).ok_or(MathError::Overflow)?;
        let total_shares = self.total_shares.checked_add(shares).ok_or(MathError::Overflow)?;
        Ok(Self { total_staked, total_shares })
    }
}
