//! Transactions in words: what a message, a transaction or a signature does, by the program's IDL.

mod idl;
mod multisig;
mod programs;
mod unit;
mod value;

use std::collections::HashSet;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address::program_id;
use inference_staking_client::state::PoolOverview;
use inference_staking_client::text::escaped;
use solana_message::compiled_instruction::CompiledInstruction;
use solana_message::VersionedMessage;

use crate::view::{Decimals, Value, View};
use idl::{Idl, Known};
pub use multisig::{proposed, Proposed};

/// What a message does: who pays, then signers and instructions. Without the network amounts are base units.
pub fn message(message: &VersionedMessage, network: Option<&PoolOverview>) -> View {
    let about = View::new()
        .with("fee_payer", message.static_account_keys().first().copied())
        .with("blockhash", message.recent_blockhash().to_string());
    instructions(about, message, network)
}

/// Adds who has to sign a message, and what it does instruction by instruction.
pub fn instructions(about: View, message: &VersionedMessage, network: Option<&PoolOverview>) -> View {
    let decimals = network.map(|it| Decimals { stake: it.stake_decimals, usdc: it.usdc_decimals });
    let idl = Idl::of_program();
    let signers = message.static_account_keys().iter().take(message.header().num_required_signatures.into());
    let read = |data: &[u8]| idl.as_ref().and_then(|idl| idl.instruction(data, decimals));
    let rows = message.instructions().iter().map(|instruction| of_instruction(read, message, instruction, network));
    about
        .with("signers", Value::List(signers.map(|key| Value::Key(*key)).collect()))
        .with("instructions", Value::Entries(rows.collect()))
}

fn of_instruction(
    read: impl Fn(&[u8]) -> Option<Known>,
    message: &VersionedMessage,
    instruction: &CompiledInstruction,
    network: Option<&PoolOverview>,
) -> View {
    let program = message.static_account_keys().get(usize::from(instruction.program_id_index)).copied();
    let program = program.unwrap_or_default();
    let known = if program == program_id() { read(&instruction.data) } else { None };
    let view = View::new().with("program", programs::name(&program));
    let Some(known) = known else {
        return view
            .with("does", programs::what(&program, &instruction.data, &keys(message, instruction), network))
            .with("accounts", accounts(&[], message, instruction));
    };
    let arguments = known
        .arguments
        .into_iter()
        .map(|(name, value)| View::new().with("argument", name).with("value", escaped(&value)));
    view.with("instruction", known.name)
        .with("does", known.does)
        .with("arguments", arguments.collect::<Vec<_>>())
        .with("accounts", accounts(&known.accounts, message, instruction))
}

/// The accounts that do not come out of lookup tables, at their places.
fn keys(message: &VersionedMessage, instruction: &CompiledInstruction) -> Vec<Option<Pubkey>> {
    let keys = message.static_account_keys();
    instruction.accounts.iter().map(|place| keys.get(usize::from(*place)).copied()).collect()
}

/// The accounts under their names. Which ones come out of lookup tables only the chain knows: they keep their places.
fn accounts(names: &[String], message: &VersionedMessage, instruction: &CompiledInstruction) -> Vec<View> {
    let names = names.iter().map(String::as_str).chain(std::iter::repeat("-"));
    let row = |(place, name): (&u8, &str)| {
        let place = usize::from(*place);
        let address = match message.static_account_keys().get(place) {
            // So an optional account is left out.
            Some(address) if *address == program_id() => Value::Nothing,
            Some(address) => Value::Key(*address),
            None => Value::Text("out of a lookup table".to_owned()),
        };
        View::new()
            .with("account", name)
            .with("address", address)
            .with("writable", message.is_maybe_writable_with_reserved_addresses(place, None::<&HashSet<Pubkey>>))
            .with("signer", message.is_signer(place))
    };
    instruction.accounts.iter().zip(names).map(row).collect()
}
