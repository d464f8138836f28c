//! One run of the keeper, round by round.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::rpc::{Connection, LookupTables, SendOptions};
use solana_signature::Signature;
use solana_signer::Signer;

use super::courier::{Courier, Delivered, Fate};
use super::reading::read_once;
use crate::activate::{self, Activated, Activator};
use crate::error::KeeperError;
use crate::options::Options;
use crate::patience::Patience;
use crate::progress::Progress;
use crate::rate_limit::RateLimit;
use crate::schedule::{pack, Left, ParcelPool, PoolQueue, Reason, Schedule, Step};
use crate::snapshot::Snapshot;
use crate::summary::Summary;
use crate::trees::{TreeSource, Trees};

/// Lets every pool pass all it can pass now, and makes shares of all stake that is ripe then. The chain is the only memory:
/// dropped at any moment and called again, it goes on where it was.
///
/// A tree that is none of its record's is passed over; what single pools cannot do stands in the summary. Pools that are even
/// need no tree: their stake is made shares whatever came in between.
pub async fn accrue<S: Signer + Sync + ?Sized>(
    connection: &Connection,
    trees: &TreeSource,
    signer: &S,
    options: &Options,
) -> Accrued {
    Keeper::new(connection, trees, signer, options).run().await
}

/// What an accrual did, and what ended it early.
#[derive(Debug)]
#[must_use]
pub struct Accrued {
    /// What it did.
    pub summary: Summary,
    /// Why the chain could not be read on, if it could not.
    pub failure: Option<KeeperError>,
}

impl Accrued {
    /// The summary, if nothing ended it early.
    ///
    /// # Errors
    /// What did.
    pub fn into_result(self) -> Result<Summary, KeeperError> {
        self.failure.map_or(Ok(self.summary), Err)
    }
}

/// One run of `accrue`.
struct Keeper<'a, S: ?Sized> {
    connection: &'a Connection,
    source: &'a TreeSource,
    signer: &'a S,
    options: &'a Options,
    limit: RateLimit,
    progress: Progress,
    trees: Trees,
    tables: Arc<LookupTables>,
    summary: Summary,
    /// When the newest epoch was finalized that the chain showed, Unix seconds.
    last_finalized_at: i64,
    /// What our transactions did, by the node's word.
    taken: BTreeMap<(Pubkey, Step), Taken>,
    /// Pools and epochs of it that the chain did not show when it was read last. How such an epoch is passed may change
    /// meanwhile: the record of one that is paid is empty.
    unshown: BTreeSet<(Pubkey, u64)>,
    /// What the last round could not do, without what was done nevertheless.
    failed: Vec<(Step, Left)>,
}

/// By which transaction a step was taken, and what it paid.
struct Taken {
    by: Signature,
    reward: u64,
    usdc: u64,
}

impl<'a, S: Signer + Sync + ?Sized> Keeper<'a, S> {
    fn new(connection: &'a Connection, source: &'a TreeSource, signer: &'a S, options: &'a Options) -> Self {
        let limit = RateLimit::per_second(options.transactions_per_second);
        let progress = Progress::new(options.progress, "accruals");
        let (trees, tables, summary, last_finalized_at) = Default::default();
        let (taken, unshown, failed) = Default::default();
        Self {
            connection,
            source,
            signer,
            options,
            limit,
            progress,
            trees,
            tables,
            summary,
            last_finalized_at,
            taken,
            unshown,
            failed,
        }
    }

    /// Accrues what can be accrued, and makes ripe stake shares whatever came in between: pools that are even need no accrual.
    async fn run(mut self) -> Accrued {
        let failure = self.accrue().await.err();
        self.summary.unread_pools = failure.as_ref().map(KeeperError::to_string);
        self.progress.finish();
        self.add_up();
        if self.options.activate {
            self.activate().await;
        }
        Accrued { summary: self.summary, failure }
    }

    async fn accrue(&mut self) -> Result<(), KeeperError> {
        let mut snapshot = self.read(None).await?;
        let mut idle = 0u32;
        loop {
            let schedule = Schedule::new(&snapshot, &self.trees, self.options.bypass);
            self.begin_round(&schedule);
            if schedule.queues.is_empty() && self.unshown.is_empty() {
                return Ok(());
            }
            let moved = self.round(schedule.queues, &snapshot).await;
            idle = if moved { 0 } else { idle.saturating_add(1) };
            if self.options.stop.is_requested() || idle > self.patience() {
                if moved {
                    self.look_at_the_end(&snapshot).await;
                }
                self.leave_what_failed();
                return Ok(());
            }
            if idle > 0 {
                tokio::time::sleep(self.options.idle_pause).await;
            }
            snapshot = match self.read(Some(&snapshot)).await {
                Ok(snapshot) => snapshot,
                Err(error) => {
                    // What is in doubt is told even if nobody can say any more what became of it.
                    self.leave_what_failed();
                    return Err(error);
                }
            };
        }
    }

