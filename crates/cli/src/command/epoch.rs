//! `epoch …`: the life of an epoch on chain.

use anchor_lang::prelude::Pubkey;
use bytemuck::Zeroable;
use clap::{Args, Subcommand};
use inference_staking_client::intent;
use inference_staking_client::state::RewardRecord;
use inference_staking_client::time::utc;
use inference_staking_client::StakingError;

use super::epoch_accrue::AccrueOne;
use super::rewards::Publish;
use super::status::records;
use crate::failure::{Failure, Outcome};
use crate::input::parse_pubkey;
use crate::session::Session;
use crate::show;
use crate::view::{Value, View};

/// What can be done with epochs.
#[derive(Debug, Subcommand)]
pub enum EpochCommand {
    /// End the next epoch: until a pool has passed it, nothing becomes shares of the pool. Reward authority
    Mark(Mark),
    /// Another name of `rewards publish`
    #[command(hide = true)]
    Publish(Publish),
    /// Take the newest reward record back during its challenge period. Halt authority or program admin
    Revoke,
    /// Show an epoch's reward record, or list all
    Show(Show),
    /// Return what expired records still hold to the pot, and their rent to who paid it; anyone can
    Reclaim(Reclaim),
    /// Let a pool pass an epoch that pays it nothing now; anyone can
    Bypass(Bypass),
    /// Give one pool what its leaf pays; anyone can. For many pools use `rewards accrue`
    Accrue(AccrueOne),
}

impl EpochCommand {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        match self {
            Self::Mark(command) => command.run(session).await,
            Self::Publish(command) => command.run(session).await,
            Self::Revoke => revoke(session).await,
            Self::Show(command) => command.run(session).await,
            Self::Reclaim(command) => command.run(session).await,
            Self::Bypass(command) => command.run(session).await,
            Self::Accrue(command) => command.run(session).await,
        }
    }
}

/// Arguments of `epoch mark`.
#[derive(Args, Debug)]
pub struct Mark {
    /// The epoch [default: the one after the last that has a reward record]
    epoch: Option<u64>,
}

impl Mark {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let overview = session.begin().await?;
        let plan = intent::mark_epoch(&session.chain()?, session.actor()?.address(), self.epoch).await?;
        let is_early = |failure: &Failure| {
            [StakingError::EpochTooShort, StakingError::MarkTooSoon].iter().any(|it| failure.is_of(*it))
        };
        session.carry_out(plan).await.map_err(|failure| match overview.earliest_mark() {
            Ok(from) if is_early(&failure) => failure.but(&format!("; it can be marked from {}", utc(from))),
            _ => failure,
        })
    }
}

async fn revoke(session: &mut Session<'_>) -> Outcome<()> {
    session.begin().await?;
    let plan = intent::revoke_newest_epoch(&session.chain()?, session.actor()?.address()).await?;
    session.carry_out(plan).await
}

/// Arguments of `epoch show`.
#[derive(Args, Debug)]
pub struct Show {
    /// The epoch [default: all that have a record, the newest first]
    epoch: Option<u64>,
}

impl Show {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let overview = session.overview().await?;
        let chain = session.chain()?;
        let now = chain.now().await?;
        let Some(epoch) = self.epoch else {
            let records = records(&chain, &overview).await?;
            let row = |record| show::reward_record_row(record, &overview, now);
            let view = View::new()
                .with("completed_epoch", Value::Count(overview.completed_reward_epoch))
                .with("finalizing", overview.is_finalizing())
                .with_listing("epochs", row(&RewardRecord::zeroed()), records.iter().rev().map(row).collect());
            session.show(&view);
            return Ok(());
        };
        let record = chain.reward_record(epoch).await?.ok_or_else(|| {
            let newest = overview.completed_reward_epoch;
            let why = match epoch {
                0 => "the first epoch is 1",
                _ if epoch > newest => "it is not finalized yet",
                _ => "it was reclaimed",
            };
            Failure::refused(format!(
                "epoch {epoch} has no reward record: {why} (the newest finalized epoch is {newest})"
            ))
        })?;
        session.show(&show::reward_record(&record, &overview, now));
        Ok(())
    }
}

/// Arguments of `epoch reclaim`.
#[derive(Args, Debug)]
pub struct Reclaim {
    /// The expired epoch
    epoch: u64,
}

impl Reclaim {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        session.begin().await?;
        let plan = intent::reclaim_epoch(&session.chain()?, self.epoch).await?;
        session.carry_out(plan).await
    }
}

/// Arguments of `epoch bypass`.
#[derive(Args, Debug)]
pub struct Bypass {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
    /// The epoch [default: the next one that the pool can pass]
    #[arg(long)]
    epoch: Option<u64>,
}

impl Bypass {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        session.begin().await?;
        let plan = intent::bypass_epoch(&session.chain()?, self.pool, self.epoch).await?;
        session.carry_out(plan).await
    }
}
