//! `close_staking_record`: of delegators. The operator's is in `operators_record`.

mod accounts;
mod operators_record;

use bytemuck::Zeroable;
use inference_staking_client::events::StakingRecordClosed;
use inference_staking_client::instruction as ix;
use inference_staking_client::state::{OperatorPool, StakingRecord};
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::Chain;
use inference_staking_test_kit::actors::activate_return;
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::{assert_refused, Staker};
use solana_signer::Signer;

use crate::staking_record::world::*;

/// The paid pool of three and Carol with an empty record, the pool's tenth event.
fn paid_pool_and_carol() -> (World, Staker) {
    let mut world = paid_pool_of_three();
    let carol = world.network.delegator("carol", &world.operator);
    (world, carol)
}

#[test]
fn an_empty_record_is_closed_and_its_owner_gets_exactly_its_lamports() {
    let (World { mut network, .. }, carol) = paid_pool_and_carol();
    network.give_lamports(&carol.record.address(), 7).unwrap();
    let rent = lamports(&mut network, &carol.record.address());
    assert_eq!(lamports(&mut network, &carol.key()), 0);
    let pool_before = network.pool_of(&carol);
    let executed = close(&mut network, &carol).unwrap();

    assert!(rent > 7);
    assert_eq!(lamports(&mut network, &carol.key()), rent);
    assert!(network.chain.account(&carol.record.address()).is_none());
    assert_state(&network.pool_of(&carol), &OperatorPool { event_sequence: 11, ..pool_before });
    let expected = StakingRecordClosed {
        operator_pool: carol.record.operator_pool,
        staking_record: carol.record.address(),
        owner: carol.key(),
        epoch: 2,
        pool: paid_pool_state(11),
    };
    assert_eq!(only_event::<StakingRecordClosed>(&executed), expected);
}

#[test]
fn a_record_with_shares_is_not_closed() {
    let World { mut network, bob, .. } = pool_of_three();
    network.unstake(&bob, 5_000 * ONE - 1).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&bob).unwrap();
    // One share is left, and nothing else.
    assert_refused(close(&mut network, &bob), StakingError::RecordNotEmpty);
    assert_eq!(network.record_of(&bob).shares, 1);
}

#[test]
fn a_record_with_a_ticket_is_not_closed_even_once_it_has_matured() {
    let World { mut network, bob, .. } = pool_of_three();
    network.unstake(&bob, 5_000 * ONE).unwrap();
    assert_refused(close(&mut network, &bob), StakingError::RecordNotEmpty);
    network.pass_time(7 * DAY);
    assert_refused(close(&mut network, &bob), StakingError::RecordNotEmpty);
    network.claim_unstake(&bob).unwrap();
    close(&mut network, &bob).unwrap();
    assert_eq!(network.tokens_of(&bob), 1_000_000 * ONE);
}

#[test]
fn a_record_with_activating_tokens_is_not_closed() {
    let (World { mut network, .. }, carol) = paid_pool_and_carol();
    network.stake(&carol, 1).unwrap();
    assert_refused(close(&mut network, &carol), StakingError::RecordNotEmpty);
    unstake_both(&mut network, &carol, 0, 1).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&carol).unwrap();
    close(&mut network, &carol).unwrap();
}

#[test]
fn a_record_with_settled_usdc_is_not_closed() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_refused(close(&mut network, &alice), StakingError::RecordNotEmpty);
    network.claim_usdc(&alice).unwrap();
    assert_eq!(network.usdc_of(&alice), 240 * ONE);
    close(&mut network, &alice).unwrap();
}

#[test]
fn tickets_in_every_place_keep_a_record_open() {
    let (World { mut network, .. }, carol) = paid_pool_and_carol();
    for place in 0..4 {
        change_record(&mut network, &carol, |record| {
            record.tickets = [FREE; 4];
            record.tickets[place].amount = 1;
        });
        assert_refused(close(&mut network, &carol), StakingError::RecordNotEmpty);
    }
}

#[test]
fn halts_a_closed_pool_and_a_finalizing_epoch_keep_no_record_open() {
    let (World { mut network, operator, .. }, carol) = paid_pool_and_carol();
    close_pool(&mut network, &operator);
    halt_pool(&mut network, &operator);
    network.pass_time(DAY);
    network.mark(2).unwrap();
    halt_everything(&mut network);
    close(&mut network, &carol).unwrap();
}

