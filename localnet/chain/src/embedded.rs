//! LiteSVM as the chain.

use std::sync::{Mutex, PoisonError};

use anchor_lang::prelude::Pubkey;
use anyhow::{anyhow, Result};
use inference_staking_client::address;
use litesvm::LiteSVM;
use solana_account::Account;
use solana_clock::Clock;
use solana_hash::Hash;
use solana_transaction::Transaction;

use crate::chain::{transaction_bytes, Chain, Executed, Refused};
use crate::program;

/// An embedded chain in this process, with mainnet's features.
pub struct EmbeddedChain {
    svm: LiteSVM,
}

impl EmbeddedChain {
    /// Starts a chain at Unix time `now` with the built program under `upgrade_authority`.
    ///
    /// # Errors
    /// If the program has not been built or does not load.
    pub fn start(upgrade_authority: &Pubkey, now: i64) -> Result<Self> {
        let mut chain = Self { svm: loaded()? };
        let program_data = address::program_data();
        let mut account = chain.account(&program_data).ok_or(anyhow!("the program has no ProgramData"))?;
        program::set_upgrade_authority(&mut account, upgrade_authority)?;
        chain.set_account(&program_data, account);
        chain.set_time(now);
        Ok(chain)
    }

    /// The virtual machine itself.
    pub fn svm(&mut self) -> &mut LiteSVM {
        &mut self.svm
    }
}

/// A machine with the program, which is compiled once in a process: most chains live shorter than that takes.
fn loaded() -> Result<LiteSVM> {
    static LOADED: Mutex<Option<(Vec<u8>, LiteSVM)>> = Mutex::new(None);
    let bytes = program::program_bytes()?;
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, svm)) = loaded.as_ref().filter(|(other, _)| *other == bytes) {
        return Ok(svm.clone());
    }
    let mut svm = LiteSVM::new();
    svm.add_program(address::program_id(), &bytes).map_err(|error| anyhow!("cannot load the program: {error}"))?;
    *loaded = Some((bytes, svm.clone()));
    Ok(svm)
}

impl Chain for EmbeddedChain {
    fn account(&mut self, address: &Pubkey) -> Option<Account> {
        self.svm.get_account(address).filter(|account| account.lamports > 0)
    }

    fn set_account(&mut self, address: &Pubkey, account: Account) {
        // Refused for invalid sysvars and programs only, which no caller writes.
        let _ = self.svm.set_account(*address, account);
    }

    fn fresh_blockhash(&mut self) -> Hash {
        self.svm.expire_blockhash();
        self.svm.latest_blockhash()
    }

    fn execute(&mut self, transaction: Transaction) -> Result<Executed, Refused> {
        let transaction_bytes = transaction_bytes(&transaction);
        match self.svm.send_transaction(transaction) {
            Ok(meta) => Ok(Executed {
                compute_units: meta.compute_units_consumed,
                logs: meta.logs,
                return_data: meta.return_data.data,
                transaction_bytes,
                ..Executed::default()
            }),
            Err(failed) => Err(Refused { error: failed.err, logs: failed.meta.logs }),
        }
    }

    fn now(&mut self) -> i64 {
        self.svm.get_sysvar::<Clock>().unix_timestamp
    }

    fn set_time(&mut self, unix_timestamp: i64) {
        let clock = Clock { unix_timestamp, ..self.svm.get_sysvar() };
        self.svm.set_sysvar(&clock);
    }
}
