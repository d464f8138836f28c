//! Somebody else activates my stake at a bad price or at a bad time. Against it stand the gate, that all of what is ripe goes at one
//! price, and that prices move by rewards alone (SPEC 5, SPEC 6.9).

use inference_staking_client::instruction as ix;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::actors::activate_return;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::Staker;

use crate::world::*;

/// The paid pool of three, price 1.45, in epoch 2, and Mallory with 1,000 of its shares. Alice deposited 1,450 tokens in epoch 1.
fn alice_waits() -> (World, Staker) {
    let World { mut network, operator, alice, bob } = pool_of_three();
    network.stake(&alice, 1_450 * ONE).unwrap();
    pay_pool(&mut network, &operator, 1, 5_000 * ONE, 1_000 * ONE);
    let mallory = delegator_with(&mut network, "mallory", &operator, 1_450 * ONE);
    (World { network, operator, alice, bob }, mallory)
}

#[test]
fn whoever_sends_it_the_owner_gets_the_same_and_the_sender_nothing() {
    // Alice in a transaction of hers, around which she does what only she can; then anybody, who signs as the payer alone.
    for by_alice in [true, false] {
        let (World { mut network, operator, alice, .. }, mallory) = alice_waits();
        let activate = activate_of(&alice, &operator);
        let usdc = usdc_account(&network, &alice);
        let claim = ix::claim_usdc_earnings(alice.record, usdc, network.mints.usdc);
        let sent =
            if by_alice { network.send(&[claim, activate], &[&alice.wallet]) } else { network.send(&[activate], &[]) };
        let activated = activate_return(&sent.unwrap());
        assert_eq!((activated.cost, activated.shares, activated.left), (1_450 * ONE, 1_000 * ONE, 0));
        assert_eq!(network.record_of(&alice).shares, 4_000 * ONE);
        assert_eq!((network.record_of(&mallory).shares, network.pool_of(&mallory).total_activating), (1_000 * ONE, 0));
        leave_whole(&mut network, &alice);
        assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
    }
}

/// The price at a moment of Mallory's choice is the one that is due, but for what rounding left in the pool.
#[test]
fn rounding_in_front_of_an_activation_costs_its_owner_less_than_a_share() {
    let (World { mut network, operator, alice, .. }, mallory) = alice_waits();
    // Four tickets of a share each leave 0.45 of a unit, four times: T is 1.8 more than 1.45 S. All in one transaction.
    let dust = ix::unstake(mallory.record, 1);
    let front_run = [dust.clone(), dust.clone(), dust.clone(), dust, activate_of(&alice, &operator)];
    let activated = activate_return(&network.send(&front_run, &[&mallory.wallet]).unwrap());
    // A share is lost to the rounding, and most of its price stays activating.
    assert_eq!((activated.cost, activated.shares, activated.left), (1_449_999_999, 999_999_999, 1));
    // Mallory paid for it; Alice has 4,350 + 1,450 tokens, to the unit.
    leave_whole(&mut network, &alice);
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
    network.claim_unstake(&mallory).unwrap();
    leave_whole(&mut network, &mallory);
    assert_eq!(gained(&mut network, &mallory), (-2, 0));
}

#[test]
fn nobody_activates_a_part_of_it_or_in_front_of_a_reward_that_is_due() {
    let (World { mut network, operator, alice, bob }, _) = alice_waits();
    // What comes in epoch 2 is not ripe; what came in epoch 1 goes as a whole.
    network.stake(&alice, 145 * ONE).unwrap();
    network.activate(&alice).unwrap();
    let record = network.record_of(&alice);
    assert_eq!((record.shares, record.activating), (4_000 * ONE, 145 * ONE));
    activation_refused(&mut network, &alice, StakingError::NothingRipe);
    // Epoch 2 is marked, made public, accrued: only then, at the price after it, is the rest activated.
    network.pass_time(DAY);
    network.mark(2).unwrap();
    activation_refused(&mut network, &alice, StakingError::PoolBehind);
    let tree = EpochTree::new(2, vec![leaf(&operator, 6_000 * ONE, 0)]);
    network.fund_vaults(EMISSION, 0);
    network.publish(2, tree.record_args(EMISSION, 0)).unwrap();
    activation_refused(&mut network, &alice, StakingError::PoolBehind);
    network.accrue(&operator, 2, tree.proof(0)).unwrap();
    // 17,400 and 5,400 tokens for 12,000 shares: 1.9. 145 tokens buy 76.315789 of them (and 0.47 of a unit).
    let activated = activate_return(&network.activate(&alice).unwrap());
    assert_eq!((activated.cost, activated.shares, activated.left), (145 * ONE, 76_315_789, 0));
    leave_whole(&mut network, &bob);
    // 5,000 shares at 1.9.
    assert_eq!(gained(&mut network, &bob), (tokens(4_500), 400 * ONE));
}

#[test]
fn a_locked_owners_deposit_joins_its_lock_whoever_sends_it_and_can_leave_before() {
    let (World { mut network, operator, alice, .. }, _) = alice_waits();
    network.send(&[ix::lock_stake(alice.record, 14 * 86_400)], &[&alice.wallet]).unwrap();
    // Until it is shares, a lock holds nothing of it.
    unstake_activating(&mut network, &alice, 450 * ONE).unwrap();
    network.send(&[activate_of(&alice, &operator)], &[]).unwrap();
    let shares = network.record_of(&alice).shares;
    // 1,000 tokens at 1.45.
    assert_eq!(shares, 3_000 * ONE + 689_655_172);
    refuses(&mut network, StakingError::SharesLocked, |network| network.unstake(&alice, 1));
    // While it is being released, what comes is free: nobody holds an owner longer by activating its deposit.
    network.send(&[ix::begin_unlock(alice.record)], &[&alice.wallet]).unwrap();
    network.buy_shares(&alice, 145 * ONE).unwrap();
    let more = network.record_of(&alice).shares - shares;
    network.unstake(&alice, more).unwrap();
    refuses(&mut network, StakingError::SharesLocked, |network| network.unstake(&alice, 1));
    network.pass_time(14 * DAY);
    network.unstake(&alice, shares).unwrap();
}

/// Mallory takes her deposit back in front of a keeper's transaction that activates many: it fails, and the others need one more try.
#[test]
fn a_deposit_taken_back_in_front_of_a_batch_holds_up_nobody_else() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    let mallory = depositor_with(&mut network, "mallory", &operator, 145 * ONE);
    for staker in [&alice, &bob] {
        network.stake(staker, 1_450 * ONE).unwrap();
    }
    pay_pool(&mut network, &operator, 1, 5_000 * ONE, 0);
    let batch = [&alice, &mallory, &bob].map(|staker| activate_of(staker, &operator));
    let new_again = [unstake_activating_of(&mallory, 145 * ONE), ix::cancel_unstake(mallory.record, 0)];
    network.send(&new_again, &[&mallory.wallet]).unwrap();
    refuses(&mut network, StakingError::NothingRipe, |network| network.send(&batch, &[]));
    let [alices, _, bobs] = batch;
    network.send(&[alices, bobs], &[]).unwrap();
    assert_eq!(network.record_of(&alice).shares, 4_000 * ONE);
    assert_eq!(network.record_of(&bob).shares, 6_000 * ONE);
    // Mallory is out until the next epoch is over, too.
    activation_refused(&mut network, &mallory, StakingError::NothingRipe);
    assert_eq!(network.record_of(&mallory).shares, 0);
}
