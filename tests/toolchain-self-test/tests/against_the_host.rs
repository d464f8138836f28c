//! The toolchain that built the programs computes on chain what Rust computes here: 128-bit
//! arithmetic at its edges and in thousands of random places, calls whose arguments go over the
//! stack, and the hash syscall. A toolchain that gets one wrong would mint or lose money.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use litesvm::LiteSVM;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha3::{Digest, Keccak256};
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_message::{Address, Message};
use solana_signer::Signer;
use solana_transaction::Transaction;
use toolchain_self_test::{Operation, ANSWER_LEN, KECCAK, MAX_PAIRS, PLAIN_SUM};

const SEED: u64 = 0x5bf_5e1f;
const RANDOM_PAIRS: usize = 3_000;

struct Chain {
    svm: LiteSVM,
    payer: Keypair,
    program: Address,
}

impl Chain {
    fn start() -> Self {
        // From the package's folder, where tests run.
        let file = "../../target/deploy/toolchain_self_test.so";
        let binary =
            std::fs::read(file).unwrap_or_else(|error| panic!("{file}: {error}; run `cargo xtask build` first"));
        // No history: the same question may be asked twice.
        let mut svm = LiteSVM::new().with_sigverify(false).with_transaction_history(0);
        let (payer, program) = (Keypair::new(), Address::new_unique());
        svm.airdrop(&payer.pubkey(), 1_000_000_000_000).unwrap();
        svm.add_program(program, &binary).unwrap();
        Self { svm, payer, program }
    }

    /// The return data, or what the chain said instead.
    fn ask(&mut self, data: Vec<u8>) -> Result<Vec<u8>, String> {
        let instruction = Instruction { program_id: self.program, accounts: vec![], data };
        let message = Message::new(&[instruction], Some(&self.payer.pubkey()));
        let transaction = Transaction::new(&[&self.payer], message, self.svm.latest_blockhash());
        match self.svm.send_transaction(transaction) {
            Ok(done) => Ok(done.return_data.data),
            Err(failed) => Err(format!("{:?}: {:?}", failed.err, failed.meta.logs)),
        }
    }

    /// Every pair through one operation, many to a transaction.
    fn apply(&mut self, opcode: usize, pairs: &[(u128, u128)]) -> Vec<Option<u128>> {
        let mut answers = Vec::with_capacity(pairs.len());
        for batch in pairs.chunks(MAX_PAIRS) {
            let mut data = vec![u8::try_from(opcode).unwrap()];
            for (a, b) in batch {
                data.extend(a.to_le_bytes());
                data.extend(b.to_le_bytes());
            }
            let mut returned = self.ask(data).unwrap_or_else(|error| panic!("opcode {opcode}: {error}"));
            // The chain cuts zeros off the end of return data.
            returned.resize(batch.len() * ANSWER_LEN, 0);
            answers.extend(returned.chunks(ANSWER_LEN).map(|answer| {
                let value = u128::from_le_bytes(answer[1..].try_into().unwrap());
                (answer[0] == 1).then_some(value)
            }));
        }
        answers
    }
}

/// Around every power of two at which words, signs and carries change.
fn extremes() -> Vec<u128> {
    let mut values = vec![0, 1, 2, 3, 10, 10_000, 1_000_000_000_000, u128::MAX, u128::MAX - 1];
    for bits in [31, 32, 63, 64, 65, 95, 96, 126, 127] {
        let power = 1u128 << bits;
        values.extend([power - 1, power, power + 1, power.wrapping_neg()]);
    }
    values
}

/// Every pair of extremes, then random ones of every length in bits.
fn pairs() -> Vec<(u128, u128)> {
    let values = extremes();
    let mut pairs: Vec<_> = values.iter().flat_map(|&a| values.iter().map(move |&b| (a, b))).collect();
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let mut operand = || {
        let value = random.random::<u128>() >> random.random_range(0..128);
        if random.random_bool(0.25) {
            value.wrapping_neg()
        } else {
            value
        }
    };
    pairs.extend((0..RANDOM_PAIRS).map(|_| (operand(), operand())));
    pairs
}

