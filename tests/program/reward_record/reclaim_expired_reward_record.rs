//! `reclaim_expired_reward_record`.

use inference_staking_client::event::decode_all;
use inference_staking_client::events::ExpiredRewardRecordReclaimed;
use inference_staking_client::instruction as ix;
use inference_staking_client::state::PoolOverview;
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::DAY;
use inference_staking_localnet::{wallet, Chain};
use inference_staking_test_kit::administration::set_accrual_halted;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::refusal::{all_accounts, refuses};
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::{assert_state, lamports};
use inference_staking_test_kit::world::{leaf, liabilities};
use inference_staking_test_kit::{Staker, TestNetwork};
use solana_signer::Signer;
use solana_transaction::Transaction;

use anchor_lang::error::ErrorCode;
use inference_staking_test_kit::refusal::assert_refused_with_code;
/// An operator with 10 shares. Epoch 1 has paid its pool 100 tokens and 50 USDC: 9,900 and 10 remain in the record.
/// Epoch 2 pays nobody anything of its 10,000 tokens.
fn partly_accrued() -> (TestNetwork, Staker) {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    let proof = publish_leaf(&mut network, 1, &operator, (100, 50), 60);
    network.accrue(&operator, 1, proof).unwrap();
    publish_leaf(&mut network, 2, &operator, (0, 0), 0);
    (network, operator)
}

#[test]
fn what_an_expired_record_holds_leaves_the_liabilities() {
    let (mut network, operator) = partly_accrued();
    complete_epochs_until(&mut network, 129);
    let before = network.overview().unwrap();
    assert_eq!((before.reward_liability, before.usdc_liability), (20_000, 60));
    let accounts = [operator.record.operator_pool, operator.record.address(), address::reward_record(2)];
    let untouched = accounts.map(|account| network.chain.account(&account));
    let executed = reclaim(&mut network, 1).unwrap();

    // 20,000 - 9,900 and 60 - 10: what the pool has earned stays owed.
    let expected = PoolOverview { reward_liability: 10_100, usdc_liability: 50, ..before };
    assert_state(&network.overview().unwrap(), &expected);
    assert_eq!(network.chain.account(&address::reward_record(1)), None);
    assert_eq!(accounts.map(|account| network.chain.account(&account)), untouched);
    assert_eq!([address::reward_vault(), address::usdc_vault()].map(|v| network.balance(&v)), [20_000, 60]);
    let event = ExpiredRewardRecordReclaimed {
        reward_epoch: 1,
        reclaimed_rewards: 9_900,
        reclaimed_usdc: 10,
        reward_liability: 10_100,
        usdc_liability: 50,
        epoch: 130,
    };
    assert_eq!(decode_all::<ExpiredRewardRecordReclaimed>(&executed.logs), [event]);
    // Gone is gone.
    assert!(reclaim(&mut network, 1).is_err());
}

#[test]
fn a_record_expires_128_epochs_after_its_own() {
    let (mut network, _) = partly_accrued();
    for completed in [2, 127, 128] {
        complete_epochs_until(&mut network, completed);
        refuses(&mut network, StakingError::RecordNotExpired, |network| reclaim(network, 1));
    }
    complete_epochs_until(&mut network, 129);
    refuses(&mut network, StakingError::RecordNotExpired, |network| reclaim(network, 2));
    reclaim(&mut network, 1).unwrap();
    complete_epochs_until(&mut network, 130);
    reclaim(&mut network, 2).unwrap();
    assert_eq!(liabilities(&mut network), (100, 50));
}

#[test]
fn an_expired_record_is_reclaimed_however_old_it_is_and_while_an_epoch_is_finalizing() {
    let (mut network, _) = partly_accrued();
    complete_epochs_until(&mut network, 205);
    network.mark(206).unwrap();
    // The epoch that is being finalized does not count.
    reclaim(&mut network, 2).unwrap();
    reclaim(&mut network, 1).unwrap();
    let overview = network.overview().unwrap();
    assert_eq!((overview.completed_reward_epoch, overview.is_epoch_finalizing), (205, 1));
    assert_eq!((overview.reward_liability, overview.usdc_liability), (100, 50));
}

#[test]
fn an_epoch_being_finalized_does_not_expire_a_record() {
    let (mut network, _) = partly_accrued();
    complete_epochs_until(&mut network, 128);
    network.mark(129).unwrap();
    refuses(&mut network, StakingError::RecordNotExpired, |network| reclaim(network, 1));
}

#[test]
fn a_record_expires_when_the_128th_after_it_is_claimable_and_not_a_second_earlier() {
    let mut network = challenged_network();
    publish_without_roots(&mut network, 1..=129);
    network.pass_time(CHALLENGE - 1);
    refuses(&mut network, StakingError::RecordNotExpired, |network| reclaim(network, 1));
    network.pass_time(1);
    refuses(&mut network, StakingError::RecordNotExpired, |network| reclaim(network, 2));
    reclaim(&mut network, 1).unwrap();
}

