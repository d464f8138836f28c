//! Signs and sends a message that was made before, such as one that was exported for a signer elsewhere.

use std::collections::HashSet;

use anchor_lang::prelude::{AccountMeta, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::system_program;
use solana_commitment_config::CommitmentConfig;
use solana_message::{Hash, VersionedMessage};
use solana_signer::{Signer, SignerError};

use super::connection::Connection;
use super::message::signed;
use super::send::{tell, Listener, Sent};
use super::send_error::SendError;
use super::settle::Settled;
use super::signed::Signed;

/// How the system program's instruction begins that advances a durable nonce.
const ADVANCE_NONCE: [u8; 4] = 4u32.to_le_bytes();
/// Where a nonce account holds its value.
const NONCE_VALUE: std::ops::Range<usize> = 40..72;

impl Connection {
    /// Signs the message as it is, tells a listener its signature, sends it and returns once it has reached the connection's commitment. Never sends another
    /// in its place.
    ///
    /// # Errors
    /// `Stale` if its blockhash or nonce is over; `MissingSigner`; a refusal in the program's words; `Expired`; `Unconfirmed`; `Rpc`.
    pub async fn submit<S: Signer + ?Sized>(
        &self,
        message: VersionedMessage,
        signers: &[&S],
        listener: Option<&Listener>,
    ) -> Result<Sent, SendError> {
        if message.address_table_lookups().is_some_and(|lookups| !lookups.is_empty()) {
            return Err(SendError::Stale(LOOKUP_TABLES));
        }
        let lives_by_nonce = nonce_of(&message).is_some();
        let last_valid_block_height = self.last_height_of(&message).await?;
        let instructions = instructions_of(&message);
        let transaction = signed(message, signers)?;
        let signature = transaction.signatures.first().copied().ok_or(SignerError::NotEnoughSigners)?;
        let signed = Signed { transaction, signature, last_valid_block_height, instructions: &instructions, added: 0 };
        tell(listener, signature);
        match self.settle(&signed, true).await? {
            Settled::Landed(status) => self.sent(&signed, &status, true).await,
            // It can still be executed, as long as nobody advances the nonce.
            Settled::Expired(last_failure) if lives_by_nonce => {
                Err(SendError::Unconfirmed { signature: signed.signature, last_failure })
            }
            Settled::Expired(last_failure) => Err(SendError::Expired { attempts: 1, last_failure }),
        }
    }

    /// A block height after which the message is given up: a bound on the last that can hold it. One that lives by a nonce is
    /// waited for as long as one that was made just now.
    async fn last_height_of(&self, message: &VersionedMessage) -> Result<u64, SendError> {
        let (blockhash, commitment) = (*message.recent_blockhash(), CommitmentConfig::processed());
        if let Some(nonce) = nonce_of(message) {
            let account = self.raw(&nonce).await.map_err(|_| SendError::Stale(UNKNOWN_NONCE))?;
            let value = account.as_ref().and_then(|account| account.data.get(NONCE_VALUE));
            let value = value.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()).map(Hash::new_from_array);
            match value {
                Some(value) if value == blockhash => {}
                Some(_) => return Err(SendError::Stale(NONCE_ADVANCED)),
                None => return Err(SendError::Stale(UNKNOWN_NONCE)),
            }
        } else if !self.retried(|rpc| rpc.is_blockhash_valid(&blockhash, commitment)).await? {
            return Err(SendError::Stale(BLOCKHASH_OVER));
        }
        let (_, last_of_newest) = self.retried(|rpc| rpc.get_latest_blockhash_with_commitment(commitment)).await?;
        Ok(last_of_newest)
    }
}

const BLOCKHASH_OVER: &str = "its blockhash is too old, or of another network: export it again";
const NONCE_ADVANCED: &str =
    "its durable nonce was advanced since, by this transaction or another: look whether it was executed, or \
                              export it again";
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
