//! `lock`, `extend`, `unlock`, `cancel-unlock` and `rank`.

use anchor_lang::prelude::Pubkey;
use clap::Args;
use inference_staking_client::instruction::RecordOf;
use inference_staking_client::intent;
use inference_staking_client::state::{LockTerms, StakingRecord, StakingRecordView};
use inference_staking_client::Refusal;

use super::worth::Appraisal;
use crate::failure::{rule, Outcome};
use crate::input::{parse_pubkey, Span};
use crate::session::Session;
use crate::show;
use crate::view::{Value, View};

/// Lock a record's shares for 14 to 365 days, and so earn a rank
///
/// A lock never touches rewards: it only restricts how many shares `unstake` may burn. Activating stake is never locked, until
/// it becomes shares, which join a lock that is not being released. It holds nobody to a higher commission
/// than the pool has or has announced when it is made.
#[derive(Args, Debug)]
pub struct LockStake {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
    /// How long the release will take once it begins, such as 180d
    duration: Span,
}

/// Make a lock longer, under the pool's commissions of today
#[derive(Args, Debug)]
pub struct ExtendLock {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
    /// By how much, such as 30d
    by: Span,
}

/// Begin the linear release of a lock; the rank is 0 at once
///
/// If one of the pool's commissions is, or will be, higher than when the lock was made, everything is released at once, also
/// while a release runs.
#[derive(Args, Debug)]
pub struct BeginUnlock {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
}

/// Stop a release: all shares are locked again, under the pool's commissions of today
#[derive(Args, Debug)]
pub struct CancelUnlock {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
}

/// Show the rank that a record's lock earns
///
/// A pool's admin can let a friend out of its lock by announcing a higher commission, for as long as that stands; everybody
/// else in the pool is then let out too.
#[derive(Args, Debug)]
pub struct Rank {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
    /// Owner of the record [default: who acts]
    #[arg(long, value_name = "ADDRESS", value_parser = parse_pubkey)]
    owner: Option<Pubkey>,
}

impl LockStake {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let own = OwnRecord::read(session, self.pool).await?;
        own.preview(session, |record, terms, now| record.lock_shares(self.duration.0, terms, now))?;
        session.carry_out(intent::lock_stake(own.of, self.duration.0)).await
    }
}

impl ExtendLock {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let own = OwnRecord::read(session, self.pool).await?;
        own.preview(session, |record, terms, _| record.extend_lock(self.by.0, terms))?;
        session.carry_out(intent::extend_lock(own.of, &own.record, own.terms, self.by.0)).await
    }
}

impl BeginUnlock {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let own = OwnRecord::read(session, self.pool).await?;
        own.preview(session, |record, terms, now| record.begin_unlock(terms, now))?;
        session.carry_out(intent::begin_unlock(own.of, &own.record, own.terms)).await
    }
}

impl CancelUnlock {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let own = OwnRecord::read(session, self.pool).await?;
        own.preview(session, |record, terms, _| record.cancel_unlock(terms))?;
        session.carry_out(intent::cancel_unlock(own.of, &own.record, own.terms)).await
    }
}

impl Rank {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let overview = session.overview().await?;
        let chain = session.chain()?;
        let owner = self.owner.map_or_else(|| session.actor().map(|key| key.address()), Ok)?;
        let of = RecordOf { operator_pool: self.pool, owner };
        let pool = chain.pool(&self.pool).await?;
        let record = chain.staking_record(&of.address()).await?;
        let now = chain.now().await?;
        let worth = Appraisal::read(&chain, &overview, self.pool, &pool, now).await?.view(&of.address(), &record)?;
        let view = View::new()
            .with("address", of.address())
            .with("owner", owner)
            .with("pool", self.pool)
            .with("shares", Value::Shares(record.shares))
            .with("value", Value::Tokens(worth.token_value));
        session.show(&view.and(show::lock(&record, &worth)));
        Ok(())
    }
}

/// The record of who acts, which has to be there, with what it is worth.
struct OwnRecord {
    of: RecordOf,
    record: StakingRecord,
    worth: StakingRecordView,
    /// The pool's commissions of today.
    terms: LockTerms,
    /// Unix seconds.
    now: i64,
}

impl OwnRecord {
    async fn read(session: &mut Session<'_>, operator_pool: Pubkey) -> Outcome<Self> {
        let overview = session.begin().await?;
        let (chain, of) = (session.chain()?, RecordOf { operator_pool, owner: session.actor()?.address() });
        // What is no pool is called so, before a record of it is looked for.
        let pool = chain.pool(&operator_pool).await?;
        let record = chain.staking_record(&of.address()).await?;
        let now = chain.now().await?;
        let worth =
            Appraisal::read(&chain, &overview, operator_pool, &pool, now).await?.view(&of.address(), &record)?;
        Ok(Self { of, record, worth, terms: pool.lock_terms(), now })
    }

    /// Shows which shares a change of the lock is about, the commissions that it was made under and those that it would be made
    /// under today, and by when all of them could be free then.
    ///
    /// # Errors
    /// The rule that refuses the change.
    fn preview(
        &self,
        session: &mut Session<'_>,
        change: impl FnOnce(&mut StakingRecord, LockTerms, i64) -> Result<(), Refusal>,
    ) -> Outcome<()> {
        let mut after = self.record;
        change(&mut after, self.terms, self.now).map_err(|refusal| rule(refusal.0))?;
        let free_from = self.now.saturating_add(i64::try_from(after.lock_duration).unwrap_or(i64::MAX));
        let view = View::new()
            .with("record", self.of.address())
            .with("shares", Value::Shares(self.record.shares))
            .with("value", Value::Tokens(self.worth.token_value))
            .and(show::lock_commissions(&self.record))
            .with("reward_commission_of_today", Value::Bps(self.terms.reward_commission_bps))
            .with("usdc_commission_of_today", Value::Bps(self.terms.usdc_commission_bps))
            .with("release_takes", Value::Seconds(after.lock_duration))
            .with("all_free_at_the_earliest", Value::Time(free_from));
        session.preview(view);
        Ok(())
    }
}
