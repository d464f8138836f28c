//! What sending would do and cost, before it is sent.

use std::collections::BTreeSet;

use anchor_lang::prelude::{system_program, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use solana_account_decoder_client_types::UiAccount;
use solana_message::{Hash, VersionedMessage};
use solana_rpc_client::rpc_client::SerializableMessage;

use super::budget::{compute_unit_limit, priority_fee_lamports, with_compute_budget};
use super::connection::Connection;
use super::message::compiled;
use super::send::SendOptions;
use super::send_error::SendError;
use super::simulate::Simulated;

/// A message of either kind, as a question for its fee.
struct Asked(VersionedMessage);

impl SerializableMessage for Asked {
    fn serialize(&self) -> Vec<u8> {
        self.0.serialize()
    }
}

/// What `send` with the same options would do and cost.
#[derive(Clone, Debug)]
pub struct Quote {
    /// What it would do.
    pub simulated: Simulated,
    /// Its compute unit limit.
    pub compute_unit_limit: u32,
    /// Micro-lamports per compute unit; with `PriorityFee::Auto` the recent one, which may change until it is sent.
    pub price: u64,
    /// Lamports of its signatures and its priority fee. Rent comes on top.
    pub fee: u64,
    /// Lamports in the accounts that it would create, which whoever closes them gets back where they can be closed; `None` if the
    /// node does not say. Wallets that get their first lamports are no such accounts.
    pub rent: Option<u64>,
}

impl Connection {
    /// Simulates a transaction and says what sending it would cost; needs no signatures.
    ///
    /// # Errors
    /// What sending would be refused with, or `Rpc`.
    pub async fn quote(
        &self,
        instructions: &[Instruction],
        payer: &Pubkey,
        options: &SendOptions,
    ) -> Result<Quote, SendError> {
        let simulated = self.simulate_with(instructions, payer, &options.tables).await?;
        let limit = options.compute_unit_limit.unwrap_or_else(|| compute_unit_limit(simulated.compute_units));
        let price = self.price(options.priority_fee, instructions, payer).await;
        // The price takes bytes that the simulation did not have.
        compiled(&with_compute_budget(instructions, limit, price), payer, &options.tables, Hash::default())?;
        let base = self.base_fee(instructions, payer, options).await?;
        let fee = base.saturating_add(priority_fee_lamports(limit, price));
        let rent = self.rent(instructions, payer, options).await?;
        Ok(Quote { simulated, compute_unit_limit: limit, price, fee, rent })
    }

    async fn rent(
        &self,
        instructions: &[Instruction],
        payer: &Pubkey,
        options: &SendOptions,
    ) -> Result<Option<u64>, SendError> {
        let metas = instructions.iter().flat_map(|instruction| &instruction.accounts);
        let written: BTreeSet<Pubkey> = metas.filter(|meta| meta.is_writable).map(|meta| meta.pubkey).collect();
        let written: Vec<Pubkey> = written.into_iter().collect();
        let found = self.exist(&written).await?;
        let missing: Vec<Pubkey> =
            written.into_iter().zip(found).filter(|(_, exists)| !exists).map(|(key, _)| key).collect();
        if missing.is_empty() {
            return Ok(Some(0));
        }
        let after = self.accounts_after(instructions, payer, &options.tables, &missing).await?;
        let wallets = system_program::ID.to_string();
        let created = |accounts: Vec<UiAccount>| {
            let created = accounts.iter().filter(|account| account.owner != wallets);
            created.map(|account| account.lamports).fold(0, u64::saturating_add)
        };
        Ok(after.map(created))
    }

    /// Lamports of the signatures. The question is asked without a compute budget, whose price nodes would add.
    ///
    /// # Errors
    /// `TooLarge`, or `Rpc`.
    pub async fn base_fee(
        &self,
        instructions: &[Instruction],
        payer: &Pubkey,
        options: &SendOptions,
    ) -> Result<u64, SendError> {
        let message = compiled(instructions, payer, &options.tables, self.latest_blockhash().await?)?;
        let message = Asked(message);
        Ok(self.retried(|rpc| rpc.get_fee_for_message(&message)).await?)
    }
}
