use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::error::{require, Checked, StakingError};
use crate::events::UnstakeClaimed;
use crate::instructions::token_holding::TokenHolding;
use crate::instructions::transfer::{PoolSigner, Transfer};
use crate::state::*;

/// Accounts of `claim_unstake`. Anyone may send it.
#[derive(Accounts)]
pub struct ClaimUnstake<'info> {
    /// Halts, and what the global reward vault owes.
    #[account(mut)]
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// The record whose matured tickets are paid.
    #[account(mut)]
    pub staking_record: AccountLoader<'info, StakingRecord>,
    /// The record owner's associated token account, stored in the record.
    /// CHECK: stored key in the record; read as a token account and checked in `validate`.
    #[account(mut)]
    pub owner_token_account: UncheckedAccount<'info>,
    /// The pool's vault.
    /// CHECK: stored key in the pool.
    #[account(mut)]
    pub pool_vault: UncheckedAccount<'info>,
    /// Global reward vault; pays what the pool's vault is short of.
    /// CHECK: stored key in the pool overview.
    #[account(mut)]
    pub reward_vault: UncheckedAccount<'info>,
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
        // owner_token_account: stored key, and still the owner's.
        let is_owners = self.owner_token_account.key() == record.owner_token_account
            && TokenHolding::read(&self.owner_token_account).is_some_and(|account| account.owner == record.owner);
        require!(is_owners, StakingError::WrongPayoutAccount);
        // pool_vault, reward_vault, stake_mint: stored keys.
        pool.require_vault(self.pool_vault.key)?;
        overview.require_reward_vault(self.reward_vault.key)?;
        overview.require_stake_mint(self.stake_mint.key)?;
        overview.require_withdrawals_open(now)
    }

    pub(crate) fn handle(&mut self) -> Result<()> {
        let (event, pool_signer, overview_bump, decimals) = {
            let now = Clock::get()?.unix_timestamp;
            let mut overview = self.pool_overview.write()?;
            let mut pool = self.operator_pool.write()?;
            let mut record = self.staking_record.write()?;
            self.validate(&overview, &pool, &record, now)?;

            let amount = record.take_matured(now)?;
            let payout = pool.take_unstaked(amount, TokenHolding::amount_of(&self.pool_vault))?;
            overview.lower_reward_liability(payout.from_reward_vault)?;
            overview.lower_reward_liability(payout.released)?;
            let event = UnstakeClaimed {
                operator_pool: self.operator_pool.key(),
                staking_record: self.staking_record.key(),
                owner: record.owner,
                amount,
                from_reward_vault: payout.from_reward_vault,
                released: payout.released,
                reward_liability: overview.reward_liability,
                epoch: overview.current_epoch()?,
                pool: pool.assert_and_number_event()?,
            };
            (event, PoolSigner::from(&*pool), overview.bump, overview.stake_decimals)
        };
        self.pull_from_reward_vault(event.from_reward_vault, decimals, overview_bump)?;
        self.pay_owner(event.amount, decimals, &pool_signer)?;
        self.operator_pool.read()?.invariant_with_vault(TokenHolding::amount_of(&self.pool_vault))?;
        emit!(event);
        Ok(())
    }

    fn pull_from_reward_vault(&self, amount: u64, decimals: u8, overview_bump: u8) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        Transfer {
            from: self.reward_vault.as_ref(),
            mint: self.stake_mint.as_ref(),
            decimals,
            to: self.pool_vault.as_ref(),
            authority: self.pool_overview.as_ref(),
            amount,
        }
        .by_pool_overview(overview_bump)
    }

    fn pay_owner(&self, amount: u64, decimals: u8, signer: &PoolSigner) -> Result<()> {
        Transfer {
            from: self.pool_vault.as_ref(),
            mint: self.stake_mint.as_ref(),
            decimals,
            to: self.owner_token_account.as_ref(),
            authority: self.operator_pool.as_ref(),
            amount,
        }
        .by_operator_pool(signer)
    }
}
