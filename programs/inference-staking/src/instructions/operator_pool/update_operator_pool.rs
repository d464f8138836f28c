use anchor_lang::prelude::*;

use crate::constants::{METADATA_URI_BYTES, NAME_BYTES};
use crate::error::Checked;
use crate::events::OperatorPoolUpdated;
use crate::instructions::by_pool_admin::ByPoolAdmin;
use crate::state::*;

/// Arguments of `update_operator_pool`: what is given is changed, the rest stays.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct UpdateOperatorPoolArgs {
    /// Token commission to schedule, bps; the active one cancels a schedule.
    pub reward_commission_bps: Option<u16>,
    /// USDC commission to schedule, bps; the active one cancels a schedule.
    pub usdc_commission_bps: Option<u16>,
    /// Whether token commission is staked for the operator instead of owed.
    pub auto_stake: Option<bool>,
    /// Whether others than the operator may stake.
    pub delegation_allowed: Option<bool>,
    /// UTF-8, zero-padded.
    pub name: Option<[u8; NAME_BYTES]>,
    /// UTF-8, zero-padded; empty or https.
    pub metadata_uri: Option<[u8; METADATA_URI_BYTES]>,
}

impl UpdateOperatorPoolArgs {
    /// Makes of a pool what the instruction makes of it. After an error the pool is undefined.
    ///
    /// # Errors
    /// Those of the commissions, of the name and of the URI.
    #[inline(always)]
    pub fn apply(&self, pool: &mut OperatorPool, overview: &PoolOverview) -> Checked<()> {
        if let Some(bps) = self.reward_commission_bps {
            pool.schedule_reward_commission(bps, overview)?;
        }
        if let Some(bps) = self.usdc_commission_bps {
            pool.schedule_usdc_commission(bps, overview)?;
        }
        if let Some(auto_stake) = self.auto_stake {
            pool.set_auto_stake(auto_stake);
        }
        if let Some(allowed) = self.delegation_allowed {
            pool.set_delegation_allowed(allowed);
        }
        if let Some(name) = &self.name {
            pool.set_name(name)?;
        }
        if let Some(uri) = &self.metadata_uri {
            pool.set_metadata_uri(uri)?;
        }
        Ok(())
    }
}

impl ByPoolAdmin<'_> {
    /// Handles `update_operator_pool`. Accounts and checks: `ByPoolAdmin`.
    pub(crate) fn update(&mut self, args: UpdateOperatorPoolArgs) -> Result<()> {
        let overview = self.pool_overview.read()?;
        let mut pool = self.operator_pool.write()?;
        self.validate(&pool)?;
        args.apply(&mut pool, &overview)?;
        emit!(OperatorPoolUpdated {
            operator_pool: self.operator_pool.key(),
            admin: self.admin.key(),
            reward_commission_bps: pool.reward_commission_bps,
            scheduled_reward_commission_bps: pool.scheduled_reward_commission_bps,
            scheduled_reward_commission_from: pool.scheduled_reward_commission_from,
            usdc_commission_bps: pool.usdc_commission_bps,
            scheduled_usdc_commission_bps: pool.scheduled_usdc_commission_bps,
            scheduled_usdc_commission_from: pool.scheduled_usdc_commission_from,
            auto_stake: pool.auto_stake != 0,
            delegation_allowed: pool.delegation_allowed != 0,
            name: pool.name,
            metadata_uri: pool.metadata_uri,
            epoch: overview.current_epoch()?,
            pool: pool.assert_and_number_event()?,
        });
        Ok(())
    }
}
