//! Clock that starts at 0 or steps back.

use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::{instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::{Chain, NetworkSetup};
use inference_staking_test_kit::assert_refused;
use solana_signer::Signer;

use crate::chain::start_at;
use crate::world::*;

/// The pool of three on a network whose clock starts at `start`, with a challenge period of an hour.
fn pool_of_three_at(start: i64) -> World {
    let mut setup = NetworkSetup::default();
    setup.parameters.challenge_period = 3_600;
    pool_of_three_on(start_at(&setup, start))
}

/// From the first epoch to the last claim; before each deadline the clock stands one second early, and far
/// before the start.
fn a_whole_loop_from(start: i64) {
    let World { mut network, operator, alice, bob } = pool_of_three_at(start);
    let tree = network.publish_leaves(1, vec![leaf(&operator, 5_000 * ONE, 1_000 * ONE)], EMISSION, 1_000 * ONE);
    let record = network.reward_record(1).unwrap();
    assert_eq!((record.finalized_at, record.claimable_from), (start, start + 3_600));
    for early in [start, start + 3_599, start - 30 * DAY] {
        network.chain.set_time(early);
        assert_refused(network.accrue(&operator, 1, tree.proof(0)), StakingError::RecordNotClaimable);
        let bypass = ix::accrue_reward_emergency_bypass(operator.record.operator_pool, 1);
        refuses_instruction(&mut network, StakingError::RecordNotClaimable, bypass, &[]);
        assert_refused(network.mark(2), StakingError::EpochTooShort);
    }
    network.chain.set_time(start + 3_600);
    network.accrue(&operator, 1, tree.proof(0)).unwrap();

    // Back at the start Bob locks for 14 days and lets go, and Alice unstakes everything: 4,350.
    network.chain.set_time(start);
    let locks = [ix::lock_stake(bob.record, 14 * 86_400), ix::begin_unlock(bob.record)];
    network.send(&locks, &[&bob.wallet]).unwrap();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    assert_eq!(network.record_of(&alice).tickets[0].claimable_from, start + 7 * DAY);
    for early in [start, start - 30 * DAY, i64::MIN, start + 7 * DAY - 1] {
        network.chain.set_time(early);
        assert_refused(network.claim_unstake(&alice), StakingError::NothingToClaim);
    }
    for early in [start, start - 30 * DAY, i64::MIN] {
        network.chain.set_time(early);
        refuses_instruction(&mut network, StakingError::SharesLocked, ix::unstake(bob.record, 1), &[&bob.wallet]);
    }
    // After 7 days half of Bob's 5,000 shares are free: 3,625 tokens.
    network.chain.set_time(start + 7 * DAY);
    network.claim_unstake(&alice).unwrap();
    network.claim_usdc(&alice).unwrap();
    assert_eq!((network.tokens_of(&alice), network.usdc_of(&alice)), (1_001_350 * ONE, 240 * ONE));
    refuses_instruction(
        &mut network,
        StakingError::SharesLocked,
        ix::unstake(bob.record, 2_500 * ONE + 1),
        &[&bob.wallet],
    );
    network.unstake(&bob, 2_500 * ONE).unwrap();
    network.chain.set_time(start + 14 * DAY);
    network.unstake(&bob, 2_500 * ONE).unwrap();
    network.claim_unstake(&bob).unwrap();
    assert_eq!(network.tokens_of(&bob), 998_625 * ONE);
    network.pass_time(7 * DAY);
    network.claim_unstake(&bob).unwrap();
    network.claim_usdc(&bob).unwrap();
    assert_eq!((network.tokens_of(&bob), network.usdc_of(&bob)), (1_002_250 * ONE, 400 * ONE));

    // The next epoch, exactly a day after the first was finalized.
    network.chain.set_time(start + DAY - 1);
    assert_refused(network.mark(2), StakingError::EpochTooShort);
    network.chain.set_time(start + DAY);
    network.mark(2).unwrap();
}

#[test]
fn a_network_that_starts_at_time_0_plays_a_whole_loop() {
    a_whole_loop_from(0);
}

#[test]
fn a_network_that_starts_before_time_0_plays_a_whole_loop() {
    a_whole_loop_from(-7 * DAY);
}

#[test]
fn a_halt_at_time_0_is_a_halt() {
    let World { mut network, operator, .. } = pool_of_three_at(0);
    let halt = network.halt_authority.insecure_clone();
    let pool = operator.record.operator_pool;
    let set = |halted| ix::set_halt_status(halt.pubkey(), pool, halted);
    let (instruction, slasher) = slash_instruction(&mut network, &operator, 1_000 * ONE, 0);
    refuses_instruction(&mut network, StakingError::PoolNotHalted, instruction.clone(), &[&slasher]);
    network.send(&[set(true)], &[&halt]).unwrap();
    // Halted again later, and after a step back: the first time stays.
    for now in [DAY, -DAY, 2 * DAY - 1] {
        network.chain.set_time(now);
        network.send(&[set(true)], &[&halt]).unwrap();
        let state = network.pool_of(&operator);
        assert_eq!((state.is_halted, state.halted_since), (1, 0));
        refuses_instruction(&mut network, StakingError::SlashingDelayNotOver, instruction.clone(), &[&slasher]);
    }
    network.chain.set_time(i64::MIN);
    refuses_instruction(&mut network, StakingError::SlashingDelayNotOver, instruction.clone(), &[&slasher]);
    network.chain.set_time(2 * DAY);
    network.send(std::slice::from_ref(&instruction), &[&slasher]).unwrap();
    let destination = network.overview().unwrap().slashing_token_destination;
    assert_eq!(network.balance(&destination), 1_000 * ONE);

    // Resumed, and halted by a clock before 0.
    network.chain.set_time(-DAY);
    network.send(&[set(false)], &[&halt]).unwrap();
    network.send(&[set(true)], &[&halt]).unwrap();
    assert_eq!(network.pool_of(&operator).halted_since, -DAY);
    network.chain.set_time(DAY - 1);
    refuses_instruction(&mut network, StakingError::SlashingDelayNotOver, instruction, &[&slasher]);
}

#[test]
fn a_withdrawal_halt_at_time_0_ends_by_itself() {
    let World { mut network, alice, .. } = pool_of_three_at(-7 * DAY);
    // Nobody has halted anything, at whatever time.
    network.unstake(&alice, 1_000 * ONE).unwrap();
    network.chain.set_time(0);
    network.claim_unstake(&alice).unwrap();
    network.unstake(&alice, 1_000 * ONE).unwrap();
    let admin = network.program_admin.insecure_clone();
    let halt = UpdatePoolOverviewArgs { withdrawals_halted: Some(true), ..Default::default() };
    let halt = ix::update_pool_overview(admin.pubkey(), halt);
    network.send(std::slice::from_ref(&halt), &[&admin]).unwrap();
    for early in [0, -30 * DAY, 14 * DAY - 1] {
        network.chain.set_time(early);
        assert_refused(network.claim_unstake(&alice), StakingError::WithdrawalsHalted);
        refuses_instruction(&mut network, StakingError::WithdrawalHaltTooSoon, halt.clone(), &[&admin]);
    }
    network.chain.set_time(14 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 999_000 * ONE);
    network.chain.set_time(21 * DAY - 1);
    refuses_instruction(&mut network, StakingError::WithdrawalHaltTooSoon, halt.clone(), &[&admin]);
    network.pass_time(1);
    network.send(&[halt], &[&admin]).unwrap();
}
