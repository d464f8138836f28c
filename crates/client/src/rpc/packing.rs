//! How large a transaction becomes, so that a caller can pack it full.

use std::collections::BTreeMap;

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;

use super::budget::with_compute_budget;
use super::lookup_tables::LookupTables;

/// Largest transaction that the network takes, signatures included.
pub const MAX_TRANSACTION_BYTES: usize = 1_232;
/// Most accounts of a transaction.
pub const MAX_TRANSACTION_ACCOUNTS: usize = 64;

const KEY_BYTES: usize = 32;
const SIGNATURE_BYTES: usize = 64;
const HEADER_BYTES: usize = 3;
/// What only a message with lookup tables begins with.
const VERSION_BYTES: usize = 1;
/// A table's address, and how many accounts are written and only read from it: never more than 127.
const LOOKUP_BYTES: usize = KEY_BYTES + 2;

/// What a transaction takes of what the network allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransactionSize {
    /// Bytes, signatures included.
    pub bytes: usize,
    /// Different accounts, programs included.
    pub accounts: usize,
}

impl TransactionSize {
    /// Whether the network takes it.
    pub fn fits(&self) -> bool {
        self.bytes <= MAX_TRANSACTION_BYTES && self.accounts <= MAX_TRANSACTION_ACCOUNTS
    }
}

/// Size of the transaction that `send` makes of these instructions: both compute-budget instructions are added.
pub fn transaction_size(instructions: &[Instruction], payer: &Pubkey) -> TransactionSize {
    transaction_size_with(instructions, payer, &LookupTables::default())
}

/// The same, where `send` may use these tables.
pub fn transaction_size_with(instructions: &[Instruction], payer: &Pubkey, tables: &LookupTables) -> TransactionSize {
    size_of_message(&with_compute_budget(instructions, u32::MAX, u64::MAX), payer, tables)
}

/// Size of a transaction with exactly these instructions: a legacy one where no table helps.
pub(super) fn size_of_message(instructions: &[Instruction], payer: &Pubkey, tables: &LookupTables) -> TransactionSize {
    let mut is_signer = BTreeMap::from([(*payer, true)]);
    for instruction in instructions {
        is_signer.entry(instruction.program_id).or_insert(false);
        for account in &instruction.accounts {
            *is_signer.entry(account.pubkey).or_insert(false) |= account.is_signer;
        }
    }
    let signers = is_signer.values().filter(|is_signer| **is_signer).count();
    let accounts = is_signer.len();
    let signatures = with_length(signers, SIGNATURE_BYTES);
    let uses = tables.uses(instructions, payer);
    let looked_up: usize = uses.iter().map(|table| table.addresses).sum();
    let keys = with_length(accounts.saturating_sub(looked_up), KEY_BYTES);
    let lookups = if uses.is_empty() {
        0
    } else {
        [VERSION_BYTES, with_length(uses.len(), LOOKUP_BYTES), looked_up].iter().sum()
    };
    let compiled: usize = instructions.iter().map(size_of_instruction).sum();
    // The blockhash is as long as a key.
    let parts = [signatures, HEADER_BYTES, keys, KEY_BYTES, length_bytes(instructions.len()), compiled, lookups];
    let bytes = parts.iter().sum();
    TransactionSize { bytes, accounts }
}

/// Program index, account indices and data.
fn size_of_instruction(instruction: &Instruction) -> usize {
    [1, with_length(instruction.accounts.len(), 1), with_length(instruction.data.len(), 1)].iter().sum()
}

fn with_length(items: usize, bytes_each: usize) -> usize {
    items.saturating_mul(bytes_each).saturating_add(length_bytes(items))
}

