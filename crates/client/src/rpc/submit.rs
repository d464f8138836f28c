//! Signs and sends a message that was made before, such as one that was exported for a signer elsewhere.

use std::collections::HashSet;

use anchor_lang::prelude::{AccountMeta, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::system_program;
use solana_commitment_config::CommitmentConfig;
use solana_message::{Hash, VersionedMessage};
use solana_rpc_client_api::custom_error::JSON_RPC_SERVER_ERROR_TRANSACTION_HISTORY_NOT_AVAILABLE as NO_HISTORY;
use solana_signature::Signature;
use solana_signer::{Signer, SignerError};
use solana_transaction_status_client_types::TransactionStatus;

use super::connection::Connection;
use super::failure::{ReadError, RpcFailure};
use super::message::signed;
use super::send::{tell, Listener, Sent};
use super::send_error::SendError;
use super::settle::{status_of, Settled};
use super::signed::Signed;

/// How the system program's instruction begins that advances a durable nonce.
const ADVANCE_NONCE: [u8; 4] = 4u32.to_le_bytes();
/// Where a nonce account holds its value.
const NONCE_VALUE: std::ops::Range<usize> = 40..72;

/// What became of a message so far.
#[derive(Clone, Debug)]
pub enum Standing {
    /// It was executed, and has reached the connection's commitment.
    Executed(Sent),
    /// It is in a block that has not reached it.
    OnItsWay,
    /// It can be executed, and the node knows of no time that it was.
    Open,
}

/// A message that was executed.
#[derive(Clone, Debug)]
pub struct Submitted {
    /// The transaction.
    pub sent: Sent,
    /// Whether it had been executed, and had reached the connection's commitment, before it was submitted this time.
    pub already: bool,
}

impl Connection {
    /// Signs the message as it is, tells a listener its signature, sends it and returns once it has reached the connection's commitment. Never sends another
    /// in its place. A message is executed once: one that was already is looked up, in the node's history too, and is not sent again.
    ///
    /// # Errors
    /// `Stale` if its blockhash or nonce is over; `FailedBefore`; `MissingSigner`; a refusal in the program's words; `Expired`; `Unconfirmed`; `Rpc`.
    pub async fn submit<S: Signer + ?Sized>(
        &self,
        message: VersionedMessage,
        signers: &[&S],
        listener: Option<&Listener>,
    ) -> Result<Submitted, SendError> {
        let lives_by_nonce = nonce_of(&message).is_some();
        let instructions = instructions_of(&message);
        let mut signed = signed_as_it_is(message, signers, &instructions)?;
        if let Standing::Executed(sent) = self.standing_of(&signed).await? {
            return Ok(Submitted { sent, already: true });
        }
        (_, signed.last_valid_block_height) =
            self.retried(|rpc| rpc.get_latest_blockhash_with_commitment(CommitmentConfig::processed())).await?;
        tell(listener, signed.signature);
        match self.settle(&signed, true).await? {
            Settled::Landed(status) => Ok(Submitted { sent: self.sent(&signed, &status, true).await?, already: false }),
            // It can still be executed, as long as nobody advances the nonce.
            Settled::Expired(last_failure) if lives_by_nonce => {
                Err(SendError::Unconfirmed { signature: signed.signature, last_failure })
            }
            Settled::Expired(last_failure) => Err(SendError::Expired { attempts: 1, last_failure }),
        }
    }

    /// What became of the message so far, for who is asked before it is submitted. Signs it, and sends nothing.
    ///
    /// # Errors
    /// As `submit`, of what was executed and failed too.
    pub async fn standing<S: Signer + ?Sized>(
        &self,
        message: VersionedMessage,
        signers: &[&S],
    ) -> Result<Standing, SendError> {
        let instructions = instructions_of(&message);
        self.standing_of(&signed_as_it_is(message, signers, &instructions)?).await
    }

    async fn standing_of(&self, signed: &Signed<'_>) -> Result<Standing, SendError> {
        let (message, signature) = (&signed.transaction.message, signed.signature);
        // In this order: what is no longer valid and was not executed by then will never be.
        let staleness = self.staleness(message).await?;
        let earlier = match (self.earlier(&signature).await, staleness) {
            (Ok(earlier), _) => earlier,
            // The node's memory of the last minutes holds everything whose blockhash is valid.
            (Err(failure), _) if failure.code() != Some(NO_HISTORY) => return Err(failure.into()),
            (Err(_), None) if nonce_of(message).is_none() => {
                self.retried(|rpc| status_of(rpc, signature, false)).await?.0
            }
            (Err(failure), _) => return Err(SendError::Unconfirmed { signature, last_failure: Some(failure) }),
        };
        match (earlier, staleness) {
            (Some(status), _) if status.satisfies_commitment(self.commitment()) => {
                let sent = self.sent(signed, &status, true).await;
                let failed = |error| SendError::FailedBefore { signature, error: Box::new(error) };
                sent.map(Standing::Executed).map_err(failed)
            }
            (Some(_), _) => Ok(Standing::OnItsWay),
            (None, Some(why)) => Err(SendError::Stale { why, signature: Some(signature) }),
            (None, None) => Ok(Standing::Open),
        }
    }

    /// What the node knows of a signature, in all its history.
    async fn earlier(&self, signature: &Signature) -> Result<Option<TransactionStatus>, RpcFailure> {
        Ok(self.retried(|rpc| status_of(rpc, *signature, true)).await?.0)
    }

    /// Why the message can be in no block any more, if it cannot.
    async fn staleness(&self, message: &VersionedMessage) -> Result<Option<&'static str>, SendError> {
        let (blockhash, commitment) = (*message.recent_blockhash(), CommitmentConfig::processed());
        let Some(nonce) = nonce_of(message) else {
            let is_valid = self.retried(|rpc| rpc.is_blockhash_valid(&blockhash, commitment)).await?;
            return Ok((!is_valid).then_some(BLOCKHASH_OVER));
        };
        let account = match self.raw(&nonce).await {
            Ok(account) => account,
            Err(ReadError::Rpc(failure)) => return Err(failure.into()),
            Err(_) => return Ok(Some(UNKNOWN_NONCE)),
        };
        let value = account.as_ref().and_then(|account| account.data.get(NONCE_VALUE));
        let value = value.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()).map(Hash::new_from_array);
        Ok(match value {
            Some(value) if value == blockhash => None,
            Some(_) => Some(NONCE_ADVANCED),
            None => Some(UNKNOWN_NONCE),
        })
    }
}

