//! Which token accounts the program pays into, and takes tokens from.

use anchor_lang::prelude::*;

use crate::constants::POOL_VAULT_SEED;
use crate::error::{require, Checked, StakingError};
use crate::instructions::token_holding::TokenHolding;
use crate::state::{OperatorPool, PoolOverview};

/// Whether `key` is one of the program's vaults, whose balance must only change by the program's rules.
pub fn is_vault(key: &Pubkey, overview: &PoolOverview, pool: &OperatorPool) -> bool {
    [overview.reward_vault, overview.usdc_vault, pool.vault].contains(key)
}

/// A payout goes to any token account of the mint but the vaults, whose balances change by the program's rules alone.
///
/// # Errors
/// `WrongDestinationAccount`.
pub fn require_destination(
    destination: &AccountInfo,
    mint: &Pubkey,
    overview: &PoolOverview,
    pool: &OperatorPool,
) -> Checked<()> {
    let is_of_mint = TokenHolding::is_of_mint(destination, mint);
    let usable = is_of_mint && !is_vault(destination.key, overview, pool);
    require!(usable, StakingError::WrongDestinationAccount);
    Ok(())
}

/// A payout of stake tokens that is sent seldom goes to any token account of the mint but the vaults, those of all pools
/// included, whose addresses it derives.
///
/// # Errors
/// `WrongDestinationAccount`.
pub(crate) fn require_no_vault(destination: &AccountInfo, mint: &Pubkey, pool_overview: &Pubkey) -> Checked<()> {
    let account = TokenHolding::read(destination).ok_or(StakingError::WrongDestinationAccount)?;
    let (vault_of_owner, _) = Pubkey::find_program_address(&[POOL_VAULT_SEED, account.owner.as_ref()], &crate::ID);
    account.require_no_vault(destination.key, mint, pool_overview, &vault_of_owner)
}

/// A slashing destination is a token account of the mint that is not frozen (SPEC 7). Who owns it is returned, for
/// `require_owner_outside`.
///
/// # Errors
/// `WrongSlashingDestination`, `SlashingDestinationFrozen`.
pub(crate) fn require_slashing_destination(destination: &AccountInfo, mint: &Pubkey) -> Checked<Pubkey> {
    let account = TokenHolding::read(destination).ok_or(StakingError::WrongSlashingDestination)?;
    account.require_slashing_destination(mint)?;
    Ok(account.owner)
}

impl TokenHolding {
    /// An account at `key` that is paid is of the mint and no vault. `vault_of_owner` is the address of the vault that its owner would
    /// have if that were a pool.
    ///
    /// # Errors
    /// `WrongDestinationAccount`.
    #[inline(always)]
    pub fn require_no_vault(
        &self,
        key: &Pubkey,
        mint: &Pubkey,
        pool_overview: &Pubkey,
        vault_of_owner: &Pubkey,
    ) -> Checked<()> {
        let is_vault = self.owner == *pool_overview || key == vault_of_owner;
        require!(self.mint == *mint && !is_vault, StakingError::WrongDestinationAccount);
        Ok(())
    }

    /// What a slash is to be paid into is of the mint and not frozen.
    ///
    /// # Errors
    /// `WrongSlashingDestination`, `SlashingDestinationFrozen`.
    #[inline(always)]
    pub fn require_slashing_destination(&self, mint: &Pubkey) -> Checked<()> {
        require!(self.mint == *mint, StakingError::WrongSlashingDestination);
        require!(!self.is_frozen, StakingError::SlashingDestinationFrozen);
        Ok(())
    }
}

/// What belongs to an account of this program, as its vaults do, can leave by the program's rules alone, and none pays a slash
/// out again. `owner` is the account that the destination names as its owner.
///
/// # Errors
/// `WrongSlashingDestinationOwner`, `SlashingDestinationOfProgram`.
pub(crate) fn require_owner_outside(owner_of_destination: &Pubkey, owner: Option<&AccountInfo>) -> Checked<()> {
    let owner = owner.filter(|owner| owner.key == owner_of_destination);
    let owner = owner.ok_or(StakingError::WrongSlashingDestinationOwner)?;
    require!(*owner.owner != crate::ID, StakingError::SlashingDestinationOfProgram);
    Ok(())
}
