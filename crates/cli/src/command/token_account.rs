//! Token accounts that payouts go to, and that pay.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::intent::IntentError;
use inference_staking_client::rpc::Connection;

use crate::failure::{Failure, Outcome};
use crate::session::Session;
use crate::view::Decimals;

/// The account that was named for a payout by an option, which has to be there. If none was, the plan pays the owner's associated token
/// account and creates it if it is missing.
///
/// # Errors
/// If the named account is not there.
pub async fn existing(
    chain: &Connection,
    named: Option<Pubkey>,
    owner: &Pubkey,
    option: &str,
) -> Outcome<Option<Pubkey>> {
    let Some(address) = named else { return Ok(None) };
    if chain.token_balance(&address).await?.is_some() {
        return Ok(Some(address));
    }
    Err(Failure::refused(format!(
        "there is no token account at {address}: create it first, or leave out {option} and the associated token account of \
         {owner} is created"
    )))
}

/// What can be done about the account of who acts, where another one can be named.
pub const NAME_ANOTHER: &str = "; name another token account with --to";

/// A failure; if it is about an account that cannot be paid, with what whoever gave the command can do about it.
pub fn advising(advice: impl AsRef<str>) -> impl Fn(IntentError) -> Failure {
    move |error| match error.is_about_account() {
        true => Failure::from(error).but(advice.as_ref()),
        false => error.into(),
    }
}

/// What a token account that is to pay holds.
///
/// # Errors
/// If it is not there; `advice` says what to do.
pub async fn held(chain: &Connection, account: &Pubkey, advice: &str) -> Outcome<u64> {
    chain.token_balance(account).await?.ok_or_else(|| missing(account, advice))
}

/// That there is no account to pay from.
fn missing(account: &Pubkey, advice: &str) -> Failure {
    Failure::refused(format!("there is no token account at {account} to pay from: {advice}"))
}

/// An account that is to pay has to be there and hold so much, of which `amount` says in words how much it is. What is exported is
/// executed later: a warning is enough.
///
/// # Errors
/// If it is not there, or holds less.
pub async fn require_funds(
    session: &mut Session<'_>,
    account: &Pubkey,
    wanted: u64,
    amount: fn(Decimals, u64) -> String,
    advice: &str,
) -> Outcome<()> {
    let decimals = session.decimals();
    let covered = match session.chain()?.token_balance(account).await? {
        Some(held) => require_covers(account, held, wanted, |base| amount(decimals, base), "paid"),
        None => Err(missing(account, advice)),
    };
    covered.or_else(|failure| session.unless_exported(failure))
}

/// What is to be paid out of an account, of which `amount` says so much in words, has to be in it.
///
/// # Errors
/// If it holds less.
pub fn require_covers(
    account: &Pubkey,
    held: u64,
    wanted: u64,
    amount: impl Fn(u64) -> String,
    done: &str,
) -> Outcome<()> {
    let [has, needs] = [held, wanted].map(amount);
    match held < wanted {
        true => Err(Failure::refused(format!("the token account {account} holds {has}, {needs} were to be {done}"))),
        false => Ok(()),
    }
}
