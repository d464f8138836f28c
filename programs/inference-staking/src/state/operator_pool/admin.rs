//! Who acts for a pool, and how it hands over (SPEC 7).

use anchor_lang::prelude::*;

use super::account::OperatorPool;
use crate::error::{require, Checked, StakingError};

impl OperatorPool {
    /// # Errors
    /// `NotPoolAdmin`.
    pub fn require_admin(&self, key: &Pubkey) -> Checked<()> {
        require!(self.admin == *key, StakingError::NotPoolAdmin);
        Ok(())
    }

    /// # Errors
    /// `NotPendingPoolAdmin`. The zero key stands for no proposal, so it is nobody's.
    pub fn require_pending_admin(&self, key: &Pubkey) -> Checked<()> {
        let is_proposed = *key != Pubkey::default() && self.pending_admin == *key;
        require!(is_proposed, StakingError::NotPendingPoolAdmin);
        Ok(())
    }

    /// Proposes an admin; the zero key withdraws a proposal.
    pub fn propose_admin(&mut self, key: Pubkey) {
        self.pending_admin = key;
    }

    /// Makes the proposed key the admin; returns the previous one.
    pub fn accept_admin(&mut self) -> Pubkey {
        let previous = self.admin;
        self.admin = self.pending_admin;
        self.pending_admin = Pubkey::default();
        previous
    }
}
