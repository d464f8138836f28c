//! One step of a network's life, and what all its transactions cost together.

use std::time::{Duration, Instant};

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_localnet::chain::transaction_bytes;
use inference_staking_localnet::{Chain, EmbeddedChain};
use solana_keypair::Keypair;
use solana_signer::Signer;
use solana_transaction::Transaction;

use crate::lookup_table::MAX_TRANSACTION_BYTES;

/// Lamports of a signature.
const SIGNATURE_FEE: u64 = 5_000;
/// Lamports of rent for each byte, and the bytes that every account has beside its data (SPEC 18).
pub const RENT_PER_BYTE: u64 = 5_080;
/// See `RENT_PER_BYTE`.
pub const RENT_OVERHEAD: u64 = 128;

/// What was done, and its costs.
pub struct Step {
    pub name: &'static str,
    pub transactions: u64,
    pub units: u64,
    /// Lamports.
    pub fees: u64,
    /// Lamports, for the accounts that the step created.
    pub rent: u64,
    pub time: Duration,
}

impl Step {
    /// Runs a step.
    pub fn run(name: &'static str, work: impl FnOnce(&mut Self)) -> Self {
        let mut step = Self { name, transactions: 0, units: 0, fees: 0, rent: 0, time: Duration::ZERO };
        let began = Instant::now();
        work(&mut step);
        step.time = began.elapsed();
        eprintln!("  {name}: {} transactions, {:.1} s", step.transactions, step.time.as_secs_f64());
        step
    }

    /// Executes instructions on the chain itself, without the checks of a whole network.
    pub fn send(&mut self, chain: &mut EmbeddedChain, instructions: &[Instruction], signers: &[&Keypair]) {
        let blockhash = chain.fresh_blockhash();
        let payer = signers.first().map(|payer| payer.pubkey());
        let transaction = Transaction::new_signed_with_payer(instructions, payer.as_ref(), signers, blockhash);
        let bytes = transaction_bytes(&transaction);
        assert!(bytes <= MAX_TRANSACTION_BYTES, "{}: {bytes} bytes", self.name);
        let executed = chain.execute(transaction).unwrap_or_else(|refused| panic!("{}: {refused}", self.name));
        self.count(executed.compute_units, signers.len());
    }

    /// Counts a transaction that was sent in another way.
    pub fn count(&mut self, units: u64, signatures: usize) {
        self.transactions += 1;
        self.units += units;
        self.fees += SIGNATURE_FEE * signatures as u64;
    }

    /// Counts the rent of an account that the step created.
    pub fn count_rent(&mut self, chain: &mut EmbeddedChain, address: &Pubkey) {
        let account = chain.account(address).unwrap();
        self.rent += rent(account.data.len());
    }
}

/// Lamports that an account with so many bytes of data keeps.
pub fn rent(data_len: usize) -> u64 {
    (data_len as u64 + RENT_OVERHEAD) * RENT_PER_BYTE
}
