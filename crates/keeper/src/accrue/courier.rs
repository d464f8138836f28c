//! Delivers parcels: many at a time, within the rate limit; a parcel that fails is read anew, split and sent again.

use anchor_lang::prelude::Pubkey;
use futures::stream::{self, StreamExt};
use inference_staking_client::rpc::{Connection, SendError, SendOptions};
use inference_staking_client::StakingError;
use solana_signature::Signature;
use solana_signer::Signer;

use crate::options::Options;
use crate::progress::Progress;
use crate::rate_limit::RateLimit;
use crate::schedule::{Parcel, ParcelPool, Reason};
use crate::trees::Trees;

/// What became of a step.
#[derive(Debug)]
pub(super) enum Fate {
    /// This transaction of ours did it, by the node's word.
    Landed(Signature),
    /// It was done when we came: by another keeper, or by a transaction of ours whose answer was lost.
    Meanwhile,
    /// It is still to do.
    Left(Reason),
}

/// A step and what became of it.
pub(super) struct Delivered {
    pub(super) pool: ParcelPool,
    pub(super) fate: Fate,
}

/// Sends parcels.
pub(super) struct Courier<'a, S: ?Sized> {
    pub(super) connection: &'a Connection,
    pub(super) signer: &'a S,
    pub(super) options: &'a Options,
    pub(super) send: &'a SendOptions,
    pub(super) trees: &'a Trees,
    pub(super) limit: &'a RateLimit,
    pub(super) progress: &'a Progress,
}

/// What one parcel came to.
#[derive(Default)]
struct Receipt(Vec<Delivered>);

impl Receipt {
    fn put(&mut self, pools: &[ParcelPool], fate: impl Fn() -> Fate) {
        self.0.extend(pools.iter().map(|pool| Delivered { pool: *pool, fate: fate() }));
    }
}

impl<S: Signer + Sync + ?Sized> Courier<'_, S> {
    /// Delivers all parcels.
    pub(super) async fn deliver_all(&self, parcels: Vec<Parcel>) -> Vec<Delivered> {
        let in_flight = self.options.in_flight.get();
        let mut receipts = stream::iter(parcels).map(|parcel| self.deliver(parcel)).buffer_unordered(in_flight);
        let mut delivered = Vec::new();
        while let Some(Receipt(some)) = receipts.next().await {
            delivered.extend(some);
        }
        delivered
    }

    /// Delivers a parcel and what it is split into, until the fate of every pool in it is known.
    async fn deliver(&self, parcel: Parcel) -> Receipt {
        let (mut receipt, mut open) = (Receipt::default(), vec![parcel]);
        while let Some(parcel) = open.pop() {
            if self.options.stop.is_requested() {
                receipt.put(&parcel.pools, || Fate::Left(Reason::Stopped));
                continue;
            }
            match self.send(&parcel).await {
                Ok(signature) => {
                    self.progress.done(parcel.pools.len());
                    receipt.put(&parcel.pools, || Fate::Landed(signature));
                }
                Err(failure) => open.extend(self.after_failure(parcel, failure, &mut receipt).await),
            }
        }
        receipt
    }

    async fn send(&self, parcel: &Parcel) -> Result<Signature, Failure> {
        let plan = parcel.plan(self.trees).map_err(Failure::Unprovable)?;
        self.limit.turn().await;
        let sent = self.options.stop.send(&plan, self.connection, self.signer, self.send).await;
        Ok(sent.ok_or(Failure::Whole(Reason::Stopped))??)
    }

    /// Sets apart what somebody else did meanwhile; returns what is worth another try now.
    async fn after_failure(&self, parcel: Parcel, failure: Failure, receipt: &mut Receipt) -> Vec<Parcel> {
        tracing::debug!(pools = parcel.pools.len(), error = %failure.reason(), "a transaction failed");
        let before = parcel.pools.len();
        let Some((parcel, done)) = self.read_anew(&parcel).await else {
            receipt.put(&parcel.pools, || Fate::Left(failure.reason()));
            return Vec::new();
        };
        self.progress.done(done.len());
        receipt.put(&done, || Fate::Meanwhile);
        if parcel.pools.is_empty() {
            return Vec::new();
        }
        match failure {
            // The others had no part in it.
            Failure::Refused { .. } if parcel.pools.len() < before => vec![parcel],
            Failure::Refused { ref pool, .. } if parcel.pools.len() > 1 => {
                let apart = pool.as_ref().and_then(|pool| parcel.without(pool));
                apart.unwrap_or_else(|| parcel.halves()).into()
            }
            failure => {
                receipt.put(&parcel.pools, || Fate::Left(failure.reason()));
                Vec::new()
            }
        }
    }

    /// The parcel with what is still to do, as the chain has it now, and the steps that are done; `None` if the chain cannot
    /// be read.
    async fn read_anew(&self, parcel: &Parcel) -> Option<(Parcel, Vec<ParcelPool>)> {
        let addresses: Vec<_> = parcel.pools.iter().map(|pool| pool.pool).collect();
        let states = self.options.stop.bounded(self.connection.pools_at(&addresses)).await?;
        let states = states.inspect_err(|error| tracing::debug!(%error, "pools cannot be read")).ok()?;
        let (mut open, mut done) = (Vec::new(), Vec::new());
        for (pool, state) in parcel.pools.iter().zip(states) {
            match state {
                Some(state) if pool.step.is_done_by(&state) => done.push(*pool),
                Some(state) => open.push(ParcelPool::new(pool.pool, pool.step, &state)),
                None => open.push(*pool),
            }
        }
        Some((Parcel { pools: open }, done))
    }
}

/// Why a parcel was not delivered.
enum Failure {
    /// It makes no transaction.
    Unprovable(String),
    /// The program refuses, perhaps for one pool only.
    Refused { words: String, pool: Option<Pubkey> },
    /// The program refuses, and would for every pool; or the transaction did not get through.
    Whole(Reason),
}

impl Failure {
    fn reason(&self) -> Reason {
        match self {
            Self::Unprovable(fault) => Reason::Unprovable(fault.clone()),
            Self::Refused { words, .. } => Reason::Refused(words.clone()),
            Self::Whole(reason) => reason.clone(),
        }
    }
}

impl From<SendError> for Failure {
    fn from(error: SendError) -> Self {
        let words = error.to_string();
        if let SendError::Unconfirmed { signature, .. } = &error {
            return Self::Whole(Reason::InDoubt { signature: signature.to_string(), words });
        }
        if error.is_transient() {
            return Self::Whole(Reason::NotSent(words));
        }
        match error {
            SendError::Program { error, .. } if concerns_the_epoch(error) => Self::Whole(Reason::Refused(words)),
            SendError::Program { pool, .. } => Self::Refused { words, pool },
            SendError::Framework { .. } | SendError::Other { instruction: Some(_), .. } => {
                Self::Refused { words, pool: None }
            }
            // No program had a look at it.
            SendError::Rpc(_) | SendError::Other { instruction: None, .. } => Self::Whole(Reason::NotSent(words)),
            _ => Self::Whole(Reason::Refused(words)),
        }
    }
}

/// Errors that every pool would get.
fn concerns_the_epoch(error: StakingError) -> bool {
    matches!(
        error,
        StakingError::AccrualHalted
            | StakingError::RecordNotClaimable
            | StakingError::RecordExpired
            | StakingError::BypassTooSoon
            | StakingError::RootIndexOutOfRange
            | StakingError::ProofMismatch
            | StakingError::ProofLengthMismatch
    )
}
