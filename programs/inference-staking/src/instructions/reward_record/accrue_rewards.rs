use anchor_lang::prelude::*;
use inference_staking_merkle::{verify_multiproof, Leaf};

use crate::constants::MAX_BATCH_LEAVES;
use crate::error::{require, Checked, Refusal, StakingError};
use crate::events::{AccrualLog, PoolAccrual};
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
    /// Whether the operator's record of the pool comes along: it must if the pool stakes its commission, it may if not.
    pub with_operator_record: bool,
}

/// Accounts of `accrue_rewards`. Anyone may send it. Then follow, writable, the pools in the order of their leaves, and
/// behind them, in the same order, the operators' records of those leaves that say so.
#[derive(Accounts)]
pub struct AccrueRewards<'info> {
    /// Halts.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// Record of the epoch.
    #[account(mut)]
    pub reward_record: AccountLoader<'info, RewardRecord>,
}

impl<'info> AccrueRewards<'info> {
    fn validate(
        &self,
        overview: &PoolOverview,
        record: &RewardRecord,
        leaves: &[BatchLeaf],
        remaining: &[AccountInfo],
        now: i64,
    ) -> Checked<()> {
        // pool_overview, reward_record: types. Remaining accounts: here and in accrue_one.
        require!(leaves.len() <= MAX_BATCH_LEAVES, StakingError::BatchTooLarge);
        require!(remaining.iter().all(|account| account.is_writable), StakingError::BatchAccountsMismatch);
        record.require_accrual_open(overview, now)
    }

    pub(crate) fn handle(
        &self,
        remaining: &'info [AccountInfo<'info>],
        root_index: u8,
        leaves: &[BatchLeaf],
        proof: &[[u8; 32]],
    ) -> Result<()> {
        let overview = self.pool_overview.read()?;
        let mut record = self.reward_record.write()?;
        let now = Clock::get()?.unix_timestamp;
        self.validate(&overview, &record, leaves, remaining, now)?;

        let (pools, operator_records) =
            remaining.split_at_checked(leaves.len()).ok_or(Refusal(StakingError::BatchAccountsMismatch))?;
        let mut nodes = Vec::with_capacity(leaves.len());
        for (leaf, pool) in leaves.iter().zip(pools) {
            let (program_id, pool) = (crate::ID.as_array(), pool.key.as_array());
            let hash = Leaf { program_id, epoch: record.epoch, pool, reward: leaf.reward, usdc: leaf.usdc }.hash();
            nodes.push((leaf.leaf_index, hash));
        }
        let (root, depth) = record.root(root_index)?;
        verify_multiproof(root, depth, &mut nodes, proof).map_err(Refusal::from)?;

        let mut log = AccrualLog::new(leaves.len());
        let mut operator_records = operator_records.iter();
        let last_expired = overview.last_expired_epoch(now);
        for (leaf, pool) in leaves.iter().zip(pools) {
            let accrual = accrue_one(last_expired, &mut record, leaf, pool, &mut operator_records);
            log.push(&accrual.inspect_err(|_| msg!("accrue_rewards failed at pool {}", pool.key))?);
        }
        require!(operator_records.next().is_none(), StakingError::BatchAccountsMismatch);
        record.invariant()?;
        Ok(log.emit(record.epoch, leaves.len())?)
    }
}

/// Accrues into a pool that the proof named. If its leaf says so, its operator's record comes next; it must be the pool's
/// even where the pool does not stake its commission and the record is left alone.
/// A pool can stand in a batch once only: its second accrual of the epoch is refused.
fn accrue_one<'info>(
    last_expired: u64,
    record: &mut RewardRecord,
    leaf: &BatchLeaf,
    account: &'info AccountInfo<'info>,
    operator_records: &mut impl Iterator<Item = &'info AccountInfo<'info>>,
) -> Result<PoolAccrual> {
    let mut pool = write_typed::<OperatorPool>(account)?;
    let amounts = LeafAmounts { reward: leaf.reward, usdc: leaf.usdc };
    let mut operator_record = None;
    if leaf.with_operator_record {
        let account = operator_records.next().ok_or(Refusal(StakingError::BatchAccountsMismatch))?;
        pool.require_operator_record(account.key)?;
        if pool.auto_stakes() {
            operator_record = Some(write_state::<StakingRecord>(account)?);
        }
    }
    let accrual = pool.accrue(last_expired, record, operator_record.as_deref_mut(), amounts)?;
    Ok(PoolAccrual::assert_and_number(*account.key, record, &mut pool, &accrual)?)
}
