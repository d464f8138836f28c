//! `accrue_reward_emergency_bypass`: from when, what it writes, and what comes after it.

use inference_staking_client::event::decode_all;
use inference_staking_client::events::{EpochBypassed, PoolState};
use inference_staking_client::instruction as ix;
use inference_staking_client::instruction::LeafProof;
use inference_staking_client::state::OperatorPool;
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::{wallet, Chain};
use inference_staking_test_kit::pools::bypass;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::{assert_state, change_overview, change_pool};
use inference_staking_test_kit::{Staker, TestNetwork};
use solana_signer::Signer;
use solana_transaction::Transaction;

/// An operator with 10 shares, and epoch 1 that pays its pool 100 tokens and 50 USDC, in its challenge period of an hour.
fn epoch_with_roots() -> (TestNetwork, Staker, LeafProof) {
    let mut network = challenged_network();
    let operator = network.operator("operator", 10);
    let proof = publish_leaf(&mut network, 1, &operator, (100, 50), 50);
    (network, operator, proof)
}

/// The state in the event of a pool with 10 shares that was never paid.
fn unpaid_state(sequence: u64, passed: u64) -> PoolState {
    PoolState {
        sequence,
        total_staked_amount: 10,
        total_shares: 10,
        total_unstaking: 0,
        total_activating: 0,
        uncollected_rewards: 0,
        reward_commission: 0,
        usdc_commission: 0,
        delegator_usdc: 0,
        settled_usdc: 0,
        cumulative_usdc_per_share: 0,
        reward_last_claimed_epoch: passed,
    }
}

#[test]
fn an_epoch_without_roots_is_passed_as_soon_as_its_record_is_claimable() {
    let mut network = challenged_network();
    let operator = network.operator("operator", 10);
    publish_without_roots(&mut network, 1..=1);
    network.pass_time(CHALLENGE - 1);
    refuses(&mut network, StakingError::RecordNotClaimable, |network| bypass(network, &operator, 1));
    network.pass_time(1);
    let before = network.pool_of(&operator);
    let untouched = [address::pool_overview(), address::reward_record(1), operator.record.address()];
    let accounts = untouched.map(|account| network.chain.account(&account));
    let executed = bypass(&mut network, &operator, 1).unwrap();

    // The pool's events 1 and 2 were its creation and the operator's stake. There is nothing to catch up.
    let expected = OperatorPool { reward_last_claimed_epoch: 1, event_sequence: 3, ..before };
    assert_eq!(expected.skipped_epochs.get(), 0);
    assert_state(&network.pool_of(&operator), &expected);
    assert_eq!(untouched.map(|account| network.chain.account(&account)), accounts);
    let event = EpochBypassed {
        operator_pool: operator.record.operator_pool,
        reward_epoch: 1,
        can_be_accrued: false,
        skipped_epochs: 0,
        lowest_skipped_reward_commission_bps: 0,
        lowest_skipped_usdc_commission_bps: 0,
        last_skip_at: 0,
        epoch: 2,
        pool: unpaid_state(3, 1),
    };
    assert_eq!(decode_all::<EpochBypassed>(&executed.logs), [event]);
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| bypass(network, &operator, 1));
}

#[test]
fn an_epoch_with_roots_is_passed_once_the_bypass_delay_is_over() {
    let (mut network, operator, proof) = epoch_with_roots();
    network.pass_time(CHALLENGE - 1);
    refuses(&mut network, StakingError::RecordNotClaimable, |network| bypass(network, &operator, 1));
    network.pass_time(1);
    refuses(&mut network, StakingError::BypassTooSoon, |network| bypass(network, &operator, 1));
    network.pass_time(BYPASS_DELAY - 1);
    refuses(&mut network, StakingError::BypassTooSoon, |network| bypass(network, &operator, 1));
    network.pass_time(1);
    let before = network.pool_of(&operator);
    let untouched = [address::pool_overview(), address::reward_record(1), operator.record.address()];
    let accounts = untouched.map(|account| network.chain.account(&account));
    let executed = bypass(&mut network, &operator, 1).unwrap();

    let expected = OperatorPool {
        reward_last_claimed_epoch: 1,
        skipped_epochs: 1.into(),
        lowest_skipped_reward_commission_bps: 1_000,
        lowest_skipped_usdc_commission_bps: 2_000,
        last_skip_at: 1,
        event_sequence: before.event_sequence + 1,
        ..before
    };
    assert_state(&network.pool_of(&operator), &expected);
    assert_eq!(untouched.map(|account| network.chain.account(&account)), accounts);
    let event = EpochBypassed {
        operator_pool: operator.record.operator_pool,
        reward_epoch: 1,
        can_be_accrued: true,
        skipped_epochs: 1,
        lowest_skipped_reward_commission_bps: 1_000,
        lowest_skipped_usdc_commission_bps: 2_000,
        last_skip_at: 1,
        epoch: 2,
        pool: unpaid_state(3, 1),
    };
    assert_eq!(decode_all::<EpochBypassed>(&executed.logs), [event]);

    // Twice it is not; and trying does not clear the bit.
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| bypass(network, &operator, 1));
    network.accrue(&operator, 1, proof.clone()).unwrap();
    assert_eq!(progress(&mut network, &operator), (1, 0));
    // 90 of 100 tokens, 40 of 50 USDC.
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.reward_commission), (100, 10));
    assert_eq!((pool.delegator_usdc, pool.usdc_commission), (40, 10));
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| network.accrue(&operator, 1, proof));
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| bypass(network, &operator, 1));
}