/// Signs a message that takes nothing out of lookup tables. Until when a block can hold it is read when it is sent.
fn signed_as_it_is<'a, S: Signer + ?Sized>(
    message: VersionedMessage,
    signers: &[&S],
    instructions: &'a [Instruction],
) -> Result<Signed<'a>, SendError> {
    if message.address_table_lookups().is_some_and(|lookups| !lookups.is_empty()) {
        return Err(SendError::Stale { why: LOOKUP_TABLES, signature: None });
    }
    let transaction = signed(message, signers)?;
    let signature = transaction.signatures.first().copied().ok_or(SignerError::NotEnoughSigners)?;
    Ok(Signed { transaction, signature, last_valid_block_height: 0, instructions, added: 0 })
}

const BLOCKHASH_OVER: &str = "its blockhash is too old, or of another network: export it again";
const NONCE_ADVANCED: &str = "its durable nonce was advanced since, by another transaction: export it again";
const LOOKUP_TABLES: &str = "it takes accounts out of lookup tables, so nobody could say what it does: make it without";
const UNKNOWN_NONCE: &str = "its durable nonce account cannot be read: check the network";

/// The nonce account that the message advances first, if it lives by one.
fn nonce_of(message: &VersionedMessage) -> Option<Pubkey> {
    let (first, keys) = (message.instructions().first()?, message.static_account_keys());
    let is_advance = *keys.get(usize::from(first.program_id_index))? == system_program::ID
        && first.data.get(..4) == Some(&ADVANCE_NONCE);
    let place = usize::from(*first.accounts.first()?);
    is_advance.then(|| keys.get(place).copied()).flatten()
}

/// The instructions of a message that takes no accounts out of lookup tables.
pub fn instructions_of(message: &VersionedMessage) -> Vec<Instruction> {
    const NOTHING_RESERVED: Option<&HashSet<Pubkey>> = None;
    let keys = message.static_account_keys();
    let meta = |place: &u8| {
        let place = usize::from(*place);
        let (pubkey, is_signer) = (*keys.get(place)?, message.is_signer(place));
        Some(AccountMeta {
            pubkey,
            is_signer,
            is_writable: message.is_maybe_writable_with_reserved_addresses(place, NOTHING_RESERVED),
        })
    };
    let instruction = |compiled: &solana_message::compiled_instruction::CompiledInstruction| {
        Some(Instruction {
            program_id: *keys.get(usize::from(compiled.program_id_index))?,
            accounts: compiled.accounts.iter().filter_map(meta).collect(),
            data: compiled.data.clone(),
        })
    };
    message.instructions().iter().filter_map(instruction).collect()
}
