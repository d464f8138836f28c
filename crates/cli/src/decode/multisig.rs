//! What a multisig is asked to sign, where it stands on chain: a proposal or vault transaction of Squads, version 4.

use anchor_lang::prelude::{AnchorDeserialize, Pubkey};
use anchor_lang::pubkey;
use inference_staking_client::rpc::{Connection, ReadError};
use solana_hash::Hash;
use solana_message::compiled_instruction::CompiledInstruction;
use solana_message::v0::{Message, MessageAddressTableLookup};
use solana_message::{MessageHeader, VersionedMessage};

use crate::failure::{Failure, Outcome};
use crate::view::{Value, View};

const SQUADS: Pubkey = pubkey!("SQDS4ep65T869zMMBKyuUq6aD6EgTu8psMjkvj52pCf");
/// The first 8 bytes of the SHA-256 of `account:` and the type's name, as Anchor has them.
const PROPOSAL: [u8; 8] = [26, 94, 189, 187, 116, 136, 53, 33];
const VAULT_TRANSACTION: [u8; 8] = [168, 250, 162, 100, 81, 14, 162, 207];

/// Whether a proposal was voted on, in the order of its numbers.
const STATUSES: [&str; 7] = ["draft", "active", "rejected", "approved", "executing", "executed", "cancelled"];

/// The front of a proposal; since when it has its status, and who voted, come behind it.
#[derive(AnchorDeserialize)]
struct Proposal {
    multisig: Pubkey,
    transaction_index: u64,
    status: u8,
}

#[derive(AnchorDeserialize)]
struct VaultTransaction {
    multisig: Pubkey,
    creator: Pubkey,
    index: u64,
    _bump: u8,
    vault_index: u8,
    _vault_bump: u8,
    _ephemeral_signer_bumps: Vec<u8>,
    message: VaultMessage,
}

#[derive(AnchorDeserialize)]
struct VaultMessage {
    signers: u8,
    writable_signers: u8,
    writable_others: u8,
    account_keys: Vec<Pubkey>,
    instructions: Vec<VaultInstruction>,
    lookups: Vec<Lookup>,
}

#[derive(AnchorDeserialize)]
struct VaultInstruction {
    program: u8,
    accounts: Vec<u8>,
    data: Vec<u8>,
}

#[derive(AnchorDeserialize)]
struct Lookup {
    table: Pubkey,
    writable: Vec<u8>,
    readonly: Vec<u8>,
}

/// What a multisig is asked to sign, and the lines that say whose it is.
pub struct Proposed {
    /// Its instructions; a multisig's have no blockhash and no fee payer of their own.
    pub message: VersionedMessage,
    /// Multisig, vault and how far it is.
    pub about: View,
}

/// Reads the proposal, or the transaction, at an address.
///
/// # Errors
/// If there is neither, in words that say what there is; if the node cannot be read.
pub async fn proposed(chain: &Connection, address: &Pubkey) -> Outcome<Proposed> {
    let found = account(chain, address).await?;
    let (status, transaction) = match body(&found, PROPOSAL) {
        None => (None, found),
        Some(mut fields) => {
            let proposal = Proposal::deserialize(&mut fields).map_err(|_| broken(address))?;
            let at = transaction_of(&proposal);
            (STATUSES.get(usize::from(proposal.status)).copied(), account(chain, &at).await?)
        }
    };
    let Some(mut fields) = body(&transaction, VAULT_TRANSACTION) else {
        return Err(Failure::refused(
            "this account of the multisig program holds no instructions of a vault: it changes the multisig itself, or is a batch; give \
             `decode` the address of a proposal or of a vault transaction",
        ));
    };
    let transaction = VaultTransaction::deserialize(&mut fields).map_err(|_| broken(address))?;
    let about = View::new()
        .with("multisig", transaction.multisig)
        .with("transaction", Value::Count(transaction.index))
        .with("status", status)
        .with("vault", vault_of(&transaction))
        .with("created_by", transaction.creator);
    let message = message_of(transaction.message).ok_or_else(|| broken(address))?;
    Ok(Proposed { message, about })
}

/// The data of an account of the multisig program.
async fn account(chain: &Connection, address: &Pubkey) -> Outcome<Vec<u8>> {
    let found = chain.owner_and_data(address).await?;
    let (owner, data) = found.ok_or(ReadError::NotFound { what: "multisig proposal", address: *address })?;
    if owner != SQUADS {
        return Err(ReadError::WrongOwner { what: "multisig proposal", address: *address, owner }.into());
    }
    Ok(data)
}

fn body(data: &[u8], kind: [u8; 8]) -> Option<&[u8]> {
    data.strip_prefix(&kind)
}

fn broken(address: &Pubkey) -> Failure {
    Failure::refused(format!(
        "the multisig proposal {address} cannot be read: its bytes are those of no version known here"
    ))
}

fn transaction_of(proposal: &Proposal) -> Pubkey {
    let index = proposal.transaction_index.to_le_bytes();
    derived(&[b"multisig", proposal.multisig.as_ref(), b"transaction", &index])
}

fn vault_of(transaction: &VaultTransaction) -> Pubkey {
    derived(&[b"multisig", transaction.multisig.as_ref(), b"vault", &[transaction.vault_index]])
}

fn derived(seeds: &[&[u8]]) -> Pubkey {
    Pubkey::find_program_address(seeds, &SQUADS).0
}

/// The instructions as a message; `None` if they point to what is not there.
fn message_of(stored: VaultMessage) -> Option<VersionedMessage> {
    let others = u8::try_from(stored.account_keys.len()).ok()?.checked_sub(stored.signers)?;
    let header = MessageHeader {
        num_required_signatures: stored.signers,
        num_readonly_signed_accounts: stored.signers.checked_sub(stored.writable_signers)?,
        num_readonly_unsigned_accounts: others.checked_sub(stored.writable_others)?,
    };
    let compiled = |VaultInstruction { program, accounts, data }| CompiledInstruction {
        program_id_index: program,
        accounts,
        data,
    };
    let lookup = |Lookup { table, writable, readonly }| MessageAddressTableLookup {
        account_key: table,
        writable_indexes: writable,
        readonly_indexes: readonly,
    };
    let message = VersionedMessage::V0(Message {
        header,
        account_keys: stored.account_keys,
        recent_blockhash: Hash::default(),
        instructions: stored.instructions.into_iter().map(compiled).collect(),
        address_table_lookups: stored.lookups.into_iter().map(lookup).collect(),
    });
    message.sanitize().is_ok().then_some(message)
}
