//! `claim_usdc_earnings`: what it changes and when it is refused. Who earns what is in `fairness`.

mod accounts;
mod fairness;
mod impossible_states;

use inference_staking_client::events::{PoolState, UsdcEarningsClaimed};
use inference_staking_client::state::{OperatorPool, PoolOverview, StakingRecord};
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::wallet;
use inference_staking_test_kit::assert_refused;
use inference_staking_test_kit::refusal::assert_refused_with_code;
use solana_signer::Signer;

use crate::staking_record::world::*;

#[test]
fn a_claim_settles_and_pays_all_the_record_has_earned() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    let (pool_before, record_before) = (network.pool_of(&alice), network.record_of(&alice));
    let overview_before = network.overview().unwrap();
    let executed = network.claim_usdc(&alice).unwrap();

    // 3,000 shares x 0.08.
    assert_eq!(network.usdc_of(&alice), 240 * ONE);
    assert_eq!(network.balance(&address::usdc_vault()), 760 * ONE);
    let expected_record =
        StakingRecord { settled_usdc: 0, usdc_checkpoint: 80_000_000_000_000_000u128.into(), ..record_before };
    assert_state(&network.record_of(&alice), &expected_record);
    let expected_pool = OperatorPool { delegator_usdc: 560 * ONE, settled_usdc: 0, event_sequence: 10, ..pool_before };
    assert_state(&network.pool_of(&alice), &expected_pool);
    assert_state(&network.overview().unwrap(), &PoolOverview { usdc_liability: 760 * ONE, ..overview_before });

    let expected_event = UsdcEarningsClaimed {
        operator_pool: alice.record.operator_pool,
        staking_record: alice.record.address(),
        owner: alice.key(),
        destination: usdc_account(&network, &alice),
        amount: 240 * ONE,
        usdc_liability: 760 * ONE,
        epoch: 2,
        pool: PoolState {
            sequence: 10,
            total_staked_amount: 14_500 * ONE,
            total_shares: 10_000 * ONE,
            total_unstaking: 0,
            total_activating: 0,
            uncollected_rewards: 4_500 * ONE,
            reward_commission: 500 * ONE,
            usdc_commission: 200 * ONE,
            delegator_usdc: 560 * ONE,
            settled_usdc: 0,
            cumulative_usdc_per_share: 80_000_000_000_000_000,
            reward_last_claimed_epoch: 1,
        },
    };
    assert_eq!(only_event::<UsdcEarningsClaimed>(&executed), expected_event);
}

#[test]
fn one_owners_claim_leaves_what_others_have_settled() {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    network.buy_shares(&bob, 145 * ONE).unwrap();
    network.claim_usdc(&alice).unwrap();
    // Bob's 5,000 x 0.08 are settled, the operator's 160 are not.
    let pool = network.pool_of(&bob);
    assert_eq!((pool.settled_usdc, pool.delegator_usdc), (400 * ONE, 560 * ONE));
    network.claim_usdc(&bob).unwrap();
    network.claim_usdc(&operator).unwrap();
    assert_eq!((network.usdc_of(&bob), network.usdc_of(&operator)), (400 * ONE, 160 * ONE));
    let pool = network.pool_of(&bob);
    assert_eq!((pool.settled_usdc, pool.delegator_usdc, pool.usdc_commission), (0, 0, 200 * ONE));
    assert_eq!(network.balance(&address::usdc_vault()), 200 * ONE);
}

#[test]
fn two_claims_in_a_row_pay_once() {
    let World { mut network, operator, alice, .. } = paid_pool_of_three();
    network.claim_usdc(&alice).unwrap();
    assert_refused(network.claim_usdc(&alice), StakingError::NoUsdcToClaim);
    assert_eq!(network.usdc_of(&alice), 240 * ONE);
    pay_pool(&mut network, &operator, 2, 0, 100 * ONE);
    // 3 tenths of 80.
    network.claim_usdc(&alice).unwrap();
    assert_eq!(network.usdc_of(&alice), 264 * ONE);
}

