//! Events against the model: every pool that changed says so once, with its state after the change (SPEC 13).

use std::collections::BTreeSet;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::event::{decode_events, Event};
use inference_staking_client::events::PoolState;
use inference_staking_localnet::invariants::NetworkState;
use inference_staking_localnet::Executed;
use inference_staking_model::Pool;

use crate::side_by_side::Trial;

impl Trial {
    /// Every pool whose sequence number moved on has exactly one event, with the model's amounts.
    ///
    /// # Panics
    /// If an event is missing, too many, or wrong.
    pub fn assert_events(&self, before: &NetworkState, executed: &Executed) {
        let states = states_of(&executed.logs);
        let old = |address: &Pubkey| before.pools.iter().find(|pool| pool.address == *address);
        let sequence_before = |address: &Pubkey| old(address).map_or(0, |pool| pool.pool.event_sequence);
        let pools: Vec<(Pubkey, &Pool)> =
            self.world.pools.iter().map(|(id, pool)| (self.actors.pool(*id), pool)).collect();
        let changed: BTreeSet<Pubkey> = pools
            .iter()
            .filter(|(address, pool)| pool.events != sequence_before(address))
            .map(|(address, _)| *address)
            .collect();
        assert_eq!(states.len(), changed.len(), "one event for each pool that changed");
        for (address, state) in states {
            assert!(changed.contains(&address), "an event of {address}, which did not change");
            let (_, pool) = pools.iter().find(|(known, _)| *known == address).unwrap();
            assert_eq!(state, expected_state(pool), "the event of {address}");
        }
    }
}

fn states_of(logs: &[String]) -> Vec<(Pubkey, PoolState)> {
    let events = decode_events(logs);
    let states = events.iter().flat_map(Event::pools);
    states.map(|(pool, state)| (pool, *state)).collect()
}

fn expected_state(pool: &Pool) -> PoolState {
    PoolState {
        sequence: pool.events,
        total_staked_amount: pool.staked,
        total_shares: pool.shares,
        total_unstaking: pool.unstaking,
        total_activating: pool.activating,
        uncollected_rewards: pool.uncollected_rewards,
        reward_commission: pool.reward_commission,
        usdc_commission: pool.usdc_commission,
        delegator_usdc: pool.delegator_usdc,
        settled_usdc: pool.settled_usdc,
        cumulative_usdc_per_share: pool.usdc_index,
        reward_last_claimed_epoch: pool.passed_epoch,
    }
}
