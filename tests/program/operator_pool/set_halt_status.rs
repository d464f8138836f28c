//! `set_halt_status`: the first time of a halt is kept.

use inference_staking_client::events::HaltStatusSet;
use inference_staking_client::instruction as ix;
use inference_staking_client::state::OperatorPool;
use inference_staking_client::StakingError::*;
use inference_staking_client::{args, events};
use inference_staking_localnet::network::{DAY, ONE, START_TIME};
use inference_staking_localnet::{wallet, Chain, Executed, Refused};
use inference_staking_test_kit::administration::*;
use inference_staking_test_kit::pools::slash_of;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::states::{assert_state, change_overview, only_event};
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};
use solana_signer::Signer;

fn network_with_a_pool() -> (TestNetwork, Staker) {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 2_000 * ONE);
    (network, operator)
}

/// The state an event must tell.
fn told_by(pool: &OperatorPool) -> events::PoolState {
    events::PoolState {
        sequence: pool.event_sequence,
        total_staked_amount: 2_000 * ONE,
        total_shares: 2_000 * ONE,
        total_unstaking: 0,
        total_activating: 0,
        uncollected_rewards: 0,
        reward_commission: 0,
        usdc_commission: 0,
        delegator_usdc: 0,
        settled_usdc: 0,
        cumulative_usdc_per_share: 0,
        reward_last_claimed_epoch: 0,
    }
}

fn slash_one_token(network: &mut TestNetwork, operator: &Staker) -> Result<Executed, Refused> {
    let authority = network.slashing_authority.insecure_clone();
    let slash = slash_of(network, operator.record);
    let accounts = ix::slash_stake_accounts(authority.pubkey(), slash, network.mints, false);
    let args =
        args::SlashStake { shares: ONE, activating_amount: 0, unstaking_amount: 0, confiscate_commission: false };
    network.send(&[ix::slash_stake(accounts, args)], &[&authority])
}

#[test]
fn a_halt_writes_when_it_began_and_a_resumption_keeps_it() {
    let (mut network, operator) = network_with_a_pool();
    let pool = operator.record.operator_pool;
    let before = network.pool_of(&operator);
    let overview_before = overview(&mut network);
    // Two events so far: created and staked. Each step: halted, time, since when then.
    for (step, (halted, time, since)) in
        [(true, 10, 10), (true, 20, 10), (false, 30, 10), (false, 40, 10), (true, 50, 50), (true, 60, 50)]
            .into_iter()
            .enumerate()
    {
        network.chain.set_time(START_TIME + time);
        let executed = set_halted(&mut network, pool, halted).unwrap();
        let expected = OperatorPool {
            is_halted: u8::from(halted),
            halted_since: START_TIME + since,
            slashing_delay_at_halt: 2 * 86_400,
            event_sequence: before.event_sequence + 1 + step as u64,
            ..before
        };
        assert_state(&network.pool_of(&operator), &expected);
        let event = HaltStatusSet {
            operator_pool: pool,
            authority: network.halt_authority.pubkey(),
            is_halted: halted,
            halted_since: START_TIME + since,
            epoch: 1,
            pool: told_by(&expected),
        };
        assert_eq!(only_event::<HaltStatusSet>(&executed), event);
    }
    assert_state(&overview(&mut network), &overview_before);
}

#[test]
fn resuming_a_pool_that_was_never_halted_writes_no_time() {
    let (mut network, operator) = network_with_a_pool();
    let before = network.pool_of(&operator);
    set_halted(&mut network, operator.record.operator_pool, false).unwrap();
    let expected = OperatorPool { event_sequence: before.event_sequence + 1, ..before };
    assert_state(&network.pool_of(&operator), &expected);
    assert_eq!(expected.halted_since, 0);
}

#[test]
fn a_halt_keeps_the_slashing_delay_of_its_first_moment() {
    let (mut network, operator) = network_with_a_pool();
    let pool = operator.record.operator_pool;
    let delay_at_halt = |network: &mut TestNetwork| network.pool_of(&operator).slashing_delay_at_halt;
    set_halted(&mut network, pool, true).unwrap();
    change_overview(&mut network, |overview| overview.slashing_delay = 1);
    set_halted(&mut network, pool, true).unwrap();
    assert_eq!(delay_at_halt(&mut network), 172_800);
    // A new halt takes what holds then.
    set_halted(&mut network, pool, false).unwrap();
    set_halted(&mut network, pool, true).unwrap();
    assert_eq!(delay_at_halt(&mut network), 1);
}

