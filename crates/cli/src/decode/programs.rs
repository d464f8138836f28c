//! The programs that stand beside ours in a transaction.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address::program_id;
use inference_staking_client::state::PoolOverview;

use crate::input::ui;

const COMPUTE_BUDGET: &str = "ComputeBudget111111111111111111111111111111";
const SYSTEM: &str = "11111111111111111111111111111111";
const TOKEN: &str = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
const ASSOCIATED_TOKEN: &str = "ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL";

/// A program's name, or its address.
pub(super) fn name(program: &Pubkey) -> String {
    if *program == program_id() {
        return "inference staking".to_owned();
    }
    match program.to_string().as_str() {
        COMPUTE_BUDGET => "compute budget".to_owned(),
        SYSTEM => "system".to_owned(),
        TOKEN => "token".to_owned(),
        ASSOCIATED_TOKEN => "associated token account".to_owned(),
        address => address.to_owned(),
    }
}

/// What an instruction of another program does, where it is one that stands beside ours. Mints and vaults have names where the network
/// is known.
pub(super) fn what(
    program: &Pubkey,
    data: &[u8],
    accounts: &[Option<Pubkey>],
    network: Option<&PoolOverview>,
) -> String {
    let number = |place: usize| data.get(place..place.saturating_add(8)).and_then(|bytes| bytes.try_into().ok());
    let known = match (program.to_string().as_str(), data.first()) {
        (COMPUTE_BUDGET, Some(2)) => {
            let limit = data.get(1..5).and_then(|bytes| bytes.try_into().ok()).map(u32::from_le_bytes);
            limit.map(|limit| format!("limits the transaction to {limit} compute units"))
        }
        (COMPUTE_BUDGET, Some(3)) => {
            number(1).map(u64::from_le_bytes).map(|price| format!("pays {price} micro-lamports for a compute unit"))
        }
        (SYSTEM, Some(4)) => Some("advances a durable nonce".to_owned()),
        (SYSTEM, Some(2)) => number(4).map(u64::from_le_bytes).map(|lamports| format!("transfers {lamports} lamports")),
        (TOKEN, Some(12)) => number(1)
            .map(u64::from_le_bytes)
            .zip(data.get(9))
            .map(|(amount, decimals)| transfer(amount, *decimals, accounts, network)),
        (ASSOCIATED_TOKEN, None | Some(0 | 1)) => Some("creates a wallet's associated token account".to_owned()),
        _ => None,
    };
    known.unwrap_or_else(|| format!("is not known here: {} bytes of data", data.len()))
}

/// A transfer out of the first account, of the mint at the second place, to the third.
fn transfer(amount: u64, decimals: u8, accounts: &[Option<Pubkey>], network: Option<&PoolOverview>) -> String {
    let at = |place: usize| accounts.get(place).copied().flatten();
    let named = |key: Option<Pubkey>, of: fn(&PoolOverview) -> Pubkey| key.is_some() && key == network.map(of);
    let of = match at(1) {
        mint if named(mint, |network| network.stake_mint) => "tokens".to_owned(),
        mint if named(mint, |network| network.usdc_mint) => "USDC".to_owned(),
        _ => format!("of a token of {decimals} decimals"),
    };
    let to = match at(2) {
        to if named(to, |network| network.reward_vault) => " to the global reward vault",
        to if named(to, |network| network.usdc_vault) => " to the global USDC vault",
        _ => "",
    };
    format!("transfers {} {of}{to}", ui(amount, decimals))
}