#[test]
fn anyone_may_bypass() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    publish_without_roots(&mut network, 1..=1);
    let stranger = wallet("stranger");
    network.give_lamports(&stranger.pubkey(), 1_000_000_000).unwrap();
    let instruction = ix::accrue_reward_emergency_bypass(operator.record.operator_pool, 1);
    assert!(instruction.accounts.iter().all(|meta| !meta.is_signer));
    let blockhash = network.chain.fresh_blockhash();
    let payer = stranger.pubkey();
    let transaction = Transaction::new_signed_with_payer(&[instruction], Some(&payer), &[&stranger], blockhash);
    network.chain.execute(transaction).unwrap();
    assert_eq!(progress(&mut network, &operator), (1, 0));
}

#[test]
fn what_is_caught_up_goes_to_those_who_were_there_and_to_no_deposit_that_came_before_it() {
    let (mut network, operator, proof) = epoch_with_roots();
    let alice = network.delegator("alice", &operator);
    network.stake(&alice, 30).unwrap();
    network.ripen(&alice);
    network.pass_time(CHALLENGE + BYPASS_DELAY);
    refuses(&mut network, StakingError::PoolBehind, |network| network.activate(&alice));
    bypass(&mut network, &operator, 1).unwrap();
    refuses(&mut network, StakingError::SkippedLately, |network| network.activate(&alice));
    network.accrue(&operator, 1, proof).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares), (100, 10));
    // 30 tokens at 10 are 3 shares, and no USDC.
    network.activate(&alice).unwrap();
    assert_eq!(network.record_of(&alice).shares, 3);
    refuses(&mut network, StakingError::NoUsdcToClaim, |network| network.claim_usdc(&alice));
}

#[test]
fn the_bitmap_tells_epochs_with_roots_from_those_without() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    let first = publish_leaf(&mut network, 1, &operator, (100, 50), 50);
    publish_without_roots(&mut network, 2..=2);
    let third = publish_leaf(&mut network, 3, &operator, (200, 50), 50);
    let fourth = publish_leaf(&mut network, 4, &operator, (400, 50), 50);
    network.pass_time(BYPASS_DELAY);
    for (epoch, bitmap) in [(1, 0b1), (2, 0b10), (3, 0b101), (4, 0b1011)] {
        bypass(&mut network, &operator, epoch).unwrap();
        assert_eq!(progress(&mut network, &operator), (epoch, bitmap));
    }
    // Caught up in any order: 90 % of 200, of 400 and of 100 on top of 10.
    for (epoch, proof, bitmap, staked) in [(3, third, 0b1001, 190), (4, fourth, 0b1000, 550), (1, first, 0, 640)] {
        network.accrue(&operator, epoch, proof).unwrap();
        assert_eq!(progress(&mut network, &operator), (4, bitmap));
        assert_eq!(network.pool_of(&operator).total_staked_amount, staked);
    }
}

#[test]
fn scheduled_commissions_become_active_in_a_skipped_epoch() {
    let (mut network, operator, proof) = epoch_with_roots();
    change_pool(&mut network, &operator, |pool| {
        pool.scheduled_reward_commission_bps = 3_000;
        pool.scheduled_reward_commission_from = 1;
        pool.scheduled_usdc_commission_bps = 4_000;
        pool.scheduled_usdc_commission_from = 1;
    });
    network.pass_time(CHALLENGE + BYPASS_DELAY);
    bypass(&mut network, &operator, 1).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission_bps, pool.scheduled_reward_commission_from), (3_000, 0));
    assert_eq!((pool.usdc_commission_bps, pool.scheduled_usdc_commission_from), (4_000, 0));
    network.accrue(&operator, 1, proof).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission, pool.usdc_commission), (30, 20));
}

#[test]
fn a_halted_pool_passes_epochs_as_ever() {
    let (mut network, operator, _) = epoch_with_roots();
    let authority = network.halt_authority.insecure_clone();
    let pool = operator.record.operator_pool;
    network.send(&[ix::set_halt_status(authority.pubkey(), pool, true)], &[&authority]).unwrap();
    change_overview(&mut network, |overview| overview.staking_halted = 1);
    network.pass_time(CHALLENGE + BYPASS_DELAY);
    bypass(&mut network, &operator, 1).unwrap();
    assert_eq!(progress(&mut network, &operator), (1, 1));
}
