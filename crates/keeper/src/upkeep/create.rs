//! Makes and fills the tables. Killed at any moment and called again, it goes on where it was: the chain is the memory.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use anchor_lang::prelude::Pubkey;
use inference_staking_client::intent::lookup_tables::{self, ADDRESSES_AT_CREATION, ADDRESSES_AT_ONCE};
use inference_staking_client::intent::Plan;
use inference_staking_client::rpc::{Connection, LookupTable};
use solana_signer::Signer;

use crate::errands::{Done, Errands};
use crate::error::KeeperError;
use crate::options::Options;
use crate::snapshot::chosen_pools;
use crate::tables::{file, fill, wanted, Filling, Placed, TableSource};

/// A table is named after a slot that has to be among the 512 last when its transaction is executed: newer ones only, which
/// leaves the transaction its time.
const SLOTS_TO_NAME_AFTER: usize = 200;

/// How the tables stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TablesSummary {
    /// Tables there are.
    pub tables: Vec<Pubkey>,
    /// Addresses that accruals write and that stand in one.
    pub held: usize,
    /// Those that do not.
    pub missing: usize,
    /// Transactions that went through.
    pub transactions: u64,
    /// Why the last transaction that failed did.
    pub last_failure: Option<String>,
}

/// Makes tables of all pools (or those of the options), with the signer as authority and payer, and completes those that
/// there are. The addresses of new tables are written into the file before they are made.
///
/// # Errors
/// If the file or the chain cannot be read before anything was sent. What could not be sent or read afterwards stands in the
/// summary.
pub async fn create_tables<S: Signer + Sync + ?Sized>(
    connection: &Connection,
    signer: &S,
    file: Option<&Path>,
    options: &Options,
) -> Result<TablesSummary, KeeperError> {
    file.map(file::begin).transpose()?;
    let errands = Errands::new(connection, signer, options);
    let source = TableSource { file: file.map(PathBuf::from), authority: Some(signer.pubkey()) };
    let mut maker = Maker { errands, source, expected: HashMap::new(), summary: TablesSummary::default() };
    let ended = options.stop.bounded(maker.run()).await.unwrap_or(Err(KeeperError::Stopped));
    maker.errands.finish();
    match ended {
        Err(error) if maker.has_sent_nothing() => Err(error),
        ended => {
            // What was paid for, or may have been, is told, whatever came after it.
            let last_failure = maker.summary.last_failure.or(ended.err().map(|error| error.to_string()));
            Ok(TablesSummary { last_failure, ..maker.summary })
        }
    }
}

struct Maker<'a, S: ?Sized> {
    errands: Errands<'a, S>,
    source: TableSource,
    /// Addresses that tables have at least, by what went through: a node that shows fewer is behind.
    expected: HashMap<Pubkey, usize>,
    summary: TablesSummary,
}

/// A transaction and what its table has once it went through.
struct Job {
    plan: Plan,
    table: Pubkey,
    addresses: usize,
}

