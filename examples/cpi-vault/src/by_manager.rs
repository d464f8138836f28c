use anchor_lang::prelude::*;
use inference_staking::program::InferenceStaking;
use inference_staking::state::OperatorPool;

use crate::VAULT_SEED;

/// What every instruction of a manager takes, beside the vault's record in the pool. This program checks who may act for which
/// vault, that it calls the staking program and no other, and, by their types, that pool and record are such accounts of it. All
/// else is for the staking program to check: a record that is not the vault's or of another pool, or a wrong vault, it refuses.
#[derive(Accounts)]
pub struct ByManager<'info> {
    /// Acts for the vault.
    #[account(mut)]
    pub manager: Signer<'info>,
    /// Owner of the record and of the vault's token accounts.
    #[account(mut, seeds = [VAULT_SEED, manager.key().as_ref()], bump)]
    pub vault: SystemAccount<'info>,
    /// The pool. Its type says that it belongs to the staking program.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// The staking program.
    pub staking_program: Program<'info, InferenceStaking>,
}

/// With what this program signs for a manager's vault.
pub fn vault_seeds<'a>(manager: &'a Pubkey, bump: &'a u8) -> [&'a [u8]; 3] {
    [VAULT_SEED, manager.as_ref(), core::slice::from_ref(bump)]
}
