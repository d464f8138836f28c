use std::io::{Error, ErrorKind, Read};

use anchor_lang::prelude::*;
use bytemuck::{bytes_of_mut, Pod, Zeroable};
use inference_staking_merkle::{verify_multiproof, EpochLeaves};

use crate::constants::MAX_BATCH_LEAVES;
use crate::error::{require, Checked, Refusal, StakingError};
use crate::events::{AccrualLog, PoolAccrual};
use crate::state::*;

/// One leaf of a batch.
#[derive(AnchorSerialize, Clone, Copy, Debug, PartialEq, Eq)]
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

/// A leaf's bytes in an instruction's data, at such a place that its numbers are aligned.
#[repr(C)]
#[derive(Clone, Copy, Pod, Zeroable)]
struct LeafBytes {
    before: [u8; 4],
    leaf_index: u32,
    reward: u64,
    usdc: u64,
    with_operator_record: u8,
    behind: [u8; 7],
}

/// Reads a leaf whole: Borsh would read it number by number, which costs more than the leaf's hash.
impl AnchorDeserialize for BatchLeaf {
    fn deserialize_reader<R: Read>(reader: &mut R) -> std::io::Result<Self> {
        let mut read = LeafBytes::zeroed();
        let bytes = bytes_of_mut(&mut read).get_mut(4..25).ok_or(Error::from(ErrorKind::InvalidData))?;
        reader.read_exact(bytes)?;
        let with_operator_record = match read.with_operator_record {
            0 => false,
            1 => true,
            _ => return Err(ErrorKind::InvalidData.into()),
        };
        let LeafBytes { leaf_index, reward, usdc, .. } = read;
        Ok(Self { leaf_index, reward, usdc, with_operator_record })
    }
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
        let hashes = EpochLeaves::new(crate::ID.as_array(), record.epoch);
        for (leaf, pool) in leaves.iter().zip(pools) {
            nodes.push((leaf.leaf_index, hashes.hash(pool.key.as_array(), leaf.reward, leaf.usdc)));
        }
        let (root, depth) = record.root(root_index)?;
        verify_multiproof(root, depth, &mut nodes, proof).map_err(Refusal::from)?;

        let mut log = AccrualLog::new(leaves.len());
        let mut operator_records = operator_records.iter();
        let last_expired = overview.last_expired_epoch(now);
        for (leaf, pool) in leaves.iter().zip(pools) {
            accrue_one(last_expired, &mut record, leaf, pool, &mut operator_records, &mut log)
                .inspect_err(|_| name_failed(pool.key))?;
        }
        require!(operator_records.next().is_none(), StakingError::BatchAccountsMismatch);
        record.invariant()?;
        Ok(log.emit(overview.current_epoch()?, record.epoch, leaves.len())?)
    }
}

/// Accrues into a pool that the proof named. If its leaf says so, its operator's record comes next; it must be the pool's
/// even where the pool does not stake its commission and the record is left alone.
/// A pool can stand in a batch once only: its second accrual of the epoch is refused. Writes what the event says of it.
fn accrue_one<'info>(
    last_expired: u64,
    record: &mut RewardRecord,
    leaf: &BatchLeaf,
    account: &'info AccountInfo<'info>,
    operator_records: &mut impl Iterator<Item = &'info AccountInfo<'info>>,
    log: &mut AccrualLog,
) -> Result<()> {
    let mut pool = write_typed::<OperatorPool>(account)?;
    let amounts = LeafAmounts { reward: leaf.reward, usdc: leaf.usdc };
    let operator_record = if leaf.with_operator_record {
        let account = operator_records.next().ok_or(Refusal(StakingError::BatchAccountsMismatch))?;
        pool.require_operator_record(account.key)?;
        Some(account)
    } else {
        None
    };
    let accrual = match operator_record {
        Some(account) if pool.auto_stakes() => {
            pool.accrue(last_expired, record, Some(&mut *write_state(account)?), amounts)?
        }
        _ => pool.accrue(last_expired, record, None, amounts)?,
    };
    pool.assert_and_count_event()?;
    log.push(&PoolAccrual::new(*account.key, record, &pool, &accrual));
    Ok(())
}

/// Names the pool on a line of its own, so that the runtime writes the address: to write it here takes 8 KB of program.
#[cold]
#[inline(never)]
fn name_failed(pool: &Pubkey) {
    msg!("accrue_rewards failed at pool");
    pool.log();
}
