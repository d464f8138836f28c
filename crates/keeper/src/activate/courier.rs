//! Delivers batches of activations: many at a time, within the rate limit; a batch that fails is sent again without what
//! made it fail.

use anchor_lang::prelude::Pubkey;
use futures::stream::{self, StreamExt};
use inference_staking_client::rpc::{Connection, SendError, SendOptions};
use inference_staking_client::StakingError;
use solana_signature::Signature;
use solana_signer::Signer;

use crate::options::Options;
use crate::progress::Progress;
use crate::rate_limit::RateLimit;
use crate::schedule::{Activation, ActivationBatch, Reason};

/// What batches came to.
#[derive(Default)]
pub(super) struct Receipt {
    /// What transactions of ours activated, by the node's word.
    pub(super) activated: Vec<(Activation, Signature)>,
    /// What is still to do, and why.
    pub(super) failed: Vec<(Activation, Reason)>,
}

impl Receipt {
    fn fail(&mut self, activations: impl IntoIterator<Item = Activation>, reason: &Reason) {
        self.failed.extend(activations.into_iter().map(|one| (one, reason.clone())));
    }

    pub(super) fn add(&mut self, other: Self) {
        self.activated.extend(other.activated);
        self.failed.extend(other.failed);
    }
}

/// Delivers batches of activations.
pub(crate) struct Courier<'a, S: ?Sized> {
    pub(crate) connection: &'a Connection,
    pub(crate) signer: &'a S,
    pub(crate) options: &'a Options,
    /// With the lookup tables that may be used.
    pub(crate) send: &'a SendOptions,
    pub(crate) limit: &'a RateLimit,
    pub(crate) progress: &'a Progress,
}

impl<S: Signer + Sync + ?Sized> Courier<'_, S> {
    /// Delivers all batches.
    pub(super) async fn deliver_all(&self, batches: Vec<ActivationBatch>) -> Receipt {
        let in_flight = self.options.in_flight.get();
        let mut receipts = stream::iter(batches).map(|batch| self.deliver(batch)).buffer_unordered(in_flight);
        let mut all = Receipt::default();
        while let Some(receipt) = receipts.next().await {
            all.add(receipt);
        }
        all
    }

    /// Delivers a batch and what it is split into, until the fate of every record in it is known.
    async fn deliver(&self, batch: ActivationBatch) -> Receipt {
        let (mut receipt, mut open) = (Receipt::default(), vec![batch]);
        while let Some(batch) = open.pop() {
            if self.options.stop.is_requested() {
                receipt.fail(batch.activations, &Reason::Stopped);
                continue;
            }
            self.limit.turn().await;
            match self.options.stop.send(&batch.plan(), self.connection, self.signer, self.send).await {
                None => receipt.fail(batch.activations, &Reason::Stopped),
                Some(Ok(signature)) => {
                    self.progress.done(batch.activations.len());
                    receipt.activated.extend(batch.activations.into_iter().map(|one| (one, signature)));
                }
                Some(Err(error)) => open.extend(split(batch, &error, &mut receipt)),
            }
        }
        receipt
    }
}

/// Sets apart what made the batch fail; returns what is worth another try now.
fn split(batch: ActivationBatch, error: &SendError, receipt: &mut Receipt) -> Vec<ActivationBatch> {
    let words = error.to_string();
    tracing::debug!(records = batch.activations.len(), error = %words, "a transaction of activations failed");
    let blamed = match Blame::of(error) {
        Blame::Nobody => {
            let reason = match error {
                SendError::Unconfirmed { signature, .. } => Reason::InDoubt { signature: signature.to_string(), words },
                _ => Reason::NotSent(words),
            };
            receipt.fail(batch.activations, &reason);
            return Vec::new();
        }
        Blame::Everybody => {
            receipt.fail(batch.activations, &Reason::Refused(words));
            return Vec::new();
        }
        Blame::Somebody if batch.activations.len() > 1 => return batch.halves().into(),
        Blame::Somebody => batch.activations.first().map(|one| (*one, false)),
        Blame::At { place, with_its_pool } => batch.activations.get(place).map(|one| (*one, with_its_pool)),
    };
    let Some((blamed, with_its_pool)) = blamed else {
        receipt.fail(batch.activations, &Reason::Refused(words));
        return Vec::new();
    };
    let is_blamed = |one: &Activation| {
        let same_pool = one.record.operator_pool == blamed.record.operator_pool;
        same_pool && (with_its_pool || one.record.owner == blamed.record.owner)
    };
    let (refused, others): (Vec<_>, Vec<_>) = batch.activations.into_iter().partition(is_blamed);
    receipt.fail(refused, &Reason::Refused(words));
    if others.is_empty() {
        return Vec::new();
    }
    vec![ActivationBatch { activations: others }]
}

/// Whose fault a failure is.
enum Blame {
    /// The transaction did not get through.
    Nobody,
    /// Every record would be refused.
    Everybody,
    /// A record that the error does not tell.
    Somebody,
    /// The record at this place, and perhaps all of its pool.
    At { place: usize, with_its_pool: bool },
}

impl Blame {
    fn of(error: &SendError) -> Self {
        if error.is_transient() {
            return Self::Nobody;
        }
        match error {
            SendError::Program { error: StakingError::StakingHalted, .. } => Self::Everybody,
            SendError::Program { instruction, error, .. } => {
                Self::At { place: *instruction, with_its_pool: concerns_the_pool(*error) }
            }
            SendError::Framework { instruction, .. } => Self::At { place: *instruction, with_its_pool: false },
            SendError::Other { instruction: Some(_), .. } => Self::Somebody,
            SendError::Rpc(_) | SendError::Other { instruction: None, .. } => Self::Nobody,
            _ => Self::Everybody,
        }
    }
}

/// Errors that every record of the pool would get.
fn concerns_the_pool(error: StakingError) -> bool {
    use StakingError::*;
    matches!(
        error,
        PoolClosed | PoolHalted | PoolBehind | SkippedLately | OperatorStakeBelowMinimum | WrongOperatorRecord
    )
}

/// How often records were refused, and with which words at last.
#[derive(Default)]
pub(super) struct Refusals(std::collections::BTreeMap<Pubkey, (u32, Reason)>);

/// A refusal is looked at once more, because the node may have been behind.
const LOOKS: u32 = 2;

impl Refusals {
    pub(super) fn note(&mut self, failed: &[(Activation, Reason)]) {
        for (activation, reason) in failed.iter().filter(|(_, reason)| matches!(reason, Reason::Refused(_))) {
            let (looks, last) = self.0.entry(activation.record.address()).or_insert((0, Reason::Stopped));
            *looks = looks.saturating_add(1);
            last.clone_from(reason);
        }
    }

    /// Why a record is tried no more, if it is not.
    pub(super) fn last_of(&self, record: &Pubkey) -> Option<&Reason> {
        self.0.get(record).filter(|(looks, _)| *looks >= LOOKS).map(|(_, reason)| reason)
    }
}
