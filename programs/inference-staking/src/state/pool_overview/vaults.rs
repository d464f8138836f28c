//! The two vaults of the network, and what they owe (SPEC 4).

use anchor_lang::prelude::*;

use super::account::PoolOverview;
use crate::error::{require, Checked, StakingError};

/// One of the two vaults of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GlobalVault {
    /// Of stake tokens.
    Reward,
    /// Of USDC.
    Usdc,
}

/// What the singleton stores of a global vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VaultTerms {
    /// Its address.
    pub vault: Pubkey,
    /// Its mint.
    pub mint: Pubkey,
    /// Decimals of the mint.
    pub decimals: u8,
    /// What it owes, base units.
    pub liability: u64,
}

impl PoolOverview {
    /// Takes tokens that leave the global reward vault, or that nobody is owed any more, out of what it owes.
    ///
    /// # Errors
    /// `MathOverflow` if it owes less.
    pub fn lower_reward_liability(&mut self, amount: u64) -> Checked<()> {
        self.reward_liability = self.reward_liability.checked_sub(amount).ok_or(StakingError::MathOverflow)?;
        Ok(())
    }

    /// Takes USDC that leaves the global USDC vault, or that nobody is owed any more, out of what it owes.
    ///
    /// # Errors
    /// `MathOverflow` if it owes less.
    pub fn lower_usdc_liability(&mut self, amount: u64) -> Checked<()> {
        self.usdc_liability = self.usdc_liability.checked_sub(amount).ok_or(StakingError::MathOverflow)?;
        Ok(())
    }

    /// Takes what leaves a global vault out of what it owes.
    ///
    /// # Errors
    /// `MathOverflow` if it owes less.
    pub fn lower_liability(&mut self, vault: GlobalVault, amount: u64) -> Checked<()> {
        match vault {
            GlobalVault::Reward => self.lower_reward_liability(amount),
            GlobalVault::Usdc => self.lower_usdc_liability(amount),
        }
    }

    /// Address, mint and liability of a global vault.
    pub fn vault_terms(&self, vault: GlobalVault) -> VaultTerms {
        match vault {
            GlobalVault::Reward => VaultTerms {
                vault: self.reward_vault,
                mint: self.stake_mint,
                decimals: self.stake_decimals,
                liability: self.reward_liability,
            },
            GlobalVault::Usdc => VaultTerms {
                vault: self.usdc_vault,
                mint: self.usdc_mint,
                decimals: self.usdc_decimals,
                liability: self.usdc_liability,
            },
        }
    }

    /// The vault holds at least what it owes (SPEC 4).
    ///
    /// # Errors
    /// `RewardVaultUnderfunded`, `UsdcVaultUnderfunded`.
    pub fn require_solvent(&self, vault: GlobalVault, amount: u64) -> Checked<()> {
        match vault {
            GlobalVault::Reward => self.require_reward_solvent(amount),
            GlobalVault::Usdc => self.require_usdc_solvent(amount),
        }
    }

    /// As `require_solvent`, of the reward vault.
    ///
    /// # Errors
    /// `RewardVaultUnderfunded`.
    pub fn require_reward_solvent(&self, vault_amount: u64) -> Checked<()> {
        require!(vault_amount >= self.reward_liability, StakingError::RewardVaultUnderfunded);
        Ok(())
    }

    /// As `require_solvent`, of the USDC vault.
    ///
    /// # Errors
    /// `UsdcVaultUnderfunded`.
    pub fn require_usdc_solvent(&self, vault_amount: u64) -> Checked<()> {
        require!(vault_amount >= self.usdc_liability, StakingError::UsdcVaultUnderfunded);
        Ok(())
    }

    /// # Errors
    /// `WrongMint`.
    pub fn require_stake_mint(&self, key: &Pubkey) -> Checked<()> {
        require!(self.stake_mint == *key, StakingError::WrongMint);
        Ok(())
    }

    /// # Errors
    /// `WrongMint`.
    pub fn require_usdc_mint(&self, key: &Pubkey) -> Checked<()> {
        require!(self.usdc_mint == *key, StakingError::WrongMint);
        Ok(())
    }

    /// # Errors
    /// `WrongVault`.
    pub fn require_reward_vault(&self, key: &Pubkey) -> Checked<()> {
        require!(self.reward_vault == *key, StakingError::WrongVault);
        Ok(())
    }

    /// # Errors
    /// `WrongVault`.
    pub fn require_usdc_vault(&self, key: &Pubkey) -> Checked<()> {
        require!(self.usdc_vault == *key, StakingError::WrongVault);
        Ok(())
    }

    /// # Errors
    /// `WrongSlashDestination`.
    pub fn require_slashing_token_destination(&self, key: &Pubkey) -> Checked<()> {
        require!(self.slashing_token_destination == *key, StakingError::WrongSlashDestination);
        Ok(())
    }

    /// # Errors
    /// `WrongSlashDestination`.
    pub fn require_slashing_usdc_destination(&self, key: &Pubkey) -> Checked<()> {
        require!(self.slashing_usdc_destination == *key, StakingError::WrongSlashDestination);
        Ok(())
    }

    /// Slashed tokens go to another account, which has to be usable (`require_slashing_destination`).
    pub fn set_slashing_token_destination(&mut self, key: Pubkey) {
        self.slashing_token_destination = key;
    }

    /// Slashed USDC goes to another account, which has to be usable (`require_slashing_destination`).
    pub fn set_slashing_usdc_destination(&mut self, key: Pubkey) {
        self.slashing_usdc_destination = key;
    }
}
