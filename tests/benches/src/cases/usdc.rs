//! `claim_usdc_earnings` and the withdrawals of commissions.

use inference_staking_client::{address, instruction as ix};
use inference_staking_localnet::network::ONE;

use super::world::World;
use crate::bench::Bench;

pub fn measure(bench: &mut Bench) {
    let World { mut network, alice, bob, .. } = World::paid(bench);
    bench.record("claim_usdc_earnings", network.claim_usdc(&alice));
    network.unstake(&bob, ONE).unwrap();
    bench.record("claim_usdc_earnings, settled before", network.claim_usdc(&bob));

    let mut world = World::vast(bench, false);
    world.network.buy_shares(&world.alice, ONE + 1).unwrap();
    let World { mut network, alice, .. } = paid_again(world);
    bench.record("claim_usdc_earnings, largest amounts", network.claim_usdc(&alice));

    let World { mut network, operator, .. } = World::paid(bench);
    let (mints, pool) = (network.mints, operator.record.operator_pool);
    let [tokens, usdc] = [mints.stake, mints.usdc].map(|mint| address::owner_token_account(&operator.key(), &mint));
    let accounts = ix::withdraw_operator_reward_commission_accounts(operator.key(), pool, tokens, mints);
    let executed = network.send(&[ix::withdraw_operator_reward_commission(accounts)], &[&operator.wallet]);
    bench.record("withdraw_operator_reward_commission", executed);
    let accounts = ix::withdraw_operator_usdc_commission_accounts(operator.key(), pool, usdc, mints);
    let executed = network.send(&[ix::withdraw_operator_usdc_commission(accounts)], &[&operator.wallet]);
    bench.record("withdraw_operator_usdc_commission", executed);
}

/// A second epoch, so that there is settled USDC and more to settle.
fn paid_again(mut world: World) -> World {
    use super::world::VAST;
    world.pay_of(VAST, (VAST - 10, VAST - 12));
    world
}
