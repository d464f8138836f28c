//! `unstake`: what it changes and when it is refused. Activating tokens, tickets, halts and the operator's minimum have their
//! own files; what a lock holds back is in `lock_stake`.

mod accounts;
mod activating;
mod halts;
mod impossible_states;
mod joined_tickets;
mod operator_minimum;
mod tickets;

use anchor_lang::solana_program::instruction::Instruction;
use anchor_spl::token::ID as TOKEN_PROGRAM;
use inference_staking_client::events::{PoolState, Unstaked};
use inference_staking_client::instruction::{self as ix, RecordOf};
use inference_staking_client::state::{OperatorPool, StakingRecord, Ticket};
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::{DAY, ONE, START_TIME};
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::{assert_refused, PaidLeaf, Staker};
use solana_signer::Signer;

use crate::staking_record::world::*;

#[test]
fn an_unstake_settles_usdc_burns_shares_and_opens_a_ticket_at_todays_price() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    let (pool_before, record_before) = (network.pool_of(&alice), network.record_of(&alice));
    let overview_before = network.overview().unwrap();
    network.pass_time(5);
    // 1,000,000,001 x 1.45 = 1,450,000,001.45.
    let executed = network.unstake(&alice, 1_000_000_001).unwrap();

    let ticket = Ticket { amount: 1_450_000_001, claimable_from: START_TIME + 5 + 7 * DAY };
    let mut expected_record = StakingRecord {
        shares: 1_999_999_999,
        settled_usdc: 240 * ONE,
        usdc_checkpoint: 80_000_000_000_000_000u128.into(),
        ..record_before
    };
    expected_record.tickets[0] = ticket;
    assert_state(&network.record_of(&alice), &expected_record);
    let expected_pool = OperatorPool {
        total_staked_amount: 13_049_999_999,
        total_shares: 8_999_999_999,
        total_unstaking: 1_450_000_001,
        settled_usdc: 240 * ONE,
        event_sequence: 10,
        ..pool_before
    };
    assert_state(&network.pool_of(&alice), &expected_pool);
    assert_state(&network.overview().unwrap(), &overview_before);
    assert_eq!(network.balance(&pool_vault(&alice)), 10_000 * ONE);
    assert_eq!(network.tokens_of(&alice), 997_000 * ONE);

    let expected_event = Unstaked {
        operator_pool: alice.record.operator_pool,
        staking_record: alice.record.address(),
        owner: alice.key(),
        shares: 1_000_000_001,
        activating: 0,
        amount: ticket.amount,
        ticket: 0,
        ticket_amount: ticket.amount,
        claimable_from: ticket.claimable_from,
        record_activating: 0,
        record_shares: 1_999_999_999,
        record_settled_usdc: 240 * ONE,
        epoch: 2,
        pool: PoolState {
            sequence: 10,
            total_staked_amount: 13_049_999_999,
            total_shares: 8_999_999_999,
            total_unstaking: 1_450_000_001,
            total_activating: 0,
            uncollected_rewards: 4_500 * ONE,
            reward_commission: 500 * ONE,
            usdc_commission: 200 * ONE,
            delegator_usdc: 800 * ONE,
            settled_usdc: 240 * ONE,
            cumulative_usdc_per_share: 80_000_000_000_000_000,
            reward_last_claimed_epoch: 1,
        },
    };
    assert_eq!(only_event::<Unstaked>(&executed), expected_event);
}

#[test]
fn an_operator_waits_its_own_delay() {
    let World { mut network, operator, .. } = pool_of_three();
    network.unstake(&operator, 1_000 * ONE).unwrap();
    let ticket = network.record_of(&operator).tickets[0];
    assert_eq!(ticket, Ticket { amount: 1_000 * ONE, claimable_from: START_TIME + 14 * DAY });
}

