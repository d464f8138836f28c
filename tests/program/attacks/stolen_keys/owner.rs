//! The key of a record's owner is stolen.

use inference_staking_client::instruction as ix;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};

use super::*;

#[test]
fn a_thief_takes_a_records_usdc_at_once_and_its_shares_after_the_cooldown() {
    let World { mut network, alice, .. } = paid_with_real_money();
    let thief = thief(&mut network);
    let ([tokens, usdc], mints) = (accounts_of(&network, &thief), network.mints);
    network.send(&[ix::claim_usdc_earnings(alice.record, usdc, mints.usdc)], &[&alice.wallet]).unwrap();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    let claim = ix::claim_unstake_to(alice.record, tokens, mints.stake);
    network.pass_time(7 * DAY - 1);
    refuses(&mut network, StakingError::NothingToClaim, |network| {
        network.send(std::slice::from_ref(&claim), &[&alice.wallet])
    });
    network.pass_time(1);
    let collect = ix::collect_pool_rewards(alice.record.operator_pool, mints.stake);
    network.send(&[collect, claim], &[&alice.wallet]).unwrap();
    assert_eq!(loot(&mut network, &thief), [4_350 * ONE, 240 * ONE]);
}

#[test]
fn a_lock_that_was_set_before_keeps_the_shares_for_its_release() {
    let World { mut network, alice, .. } = paid_with_real_money();
    network.send(&[ix::lock_stake(alice.record, 365 * 86_400)], &[&alice.wallet]).unwrap();
    refuses(&mut network, StakingError::SharesLocked, |network| network.unstake(&alice, 1));
    network.send(&[ix::begin_unlock(alice.record)], &[&alice.wallet]).unwrap();
    refuses(&mut network, StakingError::SharesLocked, |network| network.unstake(&alice, 3_000 * ONE));
    network.pass_time(364 * DAY);
    refuses(&mut network, StakingError::SharesLocked, |network| network.unstake(&alice, 3_000 * ONE));
    network.pass_time(DAY);
    network.unstake(&alice, 3_000 * ONE).unwrap();
}