/// Bytes of a length in the wire format: 7 bits each.
fn length_bytes(length: usize) -> usize {
    match length {
        0..=0x7f => 1,
        0x80..=0x3fff => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instruction as ix;
    use crate::instructions::BatchLeaf;
    use crate::rpc::message::compiled;
    use solana_message::{AddressLookupTableAccount, Hash, Message};
    use solana_transaction::Transaction;

    fn key(number: u8) -> Pubkey {
        Pubkey::new_from_array([number; 32])
    }

    /// Length of the transaction as the network's own types write it.
    #[allow(clippy::arithmetic_side_effects, reason = "of a few hundred bytes")]
    fn serialized(instructions: &[Instruction], payer: &Pubkey) -> usize {
        let transaction = Transaction::new_unsigned(Message::new(instructions, Some(payer)));
        let signatures = length_bytes(transaction.signatures.len()) + 64 * transaction.signatures.len();
        signatures + transaction.message_data().len()
    }

    #[test]
    fn the_size_is_that_of_the_serialized_transaction() {
        let record = ix::RecordOf { operator_pool: key(1), owner: key(2) };
        let leaf =
            |nodes| ix::LeafProof { root_index: 0, leaf_index: 3, reward: 4, usdc: 5, proof: vec![[6; 32]; nodes] };
        let accrual = |pool, nodes| ix::accrue_reward(ix::accrue_reward_accounts(key(pool), 7, key(8)), leaf(nodes));
        let lists = [
            vec![],
            vec![ix::unstake(record, 1)],
            // The owner pays, signs and is named twice.
            vec![ix::create_staking_record(key(2), record), ix::unstake(record, 1)],
            vec![accrual(1, 0), accrual(2, 3), accrual(3, 24)],
        ];
        for (payer, list) in [key(2), key(3)].iter().flat_map(|payer| lists.iter().map(move |list| (payer, list))) {
            let size = size_of_message(list, payer, &LookupTables::default());
            assert_eq!(size.bytes, serialized(list, payer));
            assert_eq!(size.accounts, Message::new(list, Some(payer)).account_keys.len());
            let budgeted = with_compute_budget(list, 1_400_000, 1);
            assert_eq!(transaction_size(list, payer).bytes, serialized(&budgeted, payer));
        }
    }

    #[test]
    fn the_size_with_tables_is_that_of_the_serialized_transaction() {
        let pool = |number| ix::BatchPool {
            operator_pool: key(number),
            operator_staking_record: key(number + 100),
            leaf: BatchLeaf { leaf_index: number.into(), reward: 1, usdc: 2, with_operator_record: number % 2 == 0 },
        };
        let pools: Vec<_> = (10..16).map(pool).collect();
        let list = [ix::accrue_rewards(7, 0, &pools, vec![[1; 32]; 3])];
        let overview = crate::address::pool_overview();
        let table = |name, keys: &[u8]| {
            let keys = keys.iter().map(|number| key(*number)).chain([overview]);
            AddressLookupTableAccount { key: key(name), addresses: keys.collect() }
        };
        // The payer signs and the program is called: neither can be taken out of a table.
        let fixed = AddressLookupTableAccount { key: key(200), addresses: vec![key(2), crate::address::program_id()] };
        for (tables, used, looked_up) in [
            (vec![], 0, 0),
            (vec![fixed.clone()], 0, 0),
            // One address costs more in a table than outside.
            (vec![AddressLookupTableAccount { key: key(201), addresses: vec![key(10)] }], 0, 0),
            (vec![table(201, &[10, 11, 110])], 1, 4),
            (vec![fixed, table(201, &[10, 11]), table(202, &[12, 13, 112, 14, 114])], 2, 8),
            // The overview stands in both; the second has only one address more.
            (vec![table(201, &[10, 11, 12]), table(202, &[13])], 1, 4),
        ] {
            let tables = LookupTables::new(tables);
            let uses = tables.uses(&list, &key(2));
            assert_eq!((uses.len(), uses.iter().map(|table| table.addresses).sum::<usize>()), (used, looked_up));
            let budgeted = with_compute_budget(&list, u32::MAX, u64::MAX);
            let message = compiled(&budgeted, &key(2), &tables, Hash::default()).unwrap();
            assert_eq!(message.address_table_lookups().map_or(0, <[_]>::len), used);
            let size = transaction_size_with(&list, &key(2), &tables);
            assert_eq!(size.bytes, 1 + 64 + message.serialize().len());
            assert_eq!(size.accounts, message.static_account_keys().len() + looked_up);
        }
    }

    #[test]
    fn an_accrual_of_the_deepest_tree_fits() {
        let leaf = ix::LeafProof { root_index: 0, leaf_index: 0, reward: 0, usdc: 0, proof: vec![[0; 32]; 24] };
        let accrual = ix::accrue_reward(ix::accrue_reward_accounts(key(1), 7, key(8)), leaf);
        assert!(transaction_size(&[accrual], &key(2)).fits());
    }

    #[test]
    fn accounts_are_limited_too() {
        let with = |accounts: u8| {
            let keys = (0..accounts).map(key);
            let accounts = keys.map(|key| anchor_lang::prelude::AccountMeta::new_readonly(key, false)).collect();
            let instruction = Instruction { program_id: key(200), accounts, data: vec![] };
            size_of_message(&[instruction], &key(201), &LookupTables::default()).accounts
        };
        // The payer and the program count.
        assert_eq!((with(0), with(62), with(63)), (2, 64, 65));
        assert!(!TransactionSize { bytes: 1_232, accounts: 65 }.fits());
        assert!(!TransactionSize { bytes: 1_233, accounts: 64 }.fits());
        assert!(TransactionSize { bytes: 1_232, accounts: 64 }.fits());
    }
}
