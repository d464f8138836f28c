//! What a network consists of.

use anchor_lang::prelude::{AccountMeta, Pubkey};
use inference_staking_client::instruction::Mints;
use solana_keypair::Keypair;

use crate::wallet;

/// A running network and the wallets of its roles. What it created is listed, so that its invariants can be checked.
pub struct Network<C> {
    /// The chain it lives on.
    pub chain: C,
    /// Pays fees and rent.
    pub payer: Keypair,
    /// Upgrade authority of the program, and its first admin.
    pub program_admin: Keypair,
    /// A reward distribution authority.
    pub reward_authority: Keypair,
    /// A halt authority.
    pub halt_authority: Keypair,
    /// A slashing authority.
    pub slashing_authority: Keypair,
    /// Mints tokens and USDC.
    pub mint_authority: Keypair,
    /// The two mints.
    pub mints: Mints,
    /// Pools that were created through `send`.
    pub pools: Vec<Pubkey>,
    /// Staking records that were created through `send`.
    pub records: Vec<Pubkey>,
    /// Accounts that `send` appends to every instruction of the program: for what the program makes of unknown ones.
    pub appended: Vec<AccountMeta>,
}

/// Upgrade authority that `start_on` expects the chain's program to have.
pub fn upgrade_authority() -> Keypair {
    wallet("program admin")
}
