//! `rewards accrue`: the keeper.

use std::net::SocketAddr;
use std::num::{NonZeroU32, NonZeroUsize};
use std::path::PathBuf;
use std::time::Duration;

use anchor_lang::prelude::Pubkey;
use clap::{Args, ValueEnum};
use inference_staking_client::rpc::{ReadError, SendOptions};
use inference_staking_keeper::{
    accrue, watch, Accrued, Bypass, Claims, Interrupts, Monitor, Options, Reason, Summary, TableSource, WatchOptions,
    WatchSummary,
};
use tokio::net::TcpListener;

use super::keeping::{self, failed, paying_key, stopping_when_asked, Signatures};
use super::proof_source::ProofSource;
use crate::failure::{Failure, Outcome};
use crate::input::{parse_kept_file, parse_pubkey, Decimal, Span};
use crate::session::Session;
use crate::view::{Value, View};

/// Which epochs pools pass without a proof.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Pass {
    /// None
    Never,
    /// Those that pay nobody
    #[default]
    Empty,
    /// Also those that pay the pool nothing, once the bypass delay is over
    WithoutLeaf,
}

/// Whose matured unstakes a watch claims.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum Claim {
    /// Nobody's
    #[default]
    Never,
    /// Those of owners whose token account exists
    Existing,
    /// All; missing token accounts are created at the keeper's expense, see --create-account-from
    All,
}

/// Arguments of `rewards accrue`.
#[derive(Args, Debug)]
pub struct Accrue {
    #[command(flatten)]
    proofs: ProofSource,
    /// Only these pools
    #[arg(long = "pool", value_name = "POOL", value_parser = parse_pubkey)]
    pools: Vec<Pubkey>,
    /// Leave ripe stake activating, instead of making it shares once its pool is accrued
    #[arg(long)]
    no_activation: bool,
    /// Epochs that pools pass without a proof
    #[arg(long, value_enum, default_value_t, value_name = "WHICH")]
    pass: Pass,
    /// File of `rewards tables create`: with lookup tables twice as many pools go in a transaction
    #[arg(long, value_name = "FILE", value_parser = parse_kept_file)]
    tables: Option<PathBuf>,
    /// Use the lookup tables of this authority, which public nodes may not tell
    #[arg(long, value_name = "ADDRESS", value_parser = parse_pubkey)]
    tables_of: Option<Pubkey>,
    /// Transactions a second at most
    #[arg(long, value_name = "NUMBER", default_value = "20")]
    rate: NonZeroU32,
    /// Transactions that wait for their confirmation at a time at most
    #[arg(long, value_name = "NUMBER", default_value = "64")]
    in_flight: NonZeroUsize,
    /// Keep going until ctrl-c: accrue new epochs, pass empty ones, activate ripe stake, claim, reclaim expired records
    #[arg(long)]
    pub(super) watch: bool,
    /// Pause between two looks of a watch, at least a second
    #[arg(long, value_name = "TIME", default_value = "30s", requires = "watch", value_parser = parse_pause)]
    every: Span,
    /// Matured unstakes that a watch claims for their owners
    #[arg(long, value_enum, default_value_t, value_name = "WHICH", requires = "watch")]
    claim: Claim,
    /// Smallest matured unstake that a missing token account is created for, in tokens: what the rent of an account, about
    /// 0.002 SOL, is worth. For an owner one is created once in a run
    #[arg(long, value_name = "TOKENS", requires = "watch", required_if_eq("claim", "all"))]
    create_account_from: Option<Decimal>,
    /// Address and port at which a watch answers /healthz and /metrics; port 0 for a free one
    #[arg(long, value_name = "ADDRESS:PORT", requires = "watch")]
    listen: Option<SocketAddr>,
}

