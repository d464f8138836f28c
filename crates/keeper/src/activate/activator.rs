//! Activates what is ripe, round by round.

use std::collections::{BTreeMap, BTreeSet};

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instruction::RecordOf;
use inference_staking_client::intent::{read_activations, Activations, PoolActivations};
use solana_signature::Signature;
use solana_signer::Signer;

use super::courier::{Courier, Receipt, Refusals};
use crate::error::KeeperError;
use crate::patience::Patience;
use crate::schedule::{pack_activations, NotActivated, Reason};

/// Activates what is ripe. The chain is its only memory.
pub(crate) struct Activator<'a, S: ?Sized> {
    pub(crate) courier: Courier<'a, S>,
    /// When the newest epoch was finalized that the chain showed, Unix seconds: an earlier state says nothing of what is ripe.
    pub(crate) last_finalized_at: i64,
}

/// What an activator did, and left.
#[derive(Default)]
pub(crate) struct Activated {
    pub(crate) activated: u64,
    pub(crate) transactions: u64,
    /// Times the stake was read.
    pub(crate) rounds: u32,
    pub(crate) left: Vec<NotActivated>,
    /// Why the chain could not be read.
    pub(crate) unread: Option<String>,
}

impl<S: Signer + Sync + ?Sized> Activator<'_, S> {
    /// Activates until nothing is left that can become shares, or nothing gets through any more.
    pub(crate) async fn run(mut self) -> Activated {
        let (mut all, mut refusals, mut idle) = (Activated::default(), Refusals::default(), 0u32);
        // By the node's word: what was ripe, and by which transaction.
        let mut activated: BTreeMap<Pubkey, (u64, Signature)> = BTreeMap::new();
        let mut is_nothing_ready = false;
        // In the last round, if nobody has read since.
        let mut failed: Vec<NotActivated> = Vec::new();
        while !self.courier.options.stop.is_requested() {
            let mut pools = match self.read().await {
                Ok(pools) => pools,
                Err(error) => {
                    all.unread = Some(error.to_string());
                    break;
                }
            };
            all.rounds = all.rounds.saturating_add(1);
            failed.clear();
            all.left = set_apart(&mut pools, &refusals);
            let unshown = unshown(&pools, &activated);
            let ready = pools.values().map(|pool| pool.ready.len()).fold(0, usize::saturating_add);
            let waiting = pools.values().map(|pool| pool.waiting.len()).fold(0, usize::saturating_add);
            tracing::debug!(ready, waiting, "stake to activate");
            is_nothing_ready = ready == 0 && unshown.is_empty();
            all.left.extend(unshown);
            if is_nothing_ready {
                break;
            }
            self.courier.progress.add(u64::try_from(ready).unwrap_or(u64::MAX));
            let mut round = self.round(&pools).await;
            let before = activated.len();
            // What was activated before and is ready again is in doubt until the node shows it done.
            for (_, reason) in round.failed.iter_mut().filter(|(one, _)| activated.contains_key(&one.record.address()))
            {
                // One in doubt has a signature to look up.
                if !matches!(reason, Reason::InDoubt { .. }) {
                    *reason = Reason::Contradicted;
                }
            }
            for (activation, by) in std::mem::take(&mut round.activated) {
                if activated.insert(activation.record.address(), (activation.ripe, by)).is_some() {
                    round.failed.push((activation, Reason::Contradicted));
                }
            }
            refusals.note(&round.failed);
            idle = if activated.len() > before { 0 } else { idle.saturating_add(1) };
            failed = round.failed.into_iter().map(|(one, reason)| not_activated(one.record, reason)).collect();
            if idle > self.courier.options.idle_rounds {
                break;
            }
            if idle > 0 {
                tokio::time::sleep(self.courier.options.idle_pause).await;
            }
        }
        all.left.append(&mut failed);
        // What is left to the end was not activated: the node has shown it.
        for NotActivated { pool: operator_pool, owner, .. } in &all.left {
            activated.remove(&RecordOf { operator_pool: *operator_pool, owner: *owner }.address());
        }
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        all.activated = count(activated.len());
        all.transactions = count(activated.into_values().map(|(_, by)| by).collect::<BTreeSet<_>>().len());
        if self.courier.options.stop.is_requested() && !is_nothing_ready {
            all.unread.get_or_insert_with(|| KeeperError::Stopped.to_string());
        }
        all
    }

    async fn read(&mut self) -> Result<BTreeMap<Pubkey, PoolActivations>, KeeperError> {
        let options = self.courier.options;
        let mut patience = Patience::new(options);
        loop {
            let reading = read_activations(self.courier.connection, options.pools.as_deref());
            match options.stop.bounded(reading).await.ok_or(KeeperError::Stopped)? {
                Ok(Activations { overview, pools }) if overview.last_finalized_at >= self.last_finalized_at => {
                    patience.over();
                    self.last_finalized_at = overview.last_finalized_at;
                    return Ok(pools);
                }
                Ok(_) => patience.after(KeeperError::Behind).await?,
                Err(error) => patience.after(error.into()).await?,
            }
        }
    }

    /// The operators' own deposits first: the others may need them for the minimum.
    async fn round(&self, pools: &BTreeMap<Pubkey, PoolActivations>) -> Receipt {
        let waves = pack_activations(&self.courier.signer.pubkey(), pools, &self.courier.send.tables);
        let mut round = self.courier.deliver_all(waves.operators).await;
        round.add(self.courier.deliver_all(waves.others).await);
        round
    }
}

/// Takes out of what is ready what was refused too often, and returns it.
fn set_apart(pools: &mut BTreeMap<Pubkey, PoolActivations>, refusals: &Refusals) -> Vec<NotActivated> {
    let mut apart = Vec::new();
    for pool in pools.values_mut() {
        pool.ready.retain(|ready| {
            let refused = refusals.last_of(&ready.record.address());
            apart.extend(refused.map(|reason| not_activated(ready.record, reason.clone())));
            refused.is_none()
        });
    }
    apart
}

/// Records whose ripe stake a transaction made shares, and that wait with it as before: the node has not shown it yet.
fn unshown(
    pools: &BTreeMap<Pubkey, PoolActivations>,
    activated: &BTreeMap<Pubkey, (u64, Signature)>,
) -> Vec<NotActivated> {
    let waiting = pools.values().flat_map(|pool| &pool.waiting);
    let as_before = waiting.filter(|waiting| {
        let before = activated.get(&waiting.record.address());
        before.is_some_and(|(ripe, _)| waiting.ripe >= *ripe)
    });
    as_before.map(|waiting| not_activated(waiting.record, Reason::Contradicted)).collect()
}

fn not_activated(record: RecordOf, reason: Reason) -> NotActivated {
    NotActivated { pool: record.operator_pool, owner: record.owner, reason }
}
