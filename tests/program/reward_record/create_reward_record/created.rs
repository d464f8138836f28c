//! `create_reward_record`: what it writes, and when.

use anchor_lang::prelude::Pubkey;
use bytemuck::Zeroable;
use inference_staking_client::event::decode_all;
use inference_staking_client::events::RewardRecordCreated;
use inference_staking_client::instruction as ix;
use inference_staking_client::state::{EmissionPeriod, PoolOverview, RewardRecord};
use inference_staking_client::{address, args, StakingError};
use inference_staking_localnet::network::START_TIME;
use inference_staking_localnet::{wallet, Chain};
use inference_staking_test_kit::assert_refused;
use inference_staking_test_kit::epochs::no_roots;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::{assert_state, change_overview};
use solana_signer::Signer;

const CHALLENGE_PERIOD: u64 = 3_600;

fn two_roots() -> args::CreateRewardRecord {
    args::CreateRewardRecord {
        roots: vec![[1; 32], [2; 32]],
        depths: vec![3, 24],
        total_rewards: EPOCH_REWARDS,
        total_usdc: 777,
    }
}

#[test]
fn a_record_holds_what_was_published_and_closes_the_epoch() {
    let mut network = small_network_with(|setup| setup.parameters.challenge_period = CHALLENGE_PERIOD);
    network.fund_vaults(EPOCH_REWARDS, 777);
    network.mark(1).unwrap();
    network.pass_time(5);
    let before = network.overview().unwrap();
    let executed = network.publish(1, two_roots()).unwrap();

    let (record_address, bump) =
        Pubkey::find_program_address(&[b"RewardRecord", &1u64.to_le_bytes()], &address::program_id());
    let roots = [[1; 32], [2; 32], [0; 32], [0; 32], [0; 32]];
    let expected = RewardRecord {
        epoch: 1,
        roots,
        rent_payer: network.payer.pubkey(),
        total_rewards: 10_000,
        total_usdc: 777,
        remaining_rewards: 10_000,
        remaining_usdc: 777,
        finalized_at: START_TIME + 5,
        claimable_from: START_TIME + 5 + 3_600,
        depths: [3, 24, 0, 0, 0],
        root_count: 2,
        version: 1,
        bump,
        bypass_delay: 259_200,
        // 100 epochs of 10,000.
        period: EmissionPeriod { index: 0, rate: 0, issued_before: 0, budget: 1_000_000 },
        ..RewardRecord::zeroed()
    };
    assert_state(&network.reward_record(1).unwrap(), &expected);
    assert_eq!(network.chain.account(&record_address).unwrap().data.len(), 320);

    let expected = PoolOverview {
        completed_reward_epoch: 1,
        is_epoch_finalizing: 0,
        last_finalized_at: START_TIME + 5,
        newest_claimable_from: START_TIME + 5 + 3_600,
        last_rewarded_epoch: 1,
        reward_liability: 10_000,
        usdc_liability: 777,
        ..before
    };
    assert_state(&network.overview().unwrap(), &expected);

    let event = RewardRecordCreated {
        reward_epoch: 1,
        reward_record: record_address,
        authority: network.reward_authority.pubkey(),
        roots,
        depths: [3, 24, 0, 0, 0],
        root_count: 2,
        total_rewards: 10_000,
        total_usdc: 777,
        claimable_from: START_TIME + 5 + 3_600,
        reward_liability: 10_000,
        usdc_liability: 777,
        epoch: 2,
    };
    assert_eq!(decode_all::<RewardRecordCreated>(&executed.logs), [event]);
}

#[test]
fn a_second_record_adds_to_the_liabilities() {
    let mut network = small_network();
    network.fund_vaults(2 * EPOCH_REWARDS, 1_000);
    network.mark(1).unwrap();
    network.publish(1, two_roots()).unwrap();
    network.mark(2).unwrap();
    let executed = network.publish(2, args::CreateRewardRecord { total_usdc: 223, ..two_roots() }).unwrap();
    let overview = network.overview().unwrap();
    assert_eq!((overview.reward_liability, overview.usdc_liability), (20_000, 1_000));
    let events = decode_all::<RewardRecordCreated>(&executed.logs);
    assert_eq!((events[0].reward_liability, events[0].usdc_liability), (20_000, 1_000));
    assert_eq!((events[0].total_rewards, events[0].total_usdc), (10_000, 223));
}

