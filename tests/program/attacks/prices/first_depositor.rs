//! First depositor inflates the share price; the victim's deposit rounds to nothing. Also while the deposit is activating already.
//! Against it stand prices from counters, and that an activation takes `ceil(n T / S)` and leaves the rest (SPEC 5).

use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::actors::activate_return;
use inference_staking_test_kit::Staker;

use crate::chain::TestNetwork;
use crate::world::*;

#[test]
fn a_first_depositor_cannot_inflate_the_price_by_a_donation() {
    let mut network = network_without_minimum();
    let attacker = network.operator("attacker", 1);
    let victim = depositor_with(&mut network, "victim", &attacker, 1_000 * ONE);
    pass_epoch(&mut network, &attacker, 1);
    // The victim's deposit is on its way.
    donate(&mut network, &attacker, &address::pool_vault(&attacker.record.operator_pool), 1_000 * ONE);
    let activated = activate_return(&network.activate(&victim).unwrap());
    assert_eq!((activated.cost, activated.shares, activated.left), (1_000 * ONE, 1_000 * ONE, 0));
    leave_whole(&mut network, &victim);
    leave_whole(&mut network, &attacker);
    assert_eq!(gained(&mut network, &victim), (0, 0));
    assert_eq!(gained(&mut network, &attacker), (tokens(-1_000), 0));
}

/// The attacker's one share, and a victim whose deposit came in epoch 1, which pays that share 900 of 1,000 tokens: 900.000001.
fn inflated_by_rewards(deposit: u64) -> (TestNetwork, [Staker; 2]) {
    let mut network = network_without_minimum();
    let attacker = network.operator("attacker", 1);
    let victim = depositor_with(&mut network, "victim", &attacker, deposit);
    pay_pool(&mut network, &attacker, 1, 1_000 * ONE, 0);
    (network, [attacker, victim])
}

#[test]
fn a_deposit_that_buys_no_share_any_more_leaves_as_it_came() {
    let (mut network, [attacker, victim]) = inflated_by_rewards(900 * ONE);
    // A unit short of a share: not taken for nothing, by whomever it is sent.
    refuses(&mut network, StakingError::DepositBuysNoShare, |network| network.activate(&victim));
    // The attacker gets what the reward made of its share, and nothing of the victim's.
    leave_whole(&mut network, &attacker);
    leave_whole(&mut network, &victim);
    assert_eq!(gained(&mut network, &victim), (0, 0));
    assert_eq!(gained(&mut network, &attacker), (tokens(900), 0));
}

#[test]
fn what_a_deposit_cannot_buy_at_an_inflated_price_stays_the_victims() {
    // A unit short of two shares.
    let (mut network, [attacker, victim]) = inflated_by_rewards(1_800 * ONE + 1);
    let activated = activate_return(&network.activate(&victim).unwrap());
    assert_eq!((activated.cost, activated.shares, activated.left), (900 * ONE + 1, 1, 900 * ONE));
    // The attacker goes first.
    leave_whole(&mut network, &attacker);
    leave_whole(&mut network, &victim);
    assert_eq!(gained(&mut network, &victim), (0, 0));
    assert_eq!(gained(&mut network, &attacker), (tokens(900), 0));
}

/// An attacker who can see the deposit coming cannot make it the first one's gift: while the pool has no shares, one costs one.
#[test]
fn nobody_gets_in_front_of_a_deposit_into_a_pool_without_shares() {
    let mut network = network_without_minimum();
    let operator = network.operator("operator", 0);
    let victim = depositor_with(&mut network, "victim", &operator, 1_000 * ONE);
    let attacker = depositor_with(&mut network, "attacker", &operator, 1);
    pay_pool(&mut network, &operator, 1, 1_000 * ONE, 0);
    // The attacker's one share is there first; no reward is waiting for it, because there were no shares to earn one.
    network.activate(&attacker).unwrap();
    let activated = activate_return(&network.activate(&victim).unwrap());
    assert_eq!((activated.cost, activated.shares, activated.left), (1_000 * ONE, 1_000 * ONE, 0));
    leave_whole(&mut network, &attacker);
    leave_whole(&mut network, &victim);
    assert_eq!((gained(&mut network, &attacker), gained(&mut network, &victim)), ((0, 0), (0, 0)));
}
