//! Addresses of the program's accounts (SPEC 3, SPEC 4).

use std::fmt;
use std::sync::{LazyLock, OnceLock};

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::bpf_loader_upgradeable;
use anchor_spl::associated_token::get_associated_token_address;
use inference_staking::constants::*;

/// The program of this process, from its first use on.
static PROGRAM: OnceLock<Pubkey> = OnceLock::new();

// A derivation takes as long as a signature: those of which there is one are derived once.
static POOL_OVERVIEW: LazyLock<Pubkey> = LazyLock::new(|| derived(&[POOL_OVERVIEW_SEED]));
static REWARD_VAULT: LazyLock<Pubkey> = LazyLock::new(|| derived(&[REWARD_VAULT_SEED]));
static USDC_VAULT: LazyLock<Pubkey> = LazyLock::new(|| derived(&[USDC_VAULT_SEED]));

/// The program that this process works with: the one that `use_program` named, otherwise the one at the id that is compiled in.
pub fn program_id() -> Pubkey {
    *PROGRAM.get_or_init(|| inference_staking::ID)
}

/// Lets this process work with the program at another address, where a build that declares that id is deployed. All addresses
/// derive from it and tree files name it, so it has to be said before anything else of this crate is used, and holds until the
/// process ends.
///
/// # Errors
/// If the process already works with another program.
pub fn use_program(id: Pubkey) -> Result<(), OtherProgramInUse> {
    let used = *PROGRAM.get_or_init(|| id);
    match used == id {
        true => Ok(()),
        false => Err(OtherProgramInUse { used, asked: id }),
    }
}

/// A process works with one program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OtherProgramInUse {
    /// The program that it works with.
    pub used: Pubkey,
    /// The one that was asked for.
    pub asked: Pubkey,
}

impl fmt::Display for OtherProgramInUse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { used, asked } = self;
        write!(
            f,
            "this process works with the program {used}, and {asked} is another: a process works with one program"
        )
    }
}

impl std::error::Error for OtherProgramInUse {}

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
    Pubkey::find_program_address(&[program_id().as_ref()], &bpf_loader_upgradeable::ID).0
}

fn derived(seeds: &[&[u8]]) -> Pubkey {
    Pubkey::find_program_address(seeds, &program_id()).0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_stays_with_the_program_that_it_began_with() {
        let used = program_id();
        assert_eq!(used, inference_staking::ID);
        assert_eq!(use_program(used), Ok(()));
        let asked = Pubkey::new_from_array([1; 32]);
        assert_eq!(use_program(asked), Err(OtherProgramInUse { used, asked }));
        assert_eq!(program_id(), used);
    }
}
