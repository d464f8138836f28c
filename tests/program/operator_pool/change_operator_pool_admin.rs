//! `change_operator_pool_admin`: an admin proposes another, or nobody.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::events::OperatorPoolAdminProposed;
use inference_staking_client::state::OperatorPool;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::DAY;
use inference_staking_localnet::wallet;
use solana_signer::Signer;

use crate::operator_pool::world::*;

#[test]
fn a_proposal_is_written_and_told_and_changes_nothing_else() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    let (before, successor) = (network.pool_of(&operator), wallet("successor").pubkey());
    let executed = propose(&mut network, &operator, &successor).unwrap();
    let expected = OperatorPool { pending_admin: successor, event_sequence: 10, ..before };
    assert_state(&network.pool_of(&operator), &expected);
    let told = OperatorPoolAdminProposed {
        operator_pool: operator.record.operator_pool,
        admin: operator.key(),
        pending_admin: successor,
        epoch: 2,
        pool: paid_pool_state(10),
    };
    assert_eq!(only_event::<OperatorPoolAdminProposed>(&executed), told);
}

#[test]
fn the_zero_key_withdraws_a_proposal() {
    let World { mut network, operator, .. } = pool_of_three();
    let (before, successor) = (network.pool_of(&operator), wallet("successor"));
    propose(&mut network, &operator, &successor.pubkey()).unwrap();
    let executed = propose(&mut network, &operator, &Pubkey::default()).unwrap();
    assert_eq!(only_event::<OperatorPoolAdminProposed>(&executed).pending_admin, Pubkey::default());
    assert_state(&network.pool_of(&operator), &OperatorPool { event_sequence: 10, ..before });
    refuses(&mut network, StakingError::NotPendingPoolAdmin, |n| accept(n, &operator, &successor));
}

#[test]
fn a_later_proposal_replaces_an_earlier_one() {
    let World { mut network, operator, .. } = pool_of_three();
    let (first, second) = (wallet("first"), wallet("second"));
    propose(&mut network, &operator, &first.pubkey()).unwrap();
    propose(&mut network, &operator, &second.pubkey()).unwrap();
    refuses(&mut network, StakingError::NotPendingPoolAdmin, |n| accept(n, &operator, &first));
    accept(&mut network, &operator, &second).unwrap();
    assert_eq!(network.pool_of(&operator).admin, second.pubkey());
}

#[test]
fn both_steps_are_taken_while_an_epoch_is_finalizing_too() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    let (first, second) = (wallet("first"), wallet("second"));
    network.pass_time(DAY);
    network.mark(2).unwrap();
    propose(&mut network, &operator, &first.pubkey()).unwrap();
    propose(&mut network, &operator, &Pubkey::default()).unwrap();
    propose(&mut network, &operator, &second.pubkey()).unwrap();
    accept(&mut network, &operator, &second).unwrap();
    assert_eq!(network.pool_of(&operator).admin, second.pubkey());
}
