use anchor_lang::prelude::*;
use anchor_lang::solana_program::program::invoke_signed_unchecked;
use anchor_spl::token;
use anchor_spl::token::spl_token::instruction::transfer_checked;

use crate::constants::{OPERATOR_POOL_SEED, POOL_OVERVIEW_SEED};
use crate::error::{require, Checked, StakingError};
use crate::instructions::token_holding::TokenHolding;
use crate::state::{OperatorPool, PoolOverview};

/// A transfer of one of the two mints; the token program checks the accounts' mints, owner and amounts.
pub struct Transfer<'a, 'info> {
    pub from: &'a AccountInfo<'info>,
    pub mint: &'a AccountInfo<'info>,
    pub decimals: u8,
    pub to: &'a AccountInfo<'info>,
    pub authority: &'a AccountInfo<'info>,
    pub amount: u64,
}

impl Transfer<'_, '_> {
    /// The authority has signed the transaction.
    pub fn by_signer(self) -> Result<()> {
        self.invoke(&[])
    }

    /// Out of a global vault: the authority is the pool overview.
    pub fn by_pool_overview(self, bump: u8) -> Result<()> {
        self.invoke(&[&[POOL_OVERVIEW_SEED, &[bump]]])
    }

    /// Out of a pool's vault: the authority is the pool.
    pub fn by_operator_pool(self, signer: &PoolSigner) -> Result<()> {
        self.invoke(&[&[OPERATOR_POOL_SEED, signer.first_admin.as_ref(), &[signer.bump]]])
    }

    fn invoke(self, signer_seeds: &[&[&[u8]]]) -> Result<()> {
        let Self { from, mint, decimals, to, authority, amount } = self;
        let instruction =
            transfer_checked(&token::ID, from.key, mint.key, to.key, authority.key, &[], amount, decimals)?;
        let accounts = [from.clone(), mint.clone(), to.clone(), authority.clone()];
        // Unchecked: no handler holds a borrow of an account while it transfers, so there is none to look for.
        Ok(invoke_signed_unchecked(&instruction, &accounts, signer_seeds)?)
    }
}

/// What a pool signs with; copied out of the account, which must not be borrowed during the transfer.
pub struct PoolSigner {
    first_admin: Pubkey,
    bump: u8,
}

impl From<&OperatorPool> for PoolSigner {
    fn from(pool: &OperatorPool) -> Self {
        Self { first_admin: pool.first_admin, bump: pool.bump }
    }
}

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
    let is_of_mint = TokenHolding::read(destination).is_some_and(|account| account.mint == *mint);
    let usable = is_of_mint && !is_vault(destination.key, overview, pool);
    require!(usable, StakingError::WrongDestinationAccount);
    Ok(())
}