#[test]
fn a_halt_at_time_zero_counts_from_there() {
    let (mut network, operator) = network_with_a_pool();
    network.chain.set_time(0);
    set_halted(&mut network, operator.record.operator_pool, true).unwrap();
    network.chain.set_time(100);
    set_halted(&mut network, operator.record.operator_pool, true).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.is_halted, pool.halted_since), (1, 0));
    network.chain.set_time(172_799);
    assert_refused(slash_one_token(&mut network, &operator), SlashingDelayNotOver);
    network.chain.set_time(172_800);
    slash_one_token(&mut network, &operator).unwrap();
}

#[test]
fn halting_again_does_not_restart_the_slashing_clock() {
    let (mut network, operator) = network_with_a_pool();
    let pool = operator.record.operator_pool;
    set_halted(&mut network, pool, true).unwrap();
    network.chain.set_time(START_TIME + 2 * DAY - 1);
    set_halted(&mut network, pool, true).unwrap();
    assert_refused(slash_one_token(&mut network, &operator), SlashingDelayNotOver);
    network.chain.set_time(START_TIME + 2 * DAY);
    slash_one_token(&mut network, &operator).unwrap();
}

#[test]
fn a_resumption_restarts_the_slashing_clock() {
    let (mut network, operator) = network_with_a_pool();
    let pool = operator.record.operator_pool;
    set_halted(&mut network, pool, true).unwrap();
    network.chain.set_time(START_TIME + 2 * DAY);
    set_halted(&mut network, pool, false).unwrap();
    assert_refused(slash_one_token(&mut network, &operator), PoolNotHalted);
    set_halted(&mut network, pool, true).unwrap();
    network.chain.set_time(START_TIME + 4 * DAY - 1);
    assert_refused(slash_one_token(&mut network, &operator), SlashingDelayNotOver);
    network.chain.set_time(START_TIME + 4 * DAY);
    slash_one_token(&mut network, &operator).unwrap();
}

#[test]
fn a_halt_is_one_pool_s_alone() {
    let (mut network, operator) = network_with_a_pool();
    let other = network.operator("other operator", 1_000 * ONE);
    let before = network.pool_of(&other);
    set_halted(&mut network, operator.record.operator_pool, true).unwrap();
    assert_state(&network.pool_of(&other), &before);
    network.buy_shares(&other, ONE).unwrap();
    assert_refused(network.buy_shares(&operator, ONE), PoolHalted);
}

#[test]
fn a_closed_pool_can_be_halted_and_resumed_too() {
    let (mut network, operator) = network_with_a_pool();
    let pool = operator.record.operator_pool;
    network
        .send(&[ix::close_operator_pool(operator.key(), pool, operator.record.address())], &[&operator.wallet])
        .unwrap();
    set_halted(&mut network, pool, true).unwrap();
    assert_refused(network.unstake(&operator, 1), OperatorHalted);
    set_halted(&mut network, pool, false).unwrap();
    network.unstake(&operator, 2_000 * ONE).unwrap();
}

#[test]
fn a_pool_can_be_halted_while_an_epoch_is_finalizing() {
    let (mut network, operator) = network_with_a_pool();
    network.mark(1).unwrap();
    set_halted(&mut network, operator.record.operator_pool, true).unwrap();
    assert_eq!(network.pool_of(&operator).is_halted, 1);
}

#[test]
fn nobody_but_a_halt_authority_may_halt_or_resume() {
    let (mut network, operator) = network_with_a_pool();
    let pool = operator.record.operator_pool;
    for halted in [false, true] {
        set_halted(&mut network, pool, halted).unwrap();
        let others =
            ["stranger", "payer", "reward authority", "slashing authority", "heir", "operator", "program admin"];
        for name in others {
            refuses(&mut network, NotHaltAuthority, |network| set_halted_as(network, &wallet(name), pool, !halted));
        }
    }
}