impl<S: Signer + Sync + ?Sized> Maker<'_, S> {
    async fn run(&mut self) -> Result<(), KeeperError> {
        let options = self.errands.options;
        let wanted = self.wanted().await?;
        let mut idle = 0u32;
        loop {
            let tables = match self.own_tables().await {
                Err(error) if error.is_transient() && idle < options.idle_rounds && !options.stop.is_requested() => {
                    tracing::warn!("the tables cannot be read, will try again: {error}");
                    idle = idle.saturating_add(1);
                    tokio::time::sleep(options.idle_pause).await;
                    continue;
                }
                read => read?,
            };
            // Those that were made before, perhaps with another file, are in this one too from now on.
            self.remember(tables.iter().map(|table| table.address))?;
            let filling = fill(&wanted, &tables);
            self.note(&wanted, &tables);
            if filling.is_empty() || options.stop.is_requested() || idle > options.idle_rounds {
                return Ok(());
            }
            let moved = if self.is_behind(&tables) { false } else { self.round(filling, &tables).await? };
            idle = if moved { 0 } else { idle.saturating_add(1) };
            if idle > 0 {
                tokio::time::sleep(options.idle_pause).await;
            }
        }
    }

    fn has_sent_nothing(&self) -> bool {
        self.summary.transactions == 0 && self.summary.last_failure.is_none()
    }

    async fn wanted(&self) -> Result<Vec<Pubkey>, KeeperError> {
        let chosen = self.errands.options.pools.as_deref();
        Ok(wanted(&chosen_pools(self.errands.connection, chosen).await?))
    }

    /// Tables that the signer can extend.
    async fn own_tables(&self) -> Result<Vec<LookupTable>, KeeperError> {
        let mut tables = self.source.find(self.errands.connection).await?;
        tables.retain(|table| table.authority == self.source.authority && table.deactivated_at.is_none());
        Ok(tables)
    }

    fn note(&mut self, wanted: &[Pubkey], tables: &[LookupTable]) {
        let held: BTreeSet<&Pubkey> = tables.iter().flat_map(|table| &table.addresses).collect();
        self.summary.held = wanted.iter().filter(|key| held.contains(key)).count();
        self.summary.missing = wanted.len().saturating_sub(self.summary.held);
        self.summary.tables = tables.iter().map(|table| table.address).collect();
    }

    fn is_behind(&self, tables: &[LookupTable]) -> bool {
        let shown: HashMap<_, _> = tables.iter().map(|table| (table.address, table.addresses.len())).collect();
        self.expected.iter().any(|(table, least)| shown.get(table).is_none_or(|addresses| addresses < least))
    }

    /// Fills the tables there are and makes the others, with their first addresses. Whether anything went through.
    async fn round(&mut self, filling: Filling, tables: &[LookupTable]) -> Result<bool, KeeperError> {
        let lengths: HashMap<_, _> = tables.iter().map(|table| (table.address, table.addresses.len())).collect();
        let mut jobs = self.creations(&filling.new_tables, &lengths).await?;
        for placed in &filling.additions {
            jobs.extend(self.additions(placed));
        }
        let plans = jobs.iter().map(|job| job.plan.clone()).collect();
        let done = self.errands.run("a lookup table transaction", plans).await;
        for job in done.landed.iter().filter_map(|place| jobs.get(*place)) {
            let least = self.expected.entry(job.table).or_insert_with(|| lengths.get(&job.table).copied().unwrap_or(0));
            *least = least.saturating_add(job.addresses);
        }
        let Done { landed, last_failure, .. } = &done;
        self.summary.transactions = self.summary.transactions.saturating_add(done.sent());
        self.summary.last_failure = last_failure.clone().or(self.summary.last_failure.take());
        Ok(!landed.is_empty())
    }

    fn additions<'j>(&'j self, placed: &'j Placed) -> impl Iterator<Item = Job> + 'j {
        let authority = self.errands.signer.pubkey();
        placed.addresses.chunks(ADDRESSES_AT_ONCE).map(move |part| Job {
            plan: lookup_tables::extend(authority, placed.table, part),
            table: placed.table,
            addresses: part.len(),
        })
    }

    /// As many new tables as there are recent slots to name them after.
    async fn creations(
        &self,
        new_tables: &[Vec<Pubkey>],
        lengths: &HashMap<Pubkey, usize>,
    ) -> Result<Vec<Job>, KeeperError> {
        if new_tables.is_empty() {
            return Ok(Vec::new());
        }
        let authority = self.errands.signer.pubkey();
        let mut slots = self.errands.connection.recent_slots().await?;
        slots.truncate(SLOTS_TO_NAME_AFTER);
        slots.retain(|slot| !lengths.contains_key(&lookup_tables::address(&authority, *slot)));
        let make = |(addresses, slot): (&Vec<Pubkey>, u64)| {
            let first = addresses.get(..ADDRESSES_AT_CREATION).unwrap_or(addresses);
            let (plan, table) = lookup_tables::create(authority, slot, first);
            Job { plan, table, addresses: first.len() }
        };
        let jobs: Vec<Job> = new_tables.iter().zip(slots).map(make).collect();
        self.remember(jobs.iter().map(|job| job.table))?;
        Ok(jobs)
    }

    /// Adds tables to the file.
    fn remember(&self, tables: impl Iterator<Item = Pubkey>) -> Result<(), KeeperError> {
        let Some(path) = &self.source.file else { return Ok(()) };
        let mut all = file::read(path)?;
        let known: BTreeSet<Pubkey> = all.iter().copied().collect();
        let mut new: Vec<Pubkey> = tables.filter(|table| !known.contains(table)).collect();
        if new.is_empty() {
            return Ok(());
        }
        new.sort_unstable();
        all.extend(new);
        file::write(path, &all)
    }
}
