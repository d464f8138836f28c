//! First depositor inflates the share price; the victim's deposit rounds to nothing.

use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::actors::stake_return;

use crate::world::*;

#[test]
fn a_first_depositor_cannot_inflate_the_price_by_a_donation() {
    let mut network = network_without_minimum();
    let attacker = network.operator("attacker", 1);
    let victim = network.delegator("victim", &attacker);
    donate(&mut network, &attacker, &address::pool_vault(&attacker.record.operator_pool), 1_000 * ONE);
    let staked = network.stake(&victim, 1_000 * ONE).unwrap();
    assert_eq!((stake_return(&staked).cost, stake_return(&staked).shares), (1_000 * ONE, 1_000 * ONE));
    network.unstake(&victim, 1_000 * ONE).unwrap();
    network.unstake(&attacker, 1).unwrap();
    network.pass_time(14 * DAY);
    network.claim_unstake(&attacker).unwrap();
    network.claim_unstake(&victim).unwrap();
    assert_eq!(gained(&mut network, &victim), (0, 0));
    assert_eq!(gained(&mut network, &attacker), (tokens(-1_000), 0));
}

#[test]
fn a_first_depositor_who_inflates_the_price_by_rewards_takes_nothing_of_later_deposits() {
    let mut network = network_without_minimum();
    let attacker = network.operator("attacker", 1);
    let victim = network.delegator("victim", &attacker);
    // 900 of 1,000 tokens go to the one share: 900.000001 tokens.
    pay_pool(&mut network, &attacker, 1, 1_000 * ONE, 0);
    refuses(&mut network, StakingError::DepositBuysNoShare, |network| network.stake(&victim, 900 * ONE));
    assert_eq!(gained(&mut network, &victim), (0, 0));
    // 1,800.000001 tokens are a unit short of two shares: one is bought and the rest stays in the wallet.
    let staked = network.stake(&victim, 1_800 * ONE + 1).unwrap();
    assert_eq!((stake_return(&staked).cost, stake_return(&staked).shares), (900 * ONE + 1, 1));
    assert_eq!(network.tokens_of(&victim), WALLET - 900 * ONE - 1);

    // The attacker leaves first and gets what the reward made of its share, the victim what it paid.
    network.unstake(&attacker, 1).unwrap();
    network.unstake(&victim, 1).unwrap();
    network.pass_time(14 * DAY);
    network.claim_unstake(&attacker).unwrap();
    network.claim_unstake(&victim).unwrap();
    assert_eq!(gained(&mut network, &victim), (0, 0));
    assert_eq!(gained(&mut network, &attacker), (tokens(900), 0));
}
