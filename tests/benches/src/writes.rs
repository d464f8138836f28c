//! Which accounts each instruction writes: transactions that write an account in common run one after the other.
//!
//! What an instruction names as writable is locked for it, whether it writes it or not; so both stand in the table.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;

use anyhow::{ensure, Context, Result};
use inference_staking_client::address::program_id;
use inference_staking_localnet::Executed;
use inference_staking_test_kit::idl::{self, InstructionAccount};

use crate::table::{file, save};

const FILE: &str = "writes.md";
/// Accounts that all pools share.
const SHARED: [&str; 7] = [
    "pool_overview",
    "liable_pool_overview",
    "reward_vault",
    "usdc_vault",
    "slashing_token_destination",
    "slashing_usdc_destination",
    "fee_destination",
];
/// What an instruction of a delegator may write of them (SPEC 17).
const ALLOWED: [(&str, &str); 2] = [("claim_usdc_earnings", "pool_overview"), ("claim_usdc_earnings", "usdc_vault")];

/// By instruction, in the order of its accounts: those it names as writable, and whether a measured case changed them.
#[derive(Default)]
pub struct Writes(BTreeMap<String, Vec<Named>>);

struct Named {
    account: String,
    is_optional: bool,
    changed: bool,
}

impl Writes {
    /// Adds what a transaction wrote.
    pub fn note(&mut self, executed: &Executed) {
        let names = idl::instructions();
        for instruction in executed.instructions.iter().filter(|instruction| instruction.program_id == program_id()) {
            let name = &names[&instruction.data[..8]];
            let accounts = idl::accounts_of(name);
            let written = self.0.entry(name.clone()).or_insert_with(|| {
                let writable = accounts.iter().filter(|account| account.is_writable);
                let named = |account: &InstructionAccount| Named {
                    account: account.name.clone(),
                    is_optional: account.is_optional,
                    changed: false,
                };
                writable.map(named).collect()
            });
            for (meta, account) in instruction.accounts.iter().zip(&accounts) {
                let named = written.iter_mut().find(|named| named.account == account.name);
                named.into_iter().for_each(|named| named.changed |= executed.changed.contains(&meta.pubkey));
            }
        }
    }

    /// Writes the committed table.
    ///
    /// # Errors
    /// As `require_delegators_apart`; if the file cannot be written.
    pub fn write(&self) -> Result<()> {
        self.require_delegators_apart()?;
        save(FILE, &self.page())
    }

    /// # Errors
    /// As `require_delegators_apart`; if the committed table says something else.
    pub fn check(&self) -> Result<()> {
        self.require_delegators_apart()?;
        let committed = fs::read_to_string(file(FILE)).with_context(|| format!("cannot read tests/benches/{FILE}"))?;
        ensure!(committed == self.page(), "tests/benches/{FILE} says something else: run `cargo xtask bench`");
        Ok(())
    }

    /// Instructions of delegators of different pools write no account in common (SPEC 17).
    fn require_delegators_apart(&self) -> Result<()> {
        let of_delegators =
            self.0.iter().filter(|(_, written)| written.iter().any(|named| named.account == "staking_record"));
        for (instruction, written) in of_delegators {
            let shared = written.iter().filter(|named| SHARED.contains(&named.account.as_str()));
            for Named { account, .. } in shared {
                let allowed = ALLOWED.contains(&(instruction.as_str(), account.as_str()));
                ensure!(allowed, "{instruction} writes {account}, which the delegators of all pools share (SPEC 17)");
            }
        }
        Ok(())
    }

    fn page(&self) -> String {
        let mut page = String::from(
            "# Accounts that each instruction writes\n\n\
             Written by `cargo xtask bench`; do not edit. `cargo xtask bench --check` measures again and fails if anything is\n\
             otherwise, or if instructions of delegators of different pools write an account in common (SPEC 17), but for the\n\
             pool overview and the USDC vault in `claim_usdc_earnings`.\n\n\
             An account that an instruction names as writable is locked for it. **Bold**: all pools share it. With a question\n\
             mark: it may be left out, and is not locked then. In brackets: no measured case changed it. The pools and records of\n\
             a batch are not among its named accounts; it writes them all.\n\n\
             | instruction | writable accounts |\n|---|---|\n",
        );
        for (instruction, written) in &self.0 {
            let accounts: Vec<String> = written.iter().map(Named::shown).collect();
            // Writing into a string does not fail.
            let _ = writeln!(page, "| {instruction} | {} |", accounts.join(", "));
        }
        page
    }
}

impl Named {
    fn shown(&self) -> String {
        let mut name = match SHARED.contains(&self.account.as_str()) {
            true => format!("**{}**", self.account),
            false => self.account.clone(),
        };
        if self.is_optional {
            name.push('?');
        }
        match self.changed {
            true => name,
            false => format!("[{name}]"),
        }
    }
}
