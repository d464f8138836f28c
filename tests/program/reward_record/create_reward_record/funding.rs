//! Totals of a record: the schedule's, and covered by both vaults together with everything owed before.

use inference_staking_client::{args, StakingError};
use inference_staking_test_kit::epochs::no_roots;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::change_overview;
use inference_staking_test_kit::TestNetwork;

fn with_roots(total_rewards: u64, total_usdc: u64) -> args::CreateRewardRecord {
    args::CreateRewardRecord { roots: vec![[1; 32]], depths: vec![0], total_rewards, total_usdc }
}

fn marked_with(rewards: u64, usdc: u64) -> TestNetwork {
    let mut network = small_network();
    network.fund_vaults(rewards, usdc);
    network.mark(1).unwrap();
    network
}

#[test]
fn rewards_of_an_epoch_with_roots_are_exactly_its_emission() {
    let mut network = marked_with(1_000_000, 0);
    for rewards in [0, 9_999, 10_001, u64::MAX] {
        refuses(&mut network, StakingError::RewardsNotEmission, |network| network.publish(1, with_roots(rewards, 0)));
    }
    network.publish(1, with_roots(10_000, 0)).unwrap();
}

#[test]
fn an_epoch_without_roots_has_no_totals() {
    let mut network = marked_with(1_000_000, 1_000_000);
    for (total_rewards, total_usdc) in [(10_000, 0), (1, 0), (0, 1), (10_000, 1)] {
        let args = args::CreateRewardRecord { total_rewards, total_usdc, ..no_roots() };
        refuses(&mut network, StakingError::TotalsWithoutRoots, |network| network.publish(1, args));
    }
    network.publish(1, no_roots()).unwrap();
}

#[test]
fn the_reward_vault_must_cover_the_emission_to_the_last_unit() {
    let mut network = marked_with(9_999, 0);
    refuses(&mut network, StakingError::RewardVaultUnderfunded, |network| network.publish(1, with_roots(10_000, 0)));
    network.fund_vaults(1, 0);
    network.publish(1, with_roots(10_000, 0)).unwrap();
}

#[test]
fn the_usdc_vault_must_cover_the_revenue_to_the_last_unit() {
    let mut network = marked_with(10_000, 499);
    refuses(&mut network, StakingError::UsdcVaultUnderfunded, |network| network.publish(1, with_roots(10_000, 500)));
    network.fund_vaults(0, 1);
    network.publish(1, with_roots(10_000, 500)).unwrap();
}

#[test]
fn what_earlier_epochs_owe_does_not_fund_a_new_one() {
    let mut network = marked_with(19_999, 999);
    network.publish(1, with_roots(10_000, 500)).unwrap();
    network.mark(2).unwrap();
    refuses(&mut network, StakingError::RewardVaultUnderfunded, |network| network.publish(2, with_roots(10_000, 0)));
    network.fund_vaults(1, 0);
    refuses(&mut network, StakingError::UsdcVaultUnderfunded, |network| network.publish(2, with_roots(10_000, 500)));
    network.publish(2, with_roots(10_000, 499)).unwrap();
}

#[test]
fn what_was_accrued_but_not_paid_does_not_fund_a_new_epoch() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    let proof = publish_leaf(&mut network, 1, &operator, (10_000, 500), 500);
    network.accrue(&operator, 1, proof).unwrap();
    network.mark(2).unwrap();
    network.fund_vaults(9_999, 499);
    refuses(&mut network, StakingError::RewardVaultUnderfunded, |network| network.publish(2, with_roots(10_000, 500)));
    network.fund_vaults(1, 0);
    refuses(&mut network, StakingError::UsdcVaultUnderfunded, |network| network.publish(2, with_roots(10_000, 500)));
    network.fund_vaults(0, 1);
    network.publish(2, with_roots(10_000, 500)).unwrap();
}

#[test]
fn liabilities_beyond_a_u64_are_not_covered() {
    let mut network = marked_with(10_000, 1);
    network.publish(1, with_roots(10_000, 1)).unwrap();
    network.mark(2).unwrap();
    network.fund_vaults(10_000, 0);
    refuses(&mut network, StakingError::UsdcVaultUnderfunded, |network| {
        network.publish(2, with_roots(10_000, u64::MAX))
    });
    change_overview(&mut network, |overview| overview.reward_liability = u64::MAX - 9_999);
    refuses(&mut network, StakingError::RewardVaultUnderfunded, |network| network.publish(2, with_roots(10_000, 0)));
}

#[test]
fn a_vault_that_holds_less_than_it_owes_already_refuses_even_an_epoch_without_roots() {
    for (reward_liability, usdc_liability, error) in
        [(1, 0, StakingError::RewardVaultUnderfunded), (0, 1, StakingError::UsdcVaultUnderfunded)]
    {
        let mut network = marked_with(0, 0);
        change_overview(&mut network, |overview| {
            overview.reward_liability = reward_liability;
            overview.usdc_liability = usdc_liability;
        });
        refuses(&mut network, error, |network| network.publish(1, no_roots()));
    }
}

#[test]
fn usdc_may_be_published_without_emission_and_more_than_emission() {
    let mut network = marked_with(10_000, 5_000_000);
    network.publish(1, with_roots(10_000, 5_000_000)).unwrap();
    assert_eq!(network.overview().unwrap().usdc_liability, 5_000_000);
}