#[test]
fn an_operator_is_a_delegator_in_another_pool() {
    let World { mut network, alice, .. } = pool_of_three();
    let other = network.operator("other operator", 1_000 * ONE);
    let record = RecordOf { owner: other.key(), ..alice.record };
    let create = ix::create_staking_record(network.payer.pubkey(), record);
    network.send(&[create], &[&other.wallet]).unwrap();
    let delegated = Staker { wallet: other.wallet.insecure_clone(), record };
    network.buy_shares(&delegated, 10 * ONE).unwrap();
    halt_pool(&mut network, &alice);
    network.unstake(&delegated, 10 * ONE).unwrap();
    let ticket = network.record_of(&delegated).tickets[0];
    assert_eq!(ticket, Ticket { amount: 10 * ONE, claimable_from: START_TIME + 7 * DAY });
}

#[test]
fn nobody_unstakes_more_than_the_record_has() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    for shares in [3_000 * ONE + 1, u64::MAX] {
        assert_refused(network.unstake(&alice, shares), StakingError::NotEnoughShares);
    }
    assert_refused(network.unstake(&operator, 2_000 * ONE + 1), StakingError::NotEnoughShares);
    network.unstake(&alice, 3_000 * ONE).unwrap();
    assert_refused(network.unstake(&alice, 1), StakingError::NotEnoughShares);
}

#[test]
fn exits_go_on_while_an_epoch_is_finalizing_and_while_the_pool_is_behind() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.fund_vaults(10_000 * ONE, 0);
    network.mark(1).unwrap();
    network.unstake(&alice, ONE).unwrap();
    network.unstake(&operator, ONE).unwrap();
    let tree = EpochTree::new(1, vec![PaidLeaf { pool: [7; 32].into(), reward: 10_000 * ONE, usdc: 0 }]);
    network.publish(1, tree.record_args(10_000 * ONE, 0)).unwrap();
    network.unstake(&alice, ONE).unwrap();
    network.unstake(&operator, ONE).unwrap();
    network.pass_time(14 * DAY);
    network.claim_unstake(&alice).unwrap();
    network.claim_unstake(&operator).unwrap();
    assert_eq!(network.tokens_of(&alice), 997_002 * ONE);
    assert_eq!(network.tokens_of(&operator), 998_002 * ONE);
}

#[test]
fn an_exit_names_nobody_elses_record_and_no_proof() {
    let World { network, alice, .. } = pool_of_three();
    let overview = address::pool_overview();
    let (pool, record, mint) = (alice.record.operator_pool, alice.record.address(), network.mints.stake);
    let keys = |instruction: Instruction| instruction.accounts.iter().map(|meta| meta.pubkey).collect::<Vec<_>>();
    assert_eq!(keys(ix::unstake(alice.record, 1)), [alice.key(), overview, pool, record]);
    let own_account = stake_account(&network, &alice);
    // The program's own address stands for the owner, who need not sign.
    let nobody = address::program_id();
    let claim = [nobody, overview, pool, record, own_account, pool_vault(&alice), mint, TOKEN_PROGRAM];
    assert_eq!(keys(ix::claim_unstake(alice.record, mint)), claim);
}

#[test]
fn unstaked_shares_pay_their_value_rounded_down() {
    // shares, floor(shares x 10 / 7).
    for (shares, tokens) in [(1, 1), (2, 2), (3, 4), (4, 5), (5, 7), (6, 8), (7, 10)] {
        let World { mut network, alice, .. } = ten_tokens_for_seven_shares(0);
        network.unstake(&alice, shares).unwrap();
        assert_eq!(totals(&mut network, &alice), (10 - tokens, 7 - shares), "{shares}");
        assert_eq!(network.pool_of(&alice).total_unstaking, tokens, "{shares}");
        assert_eq!(network.record_of(&alice).tickets[0].amount, tokens, "{shares}");
    }
}

#[test]
fn unstaking_nothing_is_refused() {
    let World { mut network, alice, bob, .. } = ten_tokens_for_seven_shares(0);
    assert_refused(network.unstake(&alice, 0), StakingError::NothingToUnstake);
    assert_refused(network.unstake(&bob, 0), StakingError::NothingToUnstake);
}