fn expected(operation: Operation, a: u128, b: u128) -> Option<u128> {
    let (x, y) = (a as i128, b as i128);
    let signed_overflow = x == i128::MIN && y == -1;
    match operation {
        Operation::WrappingMul => Some(a.overflowing_mul(b).0),
        Operation::CheckedMul => (b == 0 || a <= u128::MAX / b).then(|| a * b),
        Operation::Div => (b != 0).then(|| a / b),
        Operation::Rem => (b != 0).then(|| a % b),
        Operation::SignedWrappingMul => Some(x.overflowing_mul(y).0 as u128),
        Operation::SignedCheckedMul => {
            let (product, overflow) = x.overflowing_mul(y);
            (!overflow).then_some(product as u128)
        }
        Operation::SignedDiv => (y != 0 && !signed_overflow).then(|| (x / y) as u128),
        Operation::SignedRem => (y != 0 && !signed_overflow).then(|| (x % y) as u128),
        Operation::CheckedAdd => (a <= u128::MAX - b).then(|| a + b),
        Operation::SignedCheckedSub => {
            let (difference, overflow) = x.overflowing_sub(y);
            (!overflow).then_some(difference as u128)
        }
        Operation::ShiftLeft => Some(a << (b % 128)),
        Operation::ShiftRight => Some(a >> (b % 128)),
        Operation::SignedShiftRight => Some((x >> (b % 128)) as u128),
        Operation::WideProduct => Some((a as u64 as u128) * (b as u64 as u128)),
        Operation::SixArguments => Some(weighted(a, b, [3, 5, 7, 11, 13, 17])),
        Operation::SevenArguments => {
            let words = [a as u64, (a >> 64) as u64, b as u64, (b >> 64) as u64, (a ^ b) as u64];
            let sum: u128 = words.iter().zip([3, 7, 11, 17, 19]).map(|(&word, factor)| word as u128 * factor).sum();
            Some(a.wrapping_mul(5).wrapping_add(b.wrapping_mul(13)).wrapping_add(sum))
        }
    }
}

/// The six words that the program passes, each times its factor, in 64 bits.
fn weighted(a: u128, b: u128, factors: [u128; 6]) -> u128 {
    let (a_low, a_high, b_low, b_high) = (a as u64, (a >> 64) as u64, b as u64, (b >> 64) as u64);
    let words = [a_low, a_high, b_low, b_high, a_low ^ b_high, a_high ^ b_low];
    let sum: u128 = words.iter().zip(factors).map(|(&word, factor)| word as u128 * factor).sum();
    sum as u64 as u128
}

#[test]
fn arithmetic_and_calls_on_chain_agree_with_the_host() {
    let mut chain = Chain::start();
    let pairs = pairs();
    for (opcode, operation) in Operation::ALL.into_iter().enumerate() {
        let answers = chain.apply(opcode, &pairs);
        assert_eq!(answers.len(), pairs.len());
        for ((a, b), answer) in pairs.iter().zip(answers) {
            assert_eq!(answer, expected(operation, *a, *b), "{operation:?} of {a:#x} and {b:#x} (seed {SEED:#x})");
        }
    }
}

#[test]
fn keccak_on_chain_agrees_with_the_host() {
    let mut chain = Chain::start();
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    for length in 0..300 {
        let message: Vec<u8> = (0..length).map(|_| random.random()).collect();
        let data = [&[KECCAK], &message[..]].concat();
        let mut returned = chain.ask(data).unwrap();
        returned.resize(32, 0);
        assert_eq!(returned, Keccak256::digest(&message).to_vec(), "{length} bytes (seed {SEED:#x})");
    }
}

#[test]
fn an_overflowing_sum_ends_the_program() {
    let mut chain = Chain::start();
    let mut sum = |a: u128, b: u128| chain.ask([&[PLAIN_SUM], &a.to_le_bytes()[..], &b.to_le_bytes()[..]].concat());
    assert_eq!(sum(u128::MAX - 1, 1).unwrap(), u128::MAX.to_le_bytes());
    let error = sum(u128::MAX, 1).unwrap_err();
    assert!(error.contains("ProgramFailedToComplete"), "{error}");
}

#[test]
fn malformed_instruction_data_is_refused() {
    let mut chain = Chain::start();
    let unknown = u8::try_from(Operation::ALL.len()).unwrap();
    let too_many = vec![0; 1 + 32 * (MAX_PAIRS + 1)];
    for data in [vec![], vec![unknown], vec![0; 32], vec![0; 34], too_many] {
        let error = chain.ask(data).unwrap_err();
        assert!(error.contains("InvalidInstructionData"), "{error}");
    }
}
