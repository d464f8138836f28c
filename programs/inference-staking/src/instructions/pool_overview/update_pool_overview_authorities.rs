use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::events::PoolOverviewAuthoritiesUpdated;
use crate::state::*;

/// Arguments of `update_pool_overview_authorities`: what is given is replaced, the rest stays.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, Default, PartialEq, Eq)]
pub struct UpdatePoolOverviewAuthoritiesArgs {
    /// At most 5 keys, any one of which may mark epochs and create reward records.
    pub reward_authorities: Option<Vec<Pubkey>>,
    /// At most 5 keys, any one of which may halt and revoke.
    pub halt_authorities: Option<Vec<Pubkey>>,
    /// At most 5 keys, any one of which may slash.
    pub slashing_authorities: Option<Vec<Pubkey>>,
    /// Key that may accept to be the program admin; the zero key withdraws a proposal.
    pub pending_program_admin: Option<Pubkey>,
}

/// Accounts of `update_pool_overview_authorities`.
#[derive(Accounts)]
pub struct UpdatePoolOverviewAuthorities<'info> {
    /// The program admin.
    pub program_admin: Signer<'info>,
    /// The singleton.
    #[account(mut)]
    pub pool_overview: AccountLoader<'info, PoolOverview>,
}

impl UpdatePoolOverviewAuthorities<'_> {
    fn validate(&self, overview: &PoolOverview) -> Checked<()> {
        // pool_overview: type. program_admin: signer, the stored key.
        overview.require_program_admin(self.program_admin.key)
    }

    pub(crate) fn handle(&mut self, args: UpdatePoolOverviewAuthoritiesArgs) -> Result<()> {
        let mut overview = self.pool_overview.write()?;
        self.validate(&overview)?;
        if let Some(keys) = &args.reward_authorities {
            overview.set_reward_authorities(keys)?;
        }
        if let Some(keys) = &args.halt_authorities {
            overview.set_halt_authorities(keys)?;
        }
        if let Some(keys) = &args.slashing_authorities {
            overview.set_slashing_authorities(keys)?;
        }
        if let Some(key) = args.pending_program_admin {
            overview.propose_program_admin(key);
        }
        emit!(PoolOverviewAuthoritiesUpdated {
            program_admin: overview.program_admin,
            reward_authorities: overview.reward_authorities.keys,
            halt_authorities: overview.halt_authorities.keys,
            slashing_authorities: overview.slashing_authorities.keys,
            pending_program_admin: overview.pending_program_admin,
            epoch: overview.current_epoch()?,
        });
        Ok(())
    }
}
