use anchor_lang::prelude::*;
use inference_staking_merkle::{verify_multiproof, Leaf};

use crate::error::{require, Checked, Refusal, StakingError};
use crate::events::RewardAccrued;
use crate::instructions::reward_record::accrue_reward::require_accrual_open;
use crate::state::*;

/// One leaf of a batch.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchLeaf {
    /// Place in the tree; increasing within a batch.
    pub leaf_index: u32,
    /// Stake tokens, base units.
    pub reward: u64,
    /// USDC, base units.
    pub usdc: u64,
}

/// Accounts of `accrue_rewards`. Anyone may send it. Then follow, writable, for each leaf its pool and, if the pool stakes
/// its commission, the operator's record stored in it.
#[derive(Accounts)]
pub struct AccrueRewards<'info> {
    /// Halts.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// Record of the epoch.
    #[account(mut)]
    pub reward_record: AccountLoader<'info, RewardRecord>,
}

/// The accounts of one leaf.
struct PoolAccounts<'info> {
    pool: AccountLoader<'info, OperatorPool>,
    operator_record: Option<AccountLoader<'info, StakingRecord>>,
}

impl<'info> AccrueRewards<'info> {
    fn validate(&self, overview: &PoolOverview, record: &RewardRecord, now: i64) -> Checked<()> {
        // pool_overview, reward_record: types. Remaining accounts: pools_of.
        require_accrual_open(overview, record, now)
    }

    pub(crate) fn handle(
        &self,
        remaining: &'info [AccountInfo<'info>],
        root_index: u8,
        leaves: &[BatchLeaf],
        proof: &[[u8; 32]],
    ) -> Result<()> {
        let pools = pools_of(remaining, leaves.len())?;
        let overview = self.pool_overview.read()?;
        let mut record = self.reward_record.write()?;
        self.validate(&overview, &record, Clock::get()?.unix_timestamp)?;

        let mut nodes = Vec::with_capacity(leaves.len());
        for (leaf, accounts) in leaves.iter().zip(&pools) {
            let (program_id, pool) = (crate::ID.as_array(), accounts.pool.as_ref().key.as_array());
            let hash = Leaf { program_id, epoch: record.epoch, pool, reward: leaf.reward, usdc: leaf.usdc }.hash();
            nodes.push((leaf.leaf_index, hash));
        }
        let (root, depth) = record.root(root_index)?;
        verify_multiproof(root, depth, &mut nodes, proof).map_err(Refusal::from)?;

        for (leaf, accounts) in leaves.iter().zip(&pools) {
            accrue_one(&overview, &mut record, leaf, accounts).inspect_err(|_| name_pool(&accounts.pool))?;
        }
        record.invariant()?;
        Ok(())
    }
}

fn accrue_one(
    overview: &PoolOverview,
    record: &mut RewardRecord,
    leaf: &BatchLeaf,
    accounts: &PoolAccounts,
) -> Result<()> {
    let mut pool = accounts.pool.write()?;
    let amounts = LeafAmounts { reward: leaf.reward, usdc: leaf.usdc };
    let accrual = match &accounts.operator_record {
        Some(account) => pool.accrue(overview, record, Some(&mut *account.write()?), amounts)?,
        None => pool.accrue(overview, record, None, amounts)?,
    };
    emit!(RewardAccrued::new(accounts.pool.key(), record, &mut pool, &accrual)?);
    Ok(())
}

/// Reads the remaining accounts: for each leaf a pool, and its operator's record if the pool stakes its commission.
/// A pool can stand in a batch once only: its second accrual of the epoch is refused.
fn pools_of<'info>(remaining: &'info [AccountInfo<'info>], leaves: usize) -> Result<Vec<PoolAccounts<'info>>> {
    require!(remaining.iter().all(|account| account.is_writable), StakingError::BatchAccountsMismatch);
    let mut accounts = remaining.iter();
    let mut pools = Vec::with_capacity(leaves.min(remaining.len()));
    for _ in 0..leaves {
        let pool = accounts.next().ok_or(Refusal(StakingError::BatchAccountsMismatch))?;
        let pool = AccountLoader::<OperatorPool>::try_from(pool).inspect_err(|_| msg!("not a pool: {}", pool.key))?;
        let operator_record = operator_record_of(&*pool.read()?, &mut accounts)?;
        pools.push(PoolAccounts { pool, operator_record });
    }
    require!(accounts.next().is_none(), StakingError::BatchAccountsMismatch);
    Ok(pools)
}

fn operator_record_of<'info>(
    pool: &OperatorPool,
    accounts: &mut impl Iterator<Item = &'info AccountInfo<'info>>,
) -> Result<Option<AccountLoader<'info, StakingRecord>>> {
    if !pool.auto_stakes() {
        return Ok(None);
    }
    let record = accounts.next().ok_or(Refusal(StakingError::BatchAccountsMismatch))?;
    require!(*record.key == pool.operator_staking_record, StakingError::WrongOperatorRecord);
    Ok(Some(AccountLoader::try_from(record)?))
}

fn name_pool(pool: &AccountLoader<OperatorPool>) {
    msg!("accrue_rewards failed at pool {}", pool.key());
}
