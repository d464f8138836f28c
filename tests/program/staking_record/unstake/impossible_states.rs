//! States that no history makes: the program refuses to go on from them.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::assert_refused;

use crate::staking_record::world::*;

#[test]
fn a_cooldown_beyond_time_is_refused() {
    let World { mut network, alice, .. } = pool_of_three();
    change_overview(&mut network, |overview| overview.delegator_unstake_delay = u64::MAX);
    assert_refused(network.unstake(&alice, ONE), StakingError::MathOverflow);
    change_overview(&mut network, |overview| overview.delegator_unstake_delay = i64::MAX as u64);
    assert_refused(network.unstake(&alice, ONE), StakingError::MathOverflow);
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
    network.stake(&alice, ONE).unwrap();
    network.ripen(&alice);
    change_record(&mut network, &alice, |record| record.shares = 20_000 * ONE);
    assert_refused(network.unstake(&alice, 10_000 * ONE + 1), StakingError::NotEnoughShares);
    change_record(&mut network, &alice, |record| record.shares = u64::MAX);
    assert_refused(network.activate(&alice), StakingError::MathOverflow);
}
