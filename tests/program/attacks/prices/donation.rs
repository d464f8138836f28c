//! Donation to a vault changes the price.

use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::actors::activate_return;
use inference_staking_test_kit::epochs::EpochTree;

use crate::world::*;

#[test]
fn donations_to_vaults_change_no_price_and_are_not_lost() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    let donor = network.delegator("donor", &operator);
    let pool_vault = address::pool_vault(&operator.record.operator_pool);
    donate(&mut network, &donor, &pool_vault, 5_000 * ONE);
    donate(&mut network, &donor, &address::reward_vault(), EMISSION);
    let usdc_mint = network.mints.usdc;
    network.mint_to(&usdc_mint, &address::usdc_vault(), 875 * ONE).unwrap();

    // One token still buys one share and one share still brings one token.
    let bought = activate_return(&network.buy_shares(&donor, 100 * ONE).unwrap());
    assert_eq!((bought.cost, bought.shares), (100 * ONE, 100 * ONE));
    network.unstake(&donor, 100 * ONE).unwrap();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    refuses(&mut network, StakingError::NoUsdcToClaim, |network| network.claim_usdc(&bob));
    assert_eq!(network.record_of(&alice).tickets[0].amount, 3_000 * ONE);

    // What came into the global vaults funds epoch 1: 7,000 tokens and 875 USDC, 6,300 and 700 of them for 7,000 shares.
    let tree = EpochTree::new(1, vec![leaf(&operator, 7_000 * ONE, 875 * ONE)]);
    network.mark(1).unwrap();
    network.publish(1, tree.record_args(EMISSION, 875 * ONE)).unwrap();
    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    network.claim_usdc(&bob).unwrap();
    network.unstake(&bob, 5_000 * ONE).unwrap();
    close_pool(&mut network, &operator).unwrap();
    network.unstake(&operator, 2_000 * ONE).unwrap();
    network.pass_time(14 * DAY);
    for staker in [&donor, &alice, &bob, &operator] {
        network.claim_unstake(staker).unwrap();
    }
    // Price 1.9: 9,500 for Bob and 3,800 for the operator.
    assert_eq!(gained(&mut network, &alice), (0, 0));
    assert_eq!(gained(&mut network, &bob), (tokens(4_500), 500 * ONE));
    assert_eq!(gained(&mut network, &operator), (tokens(1_800), 0));
    assert_eq!(gained(&mut network, &donor), (tokens(-15_000), 0));
    // 6,300 of rewards were collected, and the 5,000 stayed too many in the pool vault. 3,000 stay in the record, 700 are
    // commission; 175 + 200 USDC.
    assert_eq!(network.balance(&pool_vault), 5_000 * ONE);
    assert_eq!(vaults(&mut network), (3_700 * ONE, 375 * ONE));
    assert_eq!(liabilities(&mut network), (3_700 * ONE, 375 * ONE));
    // Anybody moves them to where they fund rewards.
    sweep_surplus(&mut network, &operator).unwrap();
    assert_eq!((network.balance(&pool_vault), vaults(&mut network).0), (0, 8_700 * ONE));
}
