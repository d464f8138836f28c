//! States that no history makes: a slash refuses to go on from them instead of paying wrongly or panicking.

use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::assert_refused;
use inference_staking_test_kit::refusal::assert_refused_with_code;

use super::world::*;

#[test]
fn a_slash_that_leaves_the_pool_vault_short_is_refused() {
    let World { mut network, operator, .. } = slashable_pool();
    set_balance(&mut network, &pool_vault(&operator), 10_000 * ONE - 1);
    assert_refused(slash(&mut network, &operator, take(500 * ONE, 0, false)), StakingError::InvariantViolated);
}

#[test]
fn a_slash_that_leaves_a_global_vault_owing_more_than_it_holds_is_refused() {
    let World { mut network, operator, .. } = slashable_pool();
    set_balance(&mut network, &address::reward_vault(), 10_000 * ONE - 1);
    assert_refused(slash(&mut network, &operator, take(ONE, 0, true)), StakingError::RewardVaultUnderfunded);
    set_balance(&mut network, &address::reward_vault(), 10_000 * ONE);
    set_balance(&mut network, &address::usdc_vault(), 1_000 * ONE - 1);
    assert_refused(slash(&mut network, &operator, take(ONE, 0, true)), StakingError::UsdcVaultUnderfunded);
}

#[test]
fn a_pool_in_a_broken_state_is_not_slashed() {
    let World { mut network, operator, .. } = slashable_pool();
    change_pool(&mut network, &operator, |pool| pool.total_staked_amount = pool.total_shares / 2);
    assert_refused(slash(&mut network, &operator, take(ONE, 0, false)), StakingError::InvariantViolated);
}

#[test]
fn a_slash_beyond_a_counter_is_refused() {
    let World { mut network, operator, .. } = slashable_pool();
    change_overview(&mut network, |overview| overview.reward_liability = 500 * ONE - 1);
    assert_refused(slash(&mut network, &operator, take(ONE, 0, true)), StakingError::MathOverflow);
    change_overview(&mut network, |overview| {
        overview.reward_liability = 10_000 * ONE;
        overview.usdc_liability = 360 * ONE - 1;
    });
    assert_refused(slash(&mut network, &operator, take(ONE, 0, true)), StakingError::MathOverflow);
    change_overview(&mut network, |overview| overview.usdc_liability = 1_000 * ONE);
    change_pool(&mut network, &operator, |pool| pool.delegator_usdc = 160 * ONE - 1);
    assert_refused(slash(&mut network, &operator, take(ONE, 0, true)), StakingError::MathOverflow);
}

#[test]
fn a_slash_of_tickets_beyond_the_pools_total_is_refused() {
    let World { mut network, operator, .. } = slashable_pool_with_tickets();
    change_pool(&mut network, &operator, |pool| pool.total_unstaking = 87 * ONE - 1);
    assert_refused(slash(&mut network, &operator, take(0, 87 * ONE, false)), StakingError::MathOverflow);
}

#[test]
fn every_transfer_of_a_slash_is_checked_against_the_stored_decimals_of_its_own_mint() {
    let World { mut network, operator, .. } = slashable_pool();
    change_overview(&mut network, |overview| overview.usdc_decimals = 9);
    slash(&mut network, &operator, take(ONE, 0, false)).unwrap();
    let result = slash(&mut network, &operator, take(ONE, 0, true));
    assert_refused_with_code(result, token_program::DECIMALS_MISMATCH);
    change_overview(&mut network, |overview| (overview.usdc_decimals, overview.stake_decimals) = (6, 9));
    let result = slash(&mut network, &operator, take(ONE, 0, false));
    assert_refused_with_code(result, token_program::DECIMALS_MISMATCH);
}
