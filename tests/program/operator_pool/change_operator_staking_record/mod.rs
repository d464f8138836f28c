//! `change_operator_staking_record`: what the change does. How large the new record must be is in `bounds`.

mod bounds;

use inference_staking_client::events::{OperatorStakingRecordChanged, StakeSlashed};
use inference_staking_client::instruction::{self as ix, RecordOf};
use inference_staking_client::instructions::UpdateOperatorPoolArgs;
use inference_staking_client::state::OperatorPool;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::Chain;
use inference_staking_test_kit::TestNetwork;
use solana_signer::Signer;

use crate::operator_pool::world::*;

#[test]
fn the_pool_names_the_new_record_and_no_stake_changes() {
    let World { mut network, operator, alice, .. } = paid_pool_of_three();
    let before = network.pool_of(&operator);
    let records = [network.record_of(&operator), network.record_of(&alice)];
    let overview = network.overview().unwrap();
    let executed = rotate(&mut network, &operator, &alice).unwrap();
    let expected = OperatorPool { operator_staking_record: alice.record.address(), event_sequence: 10, ..before };
    assert_state(&network.pool_of(&operator), &expected);
    assert_state(&network.record_of(&operator), &records[0]);
    assert_state(&network.record_of(&alice), &records[1]);
    assert_state(&network.overview().unwrap(), &overview);
    let told = OperatorStakingRecordChanged {
        operator_pool: operator.record.operator_pool,
        admin: operator.key(),
        previous_record: operator.record.address(),
        operator_staking_record: alice.record.address(),
        epoch: 2,
        pool: paid_pool_state(10),
    };
    assert_eq!(only_event::<OperatorStakingRecordChanged>(&executed), told);
}

#[test]
fn the_new_record_is_the_one_that_is_slashed() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    rotate(&mut network, &operator, &alice).unwrap();
    set_halt(&mut network, &operator, true);
    network.pass_time(2 * DAY);
    refuses(&mut network, StakingError::WrongOperatorRecord, |n| slash(n, &operator, ONE, 0));
    let executed = slash(&mut network, &alice, 2_500 * ONE, 0).unwrap();
    assert_eq!(only_event::<StakeSlashed>(&executed).staked_amount, 2_500 * ONE);
    assert_eq!((network.record_of(&alice).shares, network.record_of(&operator).shares), (500 * ONE, 2_000 * ONE));
}

#[test]
fn the_new_record_is_held_in_a_halted_pool_and_the_old_one_leaves_as_a_delegator() {
    let World { mut network, operator, alice, .. } = paid_pool_of_three();
    rotate(&mut network, &operator, &alice).unwrap();
    set_halt(&mut network, &operator, true);
    refuses(&mut network, StakingError::OperatorHalted, |n| n.unstake(&alice, ONE));
    refuses(&mut network, StakingError::OperatorHalted, |n| n.claim_usdc(&alice));
    refuses(&mut network, StakingError::OperatorHalted, |n| n.claim_unstake(&alice));
    // All of it, below the minimum, with the delegators' delay: 2,000 shares at 1.45.
    let now = network.chain.now();
    network.unstake(&operator, 2_000 * ONE).unwrap();
    assert_eq!(network.record_of(&operator).tickets[0].claimable_from, now + 7 * DAY);
    network.pass_time(7 * DAY);
    network.claim_unstake(&operator).unwrap();
    network.claim_usdc(&operator).unwrap();
    assert_eq!((network.tokens_of(&operator), network.usdc_of(&operator)), (1_000_900 * ONE, 160 * ONE));
    // Even its record may go: the pool does not need it any more.
    network.send(&[ix::close_staking_record(operator.record)], &[&operator.wallet]).unwrap();
}

#[test]
fn the_new_record_keeps_the_minimum_and_waits_the_operators_delay() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    rotate(&mut network, &operator, &alice).unwrap();
    refuses(&mut network, StakingError::OperatorStakeBelowMinimum, |n| n.unstake(&alice, 2_000 * ONE + 1));
    let now = network.chain.now();
    network.unstake(&alice, 2_000 * ONE).unwrap();
    assert_eq!(network.record_of(&alice).tickets[0].claimable_from, now + 14 * DAY);
}

#[test]
fn tickets_opened_before_the_change_keep_their_time() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    let now = network.chain.now();
    network.unstake(&operator, 1_000 * ONE).unwrap();
    network.unstake(&alice, ONE).unwrap();
    rotate(&mut network, &operator, &alice).unwrap();
    assert_eq!(network.record_of(&operator).tickets[0].claimable_from, now + 14 * DAY);
    assert_eq!(network.record_of(&alice).tickets[0].claimable_from, now + 7 * DAY);
}

