//! Which activating stake can become shares now, and the instructions that make it shares. What every other road to an
//! activation calls.

use std::collections::BTreeMap;

use anchor_lang::prelude::Pubkey;
use inference_staking::state::{OperatorPool, PoolOverview, StakingRecord};

use super::plan::Plan;
use crate::instruction as ix;
use crate::instruction::RecordOf;
use crate::rpc::{Connection, ReadError};
use crate::StakingError;

/// What of a pool's activating stake can become shares now, in this order, and what cannot.
#[derive(Clone, Debug)]
pub struct PoolActivations {
    /// The operator's record, stored in the pool.
    pub operator_staking_record: Pubkey,
    /// Records whose ripe tokens can become shares.
    pub ready: Vec<ReadyRecord>,
    /// Records that have to wait.
    pub waiting: Vec<WaitingRecord>,
}

/// A record whose ripe tokens can become shares.
#[derive(Clone, Copy, Debug)]
pub struct ReadyRecord {
    /// The record.
    pub record: RecordOf,
    /// Its ripe tokens, base units.
    pub ripe: u64,
    /// Those of them that become shares, base units.
    pub cost: u64,
}

/// A record whose activating tokens cannot become shares now.
#[derive(Clone, Copy, Debug)]
pub struct WaitingRecord {
    /// The record.
    pub record: RecordOf,
    /// Its ripe tokens, base units.
    pub ripe: u64,
    /// Those that came in the current epoch, base units: they are ripe once that is over and the pool has passed it.
    pub unripe: u64,
    /// The epoch of its newest deposit.
    pub latest_deposit_epoch: u64,
    /// The rule that refuses it.
    pub error: StakingError,
}

/// Applies the program's own transition to copies, one record after the other: the operator's first, because the others may
/// need its shares for the minimum. `operator_record` is the operator's, which only a closed pool may lack.
pub fn activations(
    overview: &PoolOverview,
    address: Pubkey,
    pool: &OperatorPool,
    operator_record: Option<&StakingRecord>,
    records: impl IntoIterator<Item = (Pubkey, StakingRecord)>,
) -> PoolActivations {
    let (mut pool, mut operator) = (*pool, operator_record.copied());
    let mut records: Vec<_> = records.into_iter().collect();
    records.sort_by_key(|(record, _)| (!pool.is_operators(record), *record));
    let (ready, waiting) = Default::default();
    let mut all = PoolActivations { operator_staking_record: pool.operator_staking_record, ready, waiting };
    for (place, before) in records {
        let record = RecordOf { operator_pool: address, owner: before.owner };
        let ripe = overview.current_epoch().map_or(0, |epoch| before.ripe(epoch));
        let is_operators = pool.is_operators(&place);
        let (mut grown, mut after) = (pool, before);
        match grown.activate(overview, &mut after, operator.as_ref().filter(|_| !is_operators)) {
            Ok(deposit) => {
                pool = grown;
                if is_operators {
                    operator = Some(after);
                }
                all.ready.push(ReadyRecord { record, ripe, cost: deposit.cost });
            }
            Err(refusal) => {
                let unripe = before.activating.saturating_sub(ripe);
                let latest_deposit_epoch = before.latest_deposit_epoch;
                all.waiting.push(WaitingRecord { record, ripe, unripe, latest_deposit_epoch, error: refusal.0 });
            }
        }
    }
    all
}

/// What can become shares now, by pool, and by which state of the network.
#[derive(Clone)]
pub struct Activations {
    /// The singleton as it was read.
    pub overview: PoolOverview,
    /// Pools with activating stake that buys a share.
    pub pools: BTreeMap<Pubkey, PoolActivations>,
}

/// Reads all records with activating stake that buys a share, of all pools or of those that are named, and says by pool what
/// can become shares now.
///
/// # Errors
/// If the chain cannot be read.
pub async fn read_activations(connection: &Connection, of: Option<&[Pubkey]>) -> Result<Activations, ReadError> {
    let mut deposits: BTreeMap<Pubkey, Vec<(Pubkey, StakingRecord)>> = BTreeMap::new();
    for (address, record) in connection.records_with_activating().await? {
        if of.is_none_or(|of| of.contains(&record.operator_pool)) {
            deposits.entry(record.operator_pool).or_default().push((address, record));
        }
    }
    let addresses: Vec<Pubkey> = deposits.keys().copied().collect();
    let pools = connection.pools_at(&addresses).await?;
    let operators: Vec<Pubkey> = pools.iter().flatten().map(|pool| pool.operator_staking_record).collect();
    let operators = operators.iter().copied().zip(connection.staking_records_at(&operators).await?);
    let operators: BTreeMap<Pubkey, Option<StakingRecord>> = operators.collect();
    let overview = connection.overview().await?;
    let by_pool = deposits.into_iter().zip(pools).map(|((address, records), pool)| {
        // No pool ever goes away: to pass it over would be to say that it has nothing activating.
        let pool = pool.ok_or(ReadError::NotFound { what: "operator pool", address })?;
        let operator = operators.get(&pool.operator_staking_record).and_then(Option::as_ref);
        Ok((address, activations(&overview, address, &pool, operator, records)))
    });
    Ok(Activations { overview, pools: by_pool.collect::<Result<_, ReadError>>()? })
}

