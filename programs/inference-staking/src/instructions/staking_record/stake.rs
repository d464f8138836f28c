use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::error::{require, Checked, StakingError};
use crate::events::Staked;
use crate::instructions::destination::is_vault;
use crate::instructions::token_holding::TokenHolding;
use crate::instructions::transfer::Transfer;
use crate::state::*;

/// Accounts of `stake`.
#[derive(Accounts)]
pub struct Stake<'info> {
    /// Owner of the record, who pays.
    pub owner: Signer<'info>,
    /// Parameters, halts and current epoch.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// The owner's record.
    #[account(mut)]
    pub staking_record: AccountLoader<'info, StakingRecord>,
    /// Tokens come from here.
    /// CHECK: read as a token account and checked in `validate`.
    #[account(mut)]
    pub source: UncheckedAccount<'info>,
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

impl Stake<'_> {
    fn validate(&self, overview: &PoolOverview, pool: &OperatorPool, record: &StakingRecord) -> Checked<()> {
        // owner: signer. pool_overview, operator_pool, token_program: types.
        // staking_record: of this owner and this pool.
        record.require_owner(self.owner.key)?;
        record.require_pool(self.operator_pool.as_ref().key)?;
        // pool_vault, stake_mint: stored keys.
        pool.require_vault(self.pool_vault.key)?;
        overview.require_stake_mint(self.stake_mint.key)?;
        // source: of the stake mint and no vault; the token program checks that the owner may spend from it.
        let is_stake = TokenHolding::is_of_mint(&self.source, &overview.stake_mint);
        let usable = is_stake && !is_vault(self.source.key, overview, pool);
        require!(usable, StakingError::WrongSourceAccount);

        pool.require_deposits_open(overview)?;
        pool.require_delegation_allowed(self.staking_record.as_ref().key)
    }

    pub(crate) fn handle(&mut self, amount: u64) -> Result<()> {
        let (decimals, event) = {
            let overview = self.pool_overview.read()?;
            let mut pool = self.operator_pool.write()?;
            let mut record = self.staking_record.write()?;
            self.validate(&overview, &pool, &record)?;

            pool.stake(&overview, &mut record, amount)?;
            let shares = pool.activate_at_once(&overview, &mut record, self.staking_record.as_ref().key)?;
            let event = Staked {
                operator_pool: self.operator_pool.key(),
                staking_record: self.staking_record.key(),
                owner: record.owner,
                amount,
                shares,
                record_activating: record.activating,
                record_shares: record.shares,
                record_settled_usdc: record.settled_usdc,
                epoch: overview.current_epoch()?,
                pool: pool.assert_and_number_event()?,
            };
            (overview.stake_decimals, event)
        };
        Transfer {
            from: self.source.as_ref(),
            mint: self.stake_mint.as_ref(),
            decimals,
            to: self.pool_vault.as_ref(),
            authority: self.owner.as_ref(),
            amount,
        }
        .by_signer()?;
        self.operator_pool.read()?.require_vault_covers(TokenHolding::amount_of(&self.pool_vault))?;
        emit!(event);
        Ok(())
    }
}
