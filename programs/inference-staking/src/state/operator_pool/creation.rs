//! A new pool (SPEC 7).

use anchor_lang::prelude::*;

use super::account::OperatorPool;
use crate::constants::{METADATA_URI_BYTES, NAME_BYTES};
use crate::error::Checked;
use crate::state::layout::Versioned;
use crate::state::pool_overview::PoolOverview;

/// What a new pool begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewOperatorPool<'a> {
    /// The operator, its first admin.
    pub admin: Pubkey,
    /// The operator's record.
    pub operator_staking_record: Pubkey,
    /// Token account of the pool.
    pub vault: Pubkey,
    /// UTF-8, zero-padded.
    pub name: &'a [u8; NAME_BYTES],
    /// UTF-8, zero-padded; empty or https.
    pub metadata_uri: &'a [u8; METADATA_URI_BYTES],
    /// Token commission, bps.
    pub reward_commission_bps: u16,
    /// USDC commission, bps.
    pub usdc_commission_bps: u16,
    /// Whether token commission is staked for the operator instead of owed.
    pub auto_stake: bool,
    /// Whether others than the operator may stake.
    pub delegation_allowed: bool,
    /// Canonical bump of the address.
    pub bump: u8,
}

impl OperatorPool {
    /// Fills a new pool, all of whose bytes are zero. It takes part from the current epoch on, and has passed the one before.
    ///
    /// # Errors
    /// `CommissionAboveMaximum`, `NameMalformed`, `MetadataUriMalformed`, `MetadataUriNotHttps`, `ControlCharacterInText`.
    pub fn initialize(&mut self, new: &NewOperatorPool, overview: &PoolOverview) -> Checked<()> {
        overview.require_commission_allowed(new.reward_commission_bps)?;
        overview.require_commission_allowed(new.usdc_commission_bps)?;
        self.set_name(new.name)?;
        self.set_metadata_uri(new.metadata_uri)?;
        self.admin = new.admin;
        self.first_admin = new.admin;
        self.operator_staking_record = new.operator_staking_record;
        self.vault = new.vault;
        self.joined_epoch = overview.current_epoch()?;
        self.reward_last_claimed_epoch = overview.epoch_before_current()?;
        self.reward_commission_bps = new.reward_commission_bps;
        self.usdc_commission_bps = new.usdc_commission_bps;
        self.set_auto_stake(new.auto_stake);
        self.set_delegation_allowed(new.delegation_allowed);
        self.version = Self::VERSION;
        self.bump = new.bump;
        Ok(())
    }
}
