//! Which pool is meant where none is named.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address;
use inference_staking_client::state::OperatorPool;

use crate::failure::{Failure, Outcome};
use crate::session::Session;
use crate::show;

/// The pool that was named, or the only one, or the only open one, of which who acts is the admin.
///
/// # Errors
/// If there is none or more than one, or the node cannot say.
pub async fn own_pool(session: &mut Session<'_>, named: Option<Pubkey>) -> Outcome<Pubkey> {
    found(session, named, open_or_all).await
}

/// The same for what cannot be undone: who has closed one pool and gives the command again does not mean the other.
///
/// # Errors
/// As `own_pool`.
pub async fn sole_pool(session: &mut Session<'_>, named: Option<Pubkey>) -> Outcome<Pubkey> {
    found(session, named, |pools| pools).await
}

type Pools = Vec<(Pubkey, OperatorPool)>;

async fn found(
    session: &mut Session<'_>,
    named: Option<Pubkey>,
    meant: impl FnOnce(Pools) -> Pools,
) -> Outcome<Pubkey> {
    if let Some(named) = named {
        return Ok(named);
    }
    let (admin, chain) = (session.actor()?.address(), session.chain()?);
    let error = match chain.pools_of_admin(&admin).await {
        Ok(pools) => return only_one(meant(pools), &format!("{admin} is the admin of")),
        Err(error) => error,
    };
    // Not every node searches. The address of the pool that one created needs no search.
    let created = address::operator_pool(&admin);
    match chain.pool(&created).await {
        Ok(pool) if pool.admin == admin => {
            session.note(&format!(
                "the node does not search for pools ({error}): taking {created}, which {admin} created"
            ));
            Ok(created)
        }
        _ => Err(error.into()),
    }
}

/// A pool that something is about to be done to, which is said before anything is asked.
///
/// # Errors
/// If it is not there, or cannot be read.
pub async fn named_pool(session: &mut Session<'_>, address: Pubkey) -> Outcome<OperatorPool> {
    let pool = session.chain()?.pool(&address).await?;
    session.preview(show::pool_named(address, &pool, session.current_epoch()));
    Ok(pool)
}

/// The pool that was named, or the only one that was offered to who acts.
///
/// # Errors
/// As `own_pool`.
pub async fn offered_pool(session: &mut Session<'_>, named: Option<Pubkey>) -> Outcome<Pubkey> {
    if let Some(named) = named {
        return Ok(named);
    }
    let (key, chain) = (session.actor()?.address(), session.chain()?);
    only_one(chain.pools_offered_to(&key).await?, &format!("{key} was proposed as admin of"))
}

/// Who has one open pool means that one, whatever pools it has closed.
fn open_or_all(pools: Pools) -> Pools {
    let open: Vec<_> = pools.iter().filter(|(_, pool)| !pool.is_closed()).copied().collect();
    if open.len() == 1 {
        open
    } else {
        pools
    }
}

fn only_one(pools: Pools, who: &str) -> Outcome<Pubkey> {
    match pools[..] {
        [(pool, _)] => Ok(pool),
        [] => Err(Failure::bad_input(format!("{who} no pool: name the one that is meant"))),
        _ => {
            let pools: Vec<String> = pools.iter().map(|(address, _)| address.to_string()).collect();
            Err(Failure::bad_input(format!("{who} {} pools, name one of them: {}", pools.len(), pools.join(", "))))
        }
    }
}
