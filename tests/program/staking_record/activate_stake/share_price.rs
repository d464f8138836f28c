//! SPEC 5: what shares cost and pay at odd prices, in whole base units. Deposits are made ripe at once (`buy_shares`).

use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::actors::activate_return;
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};

use crate::staking_record::world::*;

/// Cost and shares of a deposit that has become ripe, and what is left of it.
fn buy(network: &mut TestNetwork, staker: &Staker, amount: u64) -> (u64, u64, u64) {
    let returned = activate_return(&network.buy_shares(staker, amount).unwrap());
    (returned.cost, returned.shares, returned.left)
}

#[test]
fn an_activation_pays_exactly_for_the_shares_it_gets() {
    // amount, floor(amount x 7 / 10) shares, ceil(shares x 10 / 7) tokens.
    let cases = [(2, 1, 2), (3, 2, 3), (4, 2, 3), (5, 3, 5), (6, 4, 6), (7, 4, 6), (8, 5, 8), (9, 6, 9), (10, 7, 10)];
    for (amount, shares, cost) in cases {
        let World { mut network, alice, bob, .. } = ten_tokens_for_seven_shares(7);
        assert_eq!(totals(&mut network, &alice), (10, 7));
        assert_eq!(buy(&mut network, &alice, amount), (cost, shares, amount - cost), "{amount}");
        assert_eq!(totals(&mut network, &bob), (10 + cost, 7 + shares), "{amount}");
        assert_eq!(network.record_of(&alice).shares, shares);
        assert_eq!(network.record_of(&alice).activating, amount - cost);
        // All of it is in the vault, the rest too.
        assert_eq!(network.tokens_of(&alice), 1_000_000 * ONE - amount, "{amount}");
        assert_eq!(network.balance(&pool_vault(&alice)), 7 + amount, "{amount}");
    }
}

#[test]
fn a_deposit_too_small_for_one_share_waits_and_can_leave() {
    let World { mut network, alice, .. } = ten_tokens_for_seven_shares(7);
    assert_refused(network.buy_shares(&alice, 1), StakingError::DepositBuysNoShare);
    assert_eq!(totals(&mut network, &alice), (10, 7));
    unstake_both(&mut network, &alice, 0, 1).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 1_000_000 * ONE);
}

#[test]
fn going_in_and_out_gains_nothing_and_never_lowers_the_price() {
    let World { mut network, bob, .. } = ten_tokens_for_seven_shares(7);
    // In: 2 shares for 3 of 4 tokens, 13 for 9. Out: floor(26 / 9) = 2, so 11 for 7.
    assert_eq!(buy(&mut network, &bob, 4), (3, 2, 1));
    network.unstake(&bob, 2).unwrap();
    assert_eq!(totals(&mut network, &bob), (11, 7));
    // In, with the one that was left: floor(4 x 7 / 11) = 2 shares for ceil(22 / 7) = 4, 15 for 9. Out: floor(30 / 9) = 3, so 12 for 7.
    assert_eq!(buy(&mut network, &bob, 3), (4, 2, 0));
    network.unstake(&bob, 2).unwrap();
    assert_eq!(totals(&mut network, &bob), (12, 7));
    network.pass_time(7 * DAY);
    network.claim_unstake(&bob).unwrap();
    // 7 in, 5 out.
    assert_eq!(network.tokens_of(&bob), 1_000_000 * ONE - 2);
}

#[test]
fn a_donation_to_the_pool_vault_does_not_change_the_price() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    let mint = network.mints.stake;
    network.mint_to(&mint, &pool_vault(&operator), 123_456_789).unwrap();
    assert_eq!(buy(&mut network, &alice, 1_000), (1_000, 1_000, 0));
    network.unstake(&alice, 1_000).unwrap();
    assert_eq!(network.record_of(&alice).tickets[0].amount, 1_000);
    assert_eq!(totals(&mut network, &alice), (10_000 * ONE, 10_000 * ONE));
}

#[test]
fn a_donation_to_a_pool_of_one_share_costs_the_next_deposit_nothing() {
    let mut network = network_without_minimum();
    let attacker = network.operator("attacker", 1);
    let victim = network.delegator("victim", &attacker);
    let mint = network.mints.stake;
    network.mint_to(&mint, &pool_vault(&attacker), 1_000_000 * ONE).unwrap();
    assert_eq!(buy(&mut network, &victim, 999), (999, 999, 0));
    network.unstake(&victim, 999).unwrap();
    assert_eq!(network.record_of(&victim).tickets[0].amount, 999);
    assert_eq!(totals(&mut network, &attacker), (1, 1));
}

#[test]
fn a_first_depositor_cannot_round_away_a_deposit_by_rewards_on_one_share() {
    let mut network = network_without_minimum();
    let attacker = network.operator_with("attacker", 1, free_pool_args());
    let victim = network.delegator("victim", &attacker);
    pay_pool(&mut network, &attacker, 1, 10_000 * ONE, 0);
    assert_eq!(totals(&mut network, &attacker), (10_000 * ONE + 1, 1));
    // One share costs 10,000 tokens and a base unit: 10,000 tokens buy none and stay, 15,000 buy one and the rest stays.
    assert_refused(network.buy_shares(&victim, 10_000 * ONE), StakingError::DepositBuysNoShare);
    assert_eq!(buy(&mut network, &victim, 5_000 * ONE), (10_000 * ONE + 1, 1, 5_000 * ONE - 1));
    // The victim takes out what it paid.
    unstake_both(&mut network, &victim, 1, 5_000 * ONE - 1).unwrap();
    assert_eq!(network.record_of(&victim).tickets[0].amount, 15_000 * ONE);
}

#[test]
fn amounts_near_the_end_of_u64_keep_their_price() {
    let mut network = network_without_minimum();
    let operator = network.operator_with("operator", 0, free_pool_args());
    let (mint, account) = (network.mints.stake, stake_account(&network, &operator));
    // Supply and stake of 2^63 base units.
    let half = 1u64 << 63;
    network.mint_to(&mint, &account, half).unwrap();
    network.stake(&operator, half).unwrap();
    assert_eq!(totals(&mut network, &operator), (half, half));
    pay_pool(&mut network, &operator, 1, 10_000 * ONE, 0);
    // One share less than all: floor((2^63 - 1)(2^63 + 10^10) / 2^63) = 2^63 + 10^10 - 1 - 1, as 10^10 < 2^63.
    network.unstake(&operator, half - 1).unwrap();
    assert_eq!(network.record_of(&operator).tickets[0].amount, half + 10_000 * ONE - 2);
    assert_eq!(totals(&mut network, &operator), (2, 1));
}
