use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::events::PoolOverviewUpdated;
use crate::instructions::destination::{require_owner_outside, require_slashing_destination};
use crate::state::*;

/// Arguments of `update_pool_overview`: what is given is changed, the rest stays.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct UpdatePoolOverviewArgs {
    /// Whether pools may be created.
    pub pool_creation_allowed: Option<bool>,
    /// Stake tokens that creating a pool costs, base units.
    pub registration_fee: Option<u64>,
    /// Wallet whose stake token account receives the fee.
    pub registration_fee_wallet: Option<Pubkey>,
    /// Stake tokens that the operator of an open pool keeps staked, base units.
    pub min_operator_token_stake: Option<u64>,
    /// Cooldown of delegators, seconds.
    pub delegator_unstake_delay: Option<u64>,
    /// Cooldown of operators, seconds.
    pub operator_unstake_delay: Option<u64>,
    /// Time that a pool is halted before it can be slashed, seconds.
    pub slashing_delay: Option<u64>,
    /// Time that a reward record waits before it can be accrued, seconds.
    pub challenge_period: Option<u64>,
    /// Time after a record is claimable from which a pool may skip it, seconds.
    pub bypass_delay: Option<u64>,
    /// Time between a finalization and the next mark, seconds.
    pub min_epoch_length: Option<u64>,
    /// Highest commission a pool may set, bps.
    pub max_commission_bps: Option<u16>,
    /// Epochs between the announcement of a commission increase and its effect.
    pub commission_notice_epochs: Option<u16>,
    /// Whether nobody may stake or cancel an unstake.
    pub staking_halted: Option<bool>,
    /// Whether nothing may be accrued, bypassed, marked or reclaimed.
    pub accrual_halted: Option<bool>,
    /// Starts a withdrawal halt of 14 days, or ends one.
    pub withdrawals_halted: Option<bool>,
    /// A lower schedule, from the period on that is about to begin.
    pub emission: Option<NewEmissionSchedule>,
}

/// Accounts of `update_pool_overview`.
#[derive(Accounts)]
pub struct UpdatePoolOverview<'info> {
    /// The program admin.
    pub program_admin: Signer<'info>,
    /// The singleton.
    #[account(mut)]
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// New destination of slashed tokens; only to change it.
    /// CHECK: read as a token account and checked in `validate`.
    pub slashing_token_destination: Option<UncheckedAccount<'info>>,
    /// New destination of slashed USDC; only to change it.
    /// CHECK: read as a token account and checked in `validate`.
    pub slashing_usdc_destination: Option<UncheckedAccount<'info>>,
    /// Owner of the new destination of slashed tokens; only to change it.
    /// CHECK: the key that the destination names, and not of this program: `validate`.
    pub slashing_token_destination_owner: Option<UncheckedAccount<'info>>,
    /// Owner of the new destination of slashed USDC; only to change it.
    /// CHECK: the key that the destination names, and not of this program: `validate`.
    pub slashing_usdc_destination_owner: Option<UncheckedAccount<'info>>,
}

impl UpdatePoolOverviewArgs {
    /// The parameters with what is given changed.
    pub fn applied_to(&self, old: PoolOverviewParameters) -> PoolOverviewParameters {
        PoolOverviewParameters {
            pool_creation_allowed: self.pool_creation_allowed.unwrap_or(old.pool_creation_allowed),
            registration_fee: self.registration_fee.unwrap_or(old.registration_fee),
            registration_fee_wallet: self.registration_fee_wallet.unwrap_or(old.registration_fee_wallet),
            min_operator_token_stake: self.min_operator_token_stake.unwrap_or(old.min_operator_token_stake),
            delegator_unstake_delay: self.delegator_unstake_delay.unwrap_or(old.delegator_unstake_delay),
            operator_unstake_delay: self.operator_unstake_delay.unwrap_or(old.operator_unstake_delay),
            slashing_delay: self.slashing_delay.unwrap_or(old.slashing_delay),
            challenge_period: self.challenge_period.unwrap_or(old.challenge_period),
            bypass_delay: self.bypass_delay.unwrap_or(old.bypass_delay),
            min_epoch_length: self.min_epoch_length.unwrap_or(old.min_epoch_length),
            max_commission_bps: self.max_commission_bps.unwrap_or(old.max_commission_bps),
            commission_notice_epochs: self.commission_notice_epochs.unwrap_or(old.commission_notice_epochs),
        }
    }
}

impl UpdatePoolOverview<'_> {
    fn validate(&self, overview: &PoolOverview) -> Checked<()> {
        // pool_overview: type. program_admin: signer, the stored key.
        overview.require_program_admin(self.program_admin.key)?;
        // destinations: usable token accounts of the right mint. Their owners: the stored keys, and not of this program.
        if let Some(destination) = &self.slashing_token_destination {
            let owner = require_slashing_destination(destination, &overview.stake_mint)?;
            require_owner_outside(&owner, self.slashing_token_destination_owner.as_deref())?;
        }
        if let Some(destination) = &self.slashing_usdc_destination {
            let owner = require_slashing_destination(destination, &overview.usdc_mint)?;
            require_owner_outside(&owner, self.slashing_usdc_destination_owner.as_deref())?;
        }
        Ok(())
    }

    pub(crate) fn handle(&mut self, args: UpdatePoolOverviewArgs) -> Result<()> {
        let mut overview = self.pool_overview.write()?;
        self.validate(&overview)?;
        let parameters = args.applied_to(overview.parameters());
        overview.set_parameters(&parameters)?;
        if let Some(halted) = args.staking_halted {
            overview.set_staking_halted(halted);
        }
        if let Some(halted) = args.accrual_halted {
            overview.set_accrual_halted(halted, Clock::get()?.unix_timestamp);
        }
        if let Some(halted) = args.withdrawals_halted {
            overview.set_withdrawals_halted(halted, Clock::get()?.unix_timestamp)?;
        }
        if let Some(emission) = &args.emission {
            overview.lower_emission(emission)?;
        }
        if let Some(destination) = &self.slashing_token_destination {
            overview.set_slashing_token_destination(destination.key());
        }
        if let Some(destination) = &self.slashing_usdc_destination {
            overview.set_slashing_usdc_destination(destination.key());
        }
        emit!(PoolOverviewUpdated {
            program_admin: overview.program_admin,
            parameters,
            staking_halted: overview.staking_halted != 0,
            accrual_halted: overview.accrual_halted != 0,
            withdrawal_halted_until: overview.withdrawal_halt_end(),
            slashing_token_destination: overview.slashing_token_destination,
            slashing_usdc_destination: overview.slashing_usdc_destination,
            emission: args.emission,
            epoch: overview.current_epoch()?,
        });
        Ok(())
    }
}
