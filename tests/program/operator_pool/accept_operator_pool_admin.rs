//! `accept_operator_pool_admin`: whoever was proposed takes over, and nobody else.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::events::OperatorPoolAdminAccepted;
use inference_staking_client::instruction::{self as ix, RecordOf};
use inference_staking_client::instructions::UpdateOperatorPoolArgs;
use inference_staking_client::state::OperatorPool;
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::wallet;
use inference_staking_test_kit::{Staker, TestNetwork};
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::operator_pool::world::*;

/// The new admin, acting for the operator's pool.
fn acting(network: &mut TestNetwork, new_admin: &Keypair, operator: &Staker) -> Staker {
    let mints = network.mints;
    network.token_account(&new_admin.pubkey(), &mints.stake).unwrap();
    network.token_account(&new_admin.pubkey(), &mints.usdc).unwrap();
    let record = RecordOf { operator_pool: operator.record.operator_pool, owner: new_admin.pubkey() };
    Staker { wallet: new_admin.insecure_clone(), record }
}

#[test]
fn the_proposed_key_takes_over_and_pool_and_record_stay_where_they_are() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    let (before, record, successor) = (network.pool_of(&operator), network.record_of(&operator), wallet("successor"));
    propose(&mut network, &operator, &successor.pubkey()).unwrap();
    let executed = accept(&mut network, &operator, &successor).unwrap();
    let expected =
        OperatorPool { admin: successor.pubkey(), pending_admin: Pubkey::default(), event_sequence: 11, ..before };
    assert_state(&network.pool_of(&operator), &expected);
    assert_eq!(expected.first_admin, operator.key());
    assert_eq!(expected.operator_staking_record, operator.record.address());
    assert_eq!(operator.record.operator_pool, address::operator_pool(&operator.key()));
    assert_state(&network.record_of(&operator), &record);
    let told = OperatorPoolAdminAccepted {
        operator_pool: operator.record.operator_pool,
        previous_admin: operator.key(),
        admin: successor.pubkey(),
        epoch: 2,
        pool: paid_pool_state(11),
    };
    assert_eq!(only_event::<OperatorPoolAdminAccepted>(&executed), told);
}

#[test]
fn without_a_proposal_the_zero_key_may_not_accept() {
    let pool: OperatorPool = bytemuck::Zeroable::zeroed();
    let refused = pool.require_pending_admin(&Pubkey::default());
    assert_eq!(refused, Err(StakingError::NotPendingPoolAdmin.into()));
}

#[test]
fn the_old_admin_keeps_its_power_until_the_new_one_accepts_and_loses_it_then() {
    let World { mut network, operator, alice, .. } = paid_pool_of_three();
    let successor = wallet("successor");
    let new_admin = acting(&mut network, &successor, &operator);
    propose(&mut network, &operator, &successor.pubkey()).unwrap();
    let nothing = UpdateOperatorPoolArgs::default;
    refuses(&mut network, StakingError::NotPoolAdmin, |n| update(n, &new_admin, nothing()));
    update(&mut network, &operator, nothing()).unwrap();
    accept(&mut network, &operator, &successor).unwrap();

    let not_admin = StakingError::NotPoolAdmin;
    refuses(&mut network, not_admin, |n| update(n, &operator, nothing()));
    refuses(&mut network, not_admin, |n| propose(n, &operator, &operator.key()));
    refuses(&mut network, not_admin, |n| rotate(n, &operator, &alice));
    refuses(&mut network, not_admin, |n| withdraw_tokens(n, &operator));
    refuses(&mut network, not_admin, |n| withdraw_usdc(n, &operator));
    refuses(&mut network, not_admin, |n| sweep(n, &operator));

    update(&mut network, &new_admin, nothing()).unwrap();
    withdraw_tokens(&mut network, &new_admin).unwrap();
    withdraw_usdc(&mut network, &new_admin).unwrap();
    assert_eq!((network.tokens_of(&new_admin), network.usdc_of(&new_admin)), (500 * ONE, 200 * ONE));
    rotate(&mut network, &new_admin, &alice).unwrap();
    close(&mut network, &new_admin).unwrap();
}

