//! The pool that everything is done with.

use anchor_lang::prelude::Pubkey;
use inference_staking_test_kit::Staker;
use solana_keypair::Keypair;

/// The pool that everything is done with, and its people.
pub struct Pool {
    pub account: Pubkey,
    /// Who acts for it.
    pub admin: Keypair,
    /// First the operator's record, then those of three delegators.
    pub stakers: Vec<Staker>,
}
