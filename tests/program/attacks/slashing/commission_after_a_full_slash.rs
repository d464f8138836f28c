//! Fully slashed operator goes on earning commission that no slash can take.

use inference_staking_client::instructions::UpdateOperatorPoolArgs;
use inference_staking_client::{args, instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::{pools, Staker};

use crate::chain::TestNetwork;
use crate::world::*;

fn confiscate(network: &mut TestNetwork, operator: &Staker, shares: u64) -> Outcome {
    let what = args::SlashStake { shares, activating_amount: 0, unstaking_amount: 0, confiscate_commission: true };
    pools::slash(network, operator.record, what)
}

/// Halted for the slashing delay; everything that the operator has is slashed, its commission too.
fn slashed_to_nothing() -> World {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    halt(&mut network, &operator);
    network.pass_time(2 * DAY);
    confiscate(&mut network, &operator, 2_000 * ONE).unwrap();
    World { network, operator, alice, bob }
}

#[test]
fn what_a_fully_slashed_operator_earns_on_its_delegators_is_taken_too() {
    let World { mut network, operator, alice, .. } = slashed_to_nothing();
    // It has neither shares nor tickets, and its pool goes on earning: 10 % of 1,000 tokens and 20 % of 100 USDC.
    pay_pool(&mut network, &operator, 2, 1_000 * ONE, 100 * ONE);
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission, pool.usdc_commission), (100 * ONE, 20 * ONE));
    let (treasury, alices) = (slashed(&mut network), network.record_of(&alice));
    confiscate(&mut network, &operator, 0).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission, pool.usdc_commission), (0, 0));
    assert_eq!(slashed(&mut network) - treasury, 100 * ONE);
    // Alice keeps what is hers, and nothing can be taken twice.
    assert_eq!(network.record_of(&alice).shares, alices.shares);
    refuses(&mut network, StakingError::NothingToSlash, |network| confiscate(network, &operator, 0));
}

#[test]
fn neither_does_staking_the_commission_save_it() {
    let World { mut network, operator, .. } = slashed_to_nothing();
    let args = UpdateOperatorPoolArgs { auto_stake: Some(true), ..Default::default() };
    let update = ix::update_operator_pool(operator.key(), operator.record.operator_pool, args);
    network.send(&[update], &[&operator.wallet]).unwrap();
    // 8,000 shares for 11,600 tokens and 900 of the epoch's; the 100 of the operator buy 64 shares.
    pay_pool(&mut network, &operator, 2, 1_000 * ONE, 0);
    assert_eq!(network.record_of(&operator).shares, 64 * ONE);
    let treasury = slashed(&mut network);
    confiscate(&mut network, &operator, 64 * ONE).unwrap();
    assert_eq!(slashed(&mut network) - treasury, 100 * ONE);
}
