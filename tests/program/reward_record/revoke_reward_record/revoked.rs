//! `revoke_reward_record`: who, which record, when, and where the rent goes.

use anchor_lang::error::ErrorCode;
use anchor_lang::prelude::Pubkey;
use inference_staking_client::event::decode_all;
use inference_staking_client::events::RewardRecordRevoked;
use inference_staking_client::instruction as ix;
use inference_staking_client::state::{PoolOverview, NEVER};
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::{wallet, Chain};
use inference_staking_test_kit::administration::set_accrual_halted;
use inference_staking_test_kit::epochs::no_roots;
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::refusal::{all_accounts, refuses};
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::{assert_state, change_overview, lamports};
use inference_staking_test_kit::{Staker, TestNetwork};
use solana_signer::Signer;

/// An operator with 10 shares; epochs 1 and 2 pay its pool 100 tokens and 50 USDC, of 60 USDC and of 70.
/// Record 1 is claimable, record 2 at the beginning of its challenge period.
fn two_records() -> (TestNetwork, Staker) {
    let mut network = challenged_network();
    let operator = network.operator("operator", 10);
    publish_leaf(&mut network, 1, &operator, (100, 50), 60);
    network.pass_time(CHALLENGE);
    publish_leaf(&mut network, 2, &operator, (100, 50), 70);
    (network, operator)
}

#[test]
fn the_newest_record_is_taken_back_and_its_epoch_is_finalizing_again() {
    let (mut network, operator) = two_records();
    let before = network.overview().unwrap();
    assert_eq!((before.reward_liability, before.usdc_liability, before.completed_reward_epoch), (20_000, 130, 2));
    let [pool, first] = [operator.record.operator_pool, address::reward_record(1)];
    let untouched = [pool, first].map(|account| network.chain.account(&account));
    let executed = revoke(&mut network, 2).unwrap();

    let expected = PoolOverview {
        reward_liability: 10_000,
        usdc_liability: 60,
        completed_reward_epoch: 1,
        is_epoch_finalizing: 1,
        newest_claimable_from: NEVER,
        last_rewarded_epoch: 1,
        ..before
    };
    assert_state(&network.overview().unwrap(), &expected);
    assert_eq!(network.chain.account(&address::reward_record(2)), None);
    assert_eq!([pool, first].map(|account| network.chain.account(&account)), untouched);
    // The tokens stay in the vaults, for the next record.
    assert_eq!([address::reward_vault(), address::usdc_vault()].map(|v| network.balance(&v)), [20_000, 130]);
    let event = RewardRecordRevoked {
        reward_epoch: 2,
        authority: network.halt_authority.pubkey(),
        total_rewards: 10_000,
        total_usdc: 70,
        reward_liability: 10_000,
        usdc_liability: 60,
        // 2 is finalizing again.
        epoch: 3,
    };
    assert_eq!(decode_all::<RewardRecordRevoked>(&executed.logs), [event]);
}

#[test]
fn the_program_admin_may_revoke_too() {
    let (mut network, _) = two_records();
    let admin = network.program_admin.insecure_clone();
    let executed = revoke_as(&mut network, &admin, 2).unwrap();
    assert_eq!(network.overview().unwrap().completed_reward_epoch, 1);
    assert_eq!(decode_all::<RewardRecordRevoked>(&executed.logs)[0].authority, admin.pubkey());
}

