//! `rewards tables …`: address lookup tables, with which twice as many pools fit a transaction of the keeper.

use std::path::PathBuf;

use anchor_lang::prelude::Pubkey;
use clap::{Args, Subcommand};
use inference_staking_client::rpc::{Connection, LookupTable};
use inference_staking_keeper::{
    close_tables, create_tables, ClosedTables, Interrupts, Options, TableSource, TablesSummary,
};
use solana_signer::Signer;

use super::keeping::{failed, options, paying_key, stopping_when_asked};
use crate::failure::{Failure, Outcome};
use crate::input::{parse_kept_file, parse_pubkey, Span};
use crate::right_keys::of_other_keys;
use crate::session::Session;
use crate::view::{Value, View};

/// Arguments of `rewards tables`.
#[derive(Debug, Subcommand)]
pub enum Tables {
    /// Make tables of all pools, or complete them; can be killed and started again at any moment
    ///
    /// Their rent, about 0.042 SOL for 250 pools, comes back when they are closed. New pools come in when it is called again.
    Create(Create),
    /// List the tables of an authority, or those of a file
    Show(Show),
    /// Deactivate the tables and, some minutes later, close them; to be called twice
    Close(Close),
}

/// Arguments of `rewards tables create`.
#[derive(Args, Debug)]
pub struct Create {
    #[command(flatten)]
    file: TablesFile,
    /// Only these pools
    #[arg(long = "pool", value_name = "POOL", value_parser = parse_pubkey)]
    pools: Vec<Pubkey>,
}

/// Arguments of `rewards tables show`.
#[derive(Args, Debug)]
pub struct Show {
    #[command(flatten)]
    file: TablesFile,
    /// Tables of this authority [default: the key that pays, unless --tables is given]
    #[arg(long, value_name = "ADDRESS", value_parser = parse_pubkey)]
    authority: Option<Pubkey>,
}

/// Arguments of `rewards tables close`.
#[derive(Args, Debug)]
pub struct Close {
    #[command(flatten)]
    file: TablesFile,
}

/// The file of table addresses.
#[derive(Args, Debug)]
struct TablesFile {
    /// File with the addresses of the tables: for nodes that do not list the tables of an authority, as most public ones
    #[arg(long = "tables", value_name = "FILE", value_parser = parse_kept_file)]
    path: Option<PathBuf>,
}

impl Tables {
    /// Whether it only shows something.
    pub fn sends_nothing(&self) -> bool {
        matches!(self, Self::Show(_))
    }

    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        if !self.sends_nothing() && (session.options.dry_run || session.options.export) {
            return Err(Failure::bad_input(
                "tables are made and closed step by step, so there is nothing to simulate or export beforehand: see \
                 `rewards tables show`",
            ));
        }
        match self {
            Self::Create(command) => command.run(session).await,
            Self::Show(command) => command.run(session).await,
            Self::Close(command) => command.run(session).await,
        }
    }
}

impl Create {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        session.begin().await?;
        let (chain, payer) = (session.chain()?, paying_key(session)?);
        session.agree_to_fee()?;
        let pools = (!self.pools.is_empty()).then_some(self.pools);
        let (options, mut signatures) = options(session);
        let (options, mut interrupts) = (Options { pools, ..options }, Interrupts::new());
        let making = create_tables(&chain, payer.as_ref(), self.file.path.as_deref(), &options);
        let made = stopping_when_asked(session, &options.stop, &mut signatures, &mut interrupts, making).await;
        let made = made.map_err(failed)?;
        let TablesSummary { tables, held, missing, transactions, last_failure } = made;
        let view = View::new()
            .with("tables", count(tables.len()))
            .with("addresses", count(held))
            .with("missing", count(missing))
            .with("transactions", Value::Count(transactions));
        session.show(&view);
        if missing == 0 {
            return Ok(());
        }
        let why = last_failure.map(|words| format!(": {words}")).unwrap_or_default();
        Err(Failure::refused(format!("{missing} addresses stand in no table yet, start it again{why}")))
    }
}

impl Show {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let authority = match (self.authority, &self.file.path) {
            (Some(authority), _) => Some(authority),
            (None, Some(_)) => None,
            (None, None) => Some(session.payer()?.address()),
        };
        let chain = session.chain()?;
        let recent = chain.recent_slots().await?;
        let tables = found(&chain, self.file.path, authority).await?;
        let rows = tables.iter().map(|table| shown(table, &recent)).collect();
        let blank = shown(&LookupTable::default(), &recent);
        session.show(&View::new().with("count", count(tables.len())).with_listing("tables", blank, rows));
        Ok(())
    }
}

impl Close {
    async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        session.begin().await?;
        let (chain, payer) = (session.chain()?, paying_key(session)?);
        let recent = chain.recent_slots().await?;
        let tables = found(&chain, self.file.path.clone(), Some(payer.pubkey())).await?;
        let (own, others): (Vec<_>, Vec<_>) =
            tables.into_iter().partition(|table| table.authority == Some(payer.pubkey()));
        if let ([], [table, ..]) = (&own[..], &others[..]) {
            let failure = Failure::refused(format!("lookup table {} of the file is another's to close", table.address));
            return Err(of_other_keys(failure, &payer.pubkey(), table.authority.as_slice()));
        }
        for table in others {
            session.warn(&format!("lookup table {} of the file is another's to close: it stays", table.address));
        }
        let rows: Vec<_> = own.iter().map(|table| shown(table, &recent)).collect();
        session.preview(View::new().with("signers", payer.pubkey()).with("tables", rows));
        session.agree_to_fee()?;
        session.confirm("Close the lookup tables? Accruals take twice as many transactions without them.")?;
        let (options, mut signatures) = options(session);
        let mut interrupts = Interrupts::new();
        let closing = close_tables(&chain, payer.as_ref(), self.file.path.as_deref(), &options);
        let done = stopping_when_asked(session, &options.stop, &mut signatures, &mut interrupts, closing).await;
        let done = done.map_err(failed)?;
        let ClosedTables { deactivated, closed, left, closable_in, last_failure } = done;
        let view = View::new()
            .with("deactivated", Value::Count(deactivated))
            .with("closed", Value::Count(closed))
            .with("left", Value::Count(left))
            .with("closable_in_blocks", closable_in.map(Value::Count));
        session.show(&view);
        match (last_failure, closable_in) {
            (Some(words), _) => Err(Failure::refused(format!("not every table could be closed, try again: {words}"))),
            (None, Some(blocks)) => {
                let about = Span::of_slots(blocks);
                session
                    .note(&format!("deactivated tables cool down: call this again in {blocks} blocks, about {about}"));
                Ok(())
            }
            (None, None) => Ok(()),
        }
    }
}

/// The tables of a file and of an authority.
async fn found(chain: &Connection, file: Option<PathBuf>, authority: Option<Pubkey>) -> Outcome<Vec<LookupTable>> {
    TableSource { file, authority }.find(chain).await.map_err(failed)
}

fn shown(table: &LookupTable, recent: &[u64]) -> View {
    let status = match table.closable_in(recent) {
        None => "active".to_owned(),
        Some(0) => "can be closed".to_owned(),
        Some(blocks) => format!("cooling down: can be closed in {blocks} blocks"),
    };
    View::new()
        .with("table", Value::Key(table.address))
        .with("authority", table.authority.map(Value::Key))
        .with("addresses", count(table.addresses.len()))
        .with("status", status)
}

fn count(number: usize) -> Value {
    Value::Count(u64::try_from(number).unwrap_or(u64::MAX))
}