#[test]
fn the_new_record_gets_the_commission_that_is_staked_and_may_stake_without_delegation() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    rotate(&mut network, &operator, &alice).unwrap();
    let args = UpdateOperatorPoolArgs { auto_stake: Some(true), delegation_allowed: Some(false), ..Default::default() };
    update(&mut network, &operator, args).unwrap();
    refuses(&mut network, StakingError::DelegationNotAllowed, |n| n.buy_shares(&operator, ONE));
    network.buy_shares(&alice, ONE).unwrap();
    network.unstake(&alice, ONE).unwrap();
    pay_pool(&mut network, &operator, 1, 5_000 * ONE, 0);
    // floor(500 x 10,000 / 14,500 x 10^6) shares.
    assert_eq!(network.record_of(&alice).shares, 3_344_827_586);
    assert_eq!(network.record_of(&operator).shares, 2_000 * ONE);
}

#[test]
fn the_record_can_be_changed_back() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    rotate(&mut network, &operator, &alice).unwrap();
    // Alice's 3,000 are at stake now, and the operator's own record has 2,000.
    refuses(&mut network, StakingError::NewOperatorRecordTooSmall, |n| rotate(n, &operator, &operator));
    network.buy_shares(&operator, 1_000 * ONE).unwrap();
    rotate(&mut network, &operator, &operator).unwrap();
    assert_eq!(network.pool_of(&operator).operator_staking_record, operator.record.address());
}

#[test]
fn the_record_may_be_changed_while_an_epoch_is_finalizing() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.mark(1).unwrap();
    rotate(&mut network, &operator, &alice).unwrap();
    assert_eq!(network.pool_of(&operator).operator_staking_record, alice.record.address());
}

#[test]
fn a_halted_operator_does_not_change_its_record() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    set_halt(&mut network, &operator, true);
    refuses(&mut network, StakingError::PoolHalted, |n| rotate(n, &operator, &alice));
    set_halt(&mut network, &operator, false);
    rotate(&mut network, &operator, &alice).unwrap();
}

#[test]
fn the_operator_of_a_closed_pool_does_not_change_its_record() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    close(&mut network, &operator).unwrap();
    refuses(&mut network, StakingError::PoolClosed, |n| rotate(n, &operator, &alice));
}

#[test]
fn the_record_stored_in_the_pool_is_the_old_one_whatever_is_smaller() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    rotate(&mut network, &operator, &bob).unwrap();
    // Bob's 5,000 are at stake; against the operator's first record of 2,000 Alice's 3,000 would do.
    let pool = operator.record.operator_pool;
    for old in [operator.record.address(), alice.record.address()] {
        let accounts = ix::change_operator_staking_record_accounts(operator.key(), pool, old, alice.key());
        let change = ix::change_operator_staking_record(accounts);
        let attempt = |n: &mut TestNetwork| n.send(&[change], &[&operator.wallet, &alice.wallet]);
        refuses(&mut network, StakingError::WrongOperatorRecord, attempt);
    }
}

#[test]
fn the_same_record_is_no_new_one() {
    let World { mut network, operator, .. } = pool_of_three();
    refuses(&mut network, StakingError::WrongNewOperatorRecord, |n| rotate(n, &operator, &operator));
}

#[test]
fn the_new_records_owner_is_the_one_who_signs() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    let (pool, old) = (operator.record.operator_pool, operator.record.address());
    for signer in [&bob, &operator] {
        let mut accounts = ix::change_operator_staking_record_accounts(operator.key(), pool, old, signer.key());
        accounts.new_operator_staking_record = alice.record.address();
        let change = ix::change_operator_staking_record(accounts);
        let attempt = |n: &mut TestNetwork| n.send(&[change], &[&operator.wallet, &signer.wallet]);
        refuses(&mut network, StakingError::WrongNewOperatorRecord, attempt);
    }
}

#[test]
fn a_record_in_another_pool_is_refused() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    let other = network.operator("other operator", 9_000 * ONE);
    let elsewhere = RecordOf { operator_pool: other.record.operator_pool, owner: alice.key() };
    let payer = network.payer.pubkey();
    network.send(&[ix::create_staking_record(payer, elsewhere)], &[&alice.wallet]).unwrap();
    let (pool, old) = (operator.record.operator_pool, operator.record.address());
    for (owner, record) in [(&alice, elsewhere.address()), (&other, other.record.address())] {
        let mut accounts = ix::change_operator_staking_record_accounts(operator.key(), pool, old, owner.key());
        accounts.new_operator_staking_record = record;
        let change = ix::change_operator_staking_record(accounts);
        let attempt = |n: &mut TestNetwork| n.send(&[change], &[&operator.wallet, &owner.wallet]);
        refuses(&mut network, StakingError::RecordOfAnotherPool, attempt);
    }
}
