//! `claim_unstake`: what it changes and when it is refused. Where it pays to is in `payout_account`
//! and, signed by the owner, in `signed_by_the_owner`; when rewards have to be collected first, in `uncollected_rewards`.

mod accounts;
mod impossible_states;
mod payout_account;
mod signed_by_the_owner;
mod uncollected_rewards;
mod withdrawal_halt;

use inference_staking_client::events::{PoolState, UnstakeClaimed};
use inference_staking_client::instruction as ix;
use inference_staking_client::state::{OperatorPool, StakingRecord, Ticket};
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::assert_refused;

use crate::staking_record::world::*;

#[test]
fn a_claim_pays_the_ticket_and_changes_nothing_else() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    let (pool_before, record_before) = (network.pool_of(&alice), network.record_of(&alice));
    let overview_before = network.overview().unwrap();
    let executed = network.claim_unstake(&alice).unwrap();

    // 3,000 shares at 1.45, all of it from the pool vault's 10,000.
    assert_eq!(network.tokens_of(&alice), 1_001_350 * ONE);
    assert_eq!(network.balance(&pool_vault(&alice)), 5_650 * ONE);
    assert_eq!(network.balance(&address::reward_vault()), 10_000 * ONE);
    let expected_record = StakingRecord { tickets: [Ticket { amount: 0, claimable_from: 0 }; 4], ..record_before };
    assert_state(&network.record_of(&alice), &expected_record);
    let expected_pool = OperatorPool { total_unstaking: 0, event_sequence: 11, ..pool_before };
    assert_state(&network.pool_of(&alice), &expected_pool);
    assert_state(&network.overview().unwrap(), &overview_before);

    let expected_event = UnstakeClaimed {
        operator_pool: alice.record.operator_pool,
        staking_record: alice.record.address(),
        owner: alice.key(),
        destination: stake_account(&network, &alice),
        amount: 4_350 * ONE,
        epoch: 2,
        pool: PoolState {
            sequence: 11,
            total_staked_amount: 10_150 * ONE,
            total_shares: 7_000 * ONE,
            total_unstaking: 0,
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
    assert_eq!(only_event::<UnstakeClaimed>(&executed), expected_event);
}

#[test]
fn anybody_sends_the_claim_and_the_owner_is_paid() {
    let World { mut network, alice, .. } = pool_of_three();
    network.unstake(&alice, 100 * ONE).unwrap();
    network.pass_time(7 * DAY);
    let claim = ix::claim_unstake(alice.record, network.mints.stake);
    // The payer of the transaction alone signs it.
    assert!(claim.accounts.iter().all(|meta| !meta.is_signer));
    network.send(&[claim], &[]).unwrap();
    assert_eq!(network.tokens_of(&alice), 997_100 * ONE);
}

#[test]
fn a_record_without_tickets_has_nothing_to_claim() {
    let World { mut network, alice, .. } = pool_of_three();
    assert_refused(network.claim_unstake(&alice), StakingError::NothingToClaim);
}

#[test]
fn a_ticket_is_paid_once() {
    let World { mut network, alice, bob, .. } = pool_of_three();
    network.unstake(&alice, 100 * ONE).unwrap();
    network.unstake(&bob, 100 * ONE).unwrap();
    network.pass_time(7 * DAY);
    let claim = ix::claim_unstake(alice.record, network.mints.stake);
    // Twice in one transaction: neither is paid.
    assert_refused(network.send(&[claim.clone(), claim], &[]), StakingError::NothingToClaim);
    assert_eq!(network.tokens_of(&alice), 997_000 * ONE);
    network.claim_unstake(&alice).unwrap();
    assert_refused(network.claim_unstake(&alice), StakingError::NothingToClaim);
    assert_eq!(network.tokens_of(&alice), 997_100 * ONE);
    network.claim_unstake(&bob).unwrap();
}

#[test]
fn a_pending_ticket_stays_when_a_later_price_is_higher() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.unstake(&alice, 1_000 * ONE).unwrap();
    pay_pool(&mut network, &operator, 1, 9_000 * ONE, 0);
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 998_000 * ONE);
    // 90 % of 9,000 on 9,000 shares: 1.9 each.
    network.unstake(&alice, 1_000 * ONE).unwrap();
    assert_eq!(network.record_of(&alice).tickets[0].amount, 1_900 * ONE);
}

#[test]
fn everybody_leaves_with_what_the_shares_are_worth_and_the_vault_is_empty() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    close_pool(&mut network, &operator);
    for staker in [&operator, &alice, &bob] {
        let shares = network.record_of(staker).shares;
        network.unstake(staker, shares).unwrap();
    }
    network.pass_time(14 * DAY);
    for staker in [&operator, &alice, &bob] {
        network.claim_unstake(staker).unwrap();
        assert_eq!(network.tokens_of(staker), 1_000_000 * ONE);
    }
    assert_eq!(network.balance(&pool_vault(&operator)), 0);
}
