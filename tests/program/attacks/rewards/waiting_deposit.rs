//! Deposit waits un-activated until a good epoch's record is public (delegation switched off so that nobody can activate it), then
//! is activated and the switch turned back. Against it stand that delegation is asked at the deposit only, and that the pool has
//! to be even (SPEC 6.9).

use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdateOperatorPoolArgs;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::Staker;

use crate::world::*;

/// Nine times the pool of three, and a multiple of 1.45.
const FORTUNE: u64 = 91_350 * ONE;

/// The operator's switch, to be put into anybody's transaction.
fn delegation(operator: &Staker, allowed: bool) -> Instruction {
    let args = UpdateOperatorPoolArgs { delegation_allowed: Some(allowed), ..Default::default() };
    ix::update_operator_pool(operator.key(), operator.record.operator_pool, args)
}

/// The pool of three in epoch 2, after one that paid nothing. The operator's accomplice deposited in epoch 1, and the operator
/// takes no delegation any more.
fn waiting() -> (World, Staker) {
    let World { mut network, operator, alice, bob } = pool_of_three();
    let accomplice = network.delegator("accomplice", &operator);
    let [stake, switch] = [stake_of(&mut network, &accomplice, FORTUNE), delegation(&operator, false)];
    network.send(&[stake, switch], &[&accomplice.wallet, &operator.wallet]).unwrap();
    refuses(&mut network, StakingError::DelegationNotAllowed, |network| network.stake(&accomplice, 1));
    pass_epoch(&mut network, &operator, 1);
    (World { network, operator, alice, bob }, accomplice)
}

#[test]
fn a_deposit_cannot_be_kept_from_being_activated_by_a_switch() {
    let (World { mut network, operator, .. }, accomplice) = waiting();
    // Anybody sends it, before the epoch's result is known.
    network.activate(&accomplice).unwrap();
    assert_eq!(network.record_of(&accomplice).shares, FORTUNE);
    // In for the good ones as for the bad ones: the next pays nothing.
    pass_epoch(&mut network, &operator, 2);
    leave_whole(&mut network, &accomplice);
    assert_eq!(gained(&mut network, &accomplice), (0, 0));
}

#[test]
fn a_deposit_that_nobody_activated_in_time_gains_nothing_by_waiting() {
    let (World { mut network, operator, alice, bob }, accomplice) = waiting();
    network.pass_time(DAY);
    network.mark(2).unwrap();
    let [on, off] = [true, false].map(|allowed| delegation(&operator, allowed));
    let activate = activate_of(&accomplice, &operator);
    let switched = [on.clone(), activate.clone(), off.clone()];
    let signers = [&operator.wallet];
    refuses(&mut network, StakingError::PoolBehind, |network| network.send(&switched, &signers));
    let proof = publish_good_marked(&mut network, &operator, 2);
    let accrue = accrue_of(&operator, 2, proof);
    let around = [on, activate.clone(), accrue.clone(), off];
    refuses(&mut network, StakingError::PoolBehind, |network| network.send(&around, &signers));
    // Behind the accrual it pays the new price.
    network.send(&[accrue, activate], &[]).unwrap();
    assert_eq!(network.record_of(&accomplice).shares, 63_000 * ONE);
    for staker in [&accomplice, &alice, &bob] {
        leave_whole(&mut network, staker);
    }
    assert_eq!(gained(&mut network, &accomplice), (0, 0));
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
    assert_eq!(gained(&mut network, &bob), (tokens(2_250), 400 * ONE));
}

/// The owner itself can keep a deposit from being activated, and by that keeps it out of the epoch for good.
#[test]
fn an_owner_who_makes_its_deposit_new_to_choose_later_is_not_in_the_epoch_it_would_choose() {
    let (World { mut network, .. }, accomplice) = waiting();
    let again = [unstake_activating_of(&accomplice, FORTUNE), ix::cancel_unstake(accomplice.record, 0)];
    network.send(&again, &[&accomplice.wallet]).unwrap();
    // The second before the mark of epoch 2, which is a good one: too late.
    network.pass_time(DAY);
    activation_refused(&mut network, &accomplice, StakingError::NothingRipe);
    network.mark(2).unwrap();
    activation_refused(&mut network, &accomplice, StakingError::PoolBehind);
}
