//! Addresses of the program's accounts (SPEC 3, SPEC 4).

use std::sync::LazyLock;

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::bpf_loader_upgradeable;
use anchor_spl::associated_token::get_associated_token_address;
use inference_staking::constants::*;

/// The program.
pub const PROGRAM_ID: Pubkey = inference_staking::ID;

// A derivation takes as long as a signature: those of which there is one are derived once.
static POOL_OVERVIEW: LazyLock<Pubkey> = LazyLock::new(|| derived(&[POOL_OVERVIEW_SEED]));
static REWARD_VAULT: LazyLock<Pubkey> = LazyLock::new(|| derived(&[REWARD_VAULT_SEED]));
static USDC_VAULT: LazyLock<Pubkey> = LazyLock::new(|| derived(&[USDC_VAULT_SEED]));

/// The singleton.
pub fn pool_overview() -> Pubkey {
    *POOL_OVERVIEW
}

/// Global reward vault.
pub fn reward_vault() -> Pubkey {
    *REWARD_VAULT
}

/// Global USDC vault.
pub fn usdc_vault() -> Pubkey {
    *USDC_VAULT
}

/// The pool that `first_admin` created.
pub fn operator_pool(first_admin: &Pubkey) -> Pubkey {
    derived(&[OPERATOR_POOL_SEED, first_admin.as_ref()])
}

/// The vault of a pool.
pub fn pool_vault(operator_pool: &Pubkey) -> Pubkey {
    derived(&[POOL_VAULT_SEED, operator_pool.as_ref()])
}

/// The staking record of an owner in a pool.
pub fn staking_record(operator_pool: &Pubkey, owner: &Pubkey) -> Pubkey {
    derived(&[STAKING_RECORD_SEED, operator_pool.as_ref(), owner.as_ref()])
}

/// The reward record of an epoch.
pub fn reward_record(epoch: u64) -> Pubkey {
    derived(&[REWARD_RECORD_SEED, &epoch.to_le_bytes()])
}

/// Where `claim_unstake` pays an owner.
pub fn owner_token_account(owner: &Pubkey, stake_mint: &Pubkey) -> Pubkey {
    get_associated_token_address(owner, stake_mint)
}

/// The account that names the program's upgrade authority.
pub fn program_data() -> Pubkey {
    Pubkey::find_program_address(&[PROGRAM_ID.as_ref()], &bpf_loader_upgradeable::ID).0
}

fn derived(seeds: &[&[u8]]) -> Pubkey {
    Pubkey::find_program_address(seeds, &PROGRAM_ID).0
}
