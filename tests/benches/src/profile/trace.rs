//! What the virtual machine did in the last transaction: LiteSVM's register trace, kept as counts between runtime calls.

use std::sync::{Arc, Mutex};

use anchor_lang::prelude::Pubkey;
use anyhow::{Context, Result};
use inference_staking_client::address;
use inference_staking_localnet::program::program_bytes;
use inference_staking_localnet::EmbeddedChain;
use litesvm::{InvocationInspectCallback, LiteSVM};
use solana_account::Account;
use solana_program_runtime::invoke_context::{Executable, InvokeContext, RegisterTrace};
use solana_program_runtime::solana_sbpf::ebpf;
use solana_transaction::sanitized::SanitizedTransaction;
use solana_transaction_context::IndexOfAccount;

use super::probe::{common, variants, Broken, Variant, REPLACEMENT};
use super::traceable::with_sections;

/// LiteSVM traces registers if this is set when it starts.
const TRACE_SWITCH: &str = "SBF_TRACE_DIR";
/// Owns executable accounts that are not loaded.
const NATIVE_LOADER: Pubkey = Pubkey::from_str_const("NativeLoader1111111111111111111111111111111");
/// The program is read from where this says.
const PROGRAM_FILE: &str = "INFERENCE_STAKING_PROGRAM";

/// The execution of our program by a transaction.
#[derive(Clone, Default)]
pub struct Invocation {
    pub parts: Vec<Part>,
    /// What was executed of each variant: places of instructions.
    probed: Vec<(Broken, Vec<u64>)>,
    /// Places of all instructions, in the order of execution.
    places: Vec<u64>,
}

/// Instructions up to and with a runtime call, or up to the end.
#[derive(Clone)]
pub struct Part {
    pub instructions: u64,
    pub call: Option<Call>,
}

/// A syscall and its arguments.
#[derive(Clone)]
pub struct Call {
    pub name: String,
    pub arguments: [u64; 5],
}

/// Collects what our program does in each transaction of the chains it is installed on.
#[derive(Clone, Default)]
pub struct Tracer(Arc<Mutex<Watched>>);

#[derive(Default)]
struct Watched {
    last: Invocation,
    /// A variant is being run, and `last` is of it.
    probing: bool,
}

impl Tracer {
    /// Starts a chain that this tracer watches, with a copy of the program that can be traced.
    ///
    /// # Errors
    /// If there is no program or no place for its copy.
    pub fn install(&self, start: impl FnOnce() -> EmbeddedChain) -> Result<EmbeddedChain> {
        let copy = std::env::temp_dir().join(format!("inference-staking-traced-{}.so", std::process::id()));
        std::fs::write(&copy, with_sections(program_bytes()?))
            .with_context(|| format!("cannot write {}", copy.display()))?;
        let named = std::env::var_os(PROGRAM_FILE);
        std::env::set_var(PROGRAM_FILE, &copy);
        std::env::set_var(TRACE_SWITCH, "unused");
        let mut chain = start();
        std::env::remove_var(TRACE_SWITCH);
        match named {
            Some(path) => std::env::set_var(PROGRAM_FILE, path),
            None => std::env::remove_var(PROGRAM_FILE),
        }
        std::fs::remove_file(&copy).with_context(|| format!("cannot remove {}", copy.display()))?;
        // A variant's signatures are of another message.
        let svm = std::mem::take(chain.svm());
        *chain.svm() = svm.with_sigverify(false);
        // In place of the callback that writes files.
        chain.svm().set_invocation_inspect_callback(self.clone());
        Ok(chain)
    }

    /// What our program did in the last transaction.
    pub fn last(&self) -> Invocation {
        self.0.lock().unwrap().last.clone()
    }

    /// Runs the variants of a transaction on a chain in the state before it.
    fn probe(&self, svm: &LiteSVM, transaction: &SanitizedTransaction) -> Vec<(Broken, Vec<u64>)> {
        let run = |variant: Variant| {
            self.0.lock().unwrap().last = Invocation::default();
            let mut copy = svm.clone();
            if let Some(replaced) = variant.replaced.and_then(|address| svm.get_account(&address)) {
                // As long as the other and executable if that is, so that both are passed over in the same way before they
                // are looked at.
                let owner = if replaced.executable { NATIVE_LOADER } else { Pubkey::default() };
                let account = Account { owner, lamports: 10_000_000_000, ..replaced };
                let _ = copy.set_account(REPLACEMENT, account);
            }
            // It fails, which is what it is for.
            let _ = copy.simulate_transaction(variant.transaction);
            (variant.broken, std::mem::take(&mut self.0.lock().unwrap().last.places))
        };
        self.0.lock().unwrap().probing = true;
        let probed = variants(&transaction.to_versioned_transaction()).into_iter().map(run).collect();
        self.0.lock().unwrap().probing = false;
        probed
    }
}

impl InvocationInspectCallback for Tracer {
    fn before_invocation(
        &self,
        svm: &LiteSVM,
        transaction: &SanitizedTransaction,
        _: &[IndexOfAccount],
        _: &mut InvokeContext,
        _: bool,
    ) {
        if !self.0.lock().unwrap().probing {
            let probed = self.probe(svm, transaction);
            self.0.lock().unwrap().last = Invocation { probed, ..Invocation::default() };
        }
    }

    fn after_invocation(
        &self,
        _: &LiteSVM,
        _: &SanitizedTransaction,
        _: &[IndexOfAccount],
        context: &InvokeContext,
        _: bool,
    ) {
        context.iterate_vm_traces(&|instruction, executable, trace| {
            if instruction.get_program_key().is_ok_and(|program| *program == address::program_id()) {
                let mut watched = self.0.lock().unwrap();
                watched.last.parts = parts(executable, trace);
                watched.last.places = trace.iter().map(|registers| registers[11]).collect();
            }
        });
    }
}

impl Invocation {
    /// Instructions until the work is done that a variant breaks, and that before it.
    pub fn done(&self, wanted: Broken) -> Option<u64> {
        let (_, places) = self.probed.iter().find(|(broken, _)| *broken == wanted)?;
        Some(common(&self.places, places))
    }
}

fn parts(executable: &Executable, trace: RegisterTrace) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut instructions = 0;
    for registers in trace {
        instructions += 1;
        if let Some(name) = runtime_call(executable, registers[11]) {
            let [_, first, second, third, fourth, fifth, ..] = *registers;
            let call = Call { name, arguments: [first, second, third, fourth, fifth] };
            parts.push(Part { instructions, call: Some(call) });
            instructions = 0;
        }
    }
    parts.push(Part { instructions, call: None });
    parts
}

/// Name of the syscall that the instruction at `pc` calls.
fn runtime_call(executable: &Executable, pc: u64) -> Option<String> {
    let (_, text) = executable.get_text_bytes();
    let instruction = ebpf::get_insn_unchecked(text, usize::try_from(pc).ok()?);
    let is_static = executable.get_sbpf_version().static_syscalls();
    if instruction.opc != ebpf::CALL_IMM || (is_static && instruction.src != 0) {
        return None;
    }
    // The immediate is the hash of the name, of 32 bits, sign-extended.
    let key = u32::from_le_bytes(instruction.imm.to_le_bytes()[..4].try_into().ok()?);
    let (name, _) = executable.get_loader().get_function_registry().lookup_by_key(key)?;
    Some(String::from_utf8_lossy(name).into_owned())
}
