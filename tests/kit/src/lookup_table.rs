//! A transaction on LiteSVM whose addresses come out of a lookup table.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_localnet::Chain;
use litesvm::types::TransactionResult;
use solana_account::Account;
use solana_message::{v0, AddressLookupTableAccount, VersionedMessage};
use solana_signer::Signer;
use solana_transaction::versioned::VersionedTransaction;

use crate::TestNetwork;

const LOOKUP_TABLES: Pubkey = Pubkey::from_str_const("AddressLookupTab1e1111111111111111111111111");

/// What a transaction was, and what became of it.
pub struct Sent {
    /// Bytes over the wire.
    pub bytes: usize,
    /// LiteSVM's answer.
    pub result: TransactionResult,
}

/// Sends instructions that only the network's payer signs, with these addresses in a table that was extended long ago; then
/// checks the invariants.
///
/// # Panics
/// If a transaction cannot be made of it.
pub fn send_with_table(network: &mut TestNetwork, instructions: &[Instruction], addresses: Vec<Pubkey>) -> Sent {
    let table = AddressLookupTableAccount { key: Pubkey::new_unique(), addresses };
    put_table(network, &table);
    let payer = network.payer.insecure_clone();
    let blockhash = network.chain.fresh_blockhash();
    let message = v0::Message::try_compile(&payer.pubkey(), instructions, &[table], blockhash).unwrap();
    let transaction = VersionedTransaction::try_new(VersionedMessage::V0(message), &[&payer]).unwrap();
    // One signature and its count, and the message.
    let bytes = 65 + transaction.message.serialize().len();
    let result = network.chain.svm().send_transaction(transaction);
    network.assert_invariants();
    Sent { bytes, result }
}

/// Never deactivated and last extended in slot 0, all its addresses usable.
fn put_table(network: &mut TestNetwork, table: &AddressLookupTableAccount) {
    let mut data = 1u32.to_le_bytes().to_vec();
    data.extend(u64::MAX.to_le_bytes());
    data.extend(0u64.to_le_bytes());
    data.push(u8::try_from(table.addresses.len()).unwrap());
    data.resize(56, 0);
    table.addresses.iter().for_each(|address| data.extend(address.to_bytes()));
    let account =
        Account { lamports: 1_000_000_000, data, owner: LOOKUP_TABLES, executable: false, rent_epoch: u64::MAX };
    network.chain.set_account(&table.key, account);
}
