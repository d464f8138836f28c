use anchor_lang::prelude::*;
use anchor_lang::solana_program::program::invoke_signed_unchecked;
use anchor_spl::token;
use anchor_spl::token::spl_token::instruction::transfer_checked;

use crate::constants::{OPERATOR_POOL_SEED, POOL_OVERVIEW_SEED};
use crate::state::OperatorPool;

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