impl Accrue {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let source = self.proofs.source()?;
        if session.options.dry_run || session.options.export {
            return Err(Failure::bad_input(
                "accruals are batched while they are sent, so there is nothing to simulate or export beforehand: use \
                 `epoch accrue` and `activate` for one pool",
            ));
        }
        // From here on it ends in one way, however early it is asked to.
        let mut interrupts = Interrupts::new();
        let monitor = match self.listen {
            Some(address) => Some(self.monitor(session, address, self.every.into()).await?),
            None => None,
        };
        let mut absence = Absence { looks: WatchSummary::default(), monitor, pause: self.every.into() };
        let begun = tokio::select! {
            begun = self.begin(session, &mut absence) => Some(begun?),
            () = interrupts.next() => None,
        };
        let Absence { looks: before, monitor, .. } = absence;
        if begun.is_none() {
            return self.end_early(session, &before);
        }
        let (chain, payer) = (session.chain()?, paying_key(session)?);
        session.agree_to_fee()?;
        let (options, mut signatures) = self.options(session);
        if self.watch {
            let claims = match self.claim {
                Claim::Never | Claim::Existing if self.create_account_from.is_some() => {
                    return Err(Failure::bad_input("--create-account-from is of no use without --claim all"));
                }
                Claim::Never => Claims::Never,
                Claim::Existing => Claims::ToExistingAccounts,
                Claim::All => Claims::CreateAccounts { at_least: self.create_from(session)? },
            };
            let pause: Duration = self.every.into();
            // A service's log has them, if it is asked for more.
            let send = SendOptions { listener: None, ..options.send };
            let accrual = Options { progress: false, send, ..options };
            let options = WatchOptions { accrual, pause, claims, monitor, before, ..WatchOptions::default() };
            session.note("watching; ctrl-c ends it");
            let watching = watch(&chain, &source, payer.as_ref(), &options, std::future::pending());
            let stop = &options.accrual.stop;
            let watched = stopping_when_asked(session, stop, &mut signatures, &mut interrupts, watching).await;
            session.show(&shown_watch(&watched));
            return Ok(());
        }
        let accruing = accrue(&chain, &source, payer.as_ref(), &options);
        let Accrued { summary, failure } =
            stopping_when_asked(session, &options.stop, &mut signatures, &mut interrupts, accruing).await;
        session.show(&shown(&summary, failure.is_none() && summary.is_complete()));
        match (in_doubt(&summary), failure) {
            (Some((signature, words)), failure) => {
                let more = failure.map(|failure| format!("; {failure}")).unwrap_or_default();
                Err(Failure::in_doubt(format!("{words}{more}"), signature))
            }
            (None, Some(failure)) => Err(failed(failure)),
            (None, None) if summary.is_complete() => Ok(()),
            (None, None) => Err(Failure::refused(
                "not every pool has passed every epoch, or not all ripe stake is shares: see what is left and why",
            )),
        }
    }

    /// Reads the keys, and the singleton. A watch waits for a node that is away.
    async fn begin(&self, session: &mut Session<'_>, absence: &mut Absence) -> Outcome<()> {
        paying_key(session)?;
        if self.watch {
            absence.outwait(session).await?;
        }
        session.begin().await?;
        Ok(())
    }

    /// Ends before the node has answered: nothing was done.
    fn end_early(&self, session: &mut Session<'_>, before: &WatchSummary) -> Outcome<()> {
        if self.watch {
            session.show(&shown_watch(before));
            return Ok(());
        }
        session.show(&shown(&Summary::default(), false));
        Err(Failure::refused("it was asked to end before the node had answered: nothing was sent"))
    }

    async fn monitor(&self, session: &mut Session<'_>, address: SocketAddr, pause: Duration) -> Outcome<Monitor> {
        let taken = |error| Failure::refused(format!("{address}: {error}; choose another address with --listen"));
        let listener = TcpListener::bind(address).await.map_err(taken)?;
        let address = listener.local_addr().map_err(taken)?;
        let monitor = Monitor::new(pause).map_err(Failure::refused)?;
        // It ends with the process.
        tokio::spawn(monitor.clone().serve(listener, std::future::pending()));
        session.note(&format!("health and metrics at http://{address} (GET /healthz, /metrics)"));
        Ok(monitor)
    }

    fn create_from(&self, session: &Session<'_>) -> Outcome<u64> {
        let from = self.create_account_from.as_ref().map(|tokens| session.tokens(tokens)).transpose()?;
        from.filter(|from| *from > 0).ok_or_else(|| {
            Failure::bad_input(
                "--create-account-from: write what the rent of a token account is worth, more than 0 tokens",
            )
        })
    }

    fn options(&self, session: &Session<'_>) -> (Options, Signatures) {
        let (options, signatures) = keeping::options(session);
        let options = Options {
            pools: (!self.pools.is_empty()).then(|| self.pools.clone()),
            activate: !self.no_activation,
            bypass: match self.pass {
                Pass::Never => Bypass::Never,
                Pass::Empty => Bypass::EmptyEpochs,
                Pass::WithoutLeaf => Bypass::PoolsWithoutLeaf,
            },
            tables: TableSource { file: self.tables.clone(), authority: self.tables_of },
            transactions_per_second: self.rate,
            in_flight: self.in_flight,
            ..options
        };
        (options, signatures)
    }
}

