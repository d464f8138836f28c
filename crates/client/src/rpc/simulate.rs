//! What a transaction would do.

use std::io::Read;

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::AnchorDeserialize;
use base64::{prelude::BASE64_STANDARD, Engine};
use solana_account_decoder_client_types::{UiAccount, UiAccountEncoding};
use solana_message::{Hash, VersionedMessage};
use solana_rpc_client_api::config::{RpcSimulateTransactionAccountsConfig, RpcSimulateTransactionConfig};
use solana_rpc_client_api::response::RpcSimulateTransactionResult;

use super::budget::{with_compute_budget, MAX_COMPUTE_UNITS};
use super::connection::Connection;
use super::lookup_tables::LookupTables;
use super::message::{compiled, unsigned};
use super::send_error::SendError;
use super::submit::instructions_of;
use crate::address::program_id;
use crate::event::{decode_events, Event};

/// Instructions that a simulation adds before the caller's: the compute unit limit.
const ADDED: usize = 1;

/// What a transaction would do.
#[derive(Clone, Debug)]
pub struct Simulated {
    /// Compute units it takes.
    pub compute_units: u64,
    /// Its logs.
    pub logs: Vec<String>,
    /// The program's events in its logs.
    pub events: Vec<Event>,
    /// What the staking program returned, if it was the last program that did.
    pub return_data: Option<Vec<u8>>,
}

impl Simulated {
    /// What the last instruction returned, read as its type. Nodes cut zeros off the end of return data.
    pub fn returned<T: AnchorDeserialize>(&self) -> Option<T> {
        T::deserialize_reader(&mut self.return_data.as_deref()?.chain(std::io::repeat(0))).ok()
    }
}

impl Connection {
    /// Runs the instructions on the node without sending them; needs no signatures.
    ///
    /// # Errors
    /// What sending would be refused with, or `Rpc`.
    pub async fn simulate(&self, instructions: &[Instruction], payer: &Pubkey) -> Result<Simulated, SendError> {
        self.simulate_with(instructions, payer, &LookupTables::default()).await
    }

    /// The same, with addresses out of lookup tables.
    ///
    /// # Errors
    /// As `simulate`.
    pub async fn simulate_with(
        &self,
        instructions: &[Instruction],
        payer: &Pubkey,
        tables: &LookupTables,
    ) -> Result<Simulated, SendError> {
        Ok(self.simulation(instructions, payer, tables, &[]).await?.into())
    }

    /// Runs a message on the node as it is, under a blockhash of the node's, without sending it; needs no signatures.
    ///
    /// # Errors
    /// As `simulate`.
    pub async fn simulate_message(&self, message: &VersionedMessage) -> Result<Simulated, SendError> {
        let result = self.simulated(message.clone(), None).await?;
        Ok(unrefused(result, 0, &instructions_of(message))?.into())
    }

    /// Those of these accounts that would exist afterwards; `None` if the node does not say.
    ///
    /// # Errors
    /// As `simulate`.
    pub(super) async fn accounts_after(
        &self,
        instructions: &[Instruction],
        payer: &Pubkey,
        tables: &LookupTables,
        accounts: &[Pubkey],
    ) -> Result<Option<Vec<UiAccount>>, SendError> {
        let result = self.simulation(instructions, payer, tables, accounts).await?;
        Ok(result.accounts.map(|accounts| accounts.into_iter().flatten().collect()))
    }

    async fn simulation(
        &self,
        instructions: &[Instruction],
        payer: &Pubkey,
        tables: &LookupTables,
        accounts: &[Pubkey],
    ) -> Result<RpcSimulateTransactionResult, SendError> {
        let budgeted = with_compute_budget(instructions, MAX_COMPUTE_UNITS, 0);
        let message = compiled(&budgeted, payer, tables, Hash::default())?;
        let accounts = (!accounts.is_empty()).then(|| RpcSimulateTransactionAccountsConfig {
            encoding: Some(UiAccountEncoding::Base64),
            addresses: accounts.iter().map(ToString::to_string).collect(),
        });
        unrefused(self.simulated(message, accounts).await?, ADDED, instructions)
    }

    async fn simulated(
        &self,
        message: VersionedMessage,
        accounts: Option<RpcSimulateTransactionAccountsConfig>,
    ) -> Result<RpcSimulateTransactionResult, SendError> {
        let transaction = unsigned(message);
        let config = RpcSimulateTransactionConfig {
            replace_recent_blockhash: true,
            commitment: Some(self.commitment()),
            accounts,
            ..RpcSimulateTransactionConfig::default()
        };
        let request = self.retried(|rpc| rpc.simulate_transaction_with_config(&transaction, config.clone()));
        Ok(request.await?.value)
    }
}

/// A simulation that was not refused; `added` instructions stand before the caller's.
fn unrefused(
    mut result: RpcSimulateTransactionResult,
    added: usize,
    instructions: &[Instruction],
) -> Result<RpcSimulateTransactionResult, SendError> {
    match result.err.take() {
        Some(error) => Err(SendError::refused(error.into(), added, instructions, result.logs.unwrap_or_default())),
        None => Ok(result),
    }
}

impl From<RpcSimulateTransactionResult> for Simulated {
    fn from(result: RpcSimulateTransactionResult) -> Self {
        let logs = result.logs.clone().unwrap_or_default();
        Self {
            compute_units: result.units_consumed.unwrap_or(u64::from(MAX_COMPUTE_UNITS)),
            events: decode_events(&logs),
            return_data: return_data(&result),
            logs,
        }
    }
}

fn return_data(result: &RpcSimulateTransactionResult) -> Option<Vec<u8>> {
    let returned = result.return_data.as_ref().filter(|returned| returned.program_id == program_id().to_string());
    BASE64_STANDARD.decode(&returned?.data.0).ok()
}