#[test]
fn each_of_five_halt_authorities_may_revoke() {
    let names = ["first", "second", "third", "fourth", "fifth"];
    let mut network = TestNetwork::bare();
    let accounts = network.create_pool_overview_accounts().unwrap();
    let mut setup = small_setup();
    setup.parameters.challenge_period = 3_600;
    let mut args = setup.overview_args();
    args.halt_authorities = names.iter().map(|name| wallet(name).pubkey()).collect();
    let admin = network.program_admin.insecure_clone();
    network.send(&[ix::create_pool_overview(accounts, args)], &[&admin]).unwrap();
    network.mark(1).unwrap();
    for name in names {
        network.publish(1, no_roots()).unwrap();
        revoke_as(&mut network, &wallet(name), 1).unwrap();
        assert_eq!(network.overview().unwrap().completed_reward_epoch, 0);
    }
    network.publish(1, no_roots()).unwrap();
    // The authority of other networks is none here.
    refuses(&mut network, StakingError::NotRevokingAuthority, |network| revoke(network, 1));
}

#[test]
fn nobody_else_may_revoke() {
    let (mut network, operator) = two_records();
    let proposed = wallet("proposed admin");
    change_overview(&mut network, |overview| overview.pending_program_admin = proposed.pubkey());
    let others = [
        network.reward_authority.insecure_clone(),
        network.slashing_authority.insecure_clone(),
        network.payer.insecure_clone(),
        operator.wallet.insecure_clone(),
        proposed,
        wallet("stranger"),
    ];
    for other in others {
        refuses(&mut network, StakingError::NotRevokingAuthority, |network| revoke_as(network, &other, 2));
    }
}

#[test]
fn only_the_newest_record_can_be_revoked() {
    let (mut network, _) = two_records();
    refuses(&mut network, StakingError::RecordNotNewest, |network| revoke(network, 1));
    revoke(&mut network, 2).unwrap();
    // Record 1 is the newest now, and its challenge period is over.
    refuses(&mut network, StakingError::ChallengePeriodOver, |network| revoke(network, 1));
}

#[test]
fn the_record_before_a_revoked_one_counts_as_claimable_even_if_the_clock_steps_back() {
    let (mut network, _) = two_records();
    network.pass_time(-1);
    let now = network.chain.now();
    let claimable_from = [1, 2].map(|epoch| network.reward_record(epoch).unwrap().claimable_from);
    assert_eq!(claimable_from, [now + 1, now + 1 + CHALLENGE]);
    revoke(&mut network, 2).unwrap();
    refuses(&mut network, StakingError::ChallengePeriodOver, |network| revoke(network, 1));
}

#[test]
fn no_epoch_is_marked_on_top_of_a_record_that_can_be_revoked() {
    let (mut network, _) = two_records();
    network.pass_time(CHALLENGE - 1);
    refuses(&mut network, StakingError::MarkTooSoon, |network| network.mark(3));
    revoke(&mut network, 2).unwrap();
    let overview = network.overview().unwrap();
    assert_eq!((overview.completed_reward_epoch, overview.is_epoch_finalizing), (1, 1));
    // Epoch 2 is the one that is finalizing now; epoch 3 is marked after it.
    for epoch in [2, 3] {
        refuses(&mut network, StakingError::EpochAlreadyFinalizing, |network| network.mark(epoch));
    }
}

#[test]
fn a_record_can_be_revoked_while_accrual_is_halted() {
    let (mut network, _) = two_records();
    set_accrual_halted(&mut network, true);
    revoke(&mut network, 2).unwrap();
    assert_eq!(network.overview().unwrap().completed_reward_epoch, 1);
}

#[test]
fn a_record_can_be_revoked_until_the_last_second_of_its_challenge_period() {
    let (mut network, _) = two_records();
    network.pass_time(CHALLENGE - 1);
    revoke(&mut network, 2).unwrap();
}

#[test]
fn a_claimable_record_cannot_be_revoked() {
    let (mut network, _) = two_records();
    network.pass_time(CHALLENGE);
    refuses(&mut network, StakingError::ChallengePeriodOver, |network| revoke(network, 2));
    network.pass_time(1);
    refuses(&mut network, StakingError::ChallengePeriodOver, |network| revoke(network, 2));
}

#[test]
fn without_a_challenge_period_nothing_can_be_revoked() {
    let mut network = small_network();
    publish_without_roots(&mut network, 1..=1);
    refuses(&mut network, StakingError::ChallengePeriodOver, |network| revoke(network, 1));
}

