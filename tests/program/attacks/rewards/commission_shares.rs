//! New commission shares earn the USDC of the epoch that created them.

use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::actors::pool_args;

use crate::chain::start;
use crate::world::*;

#[test]
fn commission_shares_earn_no_usdc_of_the_epoch_that_created_them() {
    let mut network = start();
    let args = CreateOperatorPoolArgs { reward_commission_bps: 5_000, auto_stake: true, ..pool_args() };
    let operator = network.operator_with("operator", 2_000 * ONE, args);
    let alice = delegator_with(&mut network, "alice", &operator, 8_000 * ONE);
    // 2,500 of 5,000 tokens raise the price to 1.25; the other 2,500 buy the operator 2,000 shares.
    pay_pool(&mut network, &operator, 1, 5_000 * ONE, 1_000 * ONE);
    assert_eq!(network.record_of(&operator).shares, 4_000 * ONE);
    // 800 USDC for the 10,000 shares that were there: 640 and 160.
    network.claim_usdc(&alice).unwrap();
    network.claim_usdc(&operator).unwrap();
    assert_eq!((network.usdc_of(&alice), network.usdc_of(&operator)), (640 * ONE, 160 * ONE));

    // The next epoch pays the new shares too: 1,200 USDC for 12,000.
    pay_pool(&mut network, &operator, 2, 0, 1_500 * ONE);
    network.claim_usdc(&operator).unwrap();
    network.claim_usdc(&alice).unwrap();
    network.unstake(&alice, 8_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(gained(&mut network, &alice), (tokens(2_000), 1_440 * ONE));
    assert_eq!(network.usdc_of(&operator), 560 * ONE);
    // 200 + 300 of commission are left.
    assert_eq!(vaults(&mut network).1, 500 * ONE);
}