/// A node that is away before a watch has begun.
struct Absence {
    /// The looks that failed so far.
    looks: WatchSummary,
    monitor: Option<Monitor>,
    /// Between two looks.
    pause: Duration,
}

impl Absence {
    /// Waits as long as the chain only cannot be read now.
    async fn outwait(&mut self, session: &mut Session<'_>) -> Outcome<()> {
        loop {
            let Some(error) = session.chain()?.overview().await.err().filter(ReadError::is_transient) else {
                return Ok(());
            };
            let reason = format!("the chain cannot be read: {error}");
            self.looks.look_failed();
            self.monitor.iter().for_each(|monitor| monitor.fail(&self.looks, &reason));
            session.warn(&format!("{reason}; trying again"));
            tokio::time::sleep(self.pause).await;
        }
    }
}

/// A transaction of which nobody can tell what became of it.
fn in_doubt(summary: &Summary) -> Option<(&str, &str)> {
    let left = summary.left.iter().map(|left| &left.reason);
    let mut reasons = left.chain(summary.not_activated.iter().map(|left| &left.reason));
    reasons.find_map(in_doubt_by)
}

fn in_doubt_by(reason: &Reason) -> Option<(&str, &str)> {
    match reason {
        Reason::InDoubt { signature, words } => Some((signature.as_str(), words.as_str())),
        _ => None,
    }
}

fn parse_pause(text: &str) -> Result<Span, String> {
    let pause: Span = text.parse()?;
    match pause.0 {
        0 => Err("a watch without a pause would ask the node without end: write at least 1s".to_owned()),
        _ => Ok(pause),
    }
}

fn shown_watch(watched: &WatchSummary) -> View {
    let view = View::new()
        .with("looks", Value::Count(watched.looks))
        .with("claimed", Value::Count(watched.claimed))
        .with("unclaimed_unpayable", watched.unpayable.map(Value::Count))
        .with("reclaimed", Value::Count(watched.reclaimed))
        .with("failures", Value::Count(watched.failures));
    let is_complete = watched.accruals.rounds > 0 && watched.accruals.is_complete();
    view.and(shown(&watched.accruals, is_complete))
}

fn shown(summary: &Summary, is_complete: bool) -> View {
    let left = summary.left_by_reason();
    let rows = left.iter().map(|left| {
        View::new()
            .with("epoch", Value::Count(left.epoch))
            .with("pools", Value::Count(u64::try_from(left.pools.len()).unwrap_or(u64::MAX)))
            .with("first_pool", left.pools.first().map(|pool| Value::Key(*pool)))
            .with("later_epochs_waiting", Value::Count(left.later_epochs))
            .with("in_doubt", in_doubt_by(&left.reason).map(|(signature, _)| signature))
            .with("reason", left.reason.to_string())
    });
    let not_activated = summary.not_activated.iter().map(|left| {
        View::new()
            .with("pool", left.pool)
            .with("owner", left.owner)
            .with("in_doubt", in_doubt_by(&left.reason).map(|(signature, _)| signature))
            .with("reason", left.reason.to_string())
    });
    View::new()
        .with("complete", is_complete)
        .with("accrued", Value::Count(summary.accrued))
        .with("rewards", Value::Tokens(u64::try_from(summary.rewards).unwrap_or(u64::MAX)))
        .with("usdc", Value::Usdc(u64::try_from(summary.usdc).unwrap_or(u64::MAX)))
        .with("passed_without_proof", Value::Count(summary.passed))
        .with("done_meanwhile", Value::Count(summary.meanwhile))
        .with("activated", Value::Count(summary.activated))
        .with("already_up_to_date", Value::Count(summary.up_to_date))
        .with("transactions", Value::Count(summary.transactions))
        // Before the first round nobody knows.
        .with("left", (summary.rounds > 0).then(|| rows.collect::<Vec<_>>()))
        .with("not_activated", not_activated.collect::<Vec<_>>())
        .with("unread_pools", summary.unread_pools.clone())
        .with("unread_stake", summary.unread_stake.clone())
}
