//! `record create|show|list|close`.

use anchor_lang::prelude::Pubkey;
use clap::{Args, Subcommand};
use inference_staking_client::instruction::RecordOf;
use inference_staking_client::intent;

use super::holdings::{self, Holdings};
use super::worth::Appraisal;
use crate::failure::{rule, Outcome};
use crate::input::parse_pubkey;
use crate::session::Session;
use crate::show;
use crate::view::{Value, View};

/// What can be done with records.
#[derive(Debug, Subcommand)]
pub enum RecordCommand {
    /// Create the record of who acts in a pool; `stake` does it too
    Create(Create),
    /// Show a record: worth, activating stake, tickets, lock
    Show(Show),
    /// List the records of an owner or of a pool
    List(List),
    /// Close an empty record; its owner gets the rent
    Close(Close),
}

impl RecordCommand {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        match self {
            Self::Create(command) => command.run(session).await,
            Self::Show(command) => command.run(session).await,
            Self::List(command) => command.run(session).await,
            Self::Close(command) => command.run(session).await,
        }
    }
}

/// Arguments of `record create`.
#[derive(Args, Debug)]
pub struct Create {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
}

impl Create {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        session.begin().await?;
        let record = RecordOf { operator_pool: self.pool, owner: session.actor()?.address() };
        let payer = session.payer()?.address();
        session.carry_out(intent::create_record(record, payer)).await
    }
}

/// Arguments of `record show`.
#[derive(Args, Debug)]
pub struct Show {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
    /// Owner of the record [default: who acts]
    #[arg(long, value_name = "ADDRESS", value_parser = parse_pubkey)]
    owner: Option<Pubkey>,
    /// Let the program itself say what the record is worth (simulates `query_staking_record`)
    #[arg(long)]
    by_program: bool,
}

impl Show {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let overview = session.overview().await?;
        let chain = session.chain()?;
        let owner = self.owner.map_or_else(|| session.actor().map(|key| key.address()), Ok)?;
        let of = RecordOf { operator_pool: self.pool, owner };
        let pool = chain.pool(&self.pool).await?;
        let record = chain.staking_record(&of.address()).await?;
        let now = chain.now().await?;
        let appraisal = Appraisal::read(&chain, &overview, self.pool, &pool, now).await?;
        let worth = if self.by_program {
            intent::query_staking_record(&chain, of, &session.payer()?.address()).await?
        } else {
            appraisal.view(&of.address(), &record)?
        };
        let waits_for = appraisal.waits_for(of.address(), &record);
        let held_up_by = intent::held_up_by(&chain, &overview, &pool, of.address(), &record).await?;
        let view = show::record(of.address(), &record, &pool, &worth, waits_for, now);
        session.show(&view.and(show::held_up(&held_up_by)));
        Ok(())
    }
}

/// Arguments of `record list`.
#[derive(Args, Debug)]
pub struct List {
    /// Owner of the records [default: who acts]
    #[arg(long, value_name = "ADDRESS", value_parser = parse_pubkey, conflicts_with = "pool")]
    owner: Option<Pubkey>,
    /// Records of this pool instead
    #[arg(long, value_name = "POOL", value_parser = parse_pubkey)]
    pool: Option<Pubkey>,
}

impl List {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let overview = session.overview().await?;
        let chain = session.chain()?;
        let records = match (self.pool, self.owner) {
            (Some(pool), _) => chain.records_of_pool(&pool).await?,
            (None, Some(owner)) => chain.records_of_owner(&owner).await?,
            (None, None) => chain.records_of_owner(&session.actor()?.address()).await?,
        };
        let holdings = Holdings::read(&chain, records).await?;
        let mut rows = Vec::new();
        for (address, record, _) in holdings.iter()? {
            rows.push(show::record_row(address, record, &holdings.appraise(&overview, &address, record)?));
        }
        let count = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        let (record, _, worth) = holdings::none(&overview)?;
        let blank = show::record_row(Pubkey::default(), &record, &worth);
        session.show(&View::new().with("count", Value::Count(count)).with_listing("records", blank, rows));
        Ok(())
    }
}

/// Arguments of `record close`.
#[derive(Args, Debug)]
pub struct Close {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
}

impl Close {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        session.begin().await?;
        let record = RecordOf { operator_pool: self.pool, owner: session.actor()?.address() };
        // What is not there, or is not empty, is said before anything is asked.
        let closing = session.chain()?.staking_record(&record.address()).await?;
        closing.require_empty().map_err(|refusal| rule(refusal.0))?;
        session.preview(View::new().with("rent_to", record.owner));
        session.carry_out(intent::close_record(record)).await
    }
}
