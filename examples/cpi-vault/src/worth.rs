use anchor_lang::prelude::*;
use inference_staking::cpi;
use inference_staking::program::InferenceStaking;
use inference_staking::state::StakingRecord;

use crate::{VaultError, VAULT_SEED};

/// What a vault has in a pool, base units.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worth {
    /// Stake tokens: of its shares at the pool's price, not yet shares, and in cooldown.
    pub tokens: u64,
    /// USDC that could be claimed.
    pub usdc: u64,
}

/// Accounts of `worth`.
#[derive(Accounts)]
pub struct Look<'info> {
    /// CHECK: nobody signs; it says whose vault is meant.
    pub manager: UncheckedAccount<'info>,
    #[account(seeds = [VAULT_SEED, manager.key().as_ref()], bump)]
    pub vault: SystemAccount<'info>,
    /// CHECK: by the staking program.
    pub pool_overview: UncheckedAccount<'info>,
    /// CHECK: by the staking program.
    pub operator_pool: UncheckedAccount<'info>,
    /// The vault's record: nobody signs, so this program has to see whose it is.
    pub staking_record: AccountLoader<'info, StakingRecord>,
    /// The operator's record, stored in the pool.
    /// CHECK: by the staking program.
    pub operator_staking_record: UncheckedAccount<'info>,
    pub staking_program: Program<'info, InferenceStaking>,
}

impl Look<'_> {
    pub(crate) fn handle(&mut self) -> Result<Worth> {
        let owner = self.staking_record.load()?.owner;
        require_keys_eq!(owner, self.vault.key(), VaultError::NotTheVaultsRecord);
        let accounts = cpi::accounts::QueryStakingRecord {
            pool_overview: self.pool_overview.to_account_info(),
            operator_pool: self.operator_pool.to_account_info(),
            staking_record: self.staking_record.to_account_info(),
            operator_staking_record: self.operator_staking_record.to_account_info(),
        };
        let view = cpi::query_staking_record(CpiContext::new(inference_staking::ID, accounts))?.get();
        let parts = [view.token_value, view.activating, view.matured_unstake, view.pending_unstake];
        let tokens = parts.iter().try_fold(0u64, |sum, part| sum.checked_add(*part)).ok_or(VaultError::TooMuch)?;
        Ok(Worth { tokens, usdc: view.claimable_usdc })
    }
}