#[test]
fn an_accrued_record_cannot_be_revoked_even_if_the_clock_steps_back() {
    let mut network = challenged_network();
    let operator = network.operator("operator", 10);
    // A leaf of nothing: the totals do not tell.
    let proof = publish_leaf(&mut network, 1, &operator, (0, 0), 60);
    network.pass_time(CHALLENGE);
    network.accrue(&operator, 1, proof).unwrap();
    network.pass_time(-1);
    refuses(&mut network, StakingError::RecordAlreadyAccrued, |network| revoke(network, 1));
}

#[test]
fn the_rent_returns_to_who_paid_it_and_to_nobody_else() {
    let mut network = challenged_network();
    let rent_payer = wallet("rent payer");
    network.give_lamports(&rent_payer.pubkey(), 1_000_000_000).unwrap();
    publish_paid_by(&mut network, &rent_payer, 1);
    let record = address::reward_record(1);
    let rent = lamports(&mut network, &record);
    assert!(rent > 0);
    assert_eq!(lamports(&mut network, &rent_payer.pubkey()), 1_000_000_000 - rent);
    // Somebody else's lamports in the record go the same way.
    network.give_lamports(&record, 12_345).unwrap();

    let (payer, admin) = (network.payer.pubkey(), network.program_admin.insecure_clone());
    let [payer_before, admin_before] = [payer, admin.pubkey()].map(|key| lamports(&mut network, &key));
    for wrong in [payer, admin.pubkey(), network.halt_authority.pubkey(), address::pool_overview(), Pubkey::default()] {
        let instruction = ix::revoke_reward_record(admin.pubkey(), 1, wrong);
        let result = network.send(&[instruction], &[&admin]);
        assert!(result.is_err(), "{wrong} got the rent");
    }
    let [payer_after, admin_after] = [payer, admin.pubkey()].map(|key| lamports(&mut network, &key));
    // 5,000 lamports for each of two signatures of a transaction that is executed.
    assert!((payer_before - payer_after) % 10_000 == 0 && admin_before == admin_after);

    let instruction = ix::revoke_reward_record(admin.pubkey(), 1, rent_payer.pubkey());
    network.send(&[instruction], &[&admin]).unwrap();
    assert_eq!(lamports(&mut network, &rent_payer.pubkey()), 1_000_012_345);
    assert_eq!(lamports(&mut network, &payer), payer_after - 10_000);
    assert_eq!(lamports(&mut network, &admin.pubkey()), admin_before);
    assert_eq!(lamports(&mut network, &record), 0);
}

#[test]
fn the_rent_goes_to_no_other_account() {
    let (mut network, operator) = two_records();
    let authority = network.halt_authority.insecure_clone();
    for wrong in [authority.pubkey(), network.program_admin.pubkey(), network.reward_authority.pubkey(), operator.key()]
    {
        refuses(&mut network, StakingError::WrongRentReceiver, |network| {
            network.send(&[ix::revoke_reward_record(authority.pubkey(), 2, wrong)], &[&authority])
        });
    }
}

#[test]
fn a_revoked_record_is_not_closed_into_itself_or_into_the_singleton() {
    let (mut network, _) = two_records();
    let authority = network.halt_authority.insecure_clone();
    let into = |rent_receiver| ix::revoke_reward_record(authority.pubkey(), 2, rent_receiver);
    let before = all_accounts(&mut network);
    let result = network.send(&[into(address::reward_record(2))], &[&authority]);
    assert_refused_with_code(result, ErrorCode::ConstraintClose as u32);
    assert!(all_accounts(&mut network) == before, "a refused instruction changed an account");
    refuses(&mut network, StakingError::WrongRentReceiver, |network| {
        network.send(&[into(address::pool_overview())], &[&authority])
    });
}
