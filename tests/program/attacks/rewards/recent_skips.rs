//! Bypass + stake + accrue + unstake in one transaction, when a proof was withheld for the bypass delay. And: pool lags ten epochs,
//! bypasses two funded ones, accrues the rest, takes a deposit, catches up: all in one second. Against both stands the gate: it is
//! closed while an epoch can still pay the pool that it skipped less than 8 epochs ago, counted from when it did (SPEC 6.9).

use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instruction::{self as ix, LeafProof};
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::Staker;

use crate::world::*;

/// Nine times the pool of three.
const FORTUNE: u64 = 90_000 * ONE;

/// The pool of three, whose epoch 1 pays it 5,000 tokens and 1,000 USDC, and nobody brought the proof for the three days of the
/// bypass delay. Mallory deposited a fortune in epoch 1.
fn withheld() -> (World, Staker, LeafProof) {
    let World { mut network, operator, alice, bob } = pool_of_three();
    let mallory = depositor_with(&mut network, "mallory", &operator, FORTUNE);
    let proof = publish_good(&mut network, &operator, 1);
    network.pass_time(3 * DAY);
    (World { network, operator, alice, bob }, mallory, proof)
}

fn accrue_and_leave(operator: &Staker, mallory: &Staker, proof: LeafProof) -> [Instruction; 2] {
    [accrue_of(operator, 1, proof), ix::unstake(mallory.record, ONE)]
}

#[test]
fn nobody_bypasses_enters_accrues_and_leaves_in_one_transaction() {
    let (World { mut network, operator, alice, .. }, mallory, proof) = withheld();
    let (bypass, activate) = (bypass_of(&operator, 1), activate_of(&mallory, &operator));
    let [accrue, leave] = accrue_and_leave(&operator, &mallory, proof);
    let signers = [&mallory.wallet];
    let trick = [bypass.clone(), activate.clone(), accrue.clone(), leave.clone()];
    refuses(&mut network, StakingError::SkippedLately, |network| network.send(&trick, &signers));
    // With a fresh deposit instead, and in front of it.
    let stake = stake_of(&mut network, &mallory, FORTUNE);
    let fresh = [bypass.clone(), stake.clone(), activate.clone(), accrue.clone(), leave.clone()];
    refuses(&mut network, StakingError::SkippedLately, |network| network.send(&fresh, &signers));
    let behind = [stake, activate.clone(), bypass.clone(), accrue.clone(), leave];
    refuses(&mut network, StakingError::PoolBehind, |network| network.send(&behind, &signers));
    // Caught up first, the epoch pays those who were there, and the deposit pays the new price: 10^11 x 0.9 / 1.45 shares.
    network.send(&[bypass, accrue, activate], &[]).unwrap();
    assert_eq!(network.record_of(&mallory).shares, 62_068_965_517);
    leave_whole(&mut network, &alice);
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
}

#[test]
fn the_gate_is_closed_for_8_epochs_after_a_skip_and_no_longer() {
    let (World { mut network, operator, .. }, mallory, _) = withheld();
    bypass(&mut network, &operator, 1).unwrap();
    activation_refused(&mut network, &mallory, StakingError::SkippedLately);
    // Skipped when epoch 1 was the last one: epochs 2 to 8 come, and the gate is still closed.
    for epoch in 2..=8 {
        pass_epoch(&mut network, &operator, epoch);
        activation_refused(&mut network, &mallory, StakingError::SkippedLately);
        // Neither does a deposit that came after the skip go through.
        network.stake(&mallory, ONE).unwrap();
    }
    pass_epoch(&mut network, &operator, 9);
    network.activate(&mallory).unwrap();
    assert_eq!(network.record_of(&mallory).shares, FORTUNE + 7 * ONE);
}

#[test]
fn a_second_skip_closes_the_gate_for_another_8() {
    let (World { mut network, operator, .. }, mallory, _) = withheld();
    bypass(&mut network, &operator, 1).unwrap();
    (2..=8).for_each(|epoch| pass_epoch(&mut network, &operator, epoch));
    publish_good(&mut network, &operator, 9);
    network.pass_time(3 * DAY);
    let trick = [bypass_of(&operator, 9), activate_of(&mallory, &operator)];
    refuses(&mut network, StakingError::SkippedLately, |network| network.send(&trick, &[]));
}

