//! Activating tokens lent: a pool's rewards are still in the global reward vault, and the pool vault pays somebody with the deposits of
//! others. Against it stands that uncollected rewards are a part of `T + U` alone (SPEC 4).

use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::{args, instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::{pools, Staker};

use crate::chain::TestNetwork;
use crate::world::*;

/// The paid pool of three, 4,500 of whose 14,500 tokens are in the global reward vault, and a deposit of 20,000 that is
/// activating: the pool vault holds 30,000.
fn with_a_deposit() -> (World, Staker) {
    let mut world = paid_pool_of_three();
    let depositor = depositor_with(&mut world.network, "depositor", &world.operator, 20_000 * ONE);
    let vault = pool_vault(&depositor);
    assert_eq!(world.network.balance(&vault), 30_000 * ONE);
    (world, depositor)
}

fn collection(network: &TestNetwork, operator: &Staker) -> Instruction {
    ix::collect_pool_rewards(operator.record.operator_pool, network.mints.stake)
}

/// Whatever was tried, the deposit is whole, in the vault of the pool.
fn the_deposit_leaves(network: &mut TestNetwork, depositor: &Staker) {
    leave_whole(network, depositor);
    assert_eq!(gained(network, depositor), (0, 0));
}

#[test]
fn no_ticket_is_paid_with_the_deposits_of_others() {
    let (World { mut network, operator, alice, bob }, depositor) = with_a_deposit();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.unstake(&bob, 5_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    // Alice's 4,350 leave 10,150, of which 4,500 may be uncollected. Bob's 7,250 would leave 2,900.
    network.claim_uncollected(&alice).unwrap();
    refuses(&mut network, StakingError::RewardsNotCollected, |network| network.claim_uncollected(&bob));
    let claim = ix::claim_unstake(bob.record, network.mints.stake);
    let both = [collection(&network, &operator), claim];
    network.send(&both, &[]).unwrap();
    assert_eq!(gained(&mut network, &bob), (tokens(2_250), 0));
    // The operator's 2,900 and the deposit.
    let vault = pool_vault(&operator);
    assert_eq!(network.balance(&vault), 22_900 * ONE);
    the_deposit_leaves(&mut network, &depositor);
}

#[test]
fn no_slash_is_paid_with_the_deposits_of_others() {
    let (World { mut network, operator, alice, bob }, depositor) = with_a_deposit();
    leave_whole(&mut network, &alice);
    // Bob's 7,250 wait in a ticket, and the operator's 2,000 shares are left.
    network.unstake(&bob, 5_000 * ONE).unwrap();
    pay_pool(&mut network, &operator, 2, 10_000 * ONE, 0);
    // They earn 9,000: 11,900 are staked and 7,250 in cooldown, and of those 13,500 are uncollected.
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_unstaking), (11_900 * ONE, 7_250 * ONE));
    assert_eq!(pool.uncollected_rewards, 13_500 * ONE);
    halt(&mut network, &operator);
    network.pass_time(2 * DAY);
    refuses(&mut network, StakingError::RewardsNotCollected, |network| slash(network, operator.record, 2_000 * ONE, 0));
    // 5,650 leave just as much as is uncollected: at 5.95 they are 949.579832 shares, and 0.4 of a unit that rounds down.
    refuses(&mut network, StakingError::RewardsNotCollected, |network| slash(network, operator.record, 949_579_833, 0));
    slash(&mut network, operator.record, 949_579_832, 0).unwrap();
    assert_eq!(slashed(&mut network), 5_650 * ONE);
    pools::collect(&mut network, &operator).unwrap();
    slash(&mut network, operator.record, 2_000 * ONE - 949_579_832, 0).unwrap();
    assert_eq!(slashed(&mut network), 11_900 * ONE);
    the_deposit_leaves(&mut network, &depositor);
}

#[test]
fn a_cancelled_ticket_does_not_turn_uncollected_rewards_into_a_deposit() {
    let (World { mut network, operator, alice, bob }, depositor) = with_a_deposit();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.unstake(&bob, 5_000 * ONE).unwrap();
    // 7,250 fewer of 14,500 are enough; 4,350 fewer again are not.
    cancel_unstake(&mut network, &bob).unwrap();
    refuses(&mut network, StakingError::RewardsNotCollected, |network| cancel_unstake(network, &alice));
    // Out of both kinds it is the same: activating tokens do not count.
    let joined = [
        ix::unstake_of(bob.record, args::Unstake { shares: 0, activating: 7_250 * ONE, ticket: None }),
        ix::cancel_unstake(bob.record, 0),
        ix::cancel_unstake(alice.record, 0),
    ];
    refuses(&mut network, StakingError::RewardsNotCollected, |network| {
        network.send(&joined, &[&bob.wallet, &alice.wallet])
    });
    // Collected in front of it, by anybody, once or twice.
    let collection = collection(&network, &operator);
    let cancel = ix::cancel_unstake(alice.record, 0);
    network.send(&[collection.clone(), cancel, collection], &[&alice.wallet]).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_unstaking), (2_900 * ONE, 0));
    assert_eq!((pool.total_activating, pool.uncollected_rewards), (31_600 * ONE, 0));
    for staker in [&alice, &bob] {
        leave_whole(&mut network, staker);
    }
    // 1.45 a share, as if they had not come back.
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
    assert_eq!(gained(&mut network, &bob), (tokens(2_250), 400 * ONE));
    the_deposit_leaves(&mut network, &depositor);
}
