//! What shares of the pool are worth (SPEC 5). Base units.

use crate::memory::refusal;

/// What `amount` tokens buy at the pool's price: shares, and their cost. The pool is then what it would be with them.
#[no_mangle]
pub extern "C" fn deposit(amount: u64) -> u32 {
    refusal(|memory| {
        let bought = memory.pool.shares().deposit(amount)?;
        memory.pool.set_shares(bought.after);
        memory.give([bought.shares, bought.cost]);
        Ok(())
    })
}

/// Tokens that shares of the pool pay, rounded down.
#[no_mangle]
pub extern "C" fn tokens_for_shares(shares: u64) -> u32 {
    refusal(|memory| {
        let tokens = memory.pool.shares().tokens_for_shares(shares)?;
        memory.give([tokens]);
        Ok(())
    })
}

/// The fewest shares that pay at least so many tokens.
#[no_mangle]
pub extern "C" fn shares_for_tokens(tokens: u64) -> u32 {
    refusal(|memory| {
        let shares = memory.pool.shares().shares_for_tokens(tokens)?;
        memory.give([shares]);
        Ok(())
    })
}

/// Whether shares of an operator are worth the minimum.
#[no_mangle]
pub extern "C" fn require_operator_minimum(shares: u64) -> u32 {
    refusal(|memory| memory.pool.require_operator_minimum(shares, memory.overview.min_operator_token_stake))
}
