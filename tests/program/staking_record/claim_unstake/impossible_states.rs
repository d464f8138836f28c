//! States that no history makes: the program refuses to go on from them.

use inference_staking_client::state::Ticket;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::assert_refused;
use inference_staking_test_kit::refusal::assert_refused_with_code;

use crate::staking_record::world::*;

#[test]
fn a_claim_that_leaves_the_pool_vault_short_is_refused() {
    let World { mut network, alice, .. } = pool_of_three();
    network.unstake(&alice, ONE).unwrap();
    network.pass_time(7 * DAY);
    set_balance(&mut network, &pool_vault(&alice), 10_000 * ONE - 1);
    assert_refused(network.claim_unstake(&alice), StakingError::InvariantViolated);
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
    // The vault holds less than the ticket.
    set_balance(&mut network, &pool_vault(&alice), 4_350 * ONE - 1);
    assert_refused_with_code(network.claim_unstake(&alice), token_program::INSUFFICIENT_FUNDS);
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
