//! Address lookup tables, and transactions that use them.

use std::borrow::Cow;

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_localnet::{wallet, Chain, EmbeddedChain};
use solana_account::Account;
use solana_address_lookup_table_interface::program;
use solana_address_lookup_table_interface::state::{AddressLookupTable, LookupTableMeta};
use solana_keypair::Keypair;
use solana_message::{v0, AddressLookupTableAccount, VersionedMessage};
use solana_signer::Signer;
use solana_transaction::versioned::VersionedTransaction;

/// A transaction has at most these, SPEC 18.
pub const MAX_TRANSACTION_BYTES: usize = 1_232;
/// Most addresses of a table.
pub const CAPACITY: usize = 256;

/// Puts a table of these addresses on the chain, as if it had been extended long ago.
pub fn put(chain: &mut EmbeddedChain, name: &str, addresses: Vec<Pubkey>) -> AddressLookupTableAccount {
    let key = wallet(name).pubkey();
    let table = AddressLookupTable { meta: LookupTableMeta::default(), addresses: Cow::Owned(addresses.clone()) };
    let data = table.serialize_for_tests().unwrap();
    let account =
        Account { lamports: 10_000_000_000, data, owner: program::ID, executable: false, rent_epoch: u64::MAX };
    chain.set_account(&key, account);
    AddressLookupTableAccount { key, addresses }
}

/// A signed transaction that finds what it can in the tables.
pub fn transaction(
    chain: &mut EmbeddedChain,
    payer: &Keypair,
    instruction: Instruction,
    tables: &[AddressLookupTableAccount],
) -> VersionedTransaction {
    let blockhash = chain.fresh_blockhash();
    let message = v0::Message::try_compile(&payer.pubkey(), &[instruction], tables, blockhash).unwrap();
    VersionedTransaction::try_new(VersionedMessage::V0(message), &[payer]).unwrap()
}

/// Bytes of a transaction over the wire: the count of signatures, the signatures, the message.
pub fn bytes(transaction: &VersionedTransaction) -> usize {
    1 + 64 * transaction.signatures.len() + transaction.message.serialize().len()
}
