use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::error::{require, Checked, StakingError};
use crate::events::UnstakeClaimed;
use crate::instructions::destination::require_no_vault;
use crate::instructions::token_holding::TokenHolding;
use crate::instructions::transfer::{PoolSigner, Transfer};
use crate::state::*;

/// Accounts of `claim_unstake`. Anyone may send it; only the owner, who then signs, names where it pays.
#[derive(Accounts)]
pub struct ClaimUnstake<'info> {
    /// Owner of the record; only to be paid into another account than its associated one.
    pub owner: Option<Signer<'info>>,
    /// Mint and halts.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// The record whose matured tickets are paid.
    #[account(mut)]
    pub staking_record: AccountLoader<'info, StakingRecord>,
    /// The record owner's associated token account, stored in the record; if the owner signs, any stake token account.
    /// CHECK: read as a token account and checked in `validate`.
    #[account(mut)]
    pub destination: UncheckedAccount<'info>,
    /// The pool's vault.
    /// CHECK: stored key in the pool.
    #[account(mut)]
    pub pool_vault: UncheckedAccount<'info>,
    /// Mint of the stake token.
    /// CHECK: stored key in the pool overview; the token program reads it.
    pub stake_mint: UncheckedAccount<'info>,
    /// Classic SPL Token program.
    pub token_program: Program<'info, Token>,
}

impl ClaimUnstake<'_> {
    fn validate(&self, overview: &PoolOverview, pool: &OperatorPool, record: &StakingRecord, now: i64) -> Checked<()> {
        // pool_overview, operator_pool, token_program: types.
        // staking_record: of this pool; not the operator's in a halted pool.
        record.require_pool(self.operator_pool.as_ref().key)?;
        pool.require_operator_not_halted(self.staking_record.as_ref().key)?;
        // pool_vault, stake_mint: stored keys.
        pool.require_vault(self.pool_vault.key)?;
        overview.require_stake_mint(self.stake_mint.key)?;
        self.validate_destination(overview, record)?;
        overview.require_withdrawals_open(now)
    }

    fn validate_destination(&self, overview: &PoolOverview, record: &StakingRecord) -> Checked<()> {
        if let Some(owner) = &self.owner {
            // owner: signer, of this record. destination: of the mint and no vault, that of another pool included.
            record.require_owner(owner.key)?;
            return require_no_vault(&self.destination, &overview.stake_mint, self.pool_overview.as_ref().key);
        }
        // destination: stored key, and still the owner's.
        let is_owners = *self.destination.key == record.owner_token_account
            && TokenHolding::is_of(&self.destination, &record.owner);
        require!(is_owners, StakingError::WrongPayoutAccount);
        Ok(())
    }

    pub(crate) fn handle(&mut self) -> Result<()> {
        let (event, signer, decimals) = {
            let now = Clock::get()?.unix_timestamp;
            let overview = self.pool_overview.read()?;
            let mut pool = self.operator_pool.write()?;
            let mut record = self.staking_record.write()?;
            self.validate(&overview, &pool, &record, now)?;

            let amount = record.take_matured(now)?;
            pool.take_unstaked(amount)?;
            let event = UnstakeClaimed {
                operator_pool: self.operator_pool.key(),
                staking_record: self.staking_record.key(),
                owner: record.owner,
                destination: self.destination.key(),
                amount,
                epoch: overview.current_epoch()?,
                pool: pool.assert_and_number_event()?,
            };
            (event, PoolSigner::from(&*pool), overview.stake_decimals)
        };
        Transfer {
            from: self.pool_vault.as_ref(),
            mint: self.stake_mint.as_ref(),
            decimals,
            to: self.destination.as_ref(),
            authority: self.operator_pool.as_ref(),
            amount: event.amount,
        }
        .by_operator_pool(&signer)?;
        self.operator_pool.read()?.require_vault_covers(TokenHolding::amount_of(&self.pool_vault))?;
        emit!(event);
        Ok(())
    }
}