    /// Makes ripe stake shares, of pools that have passed everything.
    async fn activate(&mut self) {
        let progress = Progress::new(self.options.progress, "activations");
        let send = progress.telling(&self.sending());
        let courier = activate::Courier {
            connection: self.connection,
            signer: self.signer,
            options: self.options,
            send: &send,
            limit: &self.limit,
            progress: &progress,
        };
        let activator = Activator { courier, last_finalized_at: self.last_finalized_at };
        let Activated { activated, transactions, rounds, left, unread } = activator.run().await;
        progress.finish();
        (self.summary.activated, self.summary.stake_rounds) = (activated, rounds);
        self.summary.transactions = self.summary.transactions.saturating_add(transactions);
        (self.summary.not_activated, self.summary.unread_stake) = (left, unread);
    }

    /// Reads the chain and the trees of the epochs that are open on it.
    async fn read(&mut self, before: Option<&Snapshot>) -> Result<Snapshot, KeeperError> {
        let snapshot = self.look(before).await?;
        let loading = self.trees.load(self.source, &snapshot.records);
        self.options.stop.bounded(loading).await.ok_or(KeeperError::Stopped)?;
        Ok(snapshot)
    }

    /// Reads the chain, and again after a pause as long as it only cannot be read now or is older than it was `before`.
    async fn look(&mut self, before: Option<&Snapshot>) -> Result<Snapshot, KeeperError> {
        let options = self.options;
        let mut patience = Patience::new(options);
        loop {
            let read = options.stop.bounded(read_once(self.connection, options)).await;
            match read.ok_or(KeeperError::Stopped)? {
                Ok((snapshot, tables)) => {
                    self.tables = Arc::new(tables);
                    self.compare(&snapshot);
                    if !before.is_some_and(|before| snapshot.is_behind(before)) {
                        patience.over();
                        self.last_finalized_at = snapshot.overview.last_finalized_at;
                        return Ok(snapshot);
                    }
                    patience.after(KeeperError::Behind).await?;
                }
                Err(error) => patience.after(error).await?,
            }
        }
    }

    /// What was taken and the chain does not show, and what failed and was done nevertheless.
    fn compare(&mut self, snapshot: &Snapshot) {
        let is_done = |pool: &Pubkey, step: &Step| snapshot.pools.get(pool).is_some_and(|pool| step.is_done_by(pool));
        let undone = self.taken.keys().filter(|(pool, step)| !is_done(pool, step));
        self.unshown = undone.map(|(pool, step)| (*pool, step.epoch())).collect();
        let late = self.failed.extract_if(.., |(step, left)| is_done(&left.pool, step));
        let ours: BTreeSet<_> = self.taken.keys().map(|(pool, step)| (*pool, step.epoch())).collect();
        let others = late.filter(|(_, left)| !ours.contains(&(left.pool, left.epoch))).count();
        self.summary.meanwhile = self.summary.meanwhile.saturating_add(u64::try_from(others).unwrap_or(u64::MAX));
    }

    /// Looks what the chain shows of what was taken, within the time that a stop leaves.
    async fn look_at_the_end(&mut self, before: &Snapshot) {
        for place in 0..=self.options.idle_rounds {
            if place > 0 {
                self.options.stop.bounded(tokio::time::sleep(self.options.idle_pause)).await;
            }
            if self.look(Some(before)).await.is_err() || self.unshown.is_empty() {
                return;
            }
        }
    }

    fn leave_what_failed(&mut self) {
        self.summary.left.extend(self.failed.drain(..).map(|(_, left)| left));
    }

    fn begin_round(&mut self, schedule: &Schedule) {
        if self.summary.rounds == 0 {
            self.summary.up_to_date = schedule.up_to_date;
        }
        self.summary.rounds = self.summary.rounds.saturating_add(1);
        self.summary.left.clone_from(&schedule.left);
        let (round, pools, steps) = (self.summary.rounds, schedule.queues.len(), schedule.steps());
        self.progress.add(steps);
        tracing::debug!(round, pools, steps, "scheduled");
    }

    /// Idle rounds to bear: a refusal is looked at once more, because the node may have been behind; requests that fail, and
    /// what the chain does not show yet, may need longer.
    fn patience(&self) -> u32 {
        let mut failed = self.failed.iter();
        let only_refused = self.unshown.is_empty()
            && failed.len() > 0
            && failed.all(|(_, left)| matches!(left.reason, Reason::Refused(_) | Reason::Unprovable(_)));
        if only_refused {
            self.options.idle_rounds.min(1)
        } else {
            self.options.idle_rounds
        }
    }