#[test]
fn without_a_challenge_period_a_record_is_claimable_at_once() {
    let mut network = small_network();
    network.mark(1).unwrap();
    network.publish(1, no_roots()).unwrap();
    assert_eq!(network.reward_record(1).unwrap().claimable_from, START_TIME);
}

#[test]
fn a_record_moves_no_tokens() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    network.fund_vaults(EPOCH_REWARDS + 5, 777 + 6);
    network.mark(1).unwrap();
    network.publish(1, two_roots()).unwrap();
    assert_eq!(vault_balances(&mut network, &operator), [10_005, 783, 10]);
}

#[test]
fn a_record_needs_a_mark() {
    let mut network = small_network();
    network.fund_vaults(EPOCH_REWARDS, 777);
    refuses(&mut network, StakingError::EpochNotFinalizing, |network| network.publish(1, two_roots()));
    network.mark(1).unwrap();
    network.publish(1, two_roots()).unwrap();
    refuses(&mut network, StakingError::EpochNotFinalizing, |network| network.publish(2, no_roots()));
}

#[test]
fn another_account_may_pay_the_rent_and_is_remembered() {
    let mut network = small_network();
    let sponsor = wallet("sponsor");
    network.give_lamports(&sponsor.pubkey(), 1_000_000_000).unwrap();
    network.mark(1).unwrap();
    let authority = network.reward_authority.insecure_clone();
    let accounts = ix::create_reward_record_accounts(sponsor.pubkey(), authority.pubkey(), 1);
    network.send(&[ix::create_reward_record(accounts, no_roots())], &[&sponsor, &authority]).unwrap();
    assert_eq!(network.reward_record(1).unwrap().rent_payer, sponsor.pubkey());
    let rent = network.chain.account(&address::reward_record(1)).unwrap().lamports;
    assert_eq!(network.chain.account(&sponsor.pubkey()).unwrap().lamports, 1_000_000_000 - rent);
}

#[test]
fn lamports_at_the_record_s_address_do_not_block_it() {
    let mut network = small_network();
    let record = address::reward_record(1);
    for (epoch, lamports) in [(1, 1_000_000), (2, 900_000_000)] {
        network.give_lamports(&address::reward_record(epoch), lamports).unwrap();
        network.mark(epoch).unwrap();
        network.publish(epoch, no_roots()).unwrap();
        assert_eq!(network.reward_record(epoch).unwrap().epoch, epoch);
    }
    assert_eq!(network.chain.account(&record).unwrap().owner, address::program_id());
}

#[test]
fn a_record_without_roots_holds_zeros_and_owes_nothing() {
    let mut network = small_network();
    network.mark(1).unwrap();
    network.publish(1, no_roots()).unwrap();
    let record = network.reward_record(1).unwrap();
    assert_eq!((record.root_count, record.roots, record.depths), (0, [[0; 32]; 5], [0; 5]));
    assert_eq!((record.total_rewards, record.total_usdc), (0, 0));
    assert_eq!((record.remaining_rewards, record.remaining_usdc), (0, 0));
    let overview = network.overview().unwrap();
    assert_eq!((overview.reward_liability, overview.usdc_liability), (0, 0));
    assert_eq!((overview.completed_reward_epoch, overview.is_epoch_finalizing), (1, 0));
}

#[test]
fn a_challenge_period_beyond_the_end_of_time_is_no_panic() {
    let mut network = small_network_with(|setup| setup.parameters.challenge_period = CHALLENGE_PERIOD);
    network.mark(1).unwrap();
    network.chain.set_time(i64::MAX - 3_599);
    refuses(&mut network, StakingError::MathOverflow, |network| network.publish(1, no_roots()));
    network.chain.set_time(i64::MAX - 3_600);
    network.publish(1, no_roots()).unwrap();
    assert_eq!(network.reward_record(1).unwrap().claimable_from, i64::MAX);
}

#[test]
fn there_is_no_record_after_the_last_u64() {
    let mut network = small_network();
    network.mark(1).unwrap();
    change_overview(&mut network, |overview| overview.completed_reward_epoch = u64::MAX);
    assert_refused(network.publish(0, no_roots()), StakingError::MathOverflow);
}
