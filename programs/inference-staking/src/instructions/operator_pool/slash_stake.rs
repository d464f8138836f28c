use anchor_lang::prelude::*;
use anchor_spl::token::Token;

use crate::error::{Checked, StakingError};
use crate::events::StakeSlashed;
use crate::instructions::token_holding::TokenHolding;
use crate::instructions::transfer::{PoolSigner, Transfer};
use crate::state::*;

/// Accounts of `slash_stake`.
#[derive(Accounts)]
pub struct SlashStake<'info> {
    /// A slashing authority.
    pub authority: Signer<'info>,
    /// Delay and destinations.
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
    /// The pool's vault.
    /// CHECK: stored key in the pool.
    #[account(mut)]
    pub pool_vault: UncheckedAccount<'info>,
    /// Mint of the stake token.
    /// CHECK: stored key in the pool overview; the token program reads it.
    pub stake_mint: UncheckedAccount<'info>,
    /// Classic SPL Token program.
    pub token_program: Program<'info, Token>,
    /// The pool overview again, for what the global vaults owe; only with a confiscation. Without one, a slash writes nothing
    /// that claims of other pools write.
    #[account(mut)]
    pub liable_pool_overview: Option<AccountLoader<'info, PoolOverview>>,
    /// Receives USDC; stored in the pool overview; only with a confiscation.
    /// CHECK: stored key in the pool overview.
    #[account(mut)]
    pub slashing_usdc_destination: Option<UncheckedAccount<'info>>,
    /// Global reward vault; only with a confiscation.
    /// CHECK: stored key in the pool overview.
    #[account(mut)]
    pub reward_vault: Option<UncheckedAccount<'info>>,
    /// Global USDC vault; only with a confiscation.
    /// CHECK: stored key in the pool overview.
    #[account(mut)]
    pub usdc_vault: Option<UncheckedAccount<'info>>,
    /// Mint of USDC; only with a confiscation.
    /// CHECK: stored key in the pool overview; the token program reads it.
    pub usdc_mint: Option<UncheckedAccount<'info>>,
}

/// What a confiscation takes along: commissions and settled USDC lie in the global vaults.
struct Confiscation<'a, 'info> {
    liable_pool_overview: &'a AccountLoader<'info, PoolOverview>,
    slashing_usdc_destination: &'a UncheckedAccount<'info>,
    reward_vault: &'a UncheckedAccount<'info>,
    usdc_vault: &'a UncheckedAccount<'info>,
    usdc_mint: &'a UncheckedAccount<'info>,
}

/// What the transfers of a slash need, copied out of the accounts.
struct Signers {
    pool: PoolSigner,
    overview_bump: u8,
    stake_decimals: u8,
    usdc_decimals: u8,
}

impl Confiscation<'_, '_> {
    fn validate(&self, overview: &PoolOverview) -> Checked<()> {
        // liable_pool_overview: type, of which there is one account. The others: stored keys.
        overview.require_slashing_usdc_destination(self.slashing_usdc_destination.key)?;
        overview.require_reward_vault(self.reward_vault.key)?;
        overview.require_usdc_vault(self.usdc_vault.key)?;
        overview.require_usdc_mint(self.usdc_mint.key)
    }
}

impl<'info> SlashStake<'info> {
    fn validate(&self, overview: &PoolOverview, pool: &OperatorPool, now: i64) -> Checked<()> {
        // pool_overview, operator_pool, token_program: types. authority: signer, in the list.
        overview.require_slashing_authority(self.authority.key)?;
        // operator_staking_record: stored key.
        pool.require_operator_record(self.operator_staking_record.as_ref().key)?;
        // destination, vault, mint: stored keys. Optional accounts: `confiscation`.
        overview.require_slashing_token_destination(self.slashing_token_destination.key)?;
        pool.require_vault(self.pool_vault.key)?;
        overview.require_stake_mint(self.stake_mint.key)?;
        pool.require_slashable(overview, now)
    }

    /// The accounts of a confiscation, checked, if one is asked for; otherwise there must be none.
    fn confiscation(&self, is_asked: bool, overview: &PoolOverview) -> Checked<Option<Confiscation<'_, 'info>>> {
        let Self { liable_pool_overview, slashing_usdc_destination, reward_vault, usdc_vault, usdc_mint, .. } = self;
        match (is_asked, liable_pool_overview, slashing_usdc_destination, reward_vault, usdc_vault, usdc_mint) {
            (false, None, None, None, None, None) => Ok(None),
            (
                true,
                Some(liable_pool_overview),
                Some(slashing_usdc_destination),
                Some(reward_vault),
                Some(usdc_vault),
                Some(usdc_mint),
            ) => {
                let confiscation = Confiscation {
                    liable_pool_overview,
                    slashing_usdc_destination,
                    reward_vault,
                    usdc_vault,
                    usdc_mint,
                };
                confiscation.validate(overview)?;
                Ok(Some(confiscation))
            }
            _ => Err(StakingError::WrongConfiscationAccounts.into()),
        }
    }

    pub(crate) fn handle(&self, request: SlashRequest) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        let (slashed, confiscation, signers) = {
            let overview = self.pool_overview.read()?;
            let mut pool = self.operator_pool.write()?;
            let mut record = self.operator_staking_record.write()?;
            self.validate(&overview, &pool, now)?;
            let confiscation = self.confiscation(request.confiscate_commission, &overview)?;
            let slashed = pool.slash(&mut record, request)?;
            let signers = Signers {
                pool: PoolSigner::from(&*pool),
                overview_bump: overview.bump,
                stake_decimals: overview.stake_decimals,
                usdc_decimals: overview.usdc_decimals,
            };
            (slashed, confiscation, signers)
        };
        if let Some(confiscation) = &confiscation {
            slashed.lower_liabilities(&mut *confiscation.liable_pool_overview.write()?)?;
        }
        self.pay_stake(&slashed, &signers)?;
        if let Some(confiscation) = &confiscation {
            self.pay_owed(confiscation, &slashed, &signers)?;
        }
        self.operator_pool.read()?.require_vault_covers(TokenHolding::amount_of(&self.pool_vault))?;
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

    /// Pays what was owed to the operator, out of the global vaults.
    #[inline(never)]
    fn pay_owed(&self, confiscation: &Confiscation<'_, 'info>, slashed: &Slashed, signers: &Signers) -> Result<()> {
        if slashed.reward_commission > 0 {
            Transfer {
                from: confiscation.reward_vault,
                mint: &self.stake_mint,
                decimals: signers.stake_decimals,
                to: &self.slashing_token_destination,
                authority: self.pool_overview.as_ref(),
                amount: slashed.reward_commission,
            }
            .by_pool_overview(signers.overview_bump)?;
        }
        let usdc = slashed.usdc()?;
        if usdc > 0 {
            Transfer {
                from: confiscation.usdc_vault,
                mint: confiscation.usdc_mint,
                decimals: signers.usdc_decimals,
                to: confiscation.slashing_usdc_destination,
                authority: self.pool_overview.as_ref(),
                amount: usdc,
            }
            .by_pool_overview(signers.overview_bump)?;
        }
        let overview = self.pool_overview.read()?;
        overview.require_reward_solvent(TokenHolding::amount_of(confiscation.reward_vault))?;
        Ok(overview.require_usdc_solvent(TokenHolding::amount_of(confiscation.usdc_vault))?)
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
