//! Transactions of a network, each followed by a look at its invariants.

use std::collections::BTreeMap;

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::state::{OperatorPool, StakingRecord};
use inference_staking_client::{account, address};
use solana_account::Account;
use solana_keypair::Keypair;
use solana_signer::Signer;
use solana_transaction::Transaction;

use super::running::Network;
use crate::chain::{Chain, Executed, Refused};
use crate::invariants::assert_state_invariants;

impl<C: Chain> Network<C> {
    /// Signs with the payer and `signers`, executes, and checks the invariants of the whole network.
    ///
    /// # Errors
    /// If the chain refuses.
    ///
    /// # Panics
    /// If an invariant of SPEC 15 is broken afterwards.
    pub fn send(&mut self, instructions: &[Instruction], signers: &[&Keypair]) -> Result<Executed, Refused> {
        let mut all: Vec<&Keypair> = vec![&self.payer];
        for signer in signers {
            if all.iter().all(|other| other.pubkey() != signer.pubkey()) {
                all.push(signer);
            }
        }
        let blockhash = self.chain.fresh_blockhash();
        let payer = Some(self.payer.pubkey());
        let mut sent = instructions.to_vec();
        for instruction in sent.iter_mut().filter(|instruction| instruction.program_id == address::program_id()) {
            instruction.accounts.extend(self.appended.iter().cloned());
        }
        let transaction = Transaction::new_signed_with_payer(&sent, payer.as_ref(), &all, blockhash);
        let before = self.writable_accounts(&sent);
        let mut executed = self.chain.execute(transaction)?;
        let after = self.writable_accounts(&sent);
        executed.changed =
            after.into_iter().filter(|(key, account)| before.get(key) != Some(account)).map(|(key, _)| key).collect();
        executed.instructions = sent;
        self.remember_created(instructions);
        self.assert_invariants();
        Ok(executed)
    }

    fn writable_accounts(&mut self, instructions: &[Instruction]) -> BTreeMap<Pubkey, Option<Account>> {
        let metas = instructions.iter().flat_map(|instruction| &instruction.accounts);
        let keys = metas.filter(|meta| meta.is_writable).map(|meta| meta.pubkey);
        keys.map(|key| (key, self.chain.account(&key))).collect()
    }

    /// Lists pools and records that the instructions created.
    fn remember_created(&mut self, instructions: &[Instruction]) {
        let keys = instructions.iter().filter(|i| i.program_id == address::program_id()).flat_map(|i| &i.accounts);
        for key in keys.filter(|meta| meta.is_writable).map(|meta| meta.pubkey).collect::<Vec<_>>() {
            let Some(account) = self.chain.account(&key) else { continue };
            if account::decode::<OperatorPool>(&account.data).is_ok() && !self.pools.contains(&key) {
                self.pools.push(key);
            }
            if account::decode::<StakingRecord>(&account.data).is_ok() && !self.records.contains(&key) {
                self.records.push(key);
            }
        }
    }

    /// Checks every invariant of the network, if its singleton exists.
    ///
    /// # Panics
    /// If one is broken.
    pub fn assert_invariants(&mut self) {
        if let Some(state) = self.state() {
            assert_state_invariants(&state);
        }
    }

    /// Moves the clock on.
    pub fn pass_time(&mut self, seconds: i64) {
        let now = self.chain.now();
        self.chain.set_time(now.saturating_add(seconds));
    }
}