#[test]
fn a_record_that_earned_nothing_has_no_usdc_to_claim() {
    let World { mut network, alice, .. } = pool_of_three();
    assert_refused(network.claim_usdc(&alice), StakingError::NoUsdcToClaim);
}

#[test]
fn usdc_goes_to_any_usdc_account_that_the_owner_names() {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    let mint = network.mints.usdc;
    let stranger = wallet("stranger").pubkey();
    let strangers = network.token_account(&stranger, &mint).unwrap();
    let claim = claim_usdc_to(&network, &alice, strangers);
    network.send(&[claim], &[&alice.wallet]).unwrap();
    assert_eq!(network.balance(&strangers), 240 * ONE);
    // An account that is not the associated one of its owner.
    let associated = usdc_account(&network, &bob);
    let second = copy_of(&mut network, &associated);
    let claim = claim_usdc_to(&network, &bob, second);
    network.send(&[claim], &[&bob.wallet]).unwrap();
    assert_eq!((network.balance(&second), network.usdc_of(&bob)), (400 * ONE, 0));
    // Its own account after it was handed over: the owner signs for that.
    let handed_over = usdc_account(&network, &operator);
    give_token_account(&mut network, &handed_over, &operator.wallet, &stranger);
    network.claim_usdc(&operator).unwrap();
    assert_eq!(network.balance(&handed_over), 160 * ONE);
}

#[test]
fn a_destination_that_does_not_hold_usdc_is_refused() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    let other = wallet("other mint");
    network.create_mint(&other).unwrap();
    let of_other_mint = network.token_account(&alice.key(), &other.pubkey()).unwrap();
    for destination in [stake_account(&network, &alice), of_other_mint] {
        let claim = claim_usdc_to(&network, &alice, destination);
        assert_refused(network.send(&[claim], &[&alice.wallet]), StakingError::WrongDestinationAccount);
    }
}

#[test]
fn a_vault_is_no_destination_of_earnings() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    for vault in [address::usdc_vault(), address::reward_vault(), pool_vault(&alice)] {
        let claim = claim_usdc_to(&network, &alice, vault);
        assert_refused(network.send(&[claim], &[&alice.wallet]), StakingError::WrongDestinationAccount);
    }
    assert_eq!(network.pool_of(&alice).delegator_usdc, 800 * ONE);
}

#[test]
fn a_frozen_destination_stops_its_owner_alone_and_another_account_helps() {
    let World { mut network, alice, bob, .. } = paid_pool_of_three();
    let (mint, frozen) = (network.mints.usdc, usdc_account(&network, &alice));
    freeze(&mut network, &frozen, &mint);
    assert_refused_with_code(network.claim_usdc(&alice), token_program::FROZEN);
    network.claim_usdc(&bob).unwrap();
    let other = network.token_account(&wallet("cold wallet").pubkey(), &mint).unwrap();
    let claim = claim_usdc_to(&network, &alice, other);
    network.send(&[claim], &[&alice.wallet]).unwrap();
    assert_eq!(network.balance(&other), 240 * ONE);
}

#[test]
fn a_frozen_usdc_vault_does_not_stop_token_exits() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    let mint = network.mints.usdc;
    freeze(&mut network, &address::usdc_vault(), &mint);
    assert_refused_with_code(network.claim_usdc(&alice), token_program::FROZEN);
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 1_001_350 * ONE);
    // The USDC waits for the thaw.
    thaw(&mut network, &address::usdc_vault(), &mint);
    network.claim_usdc(&alice).unwrap();
    assert_eq!(network.usdc_of(&alice), 240 * ONE);
}

#[test]
fn donated_usdc_is_nobodys_earnings() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    let mint = network.mints.usdc;
    network.mint_to(&mint, &address::usdc_vault(), 77 * ONE).unwrap();
    network.claim_usdc(&alice).unwrap();
    assert_eq!(network.usdc_of(&alice), 240 * ONE);
    assert_eq!(network.balance(&address::usdc_vault()), 837 * ONE);
}