#[test]
fn the_proof_opens_the_gate_at_any_time() {
    let (World { mut network, operator, .. }, mallory, proof) = withheld();
    bypass(&mut network, &operator, 1).unwrap();
    pass_epoch(&mut network, &operator, 2);
    activation_refused(&mut network, &mallory, StakingError::SkippedLately);
    // Nobody can keep others out by a skip longer than the proof is withheld.
    network.send(&[accrue_of(&operator, 1, proof), activate_of(&mallory, &operator)], &[]).unwrap();
    assert_eq!(network.record_of(&mallory).shares, 62_068_965_517);
}

#[test]
fn an_epoch_that_pays_nobody_closes_no_gate() {
    let World { mut network, operator, .. } = pool_of_three();
    let mallory = depositor_with(&mut network, "mallory", &operator, FORTUNE);
    publish_without_roots(&mut network, 1);
    network.send(&[bypass_of(&operator, 1), activate_of(&mallory, &operator)], &[]).unwrap();
    assert_eq!(network.record_of(&mallory).shares, FORTUNE);
}

/// The pool of three lags ten epochs. The first two pay it 5,000 tokens and 1,000 USDC each, the others nothing. Mallory
/// deposited in the tenth.
fn ten_epochs_behind() -> (World, Staker, Vec<LeafProof>) {
    let World { mut network, operator, alice, bob } = pool_of_three();
    let mut proofs = vec![];
    for epoch in 1..=9 {
        let (reward, usdc) = if epoch <= 2 { (5_000 * ONE, 1_000 * ONE) } else { (0, 0) };
        proofs.push(publish(&mut network, epoch, vec![leaf(&operator, reward, usdc)], usdc).proof(0));
    }
    let mallory = depositor_with(&mut network, "mallory", &operator, FORTUNE);
    proofs.push(publish(&mut network, 10, vec![leaf(&operator, 0, 0)], 0).proof(0));
    (World { network, operator, alice, bob }, mallory, proofs)
}

#[test]
fn a_pool_that_lags_cannot_skip_what_pays_take_a_deposit_and_catch_up() {
    let (World { mut network, operator, alice, .. }, mallory, proofs) = ten_epochs_behind();
    // All in one second: both skips, and the eight epochs after them.
    network.send(&[bypass_of(&operator, 1), bypass_of(&operator, 2)], &[]).unwrap();
    for (epoch, proof) in (3..).zip(&proofs[2..]) {
        network.accrue(&operator, epoch, proof.clone()).unwrap();
    }
    let [first, second] = [1, 2].map(|epoch: u64| accrue_of(&operator, epoch, proofs[epoch as usize - 1].clone()));
    let activate = activate_of(&mallory, &operator);
    let trick = [activate.clone(), first.clone(), second.clone(), ix::unstake(mallory.record, ONE)];
    let signers = [&mallory.wallet];
    refuses(&mut network, StakingError::SkippedLately, |network| network.send(&trick, &signers));
    // Nor between the two: the other one is as recent.
    let between = [first.clone(), activate.clone(), second.clone()];
    refuses(&mut network, StakingError::SkippedLately, |network| network.send(&between, &[]));
    network.send(&[first, second, activate], &[]).unwrap();
    // 9,000 tokens raise 10,000 shares to 1.9: 90,000 tokens buy 47,368.421052 (and 0.6 of a unit).
    assert_eq!(network.record_of(&mallory).shares, 47_368_421_052);
    leave_whole(&mut network, &alice);
    // 3 of 10 of 9,000 tokens and 1,600 USDC.
    assert_eq!(gained(&mut network, &alice), (tokens(2_700), 480 * ONE));
}

#[test]
fn the_8_epochs_of_a_pool_that_lagged_begin_when_it_skipped() {
    let (World { mut network, operator, .. }, mallory, proofs) = ten_epochs_behind();
    network.send(&[bypass_of(&operator, 1), bypass_of(&operator, 2)], &[]).unwrap();
    for (epoch, proof) in (3..).zip(&proofs[2..]) {
        network.accrue(&operator, epoch, proof.clone()).unwrap();
    }
    // 10 epochs were over then: 18 have to be.
    for epoch in 11..=17 {
        pass_epoch(&mut network, &operator, epoch);
        activation_refused(&mut network, &mallory, StakingError::SkippedLately);
    }
    pass_epoch(&mut network, &operator, 18);
    network.activate(&mallory).unwrap();
}
