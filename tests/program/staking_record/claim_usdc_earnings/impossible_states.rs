//! States that no history makes: the program refuses to go on from them.

use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::assert_refused;

use crate::staking_record::world::*;

#[test]
fn a_usdc_claim_that_leaves_the_vault_owing_more_than_it_holds_is_refused() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    set_balance(&mut network, &address::usdc_vault(), 1_000 * ONE - 1);
    assert_refused(network.claim_usdc(&alice), StakingError::UsdcVaultUnderfunded);
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
