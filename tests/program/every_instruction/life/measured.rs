//! Sends instructions and writes down how many bytes their transactions have.

use std::collections::{BTreeMap, BTreeSet};

use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_localnet::chain::transaction_bytes;
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::Chain;
use inference_staking_test_kit::compute_budget::compute_budget;
use inference_staking_test_kit::{idl, TestNetwork};
use solana_keypair::Keypair;
use solana_signer::Signer;
use solana_transaction::Transaction;

/// A transaction has at most these, SPEC 18.
pub const MAX_TRANSACTION_BYTES: usize = 1_232;

/// A transaction that was executed.
struct Row {
    instruction: String,
    note: String,
    signatures: usize,
    bytes: usize,
}

/// A network whose fees are paid by a wallet of its own, with another wallet for rents and registration fees, so that
/// no key of a transaction is saved by playing two parts.
pub struct Measured {
    pub network: TestNetwork,
    /// Pays rents and registration fees; has lamports and 1,000 tokens.
    pub rent_payer: Keypair,
    names: BTreeMap<Vec<u8>, String>,
    rows: Vec<Row>,
    /// Looks at each instruction of the IDL right before it is sent; what it changes is undone.
    probe: Option<Probe>,
}

/// Gets the network, the instruction's name in the IDL, the instruction and its signers.
type Probe = Box<dyn FnMut(&mut TestNetwork, &str, &Instruction, &[&Keypair])>;

impl Measured {
    /// Mints and wallets only.
    pub fn start() -> Self {
        let mut network = TestNetwork::bare();
        let rent_payer = network.funded_wallet("rent payer", 1_000 * ONE).unwrap();
        network.give_lamports(&rent_payer.pubkey(), 10_000_000_000).unwrap();
        Self { network, rent_payer, names: idl::instructions(), rows: Vec::new(), probe: None }
    }

    /// The same, with something to try on each instruction before it is sent.
    pub fn start_with(probe: impl FnMut(&mut TestNetwork, &str, &Instruction, &[&Keypair]) + 'static) -> Self {
        Self { probe: Some(Box::new(probe)), ..Self::start() }
    }

    /// Executes the instruction behind the compute budget, and measures the transaction.
    #[track_caller]
    pub fn send(&mut self, note: &str, instruction: Instruction, signers: &[&Keypair]) {
        let data = &instruction.data;
        let known = self.names.iter().find(|(discriminator, _)| data.starts_with(discriminator));
        let name = known.expect("an instruction of the IDL").1.clone();
        if let Some(probe) = &mut self.probe {
            let saved = self.network.chain.svm().clone();
            probe(&mut self.network, &name, &instruction, signers);
            *self.network.chain.svm() = saved;
        }
        let [limit, price] = compute_budget();
        let executed = self.network.send(&[limit, price, instruction], signers).unwrap();
        let signatures = 1 + signers.iter().filter(|signer| signer.pubkey() != self.network.payer.pubkey()).count();
        self.rows.push(Row { instruction: name, note: note.into(), signatures, bytes: executed.transaction_bytes });
    }

    /// Bytes of a transaction that is not sent.
    pub fn bytes(&self, instruction: Instruction, signers: &[&Keypair]) -> usize {
        let [limit, price] = compute_budget();
        let all: Vec<&Keypair> = [&self.network.payer].into_iter().chain(signers.iter().copied()).collect();
        let mut transaction =
            Transaction::new_with_payer(&[limit, price, instruction], Some(&self.network.payer.pubkey()));
        transaction.sign(&all, Default::default());
        transaction_bytes(&transaction)
    }

    /// A table of all that was sent, the largest last.
    pub fn print(&mut self) {
        self.rows.sort_by_key(|row| row.bytes);
        println!("{:>5} of {MAX_TRANSACTION_BYTES} bytes, signatures, instruction", "");
        for Row { instruction, note, signatures, bytes } in &self.rows {
            println!("{bytes:>5} {signatures:>3}  {instruction:<38} {note}");
        }
    }

    /// Nothing is too large.
    pub fn assert_all_fit(&self) {
        for row in &self.rows {
            assert!(row.bytes <= MAX_TRANSACTION_BYTES, "{} has {} bytes ({})", row.instruction, row.bytes, row.note);
        }
    }

    /// No instruction was left out.
    pub fn assert_all_of_the_idl_were_sent(&self) {
        let measured: BTreeSet<&String> = self.rows.iter().map(|row| &row.instruction).collect();
        let left_out: Vec<&String> = self.names.values().filter(|name| !measured.contains(name)).collect();
        assert!(left_out.is_empty(), "instructions of the IDL that this test does not send: {left_out:?}");
    }

    pub fn pass_time(&mut self, seconds: i64) {
        let now = self.network.chain.now();
        self.network.chain.set_time(now + seconds);
    }
}
