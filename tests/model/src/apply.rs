//! What each operation does to the system.

use crate::broken::Broken;
use crate::ledger::Holder;
use crate::names::RecordId;
use crate::operation::Operation;
use crate::slashing::Slash;
use crate::world::World;

impl World {
    /// Does the operation, or changes nothing.
    ///
    /// # Errors
    /// Every rule that it breaks, as far as each can be told apart from the others.
    pub fn apply(&mut self, operation: &Operation) -> Result<(), Broken> {
        let mut after = self.clone();
        after.change(operation)?;
        *self = after;
        Ok(())
    }

    fn change(&mut self, operation: &Operation) -> Result<(), Broken> {
        use Operation as O;
        match operation {
            O::PassTime { seconds } => {
                self.now += i64::from(*seconds);
                Ok(())
            }
            O::Fund { mint, amount } => self.ledger(*mint).mint(Holder::GlobalVault, *amount),
            O::Donate { by, mint, to, amount } => self.ledger(*mint).pay(Holder::Wallet(*by), *to, *amount),
            O::UpdateOverview { by, change } => self.update_overview(*by, change),
            O::UpdateAuthorities { by, change } => self.update_authorities(*by, change),
            O::AcceptProgramAdmin { by } => self.accept_program_admin(*by),
            O::WithdrawRewardSurplus { by, to } => self.withdraw_reward_surplus(*by, *to),
            O::Mark { by, epoch } => self.mark(*by, *epoch),
            O::CreateRewardRecord { by, roots, depths_given, rewards, usdc } => {
                self.create_reward_record(*by, roots, *depths_given, *rewards, *usdc)
            }
            O::Revoke { by, epoch } => self.revoke(*by, *epoch),
            O::Reclaim { epoch } => self.reclaim(*epoch),
            O::Accrue { epoch, root, leaf, flaw } => self.accrue_one(*epoch, *root, leaf, *flaw),
            O::AccrueBatch { epoch, root, leaves, flaw, operator_records } => {
                self.accrue_batch(*epoch, *root, leaves, *flaw, *operator_records)
            }
            O::Bypass { pool, epoch } => self.bypass(*pool, *epoch),
            O::SetHalt { by, pool, halted } => self.set_halt(*by, *pool, *halted),
            O::Slash { by, pool, shares, activating, unstaking, confiscate } => {
                let slash = Slash { shares: *shares, activating: *activating, unstaking: *unstaking };
                self.slash(*by, *pool, slash, *confiscate)
            }
            O::CreatePool { by, settings } => self.create_pool(*by, settings),
            O::UpdatePool { by, pool, change } => self.update_pool(*by, *pool, change),
            O::ProposePoolAdmin { by, pool, new_admin } => self.propose_pool_admin(*by, *pool, *new_admin),
            O::AcceptPoolAdmin { by, pool } => self.accept_pool_admin(*by, *pool),
            O::ChangeOperatorRecord { by, pool, new_owner } => self.change_operator_record(*by, *pool, *new_owner),
            O::WithdrawCommission { by, pool, mint, to } => self.withdraw_commission(*by, *pool, *mint, *to),
            O::ClosePool { by, pool } => self.close_pool(*by, *pool),
            O::Sweep { by, pool, to } => self.sweep(*by, *pool, *to),
            O::Collect { pool } => self.collect(*pool),
            O::SweepSurplus { pool } => self.sweep_surplus(*pool),
            O::CreateRecord { pool, owner } => self.create_record(RecordId { pool: *pool, owner: *owner }),
            O::Stake { by, record, amount } => self.stake(*by, *record, *amount),
            O::ActivateStake { record } => self.activate_stake(*record),
            O::Unstake { by, record, shares, activating, joins } => {
                self.unstake(*by, *record, *shares, *activating, *joins)
            }
            O::CancelUnstake { by, record, ticket } => self.cancel_unstake(*by, *record, *ticket),
            O::ClaimUnstake { record, signed } => self.claim_unstake(*record, *signed),
            O::ClaimUsdc { by, record, to } => self.claim_usdc(*by, *record, *to),
            O::CloseRecord { by, record } => self.close_record(*by, *record),
            O::Lock { by, record, duration } => self.lock(*by, *record, *duration),
            O::ExtendLock { by, record, seconds } => self.extend_lock(*by, *record, *seconds),
            O::BeginUnlock { by, record } => self.begin_unlock(*by, *record),
            O::CancelUnlock { by, record } => self.cancel_unlock(*by, *record),
        }
    }
}