#[test]
fn the_old_admin_still_owns_its_stake_and_a_new_operator_cannot_take_its_address() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    let successor = wallet("successor");
    propose(&mut network, &operator, &successor.pubkey()).unwrap();
    accept(&mut network, &operator, &successor).unwrap();
    network.buy_shares(&operator, 145 * ONE).unwrap();
    network.claim_usdc(&operator).unwrap();
    assert_eq!(network.record_of(&operator).shares, 2_100 * ONE);
    // It is the operator's record still, and keeps the minimum: 689 shares at 1.45 are 999.05 tokens.
    refuses(&mut network, StakingError::OperatorStakeBelowMinimum, |n| n.unstake(&operator, 1_411 * ONE));
}

#[test]
fn a_proposal_is_accepted_once() {
    let World { mut network, operator, .. } = pool_of_three();
    let (first, second) = (wallet("first"), wallet("second"));
    propose(&mut network, &operator, &first.pubkey()).unwrap();
    accept(&mut network, &operator, &first).unwrap();
    let admin = acting(&mut network, &first, &operator);
    propose(&mut network, &admin, &second.pubkey()).unwrap();
    accept(&mut network, &operator, &second).unwrap();
    refuses(&mut network, StakingError::NotPendingPoolAdmin, |n| accept(n, &operator, &first));
    refuses(&mut network, StakingError::NotPendingPoolAdmin, |n| accept(n, &operator, &second));
}

#[test]
fn nobody_accepts_what_was_not_proposed_to_them() {
    let World { mut network, operator, .. } = pool_of_three();
    let (stranger, program_admin) = (wallet("stranger"), network.program_admin.insecure_clone());
    for pending in [None, Some(wallet("successor").pubkey())] {
        if let Some(successor) = pending {
            propose(&mut network, &operator, &successor).unwrap();
        }
        for key in [&stranger, &operator.wallet, &program_admin] {
            refuses(&mut network, StakingError::NotPendingPoolAdmin, |n| accept(n, &operator, key));
        }
    }
}

#[test]
fn a_proposal_for_one_pool_is_none_for_another() {
    let World { mut network, operator, .. } = pool_of_three();
    let other = network.operator("other operator", 1_000 * ONE);
    let successor = wallet("successor");
    propose(&mut network, &operator, &successor.pubkey()).unwrap();
    refuses(&mut network, StakingError::NotPendingPoolAdmin, |n| accept(n, &other, &successor));
}

#[test]
fn a_halted_pool_is_not_handed_over_but_may_be_proposed() {
    let World { mut network, operator, .. } = pool_of_three();
    let successor = wallet("successor");
    set_halt(&mut network, &operator, true);
    propose(&mut network, &operator, &successor.pubkey()).unwrap();
    refuses(&mut network, StakingError::PoolHalted, |n| accept(n, &operator, &successor));
    set_halt(&mut network, &operator, false);
    accept(&mut network, &operator, &successor).unwrap();
}

#[test]
fn a_closed_pool_may_be_handed_over() {
    let World { mut network, operator, .. } = pool_of_three();
    let successor = wallet("successor");
    close(&mut network, &operator).unwrap();
    propose(&mut network, &operator, &successor.pubkey()).unwrap();
    accept(&mut network, &operator, &successor).unwrap();
    assert_eq!(network.pool_of(&operator).admin, successor.pubkey());
}

#[test]
fn a_new_admin_may_create_a_pool_of_its_own() {
    let World { mut network, operator, .. } = pool_of_three();
    let successor = network.funded_wallet("successor", 0).unwrap();
    propose(&mut network, &operator, &successor.pubkey()).unwrap();
    accept(&mut network, &operator, &successor).unwrap();
    let own = network.operator("successor", 1_000 * ONE);
    assert_eq!(network.pool_of(&own).admin, network.pool_of(&operator).admin);
    assert_ne!(own.record.operator_pool, operator.record.operator_pool);
    // The first admin's address is taken for ever.
    let accounts = ix::create_operator_pool_accounts(network.payer.pubkey(), operator.key(), network.mints.stake, None);
    let again = ix::create_operator_pool(accounts, inference_staking_test_kit::actors::pool_args(), u64::MAX);
    assert!(network.send(&[again], &[&operator.wallet]).is_err());
}
