//! `status`: the whole system at one look.

use std::time::Duration;

use anchor_lang::prelude::Pubkey;
use clap::Args;
use inference_staking_client::intent;
use inference_staking_client::rpc::Connection;
use inference_staking_client::state::{OperatorPool, PoolOverview, RewardRecord, NEVER};

use super::solvency::Solvency;
use crate::failure::{rule, Failure, Outcome};
use crate::session::Session;
use crate::show;
use crate::view::{Value, View};

/// Pools behind, pools halted, open epochs and vaults that are short that a table lists; JSON has all.
const LISTED: usize = 20;

/// Looks at vaults and liabilities that do not fit, at most: two that agree are the truth.
const LOOKS: u32 = 10;
/// More than a slot.
const BETWEEN_LOOKS: Duration = Duration::from_millis(500);

/// Show the whole system: solvency of all vaults, epochs, activating stake, pools behind, halts
///
/// Ends with exit code 1 if a vault holds less than it owes.
#[derive(Args, Debug)]
pub struct Status {}

impl Status {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let overview = session.overview().await?;
        let chain = session.chain()?;
        let (look, is_settled) = Look::until_settled(&chain, overview).await?;
        let Look { overview, now, pools, records, solvency } = look;
        let activations = intent::read_activations(&chain, None).await?.pools;
        let solvent = match (solvency.holds(), is_settled) {
            (false, false) => Value::Nothing,
            (holds, _) => Value::Flag(holds),
        };
        let most = if session.is_json() { usize::MAX } else { LISTED };
        let view = View::new()
            .with("test_network", overview.is_test_network())
            .with("solvent", solvent)
            .and(epochs(&overview, &records, now)?)
            .with("vaults", solvency.rows())
            .with("vaults_short", solvency.short_rows(most))
            .with("pools", pool_counts(&pools, &overview, now))
            .with("activating", show::activating(activations.values()))
            .with("halts", show::halts(&overview, now))
            .with("open_epochs", open_epochs(&records, &overview, now, most))
            .with("pools_behind", listed(&pools, &overview, now, most, |pool| pool.epochs_behind(&overview, now) > 0))
            .with("pools_halted", listed(&pools, &overview, now, most, |pool| pool.is_halted != 0));
        session.show(&view);
        match (solvency.holds(), is_settled) {
            (true, _) => Ok(()),
            (false, true) => Err(Failure::refused(
                "the network is not solvent: a vault holds less than it owes, or a liability is not the sum of what is owed \
                 (see `vaults` and `vaults_short`); fund the vault, and report it",
            )),
            (false, false) => Err(Failure::refused(
                "whether the network is solvent could not be seen: while accounts were read, others changed, each time anew; \
                 try again when no keeper runs",
            )),
        }
    }
}

/// The accounts as they were read one after the other, and so perhaps each of another moment.
struct Look {
    overview: PoolOverview,
    now: i64,
    pools: Vec<(Pubkey, OperatorPool)>,
    records: Vec<RewardRecord>,
    solvency: Solvency,
}

impl Look {
    async fn read(chain: &Connection, overview: PoolOverview) -> Outcome<Self> {
        let now = chain.now().await?;
        let pools = chain.pools().await?;
        Self::at(chain, overview, now, pools).await
    }

    /// Before anything is accused, pools are read as vaults are: what nodes keep for searches may be older than the accounts.
    async fn read_again(chain: &Connection) -> Outcome<Self> {
        let (overview, now) = (chain.overview().await?, chain.now().await?);
        let addresses: Vec<_> = chain.pools().await?.into_iter().map(|(address, _)| address).collect();
        let pools = chain.pools_at(&addresses).await?;
        let pools = addresses.into_iter().zip(pools).filter_map(|(address, pool)| Some((address, pool?))).collect();
        Self::at(chain, overview, now, pools).await
    }

    async fn at(
        chain: &Connection,
        overview: PoolOverview,
        now: i64,
        pools: Vec<(Pubkey, OperatorPool)>,
    ) -> Outcome<Self> {
        let records = records(chain, &overview).await?;
        let solvency = Solvency::read(chain, &overview, &pools, &records).await?;
        Ok(Self { overview, now, pools, records, solvency })
    }

    /// Looks until it is settled whether vaults and liabilities fit.
    async fn until_settled(chain: &Connection, overview: PoolOverview) -> Outcome<(Self, bool)> {
        let mut first = Some(overview);
        let read = async || match first.take() {
            Some(overview) => Self::read(chain, overview).await,
            None => Self::read_again(chain).await,
        };
        settled(read, |look: &Self| &look.solvency, Solvency::holds, BETWEEN_LOOKS).await
    }
}

/// Looks again as long as something does not hold and changed since, and says whether it stood still at last.
async fn settled<L, S: PartialEq>(
    mut read: impl AsyncFnMut() -> Outcome<L>,
    part: impl Fn(&L) -> &S,
    holds: impl Fn(&S) -> bool,
    pause: Duration,
) -> Outcome<(L, bool)> {
    let mut look = read().await?;
    for _ in 1..LOOKS {
        if holds(part(&look)) {
            return Ok((look, true));
        }
        tokio::time::sleep(pause).await;
        let before = std::mem::replace(&mut look, read().await?);
        if part(&look) == part(&before) {
            return Ok((look, true));
        }
    }
    let is_settled = holds(part(&look));
    Ok((look, is_settled))
}

