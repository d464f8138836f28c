use anchor_lang::prelude::*;

use crate::error::{require, Checked, StakingError};
use crate::state::{PoolOverview, Slashed};

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
    pub fn pay_reward(&mut self, amount: u64) -> Checked<()> {
        self.reward_liability = self.reward_liability.checked_sub(amount).ok_or(StakingError::MathOverflow)?;
        Ok(())
    }

    /// Takes USDC that leaves the global USDC vault out of what it owes.
    pub fn pay_usdc(&mut self, amount: u64) -> Checked<()> {
        self.usdc_liability = self.usdc_liability.checked_sub(amount).ok_or(StakingError::MathOverflow)?;
        Ok(())
    }

    /// Takes what leaves a global vault out of what it owes.
    pub fn pay(&mut self, vault: GlobalVault, amount: u64) -> Checked<()> {
        match vault {
            GlobalVault::Reward => self.pay_reward(amount),
            GlobalVault::Usdc => self.pay_usdc(amount),
        }
    }

    /// Takes what a slash pays out of the global vaults out of what they owe.
    pub fn pay_slashed(&mut self, slashed: &Slashed) -> Checked<()> {
        self.pay_reward(slashed.payout.from_reward_vault)?;
        self.pay_reward(slashed.payout.released)?;
        self.pay_reward(slashed.reward_commission)?;
        self.pay_usdc(slashed.usdc_commission)?;
        self.pay_usdc(slashed.settled_usdc)
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

    /// Section 4.
    ///
    /// # Errors
    /// `RewardVaultUnderfunded`, `UsdcVaultUnderfunded`.
    pub fn require_solvent(&self, vault: GlobalVault, amount: u64) -> Checked<()> {
        match vault {
            GlobalVault::Reward => self.require_reward_solvent(amount),
            GlobalVault::Usdc => self.require_usdc_solvent(amount),
        }
    }

    /// Section 4.
    ///
    /// # Errors
    /// `RewardVaultUnderfunded`.
    pub fn require_reward_solvent(&self, vault_amount: u64) -> Checked<()> {
        require!(vault_amount >= self.reward_liability, StakingError::RewardVaultUnderfunded);
        Ok(())
    }

    /// Section 4.
    ///
    /// # Errors
    /// `UsdcVaultUnderfunded`.
    pub fn require_usdc_solvent(&self, vault_amount: u64) -> Checked<()> {
        require!(vault_amount >= self.usdc_liability, StakingError::UsdcVaultUnderfunded);
        Ok(())
    }
}
