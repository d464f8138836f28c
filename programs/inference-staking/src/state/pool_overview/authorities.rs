//! Who may act for the network (SPEC 7).

use anchor_lang::prelude::*;

use super::account::PoolOverview;
use super::authority_list::AuthorityList;
use crate::error::{require, Checked, StakingError};

impl PoolOverview {
    /// Replaces the keys that may mark epochs and create reward records.
    ///
    /// # Errors
    /// Those of `AuthorityList::new`.
    pub fn set_reward_authorities(&mut self, keys: &[Pubkey]) -> Checked<()> {
        self.reward_authorities = AuthorityList::new(keys)?;
        Ok(())
    }

    /// Replaces the keys that may halt and revoke.
    ///
    /// # Errors
    /// Those of `AuthorityList::new`.
    pub fn set_halt_authorities(&mut self, keys: &[Pubkey]) -> Checked<()> {
        self.halt_authorities = AuthorityList::new(keys)?;
        Ok(())
    }

    /// Replaces the keys that may slash.
    ///
    /// # Errors
    /// Those of `AuthorityList::new`.
    pub fn set_slashing_authorities(&mut self, keys: &[Pubkey]) -> Checked<()> {
        self.slashing_authorities = AuthorityList::new(keys)?;
        Ok(())
    }

    /// # Errors
    /// `NotProgramAdmin`.
    pub fn require_program_admin(&self, key: &Pubkey) -> Checked<()> {
        require!(self.program_admin == *key, StakingError::NotProgramAdmin);
        Ok(())
    }

    /// # Errors
    /// `NotRewardAuthority`.
    pub fn require_reward_authority(&self, key: &Pubkey) -> Checked<()> {
        require!(self.reward_authorities.contains(key), StakingError::NotRewardAuthority);
        Ok(())
    }

    /// # Errors
    /// `NotHaltAuthority`.
    pub fn require_halt_authority(&self, key: &Pubkey) -> Checked<()> {
        require!(self.halt_authorities.contains(key), StakingError::NotHaltAuthority);
        Ok(())
    }

    /// # Errors
    /// `NotSlashingAuthority`.
    pub fn require_slashing_authority(&self, key: &Pubkey) -> Checked<()> {
        require!(self.slashing_authorities.contains(key), StakingError::NotSlashingAuthority);
        Ok(())
    }

    /// # Errors
    /// `NotRevokingAuthority` unless the key is a halt authority or the program admin.
    pub fn require_revoking_authority(&self, key: &Pubkey) -> Checked<()> {
        let may_revoke = self.halt_authorities.contains(key) || self.program_admin == *key;
        require!(may_revoke, StakingError::NotRevokingAuthority);
        Ok(())
    }

    /// # Errors
    /// `NotPendingProgramAdmin`. The zero key stands for no proposal, so it is nobody's.
    pub fn require_pending_program_admin(&self, key: &Pubkey) -> Checked<()> {
        let is_proposed = *key != Pubkey::default() && self.pending_program_admin == *key;
        require!(is_proposed, StakingError::NotPendingProgramAdmin);
        Ok(())
    }

    /// Proposes a program admin; the zero key withdraws a proposal.
    pub fn propose_program_admin(&mut self, key: Pubkey) {
        self.pending_program_admin = key;
    }

    /// Makes the proposed key the program admin; returns the previous one.
    pub fn accept_program_admin(&mut self) -> Pubkey {
        let previous = self.program_admin;
        self.program_admin = self.pending_program_admin;
        self.pending_program_admin = Pubkey::default();
        previous
    }
}
