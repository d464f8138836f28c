//! States that no history makes: the program refuses to go on from them instead of paying wrongly or panicking.

use inference_staking_client::state::Ticket;
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::assert_refused;
use inference_staking_test_kit::refusal::assert_refused_with_code;

use crate::staking_record::world::*;

#[test]
fn a_stake_into_a_pool_whose_vault_is_short_is_refused() {
    let World { mut network, alice, .. } = pool_of_three();
    set_balance(&mut network, &pool_vault(&alice), 10_000 * ONE - 1);
    assert_refused(network.stake(&alice, ONE), StakingError::InvariantViolated);
}

#[test]
fn a_claim_that_leaves_the_pool_vault_short_is_refused() {
    let World { mut network, alice, .. } = pool_of_three();
    network.unstake(&alice, ONE).unwrap();
    network.pass_time(7 * DAY);
    set_balance(&mut network, &pool_vault(&alice), 10_000 * ONE - 1);
    assert_refused(network.claim_unstake(&alice), StakingError::InvariantViolated);
}

#[test]
fn a_pool_whose_price_is_below_one_stands_still() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    network.unstake(&alice, ONE).unwrap();
    network.pass_time(7 * DAY);
    change_pool(&mut network, &alice, |pool| pool.total_staked_amount = pool.total_shares / 2);
    assert_refused(network.stake(&alice, 100), StakingError::InvariantViolated);
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
    assert_refused(network.stake(&alice, 100), StakingError::InvariantViolated);
    assert_refused(network.unstake(&alice, 100), StakingError::InvariantViolated);
    assert_refused(network.claim_unstake(&alice), StakingError::InvariantViolated);
    assert_refused(network.claim_usdc(&alice), StakingError::InvariantViolated);
}

#[test]
fn a_pool_with_more_uncollected_rewards_than_tokens_stands_still() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    change_pool(&mut network, &alice, |pool| pool.uncollected_rewards = 15_000 * ONE);
    assert_refused(network.stake(&alice, 100), StakingError::InvariantViolated);
    assert_refused(network.unstake(&alice, 100), StakingError::InvariantViolated);
    assert_refused(network.claim_usdc(&alice), StakingError::InvariantViolated);
}

#[test]
fn a_usdc_claim_that_leaves_the_vault_owing_more_than_it_holds_is_refused() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    set_balance(&mut network, &address::usdc_vault(), 1_000 * ONE - 1);
    assert_refused(network.claim_usdc(&alice), StakingError::UsdcVaultUnderfunded);
}

#[test]
fn a_payout_beyond_a_counter_is_refused() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    // The pool's cooldown total is below the ticket of 4,350.
    change_pool(&mut network, &alice, |pool| pool.total_unstaking = 4_350 * ONE - 1);
    assert_refused(network.claim_unstake(&alice), StakingError::MathOverflow);
    change_pool(&mut network, &alice, |pool| pool.total_unstaking = 4_350 * ONE);
    // The vault is short of more than what is uncollected.
    set_balance(&mut network, &pool_vault(&alice), 0);
    change_pool(&mut network, &alice, |pool| pool.uncollected_rewards = 4_350 * ONE - 1);
    assert_refused(network.claim_unstake(&alice), StakingError::MathOverflow);
    change_pool(&mut network, &alice, |pool| pool.uncollected_rewards = 4_350 * ONE);
    // The global vault owes less than what is pulled.
    change_overview(&mut network, |overview| overview.reward_liability = 4_350 * ONE - 1);
    assert_refused(network.claim_unstake(&alice), StakingError::MathOverflow);
}

#[test]
fn a_usdc_payout_beyond_a_counter_is_refused() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    change_overview(&mut network, |overview| overview.usdc_liability = 240 * ONE - 1);
    assert_refused(network.claim_usdc(&alice), StakingError::MathOverflow);
    change_overview(&mut network, |overview| overview.usdc_liability = 1_000 * ONE);
    change_pool(&mut network, &alice, |pool| pool.delegator_usdc = 240 * ONE - 1);
    assert_refused(network.claim_usdc(&alice), StakingError::MathOverflow);
}

#[test]
fn tickets_that_sum_beyond_u64_are_refused() {
    let World { mut network, alice, .. } = pool_of_three();
    change_record(&mut network, &alice, |record| {
        record.tickets[0] = Ticket { amount: u64::MAX, claimable_from: 1 };
        record.tickets[1] = Ticket { amount: 1, claimable_from: 1 };
    });
    assert_refused(network.claim_unstake(&alice), StakingError::MathOverflow);
}

#[test]
fn a_cooldown_beyond_time_is_refused() {
    let World { mut network, alice, .. } = pool_of_three();
    change_overview(&mut network, |overview| overview.delegator_unstake_delay = u64::MAX);
    assert_refused(network.unstake(&alice, ONE), StakingError::MathOverflow);
    change_overview(&mut network, |overview| overview.delegator_unstake_delay = i64::MAX as u64);
    assert_refused(network.unstake(&alice, ONE), StakingError::MathOverflow);
}

#[test]
fn a_checkpoint_ahead_of_the_index_is_refused() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    change_record(&mut network, &alice, |record| record.usdc_checkpoint = 80_000_000_000_000_001u128.into());
    assert_refused(network.stake(&alice, ONE), StakingError::MathOverflow);
    assert_refused(network.unstake(&alice, ONE), StakingError::MathOverflow);
    assert_refused(network.claim_usdc(&alice), StakingError::MathOverflow);
}

#[test]
fn sums_beyond_u64_are_refused() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    change_record(&mut network, &alice, |record| record.settled_usdc = u64::MAX);
    assert_refused(network.unstake(&alice, ONE), StakingError::MathOverflow);
    change_record(&mut network, &alice, |record| record.settled_usdc = 0);
    change_pool(&mut network, &alice, |pool| pool.settled_usdc = u64::MAX);
    assert_refused(network.unstake(&alice, ONE), StakingError::MathOverflow);
    change_pool(&mut network, &alice, |pool| pool.settled_usdc = 0);
    change_pool(&mut network, &alice, |pool| pool.total_unstaking = u64::MAX);
    assert_refused(network.unstake(&alice, ONE), StakingError::MathOverflow);
}

#[test]
fn a_record_with_more_shares_than_its_pool_is_refused() {
    let World { mut network, alice, .. } = pool_of_three();
    change_record(&mut network, &alice, |record| record.shares = 20_000 * ONE);
    assert_refused(network.unstake(&alice, 10_000 * ONE + 1), StakingError::NotEnoughShares);
    change_record(&mut network, &alice, |record| record.shares = u64::MAX);
    assert_refused(network.stake(&alice, ONE), StakingError::MathOverflow);
}

#[test]
fn every_transfer_is_checked_against_the_stored_decimals_of_its_own_mint() {
    let World { mut network, alice, bob, .. } = paid_pool_of_three();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.unstake(&bob, 5_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    change_overview(&mut network, |overview| overview.usdc_decimals = 9);
    assert_refused_with_code(network.claim_usdc(&alice), token_program::DECIMALS_MISMATCH);
    network.claim_unstake(&alice).unwrap();
    network.stake(&alice, ONE).unwrap();
    change_overview(&mut network, |overview| {
        overview.usdc_decimals = 6;
        overview.stake_decimals = 9;
    });
    assert_refused_with_code(network.stake(&alice, ONE), token_program::DECIMALS_MISMATCH);
    assert_refused_with_code(network.claim_unstake(&bob), token_program::DECIMALS_MISMATCH);
    network.claim_usdc(&alice).unwrap();
}
