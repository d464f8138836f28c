//! The new singleton (SPEC 7).

use anchor_lang::prelude::*;

use super::account::{PoolOverview, NEVER};
use super::emission::EmissionSchedule;
use super::emission_args::NewEmissionSchedule;
use super::parameter_values::PoolOverviewParameters;
use crate::error::Checked;
use crate::state::layout::Versioned;

/// What the singleton begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewPoolOverview<'a> {
    /// The first program admin.
    pub program_admin: Pubkey,
    /// Mint of the stake token.
    pub stake_mint: Pubkey,
    /// Its decimals.
    pub stake_decimals: u8,
    /// Mint of USDC.
    pub usdc_mint: Pubkey,
    /// Its decimals.
    pub usdc_decimals: u8,
    /// Global reward vault.
    pub reward_vault: Pubkey,
    /// Global USDC vault.
    pub usdc_vault: Pubkey,
    /// Receives slashed tokens.
    pub slashing_token_destination: Pubkey,
    /// Receives slashed USDC.
    pub slashing_usdc_destination: Pubkey,
    /// Any one may mark epochs and create reward records.
    pub reward_authorities: &'a [Pubkey],
    /// Any one may halt and revoke.
    pub halt_authorities: &'a [Pubkey],
    /// Any one may slash.
    pub slashing_authorities: &'a [Pubkey],
    /// Whether this is a test network, for ever.
    pub is_test_network: bool,
    /// All parameters.
    pub parameters: &'a PoolOverviewParameters,
    /// What each epoch issues.
    pub emission: &'a NewEmissionSchedule,
    /// Canonical bump of the address.
    pub bump: u8,
}

impl PoolOverview {
    /// Fills the new singleton, all of whose bytes are zero.
    ///
    /// # Errors
    /// One for each bound of a parameter (SPEC 12); those of `AuthorityList::new` and of `EmissionSchedule::new`.
    pub fn initialize(&mut self, new: &NewPoolOverview) -> Checked<()> {
        self.is_test_network = u8::from(new.is_test_network);
        self.stake_decimals = new.stake_decimals;
        self.set_parameters(new.parameters)?;
        self.set_reward_authorities(new.reward_authorities)?;
        self.set_halt_authorities(new.halt_authorities)?;
        self.set_slashing_authorities(new.slashing_authorities)?;
        self.emission = EmissionSchedule::new(new.emission)?;
        self.stake_mint = new.stake_mint;
        self.usdc_mint = new.usdc_mint;
        self.usdc_decimals = new.usdc_decimals;
        self.reward_vault = new.reward_vault;
        self.usdc_vault = new.usdc_vault;
        self.program_admin = new.program_admin;
        self.slashing_token_destination = new.slashing_token_destination;
        self.slashing_usdc_destination = new.slashing_usdc_destination;
        self.newest_claimable_from = NEVER;
        self.accrual_resumed_at = NEVER;
        self.version = Self::VERSION;
        self.bump = new.bump;
        Ok(())
    }
}
