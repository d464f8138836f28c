//! The key of a halt authority is stolen.

use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdatePoolOverviewAuthoritiesArgs;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::wallet;
use inference_staking_test_kit::epochs::EpochTree;
use solana_signer::Signer;

use super::*;

#[test]
fn a_thief_who_halts_a_pool_stops_its_operator_and_no_delegator() {
    let World { mut network, operator, alice, bob } = paid_with_real_money();
    halt(&mut network, &operator);
    for staker in [&operator, &alice] {
        refuses(&mut network, StakingError::PoolHalted, |network| network.stake(staker, ONE));
    }
    refuses(&mut network, StakingError::OperatorHalted, |network| network.unstake(&operator, ONE));
    refuses(&mut network, StakingError::PoolHalted, |network| withdraw_commissions(network, &operator));
    refuses(&mut network, StakingError::OperatorHalted, |network| network.claim_usdc(&operator));
    delegators_leave_with_everything(&mut network, [&alice, &bob], 7 * DAY);
    // Another halt authority resumes it: the operator has what it had.
    resume(&mut network, &operator);
    withdraw_commissions(&mut network, &operator).unwrap();
    network.claim_usdc(&operator).unwrap();
    assert_eq!(gained(&mut network, &operator), (tokens(-2_000 + 500), (200 + 160) * ONE));
}

#[test]
fn a_thief_who_revokes_each_record_holds_payment_up_until_its_key_is_replaced() {
    let World { mut network, operator, alice, .. } = paid_with_real_money();
    let thief = network.halt_authority.insecure_clone();
    network.stake(&alice, 290 * ONE).unwrap();
    network.fund_vaults(EMISSION, 0);
    network.pass_time(DAY);
    let tree = EpochTree::new(2, vec![leaf(&operator, 5_000 * ONE, 0)]);
    network.mark(2).unwrap();
    let revoke = ix::revoke_reward_record(thief.pubkey(), 2, network.payer.pubkey());
    for _ in 0..3 {
        network.publish(2, tree.record_args(EMISSION, 0)).unwrap();
        network.pass_time(HOUR - 1);
        network.send(std::slice::from_ref(&revoke), &[&thief]).unwrap();
        refuses(&mut network, StakingError::PoolBehind, |network| network.activate(&alice));
    }

    let admin = network.program_admin.insecure_clone();
    let halt_authorities = Some(vec![wallet("new halt authority").pubkey()]);
    let args = UpdatePoolOverviewAuthoritiesArgs { halt_authorities, ..Default::default() };
    network.send(&[ix::update_pool_overview_authorities(admin.pubkey(), args)], &[&admin]).unwrap();
    network.publish(2, tree.record_args(EMISSION, 0)).unwrap();
    refuses(&mut network, StakingError::NotRevokingAuthority, |network| network.send(&[revoke], &[&thief]));
    network.pass_time(HOUR);
    network.accrue(&operator, 2, tree.proof(0)).unwrap();
    network.activate(&alice).unwrap();
    // 4,500 more for 10,000 shares: 1.9 each.
    assert_eq!(network.record_of(&alice).shares, 3_000 * ONE + 152_631_578);
}
