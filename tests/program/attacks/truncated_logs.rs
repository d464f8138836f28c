//! Transaction logs truncated so that an event is missed.

use inference_staking_client::event::decode_all;
use inference_staking_client::events::{
    PoolState, StakeActivated, Staked, UnstakeClaimed, Unstaked, UsdcEarningsClaimed,
};
use inference_staking_client::instruction as ix;
use inference_staking_client::state::OperatorPool;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::Executed;

use crate::world::*;

/// What an indexer knows of the pool, from logs alone.
#[derive(Default)]
struct Indexer {
    sequence: u64,
    missed: u64,
    last: Option<PoolState>,
}

impl Indexer {
    fn read(&mut self, executed: &Executed) {
        let logs = &executed.logs;
        let mut states: Vec<PoolState> = decode_all::<Staked>(logs).into_iter().map(|event| event.pool).collect();
        states.extend(decode_all::<StakeActivated>(logs).into_iter().map(|event| event.pool));
        states.extend(decode_all::<Unstaked>(logs).into_iter().map(|event| event.pool));
        states.extend(decode_all::<UnstakeClaimed>(logs).into_iter().map(|event| event.pool));
        states.extend(decode_all::<UsdcEarningsClaimed>(logs).into_iter().map(|event| event.pool));
        for state in states {
            self.missed += state.sequence - self.sequence - 1;
            self.sequence = state.sequence;
            self.last = Some(state);
        }
    }
}

fn state_of(pool: &OperatorPool) -> PoolState {
    PoolState {
        sequence: pool.event_sequence,
        total_staked_amount: pool.total_staked_amount,
        total_shares: pool.total_shares,
        total_unstaking: pool.total_unstaking,
        total_activating: pool.total_activating,
        uncollected_rewards: pool.uncollected_rewards,
        reward_commission: pool.reward_commission,
        usdc_commission: pool.usdc_commission,
        delegator_usdc: pool.delegator_usdc,
        settled_usdc: pool.settled_usdc,
        cumulative_usdc_per_share: pool.cumulative_usdc_per_share.get(),
        reward_last_claimed_epoch: pool.reward_last_claimed_epoch,
    }
}

#[test]
fn an_event_that_was_cut_off_leaves_a_gap_and_the_next_one_heals_it() {
    // Created, staked, two records, two stakes, two activations, an accrual: 9 events, all of them read.
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    let mut indexer = Indexer { sequence: 9, ..Indexer::default() };
    indexer.read(&network.unstake(&bob, 100 * ONE).unwrap());
    assert_eq!((indexer.sequence, indexer.missed), (10, 0));

    // Alice fills the 10,000 bytes of logs that a transaction may write, and then hides an unstake and a claim.
    let noise = ix::query_staking_record(bob.record, operator.record.address());
    let mut hidden = vec![noise; 50];
    hidden.push(ix::unstake(alice.record, 3_000 * ONE));
    let usdc = usdc_account(&network, &alice);
    hidden.push(ix::claim_usdc_earnings(alice.record, usdc, network.mints.usdc));
    let executed = network.send(&hidden, &[&alice.wallet]).unwrap();
    assert!(executed.logs.iter().any(|line| line == "Log truncated"));
    assert!(decode_all::<Unstaked>(&executed.logs).is_empty());
    assert!(decode_all::<UsdcEarningsClaimed>(&executed.logs).is_empty());
    indexer.read(&executed);
    let known = indexer.last.unwrap();
    assert_eq!((indexer.sequence, indexer.missed), (10, 0));
    // What the indexer knows is stale by 4,350 tokens of Alice's and 240 USDC.
    let pool = network.pool_of(&operator);
    assert_eq!(known.total_staked_amount - pool.total_staked_amount, 4_350 * ONE);
    assert_eq!(known.delegator_usdc - pool.delegator_usdc, 240 * ONE);

    // The next event, of anybody, shows that two were missed, and carries the whole state.
    indexer.read(&network.unstake(&bob, 100 * ONE).unwrap());
    assert_eq!((indexer.sequence, indexer.missed), (13, 2));
    let pool = network.pool_of(&operator);
    assert_eq!(indexer.last, Some(state_of(&pool)));
    // 14,500 - 4,350 - 2 x 145 tokens for 10,000 - 3,000 - 200 shares; 4,350 + 290 in cooldown; 560 of 800 USDC left,
    // of which Bob's 400 are settled.
    let state = indexer.last.unwrap();
    assert_eq!((state.total_staked_amount, state.total_shares), (9_860 * ONE, 6_800 * ONE));
    assert_eq!((state.total_unstaking, state.uncollected_rewards), (4_640 * ONE, 4_500 * ONE));
    assert_eq!((state.delegator_usdc, state.settled_usdc), (560 * ONE, 400 * ONE));
    assert_eq!(state.cumulative_usdc_per_share, 80_000_000_000_000_000);
    // From here on nothing is missed, and nobody lost anything.
    network.pass_time(7 * DAY);
    indexer.read(&network.claim_unstake(&alice).unwrap());
    assert_eq!((indexer.sequence, indexer.missed), (14, 2));
    assert_eq!(indexer.last, Some(state_of(&network.pool_of(&operator))));
    assert_eq!((network.tokens_of(&alice), network.usdc_of(&alice)), (1_001_350 * ONE, 240 * ONE));
}
