//! Sending a transaction until it is confirmed or known to be dead.

use std::fmt;
use std::sync::Arc;

use anchor_lang::solana_program::instruction::Instruction;
use solana_signature::Signature;
use solana_signer::{Signer, SignerError};
use solana_transaction_status_client_types::TransactionStatus;

use super::budget::{compute_unit_limit, with_compute_budget};
use super::connection::Connection;
use super::executed::Executed;
use super::lookup_tables::LookupTables;
use super::message::{compiled, signed};
use super::priority_fee::PriorityFee;
use super::send_error::SendError;
use super::settle::Settled;
use super::signed::Signed;
use crate::event::{decode_events, Event};

/// How a transaction is sent.
#[derive(Clone, Debug)]
pub struct SendOptions {
    /// Priority fee.
    pub priority_fee: PriorityFee,
    /// How often it is signed with a fresh blockhash after the old one has expired without the transaction in a block.
    pub attempts: u32,
    /// Compute unit limit; without one the transaction is simulated first and gets `compute_unit_limit` of that.
    pub compute_unit_limit: Option<u32>,
    /// Lookup tables that it may use; where none helps it is a legacy transaction.
    pub tables: Arc<LookupTables>,
    /// Whether to wait, once it is executed, for what the node keeps of it: logs, events and compute units.
    pub details: bool,
    /// Is told each signature before its transaction leaves: with it somebody can look up what became of it, whatever happens here.
    pub listener: Option<Listener>,
}

/// Is told signatures.
#[derive(Clone)]
pub struct Listener(Arc<dyn Fn(Signature) + Send + Sync>);

impl Listener {
    /// One that calls the function.
    pub fn new(tell: impl Fn(Signature) + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    /// Tells it a signature.
    pub fn tell(&self, signature: Signature) {
        (self.0)(signature);
    }
}

/// Tells a listener, if there is one.
pub(super) fn tell(listener: Option<&Listener>, signature: Signature) {
    if let Some(listener) = listener {
        listener.tell(signature);
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Listener")
    }
}

impl Default for SendOptions {
    fn default() -> Self {
        Self {
            priority_fee: PriorityFee::Auto,
            attempts: 3,
            compute_unit_limit: None,
            tables: Arc::default(),
            details: true,
            listener: None,
        }
    }
}

/// A transaction that was executed and has reached the connection's commitment.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Its signature.
    pub signature: Signature,
    /// Slot of its block.
    pub slot: u64,
    /// Compute units it took; `None` if the node does not show the transaction, or nobody asked for the details.
    pub compute_units: Option<u64>,
    /// Lamports of its base and its priority fee; `None` like the compute units.
    pub fee: Option<u64>,
    /// Its logs; empty without the details.
    pub logs: Vec<String>,
    /// The program's events in its logs.
    pub events: Vec<Event>,
}

/// What the attempts of one send share.
struct Order<'a, S: ?Sized> {
    instructions: &'a [Instruction],
    signers: &'a [&'a S],
    options: &'a SendOptions,
    compute_unit_limit: u32,
}

impl Connection {
    /// Sends the instructions as one transaction, which the first signer pays, and returns once it has reached the
    /// connection's commitment. Never executes them twice: it signs again only after the old blockhash has expired and the
    /// old signature was looked up once more and is in no block.
    ///
    /// # Errors
    /// A refusal in the program's words; `Expired` if no attempt got into a block; `Unconfirmed` if nobody could tell
    /// whether it did; `Rpc`.
    pub async fn send<S: Signer + ?Sized>(
        &self,
        instructions: &[Instruction],
        signers: &[&S],
        options: &SendOptions,
    ) -> Result<Sent, SendError> {
        let payer = signers.first().ok_or(SignerError::NotEnoughSigners)?.try_pubkey()?;
        let compute_unit_limit = match options.compute_unit_limit {
            Some(limit) => limit,
            None => compute_unit_limit(self.simulate_with(instructions, &payer, &options.tables).await?.compute_units),
        };
        let order = Order { instructions, signers, options, compute_unit_limit };
        let attempts = options.attempts.max(1);
        let mut last_failure = None;
        for attempt in 1..=attempts {
            let fee = options.priority_fee;
            let price = fee.raised(self.price(fee, instructions, &payer).await, attempt.saturating_sub(1));
            let signed = self.sign(&order, price).await?;
            tracing::info!(attempt, compute_unit_limit, price, signature = %signed.signature, "sending");
            tell(options.listener.as_ref(), signed.signature);
            // What was simulated already needs no second check by the node.
            let preflight = options.compute_unit_limit.is_some();
            match self.settle(&signed, preflight).await? {
                Settled::Landed(status) => return self.sent(&signed, &status, options.details).await,
                Settled::Expired(failure) => last_failure = failure.or(last_failure),
            }
            tracing::info!(attempt, signature = %signed.signature, "the blockhash expired, the transaction is in no block");
        }
        Err(SendError::Expired { attempts, last_failure })
    }

    /// Signs with a fresh blockhash and this price of a compute unit, in micro-lamports.
    async fn sign<'a, S: Signer + ?Sized>(&self, order: &Order<'a, S>, price: u64) -> Result<Signed<'a>, SendError> {
        let payer = order.signers.first().ok_or(SignerError::NotEnoughSigners)?.try_pubkey()?;
        let budgeted = with_compute_budget(order.instructions, order.compute_unit_limit, price);
        let commitment = self.commitment();
        let (blockhash, last_valid_block_height) =
            self.retried(|rpc| rpc.get_latest_blockhash_with_commitment(commitment)).await?;
        let message = compiled(&budgeted, &payer, &order.options.tables, blockhash)?;
        let transaction = signed(message, order.signers)?;
        let signature = transaction.signatures.first().copied().ok_or(SignerError::NotEnoughSigners)?;
        let added = budgeted.len().saturating_sub(order.instructions.len());
        Ok(Signed { transaction, signature, last_valid_block_height, instructions: order.instructions, added })
    }

    pub(super) async fn sent(
        &self,
        signed: &Signed<'_>,
        status: &TransactionStatus,
        details: bool,
    ) -> Result<Sent, SendError> {
        // The logs of a refusal name the pool and the program that refused.
        let is_asked = details || status.err.is_some();
        let executed = if is_asked { self.executed_if_shown(&signed.signature).await } else { None };
        if details && executed.is_none() && status.err.is_none() {
            let signature = signed.signature;
            tracing::warn!("{signature} was executed, and the node does not show what it did: `decode` may, later");
        }
        let Executed { logs, compute_units, fee, .. } = executed.unwrap_or_default();
        if let Some(error) = status.err.clone() {
            return Err(signed.refused(error, logs));
        }
        let (signature, slot, events) = (signed.signature, status.slot, decode_events(&logs));
        Ok(Sent { signature, slot, compute_units, fee, events, logs })
    }

    async fn executed_if_shown(&self, signature: &Signature) -> Option<Executed> {
        let executed = self.executed(signature).await;
        executed
            .inspect_err(|failure| tracing::debug!(%failure, %signature, "the executed transaction is not shown"))
            .ok()
    }
}
