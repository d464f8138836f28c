//! States that no history makes, and that several instructions refuse to go on from instead of paying wrongly or panicking.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::assert_refused;
use inference_staking_test_kit::refusal::assert_refused_with_code;

use crate::staking_record::world::*;

#[test]
fn a_pool_whose_price_is_below_one_stands_still() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    network.unstake(&alice, ONE).unwrap();
    network.pass_time(7 * DAY);
    change_pool(&mut network, &alice, |pool| pool.total_staked_amount = pool.total_shares / 2);
    assert_refused(network.buy_shares(&alice, 100), StakingError::InvariantViolated);
    assert_refused(network.unstake(&alice, 100), StakingError::InvariantViolated);
    assert_refused(network.claim_unstake(&alice), StakingError::InvariantViolated);
    assert_refused(network.claim_usdc(&alice), StakingError::InvariantViolated);
}

#[test]
fn a_pool_that_settled_more_usdc_than_it_owes_stands_still() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    network.unstake(&alice, ONE).unwrap();
    network.pass_time(7 * DAY);
    change_pool(&mut network, &alice, |pool| pool.settled_usdc = 900 * ONE);
    assert_refused(network.buy_shares(&alice, 100), StakingError::InvariantViolated);
    assert_refused(network.unstake(&alice, 100), StakingError::InvariantViolated);
    assert_refused(network.claim_unstake(&alice), StakingError::InvariantViolated);
    assert_refused(network.claim_usdc(&alice), StakingError::InvariantViolated);
}

#[test]
fn a_pool_with_more_uncollected_rewards_than_tokens_stands_still() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    change_pool(&mut network, &alice, |pool| pool.uncollected_rewards = 15_000 * ONE);
    assert_refused(network.buy_shares(&alice, 100), StakingError::InvariantViolated);
    assert_refused(network.unstake(&alice, 100), StakingError::InvariantViolated);
    assert_refused(network.claim_usdc(&alice), StakingError::InvariantViolated);
}

#[test]
fn a_checkpoint_ahead_of_the_index_is_refused() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    network.stake(&alice, ONE).unwrap();
    network.ripen(&alice);
    change_record(&mut network, &alice, |record| record.usdc_checkpoint = 80_000_000_000_000_001u128.into());
    assert_refused(network.activate(&alice), StakingError::MathOverflow);
    assert_refused(network.unstake(&alice, ONE), StakingError::MathOverflow);
    assert_refused(network.claim_usdc(&alice), StakingError::MathOverflow);
}

#[test]
fn every_transfer_of_an_owner_is_checked_against_the_stored_decimals_of_its_own_mint() {
    let World { mut network, alice, bob, .. } = paid_pool_of_three();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.unstake(&bob, 5_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    change_overview(&mut network, |overview| overview.usdc_decimals = 9);
    assert_refused_with_code(network.claim_usdc(&alice), token_program::DECIMALS_MISMATCH);
    network.claim_unstake(&alice).unwrap();
    network.buy_shares(&alice, ONE).unwrap();
    change_overview(&mut network, |overview| {
        overview.usdc_decimals = 6;
        overview.stake_decimals = 9;
    });
    assert_refused_with_code(network.buy_shares(&alice, ONE), token_program::DECIMALS_MISMATCH);
    assert_refused_with_code(network.claim_unstake(&bob), token_program::DECIMALS_MISMATCH);
    network.claim_usdc(&alice).unwrap();
}