/// Plans one transaction that activates records, each with the operator's record of its pool.
pub fn activate_batch(records: impl IntoIterator<Item = (RecordOf, Pubkey)>) -> Plan {
    let activate = |(record, operator_staking_record)| ix::activate_stake(record, operator_staking_record);
    Plan::single(records.into_iter().map(activate).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPERATORS: u8 = 9;

    fn key(number: u8) -> Pubkey {
        Pubkey::new_from_array([number; 32])
    }

    fn overview(min_operator_token_stake: u64) -> PoolOverview {
        // Epochs 1 to 3 are over: the current one is 4.
        PoolOverview { completed_reward_epoch: 3, min_operator_token_stake, ..bytemuck::Zeroable::zeroed() }
    }

    /// 1,500 tokens in 1,000 shares, and all epochs passed.
    fn pool() -> OperatorPool {
        OperatorPool {
            operator_staking_record: key(OPERATORS),
            total_staked_amount: 1_500,
            total_shares: 1_000,
            total_activating: 1_000,
            reward_last_claimed_epoch: 3,
            ..bytemuck::Zeroable::zeroed()
        }
    }

    /// A record that is at the address of its number, of an owner 100 above, with a deposit of an epoch.
    fn deposit(number: u8, activating: u64, latest_deposit_epoch: u64) -> (Pubkey, StakingRecord) {
        let record = StakingRecord {
            owner: key(number.saturating_add(100)),
            activating,
            latest_deposit: activating,
            latest_deposit_epoch,
            has_activating: 1,
            ..bytemuck::Zeroable::zeroed()
        };
        (key(number), record)
    }

    fn ready(all: &PoolActivations) -> Vec<(Pubkey, u64)> {
        all.ready.iter().map(|ready| (ready.record.owner, ready.cost)).collect()
    }

    fn waiting(all: &PoolActivations) -> Vec<(Pubkey, StakingError)> {
        all.waiting.iter().map(|waiting| (waiting.record.owner, waiting.error)).collect()
    }

    #[test]
    fn what_is_ripe_and_buys_a_share_is_ready() {
        let operator = StakingRecord { shares: 500, ..bytemuck::Zeroable::zeroed() };
        let records = [deposit(3, 100, 3), deposit(1, 100, 4), deposit(2, 1, 3)];
        let all = activations(&overview(0), key(50), &pool(), Some(&operator), records);
        // 100 x 1,000 / 1,500 = 66 shares, which cost 99 (SPEC 16).
        assert_eq!(ready(&all), [(key(103), 99)]);
        assert_eq!(
            waiting(&all),
            [(key(101), StakingError::NothingRipe), (key(102), StakingError::DepositBuysNoShare)]
        );
        assert_eq!(all.operator_staking_record, key(OPERATORS));
        assert!(all.ready.iter().all(|ready| ready.record.operator_pool == key(50)));
    }

    #[test]
    fn the_operators_own_deposit_comes_first_and_counts_for_the_others() {
        // The operator's 100 shares are worth 150; with 150 more it has the minimum of 300.
        let (_, operators) = deposit(OPERATORS, 150, 3);
        let operators = StakingRecord { shares: 100, ..operators };
        let others = || [deposit(1, 60, 3), deposit(2, 60, 3)];
        let without = activations(&overview(300), key(50), &pool(), Some(&operators), others());
        assert_eq!(ready(&without), []);
        let below = StakingError::OperatorStakeBelowMinimum;
        assert_eq!(waiting(&without), [(key(101), below), (key(102), below)]);
        let records = others().into_iter().chain([(key(OPERATORS), operators)]);
        let with = activations(&overview(300), key(50), &pool(), Some(&operators), records);
        assert_eq!(ready(&with), [(key(109), 150), (key(101), 60), (key(102), 60)]);
        assert_eq!(waiting(&with), []);
    }

    #[test]
    fn a_closed_gate_lets_nobody_through() {
        let behind = OperatorPool { reward_last_claimed_epoch: 2, ..pool() };
        let closed = OperatorPool { closed_at_epoch: 3, ..pool() };
        let halted = OperatorPool { is_halted: 1, ..pool() };
        let gates = [
            (behind, StakingError::PoolBehind),
            (closed, StakingError::PoolClosed),
            (halted, StakingError::PoolHalted),
        ];
        for (pool, error) in gates {
            let all = activations(&overview(0), key(50), &pool, None, [deposit(1, 100, 3)]);
            assert_eq!((ready(&all), waiting(&all)), (vec![], vec![(key(101), error)]));
        }
    }
}