    /// Takes the steps of all pools, one after the other for each pool. A pool whose step fails waits for the next round.
    /// Gives whether a transaction of ours went through.
    async fn round(&mut self, queues: Vec<PoolQueue>, snapshot: &Snapshot) -> bool {
        let mut moved = false;
        self.failed.clear();
        let mut queues: BTreeMap<Pubkey, PoolQueue> = queues.into_iter().map(|queue| (queue.pool, queue)).collect();
        while !queues.is_empty() {
            let wave = next_steps(&mut queues, snapshot);
            let waiting = queues.values().map(|queue| queue.steps.len()).fold(0, usize::saturating_add);
            tracing::debug!(steps = wave.len(), waiting, "sending");
            for delivered in self.deliver(wave).await {
                let Delivered { pool, fate } = self.account_for(delivered);
                moved |= matches!(fate, Fate::Landed(_));
                if let Fate::Left(reason) = fate {
                    let queue = queues.remove(&pool.pool);
                    let later_epochs = queue.map_or(0, |queue| queue.steps.len().try_into().unwrap_or(u64::MAX));
                    let left = Left { pool: pool.pool, epoch: pool.step.epoch(), later_epochs, reason };
                    self.failed.push((pool.step, left));
                }
            }
            queues.retain(|_, queue| !queue.steps.is_empty());
        }
        moved
    }

    fn sending(&self) -> SendOptions {
        SendOptions { tables: self.tables.clone(), details: false, ..self.options.send.clone() }
    }

    async fn deliver(&mut self, wave: Vec<ParcelPool>) -> Vec<Delivered> {
        let (parcels, unprovable) = pack(&self.signer.pubkey(), wave, &self.trees, &self.tables);
        let send = self.progress.telling(&self.sending());
        let courier = Courier {
            connection: self.connection,
            signer: self.signer,
            options: self.options,
            send: &send,
            trees: &self.trees,
            limit: &self.limit,
            progress: &self.progress,
        };
        let mut delivered = courier.deliver_all(parcels).await;
        let refused = |(pool, fault)| Delivered { pool, fate: Fate::Left(Reason::Unprovable(fault)) };
        delivered.extend(unprovable.into_iter().map(refused));
        delivered
    }

    /// Notes what became of a step. What landed before and was to do again is in doubt until the node shows it done.
    fn account_for(&mut self, Delivered { pool, fate }: Delivered) -> Delivered {
        let passed = (pool.pool, pool.step.epoch());
        let fate = match fate {
            Fate::Landed(by) => match self.taken.insert((pool.pool, pool.step), self.taken(pool.step, by)) {
                None => Fate::Landed(by),
                Some(_) => Fate::Left(Reason::Contradicted),
            },
            Fate::Meanwhile => {
                // A node that was behind may show now what our transaction did.
                if !self.unshown.remove(&passed) {
                    self.summary.meanwhile = self.summary.meanwhile.saturating_add(1);
                }
                Fate::Meanwhile
            }
            // One in doubt has a signature to look up.
            Fate::Left(reason) if self.unshown.contains(&passed) && !matches!(reason, Reason::InDoubt { .. }) => {
                Fate::Left(Reason::Contradicted)
            }
            left @ Fate::Left(_) => left,
        };
        Delivered { pool, fate }
    }

    /// What a step's leaf pays; a step without one pays nothing.
    fn taken(&self, step: Step, by: Signature) -> Taken {
        let nothing = Taken { by, reward: 0, usdc: 0 };
        let Step::Accrue { epoch, root_index, leaf_index } = step else { return nothing };
        let row = self.trees.tree(epoch, root_index).zip(usize::try_from(leaf_index).ok());
        let row = row.and_then(|(tree, index)| tree.rows().get(index));
        row.map_or(nothing, |row| Taken { by, reward: row.reward, usdc: row.usdc })
    }

    /// Counts what was taken, without what the chain did not show to the end: that is left.
    fn add_up(&mut self) {
        let (summary, unshown) = (&mut self.summary, &self.unshown);
        for (pool, epoch) in unshown {
            let is_told = |left: &Left| left.pool == *pool && left.reason == Reason::Contradicted;
            if !summary.left.iter().any(|left| is_told(left) || (left.pool, left.epoch) == (*pool, *epoch)) {
                summary.left.push(Left { pool: *pool, epoch: *epoch, later_epochs: 0, reason: Reason::Contradicted });
            }
        }
        let shown = self.taken.iter().filter(|((pool, step), _)| !unshown.contains(&(*pool, step.epoch())));
        let mut transactions = BTreeSet::new();
        for ((_, step), Taken { by, reward, usdc }) in shown {
            let count = match step {
                Step::Pass { .. } => &mut summary.passed,
                Step::Accrue { .. } => &mut summary.accrued,
            };
            *count = count.saturating_add(1);
            summary.rewards = summary.rewards.saturating_add((*reward).into());
            summary.usdc = summary.usdc.saturating_add((*usdc).into());
            transactions.insert(by);
        }
        summary.transactions = u64::try_from(transactions.len()).unwrap_or(u64::MAX);
    }
}

/// Takes the first step out of every queue.
fn next_steps(queues: &mut BTreeMap<Pubkey, PoolQueue>, snapshot: &Snapshot) -> Vec<ParcelPool> {
    let first = |(address, queue): (&Pubkey, &mut PoolQueue)| {
        Some(ParcelPool::new(*address, queue.steps.pop_front()?, snapshot.pools.get(address)?))
    };
    queues.iter_mut().filter_map(first).collect()
}
