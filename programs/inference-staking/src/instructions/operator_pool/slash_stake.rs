use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::error::{Checked, Refusal, StakingError};
use crate::events::StakeSlashed;
use crate::instructions::token_holding::TokenHolding;
use crate::instructions::transfer::{PoolSigner, Transfer};
use crate::state::*;

/// Accounts of `slash_stake`.
#[derive(Accounts)]
pub struct SlashStake<'info> {
    /// A slashing authority.
    pub authority: Signer<'info>,
    /// Delay, destinations and liabilities.
    #[account(mut)]
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The halted pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// The operator's record, stored in the pool.
    #[account(mut)]
    pub operator_staking_record: AccountLoader<'info, StakingRecord>,
    /// Receives tokens; stored in the pool overview.
    /// CHECK: stored key in the pool overview.
    #[account(mut)]
    pub slashing_token_destination: UncheckedAccount<'info>,
    /// Receives USDC; stored in the pool overview.
    /// CHECK: stored key in the pool overview.
    #[account(mut)]
    pub slashing_usdc_destination: UncheckedAccount<'info>,
    /// The pool's vault.
    /// CHECK: stored key in the pool.
    #[account(mut)]
    pub pool_vault: UncheckedAccount<'info>,
    /// Global reward vault.
    /// CHECK: stored key in the pool overview.
    #[account(mut)]
    pub reward_vault: UncheckedAccount<'info>,
    /// Global USDC vault.
    /// CHECK: stored key in the pool overview.
    #[account(mut)]
    pub usdc_vault: UncheckedAccount<'info>,
    /// Mint of the stake token.
    /// CHECK: stored key in the pool overview; the token program reads it.
    pub stake_mint: UncheckedAccount<'info>,
    /// Mint of USDC.
    /// CHECK: stored key in the pool overview; the token program reads it.
    pub usdc_mint: UncheckedAccount<'info>,
    /// Classic SPL Token program.
    pub token_program: Program<'info, Token>,
}

/// What the transfers of a slash need, copied out of the accounts.
struct Signers {
    pool: PoolSigner,
    overview_bump: u8,
    stake_decimals: u8,
    usdc_decimals: u8,
}

impl<'info> SlashStake<'info> {
    fn validate(&self, overview: &PoolOverview, pool: &OperatorPool, now: i64) -> Checked<()> {
        // pool_overview, operator_pool, token_program: types. authority: signer, in the list.
        overview.require_slashing_authority(self.authority.key)?;
        // operator_staking_record: stored key.
        pool.require_operator_record(self.operator_staking_record.as_ref().key)?;
        // destinations, vaults, mints: stored keys.
        let (tokens, usdc) = (self.slashing_token_destination.key, self.slashing_usdc_destination.key);
        overview.require_slashing_destinations(tokens, usdc)?;
        pool.require_vault(self.pool_vault.key)?;
        overview.require_reward_vault(self.reward_vault.key)?;
        overview.require_usdc_vault(self.usdc_vault.key)?;
        overview.require_stake_mint(self.stake_mint.key)?;
        overview.require_usdc_mint(self.usdc_mint.key)?;
        pool.require_slashable(overview, now)
    }

    pub(crate) fn handle(&mut self, request: SlashRequest) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let (slashed, signers) = {
            let mut overview = self.pool_overview.write()?;
            let mut pool = self.operator_pool.write()?;
            let mut record = self.operator_staking_record.write()?;
            self.validate(&overview, &pool, now)?;
            let slashed = pool.slash(&mut record, request)?;
            slashed.lower_liabilities(&mut overview)?;
            let signers = Signers {
                pool: PoolSigner::from(&*pool),
                overview_bump: overview.bump,
                stake_decimals: overview.stake_decimals,
                usdc_decimals: overview.usdc_decimals,
            };
            (slashed, signers)
        };
        self.pay_stake(&slashed, &signers)?;
        self.pay_commissions(&slashed, &signers)?;
        self.check_invariants()?;
        self.emit_stake_slashed(request, &slashed)
    }

    #[inline(never)]
    fn pay_stake(&self, slashed: &Slashed, signers: &Signers) -> Result<()> {
        let amount = slashed.principal()?;
        if amount == 0 {
            return Ok(());
        }
        Transfer {
            from: &self.pool_vault,
            mint: &self.stake_mint,
            decimals: signers.stake_decimals,
            to: &self.slashing_token_destination,
            authority: self.operator_pool.as_ref(),
            amount,
        }
        .by_operator_pool(&signers.pool)
    }

    #[inline(never)]
    fn pay_commissions(&self, slashed: &Slashed, signers: &Signers) -> Result<()> {
        self.pay_from_reward_vault(&self.slashing_token_destination, slashed.reward_commission, signers)?;
        let usdc =
            slashed.usdc_commission.checked_add(slashed.settled_usdc).ok_or(Refusal(StakingError::MathOverflow))?;
        if usdc == 0 {
            return Ok(());
        }
        Transfer {
            from: &self.usdc_vault,
            mint: &self.usdc_mint,
            decimals: signers.usdc_decimals,
            to: &self.slashing_usdc_destination,
            authority: self.pool_overview.as_ref(),
            amount: usdc,
        }
        .by_pool_overview(signers.overview_bump)
    }

    #[inline(never)]
    fn pay_from_reward_vault(&self, to: &UncheckedAccount<'info>, amount: u64, signers: &Signers) -> Result<()> {
        if amount == 0 {
            return Ok(());
        }
        Transfer {
            from: &self.reward_vault,
            mint: &self.stake_mint,
            decimals: signers.stake_decimals,
            to,
            authority: self.pool_overview.as_ref(),
            amount,
        }
        .by_pool_overview(signers.overview_bump)
    }

    #[inline(never)]
    fn check_invariants(&self) -> Result<()> {
        let overview = self.pool_overview.read()?;
        self.operator_pool.read()?.require_vault_covers(TokenHolding::amount_of(&self.pool_vault))?;
        overview.require_reward_solvent(TokenHolding::amount_of(&self.reward_vault))?;
        overview.require_usdc_solvent(TokenHolding::amount_of(&self.usdc_vault))?;
        Ok(())
    }

    #[inline(never)]
    fn emit_stake_slashed(&self, request: SlashRequest, slashed: &Slashed) -> Result<()> {
        let overview = self.pool_overview.read()?;
        let mut pool = self.operator_pool.write()?;
        let record = self.operator_staking_record.read()?;
        emit!(StakeSlashed {
            operator_pool: self.operator_pool.key(),
            operator_staking_record: self.operator_staking_record.key(),
            authority: self.authority.key(),
            shares: request.shares,
            staked_amount: slashed.staked,
            activating_amount: slashed.activating,
            unstaking_amount: slashed.unstaking,
            reward_commission: slashed.reward_commission,
            usdc_commission: slashed.usdc_commission,
            settled_usdc: slashed.settled_usdc,
            record_activating: record.activating,
            record_shares: record.shares,
            record_settled_usdc: record.settled_usdc,
            reward_liability: overview.reward_liability,
            usdc_liability: overview.usdc_liability,
            epoch: overview.current_epoch()?,
            pool: pool.assert_and_number_event()?,
        });
        Ok(())
    }
}
