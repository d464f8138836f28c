//! Which pool is meant where none is named.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address;
use inference_staking_client::state::OperatorPool;

use crate::failure::{Failure, Outcome};
use crate::session::Session;

/// The pool that was named, or the only one of which who acts is the admin.
///
/// # Errors
/// If there is none or more than one, or the node cannot say.
pub async fn own_pool(session: &Session<'_>, named: Option<Pubkey>) -> Outcome<Pubkey> {
    if let Some(named) = named {
        return Ok(named);
    }
    let (admin, chain) = (session.actor()?.address(), session.chain()?);
    // Most admins have created their pool, whose address needs no search. Not every node searches.
    let created = address::operator_pool(&admin);
    let found = chain.pools_at(&[created]).await?.pop().flatten();
    if found.is_some_and(|pool| pool.admin == admin) {
        return Ok(created);
    }
    only_one(chain.pools_of_admin(&admin).await?, &format!("{admin} is the admin of"))
}

/// The pool that was named, or the only one that was offered to who acts.
///
/// # Errors
/// As `own_pool`.
pub async fn offered_pool(session: &Session<'_>, named: Option<Pubkey>) -> Outcome<Pubkey> {
    if let Some(named) = named {
        return Ok(named);
    }
    let (key, chain) = (session.actor()?.address(), session.chain()?);
    only_one(chain.pools_offered_to(&key).await?, &format!("{key} was proposed as admin of"))
}

fn only_one(pools: Vec<(Pubkey, OperatorPool)>, who: &str) -> Outcome<Pubkey> {
    match pools[..] {
        [(pool, _)] => Ok(pool),
        [] => Err(Failure::bad_input(format!("{who} no pool: name the one that is meant"))),
        _ => {
            let pools: Vec<String> = pools.iter().map(|(address, _)| address.to_string()).collect();
            Err(Failure::bad_input(format!("{who} {} pools, name one of them: {}", pools.len(), pools.join(", "))))
        }
    }
}
