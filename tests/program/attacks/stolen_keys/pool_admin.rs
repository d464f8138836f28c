//! The key of a pool's admin is stolen, who is not the owner of the operator's record.

use inference_staking_client::instruction::{self as ix, RecordOf};
use inference_staking_client::instructions::UpdateOperatorPoolArgs;
use inference_staking_client::{args, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::wallet;

use super::*;

/// The paid pool of three, handed over to a manager whose key the thief has.
fn managed() -> (World, Keypair) {
    let mut world = paid_with_real_money();
    let (manager, pool) = (wallet("manager"), world.operator.record.operator_pool);
    world.network.give_lamports(&manager.pubkey(), 10_000_000_000).unwrap();
    let propose = ix::change_operator_pool_admin(world.operator.key(), pool, manager.pubkey());
    let accept = ix::accept_operator_pool_admin(manager.pubkey(), pool);
    world.network.send(&[propose, accept], &[&world.operator.wallet, &manager]).unwrap();
    (world, manager)
}

/// Both commissions owed, to the thief's accounts.
fn withdraw_to_thief(network: &mut TestNetwork, manager: &Keypair, pool: Pubkey, thief: &Keypair) -> Outcome {
    let ([tokens, usdc], mints, admin) = (accounts_of(network, thief), network.mints, manager.pubkey());
    let tokens = ix::withdraw_operator_reward_commission_accounts(admin, pool, tokens, mints);
    let usdc = ix::withdraw_operator_usdc_commission_accounts(admin, pool, usdc, mints);
    let both = [ix::withdraw_operator_reward_commission(tokens), ix::withdraw_operator_usdc_commission(usdc)];
    network.send(&both, &[manager])
}

#[test]
fn a_thief_takes_the_commissions_owed_in_one_transaction_and_nothing_while_the_pool_is_halted() {
    let (World { mut network, operator, alice, bob }, manager) = managed();
    let (thief, pool) = (thief(&mut network), operator.record.operator_pool);
    halt(&mut network, &operator);
    refuses(&mut network, StakingError::PoolHalted, |network| withdraw_to_thief(network, &manager, pool, &thief));
    let close = ix::close_operator_pool(manager.pubkey(), pool, operator.record.address());
    refuses_instruction(&mut network, StakingError::PoolHalted, close, &[&manager]);
    resume(&mut network, &operator);
    withdraw_to_thief(&mut network, &manager, pool, &thief).unwrap();
    assert_eq!(loot(&mut network, &thief), [500 * ONE, 200 * ONE]);
    delegators_leave_with_everything(&mut network, [&alice, &bob], 7 * DAY);
}

#[test]
fn a_raise_to_the_maximum_is_public_for_the_notice() {
    let (World { mut network, operator, .. }, manager) = managed();
    let pool = operator.record.operator_pool;
    let raise = |bps| {
        let (reward_commission_bps, usdc_commission_bps) = (Some(bps), Some(bps));
        let args = UpdateOperatorPoolArgs { reward_commission_bps, usdc_commission_bps, ..Default::default() };
        ix::update_operator_pool(manager.pubkey(), pool, args)
    };
    refuses_instruction(&mut network, StakingError::CommissionAboveMaximum, raise(5_001), &[&manager]);
    // In epoch 2, with a notice of two epochs: from epoch 5 on.
    network.send(&[raise(5_000)], &[&manager]).unwrap();
    let mut commissions = Vec::new();
    for epoch in 2..=5 {
        network.pass_time(DAY);
        let before = network.pool_of(&operator).reward_commission;
        let tree = network.publish_leaves(epoch, vec![leaf(&operator, 1_000 * ONE, 0)], EMISSION, 0);
        network.pass_time(HOUR);
        network.accrue(&operator, epoch, tree.proof(0)).unwrap();
        commissions.push((network.pool_of(&operator).reward_commission - before) / ONE);
    }
    assert_eq!(commissions, [100, 100, 100, 500]);
}

#[test]
fn the_operators_stake_is_not_the_admins() {
    let (World { mut network, operator, alice, bob }, manager) = managed();
    let mut accounts = ix::by_record_owner_accounts(operator.record);
    accounts.owner = manager.pubkey();
    let unstake = ix::build(accounts, args::Unstake { shares: ONE, activating: 0, ticket: None });
    refuses_instruction(&mut network, StakingError::NotRecordOwner, unstake, &[&manager]);
    // Nor does it put a record of the thief's in its place: that has to hold as much.
    let thief = network.delegator("rich thief", &operator);
    network.buy_shares(&thief, 2_000 * ONE).unwrap();
    let RecordOf { operator_pool, .. } = operator.record;
    let rotation = ix::change_operator_staking_record_accounts(
        manager.pubkey(),
        operator_pool,
        operator.record.address(),
        thief.key(),
    );
    let rotate = ix::change_operator_staking_record(rotation);
    refuses_instruction(&mut network, StakingError::NewOperatorRecordTooSmall, rotate, &[&manager, &thief.wallet]);

    // It closes the pool, for good: everybody leaves, each with its own cooldown.
    network
        .send(&[ix::close_operator_pool(manager.pubkey(), operator_pool, operator.record.address())], &[&manager])
        .unwrap();
    network.unstake(&operator, 2_000 * ONE).unwrap();
    delegators_leave_with_everything(&mut network, [&alice, &bob], 7 * DAY);
    network.pass_time(7 * DAY);
    network.claim_unstake(&operator).unwrap();
    assert_eq!(gained(&mut network, &operator).0, tokens(900));
}