#[test]
fn nothing_is_reclaimed_while_accrual_is_halted() {
    let (mut network, _) = partly_accrued();
    complete_epochs_until(&mut network, 129);
    set_accrual_halted(&mut network, true);
    network.pass_time(100 * DAY);
    refuses(&mut network, StakingError::AccrualHalted, |network| reclaim(network, 1));
    set_accrual_halted(&mut network, false);
    reclaim(&mut network, 1).unwrap();
}

#[test]
fn what_was_reclaimed_funds_a_later_record() {
    let (mut network, operator) = partly_accrued();
    complete_epochs_until(&mut network, 129);
    reclaim(&mut network, 1).unwrap();
    // 9,900 tokens and 10 USDC are free again: 100 tokens are missing for 10,000.
    let tree = EpochTree::new(130, vec![leaf(&operator, 0, 0)]);
    network.mark(130).unwrap();
    network.fund_vaults(99, 0);
    refuses(&mut network, StakingError::RewardVaultUnderfunded, |network| {
        network.publish(130, tree.record_args(EPOCH_REWARDS, 10))
    });
    network.fund_vaults(1, 0);
    refuses(&mut network, StakingError::UsdcVaultUnderfunded, |network| {
        network.publish(130, tree.record_args(EPOCH_REWARDS, 11))
    });
    network.publish(130, tree.record_args(EPOCH_REWARDS, 10)).unwrap();
    // 10,100 + 10,000 and 50 + 10: all that the vaults hold.
    assert_eq!(liabilities(&mut network), (20_100, 60));
    assert_eq!([address::reward_vault(), address::usdc_vault()].map(|v| network.balance(&v)), [20_100, 60]);
}

#[test]
fn the_holders_parts_of_a_pool_without_shares_come_back_this_way() {
    let mut network = small_network();
    let operator = network.operator("operator", 0);
    let proof = publish_leaf(&mut network, 1, &operator, (10_000, 500), 500);
    network.accrue(&operator, 1, proof).unwrap();
    // Commissions of 1,000 tokens and 100 USDC are owed; 9,000 and 400 stay in the record.
    let record = network.reward_record(1).unwrap();
    assert_eq!((record.remaining_rewards, record.remaining_usdc), (9_000, 400));
    assert_eq!(liabilities(&mut network), (10_000, 500));
    complete_epochs_until(&mut network, 129);
    let executed = reclaim(&mut network, 1).unwrap();
    let event = &decode_all::<ExpiredRewardRecordReclaimed>(&executed.logs)[0];
    assert_eq!((event.reclaimed_rewards, event.reclaimed_usdc), (9_000, 400));
    assert_eq!(liabilities(&mut network), (1_000, 100));
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission, pool.usdc_commission), (1_000, 100));
}

#[test]
fn the_rent_returns_to_who_paid_it_whoever_asks() {
    let mut network = small_network();
    let [rent_payer, stranger] = ["rent payer", "stranger"].map(wallet);
    for someone in [&rent_payer, &stranger] {
        network.give_lamports(&someone.pubkey(), 1_000_000_000).unwrap();
    }
    publish_paid_by(&mut network, &rent_payer, 1);
    complete_epochs_until(&mut network, 129);
    let record = address::reward_record(1);
    network.give_lamports(&record, 12_345).unwrap();
    assert!(lamports(&mut network, &rent_payer.pubkey()) < 1_000_000_000);

    // Nobody signs but who pays the fee of 5,000 lamports.
    let instruction = ix::reclaim_expired_reward_record(1, rent_payer.pubkey());
    assert!(instruction.accounts.iter().all(|meta| !meta.is_signer));
    let blockhash = network.chain.fresh_blockhash();
    let payer = stranger.pubkey();
    let transaction = Transaction::new_signed_with_payer(&[instruction], Some(&payer), &[&stranger], blockhash);
    network.chain.execute(transaction).unwrap();
    network.assert_invariants();
    assert_eq!(lamports(&mut network, &rent_payer.pubkey()), 1_000_012_345);
    assert_eq!(lamports(&mut network, &stranger.pubkey()), 999_995_000);
    assert_eq!(network.chain.account(&record), None);
}

#[test]
fn the_rent_of_an_expired_record_goes_to_no_other_account() {
    let (mut network, operator) = partly_accrued();
    complete_epochs_until(&mut network, 129);
    let admin = network.program_admin.pubkey();
    for wrong in [admin, operator.key(), network.reward_authority.pubkey(), wallet("stranger").pubkey()] {
        refuses(&mut network, StakingError::WrongRentReceiver, |network| {
            network.send(&[ix::reclaim_expired_reward_record(1, wrong)], &[])
        });
    }
}

#[test]
fn an_expired_record_is_not_closed_into_itself_or_into_the_singleton() {
    let (mut network, _) = partly_accrued();
    complete_epochs_until(&mut network, 129);
    let into = |rent_receiver| ix::reclaim_expired_reward_record(1, rent_receiver);
    let before = all_accounts(&mut network);
    let result = network.send(&[into(address::reward_record(1))], &[]);
    assert_refused_with_code(result, ErrorCode::ConstraintClose as u32);
    assert!(all_accounts(&mut network) == before, "a refused instruction changed an account");
    refuses(&mut network, StakingError::WrongRentReceiver, |network| {
        network.send(&[into(address::pool_overview())], &[])
    });
}
