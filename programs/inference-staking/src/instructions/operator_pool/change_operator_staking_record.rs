use anchor_lang::prelude::*;

use crate::error::{require, Checked, StakingError};
use crate::events::OperatorStakingRecordChanged;
use crate::state::*;

/// Accounts of `change_operator_staking_record`.
#[derive(Accounts)]
pub struct ChangeOperatorStakingRecord<'info> {
    /// The pool's admin.
    pub admin: Signer<'info>,
    /// Owner of the new record, who agrees that it can be slashed.
    pub new_record_owner: Signer<'info>,
    /// The minimum stake; current epoch.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// The operator's record, stored in the pool.
    pub operator_staking_record: AccountLoader<'info, StakingRecord>,
    /// The record that becomes the operator's.
    pub new_operator_staking_record: AccountLoader<'info, StakingRecord>,
}

impl ChangeOperatorStakingRecord<'_> {
    fn validate(&self, overview: &PoolOverview, pool: &OperatorPool) -> Result<()> {
        // pool_overview: type. operator_pool: type, open, not halted, of this admin, who signs.
        pool.require_admin(self.admin.key)?;
        pool.require_open()?;
        pool.require_not_halted()?;
        // operator_staking_record: stored key.
        let old = self.operator_staking_record.as_ref().key;
        pool.require_operator_record(old)?;
        // new_operator_staking_record: another one, of this pool and of its owner, who signs.
        let new_record = self.new_operator_staking_record.read()?;
        self.validate_new_record(old, &new_record)?;
        pool.require_rotation_keeps_stake(
            &*self.operator_staking_record.read()?,
            &new_record,
            overview.min_operator_token_stake,
        )?;
        Ok(())
    }

    fn validate_new_record(&self, old: &Pubkey, new_record: &StakingRecord) -> Checked<()> {
        new_record.require_pool(self.operator_pool.as_ref().key)?;
        let is_owners = new_record.owner == *self.new_record_owner.key;
        let is_another = self.new_operator_staking_record.as_ref().key != old;
        require!(is_owners && is_another, StakingError::WrongNewOperatorRecord);
        Ok(())
    }

    pub(crate) fn handle(&mut self) -> Result<()> {
        let overview = self.pool_overview.read()?;
        let mut pool = self.operator_pool.write()?;
        self.validate(&overview, &pool)?;
        let previous_record = pool.change_operator_record(self.new_operator_staking_record.key());
        emit!(OperatorStakingRecordChanged {
            operator_pool: self.operator_pool.key(),
            admin: self.admin.key(),
            previous_record,
            operator_staking_record: pool.operator_staking_record,
            epoch: overview.current_epoch()?,
            pool: pool.assert_and_number_event()?,
        });
        Ok(())
    }
}