#[test]
fn a_closed_record_can_be_created_again_and_earns_from_then_on() {
    let (World { mut network, operator, .. }, carol) = paid_pool_and_carol();
    let before = network.record_of(&carol);
    close(&mut network, &carol).unwrap();
    let payer = network.payer.pubkey();
    network.send(&[ix::create_staking_record(payer, carol.record)], &[&carol.wallet]).unwrap();
    assert_state(&network.record_of(&carol), &before);
    // 1,450 tokens at 1.45.
    let activated = network.buy_shares(&carol, 1_450 * ONE).unwrap();
    assert_eq!(activate_return(&activated).shares, 1_000 * ONE);
    assert_refused(network.claim_usdc(&carol), StakingError::NoUsdcToClaim);
    // 1,375 USDC less 20 % are 1,100 for 11,000 shares.
    pay_pool(&mut network, &operator, 2, 0, 1_375 * ONE);
    network.claim_usdc(&carol).unwrap();
    assert_eq!(network.usdc_of(&carol), 100 * ONE);
}

#[test]
fn a_record_that_was_used_comes_back_with_nothing_of_its_past() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    network.send(&[ix::lock_stake(alice.record, 1_209_600)], &[&alice.wallet]).unwrap();
    begin_unlock(&mut network, &alice).unwrap();
    network.pass_time(14 * DAY);
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    network.claim_usdc(&alice).unwrap();
    let used = network.record_of(&alice);
    close(&mut network, &alice).unwrap();
    let payer = network.payer.pubkey();
    network.send(&[ix::create_staking_record(payer, alice.record)], &[&alice.wallet]).unwrap();
    let StakingRecord { owner, operator_pool, owner_token_account, bump, .. } = used;
    let fresh =
        StakingRecord { owner, operator_pool, owner_token_account, bump, version: 1, ..StakingRecord::zeroed() };
    assert_state(&network.record_of(&alice), &fresh);
}

#[test]
fn a_record_is_closed_once() {
    let (World { mut network, .. }, carol) = paid_pool_and_carol();
    close(&mut network, &carol).unwrap();
    assert_refused_with_code(close(&mut network, &carol), anchor::WRONG_OWNER_PROGRAM);
    let twice = ix::close_staking_record(carol.record);
    let payer = network.payer.pubkey();
    network.send(&[ix::create_staking_record(payer, carol.record)], &[&carol.wallet]).unwrap();
    assert_refused_with_code(network.send(&[twice.clone(), twice], &[&carol.wallet]), anchor::WRONG_OWNER_PROGRAM);
}

#[test]
fn lamports_sent_in_the_same_transaction_do_not_revive_a_record() {
    let (World { mut network, operator, .. }, carol) = paid_pool_and_carol();
    let operator_record = operator.record.address();
    let rent = lamports(&mut network, &carol.record.address());
    let payer = network.payer.pubkey();
    let close = ix::close_staking_record(carol.record);
    let revive = lamport_transfer(&payer, &carol.record.address(), rent);
    let uses = [ix::lock_stake(carol.record, 1_209_600), ix::query_staking_record(carol.record, operator_record)];
    for used in uses {
        let result = network.send(&[close.clone(), revive.clone(), used], &[&carol.wallet]);
        assert_refused_with_code(result, anchor::WRONG_OWNER_PROGRAM);
    }
    network.send(&[close, revive], &[&carol.wallet]).unwrap();
    let left = network.chain.account(&carol.record.address()).unwrap();
    assert_eq!((left.owner, left.data.len()), (anchor_lang::prelude::system_program::ID, 0));
    network.send(&[ix::create_staking_record(payer, carol.record)], &[&carol.wallet]).unwrap();
}

#[test]
fn a_record_is_closed_and_created_in_one_transaction() {
    let (World { mut network, .. }, carol) = paid_pool_and_carol();
    let before = network.record_of(&carol);
    let payer = network.payer.pubkey();
    let both = [ix::close_staking_record(carol.record), ix::create_staking_record(payer, carol.record)];
    network.send(&both, &[&carol.wallet]).unwrap();
    assert_state(&network.record_of(&carol), &before);
}