/// All reward records that exist.
pub async fn records(chain: &Connection, overview: &PoolOverview) -> Outcome<Vec<RewardRecord>> {
    let epochs: Vec<u64> = (1..=overview.completed_reward_epoch).collect();
    Ok(chain.reward_records(&epochs).await?.into_iter().flatten().collect())
}

fn epochs(overview: &PoolOverview, records: &[RewardRecord], now: i64) -> Outcome<View> {
    let current = overview.current_epoch().map_err(|refusal| rule(refusal.0))?;
    let challenged = records.iter().filter(|record| now < record.claimable_from).count();
    let finalized = overview.completed_reward_epoch > 0;
    let next_mark = overview.earliest_mark().map_err(|refusal| rule(refusal.0))?;
    // While one is finalizing, or accrual is halted, nobody knows from when.
    let is_known = next_mark != NEVER && !overview.is_finalizing() && overview.require_accrual_not_halted().is_ok();
    Ok(View::new()
        .with("time", Value::Time(now))
        .with("current_epoch", Value::Count(current))
        .with("completed_epoch", Value::Count(overview.completed_reward_epoch))
        .with("finalizing", overview.is_finalizing())
        .with("last_finalized_at", finalized.then_some(Value::Time(overview.last_finalized_at)))
        .with("next_mark_from", is_known.then_some(Value::Time(next_mark)))
        .with("records_in_challenge_period", count(challenged)))
}

/// Records that still hold something that can be accrued, the newest first.
fn open_epochs(records: &[RewardRecord], overview: &PoolOverview, now: i64, most: usize) -> Vec<View> {
    let holds = |record: &&RewardRecord| record.remaining_rewards > 0 || record.remaining_usdc > 0;
    let open = records.iter().rev().filter(holds).filter(|record| !overview.is_expired(record.epoch, now));
    open.take(most).map(|record| show::reward_record_row(record, overview, now)).collect()
}

fn pool_counts(pools: &[(Pubkey, OperatorPool)], overview: &PoolOverview, now: i64) -> View {
    let number = |is: &dyn Fn(&OperatorPool) -> bool| count(pools.iter().filter(|(_, pool)| is(pool)).count());
    let sum = |of: fn(&OperatorPool) -> u64| pools.iter().map(|(_, pool)| of(pool)).fold(0, u64::saturating_add);
    let current = overview.current_epoch().ok();
    let is_closing = |pool: &OperatorPool| show::is_closing(pool, current);
    View::new()
        .with("pools_there", count(pools.len()))
        .with("open", number(&|pool| !pool.is_closed()))
        .with("closing", number(&is_closing))
        .with("closed", number(&|pool| pool.is_closed() && !is_closing(pool)))
        .with("halted", number(&|pool| pool.is_halted != 0))
        .with("behind", number(&|pool| pool.epochs_behind(overview, now) > 0))
        .with("staked", Value::Tokens(sum(|pool| pool.total_staked_amount)))
        .with("activating", Value::Tokens(sum(|pool| pool.total_activating)))
        .with("unstaking", Value::Tokens(sum(|pool| pool.total_unstaking)))
}

fn listed(
    pools: &[(Pubkey, OperatorPool)],
    overview: &PoolOverview,
    now: i64,
    most: usize,
    is: impl Fn(&OperatorPool) -> bool,
) -> Vec<View> {
    let pools = pools.iter().filter(|(_, pool)| is(pool)).take(most);
    pools.map(|(address, pool)| show::pool_row(*address, pool, overview, now)).collect()
}

fn count(number: usize) -> Value {
    Value::Count(u64::try_from(number).unwrap_or(u64::MAX))
}

#[cfg(test)]
#[allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
mod tests {
    use super::*;

    /// Looks that see these one after the other, of which 0 holds: the last that was seen, whether it is settled, and the looks.
    async fn looks(seen: &[u8]) -> (u8, bool, usize) {
        let mut count = 0;
        let read = async || {
            count += 1;
            Ok(seen[count - 1])
        };
        let (last, is_settled) = settled(read, |look| look, |look| *look == 0, Duration::ZERO).await.unwrap();
        (last, is_settled, count)
    }

    #[tokio::test]
    async fn nobody_is_accused_for_what_changed_while_it_was_read() {
        assert_eq!(looks(&[0]).await, (0, true, 1));
        assert_eq!(looks(&[1, 0]).await, (0, true, 2));
        // The same twice is so.
        assert_eq!(looks(&[1, 1]).await, (1, true, 2));
        assert_eq!(looks(&[1, 2, 2]).await, (2, true, 3));
        let always_another: Vec<u8> = (1..=u8::try_from(LOOKS).unwrap()).collect();
        assert_eq!(looks(&always_another).await, (*always_another.last().unwrap(), false, always_another.len()));
    }
}
