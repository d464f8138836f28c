//! Ticket to activating stake and out again without cooldown. Against it stands that every way out is a ticket with a full cooldown
//! (SPEC 5, SPEC 9).

use inference_staking_client::instruction as ix;
use inference_staking_client::{args, StakingError};
use inference_staking_localnet::network::{DAY, ONE, START_TIME};
use inference_staking_localnet::Chain;
use inference_staking_test_kit::assert_refused;

use crate::world::*;

#[test]
fn a_ticket_that_becomes_activating_stake_leaves_with_a_whole_cooldown_once_more() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    // Delegators wait 7 days, the operator 14. In the last second each goes round, in one transaction.
    for (staker, amount, cooldown) in [(&alice, 3_000, 7 * DAY), (&operator, 1_000, 14 * DAY)] {
        let amount = amount * ONE;
        let start = network.chain.now();
        network.unstake(staker, amount).unwrap();
        network.pass_time(cooldown - 1);
        let claim = ix::claim_unstake(staker.record, network.mints.stake);
        let round = [ix::cancel_unstake(staker.record, 0), unstake_activating_of(staker, amount)];
        let and_out = [&round[..], &[claim]].concat();
        refuses(&mut network, StakingError::NothingToClaim, |network| network.send(&and_out, &[&staker.wallet]));
        network.send(&round, &[&staker.wallet]).unwrap();
        assert_eq!(network.record_of(staker).tickets[0].claimable_from, start + 2 * cooldown - 1);
        network.pass_time(cooldown - 1);
        assert_refused(network.claim_unstake(staker), StakingError::NothingToClaim);
        network.pass_time(1);
        network.claim_unstake(staker).unwrap();
    }
    assert_eq!(gained(&mut network, &alice), (0, 0));
    assert_eq!(gained(&mut network, &operator), (tokens(-1_000), 0));
}

#[test]
fn what_joins_a_matured_ticket_is_not_mature_by_that() {
    let World { mut network, alice, .. } = pool_of_three();
    network.unstake(&alice, 1_000 * ONE).unwrap();
    network.stake(&alice, 500 * ONE).unwrap();
    network.pass_time(7 * DAY);
    // The ticket could be claimed. 500 activating tokens join it, and all of it waits with them.
    let join = ix::unstake_of(alice.record, args::Unstake { shares: 0, activating: 500 * ONE, ticket: Some(0) });
    let claim = ix::claim_unstake(alice.record, network.mints.stake);
    let both = [join.clone(), claim];
    refuses(&mut network, StakingError::NothingToClaim, |network| network.send(&both, &[&alice.wallet]));
    network.send(&[join], &[&alice.wallet]).unwrap();
    let ticket = network.record_of(&alice).tickets[0];
    assert_eq!((ticket.amount, ticket.claimable_from), (1_500 * ONE, START_TIME + 14 * DAY));
}

/// The operator's delay, not that of whoever deposited: what was a delegator's is the operator's after a rotation.
#[test]
fn a_delegators_cooldown_does_not_hold_for_what_became_the_operators() {
    let World { mut network, operator, bob, .. } = pool_of_three();
    network.stake(&bob, 100 * ONE).unwrap();
    rotate(&mut network, &operator, &bob).unwrap();
    unstake_activating(&mut network, &bob, 100 * ONE).unwrap();
    assert_eq!(network.record_of(&bob).tickets[0].claimable_from, START_TIME + 14 * DAY);
}

#[test]
fn an_unstake_of_both_kinds_that_one_of_them_forbids_moves_neither() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    let lock = [ix::lock_stake(alice.record, 14 * 86_400)];
    network.send(&lock, &[&alice.wallet]).unwrap();
    network.stake(&alice, 500 * ONE).unwrap();
    network.stake(&operator, 500 * ONE).unwrap();
    let out = |shares, activating| args::Unstake { shares, activating, ticket: None };
    for (staker, what, expected) in [
        (&alice, out(1, 500 * ONE), StakingError::SharesLocked),
        (&alice, out(0, 500 * ONE + 1), StakingError::NotEnoughActivating),
        (&operator, out(1_000 * ONE + 1, 500 * ONE), StakingError::OperatorStakeBelowMinimum),
        (&operator, out(1_000 * ONE, 500 * ONE + 1), StakingError::NotEnoughActivating),
        (&operator, out(u64::MAX, u64::MAX), StakingError::NotEnoughShares),
        (&operator, out(0, 0), StakingError::NothingToUnstake),
    ] {
        refuses_instruction(&mut network, expected, ix::unstake_of(staker.record, what), &[&staker.wallet]);
    }
    // A lock holds shares alone, and so does the minimum.
    unstake_activating(&mut network, &alice, 500 * ONE).unwrap();
    let both = ix::unstake_of(operator.record, out(1_000 * ONE, 500 * ONE));
    network.send(&[both], &[&operator.wallet]).unwrap();
    assert_eq!(network.record_of(&operator).tickets[0].amount, 1_500 * ONE);
    assert_eq!(network.record_of(&alice).tickets[0].amount, 500 * ONE);
}
