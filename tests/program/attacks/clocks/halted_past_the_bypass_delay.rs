//! Accrual is halted for longer than the bypass delay; at the resumption one transaction bypasses the waiting epochs, stakes, and
//! accrues them; or the operator bypasses, passes the epoch where its raise holds, and accrues at the new rate.

use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::epochs::EpochTree;
use solana_signer::Signer;

use crate::chain::TestNetwork;
use crate::world::*;

/// Days of the bypass delay.
const BYPASS_DELAY: i64 = 3 * DAY;

fn set_accrual_halted(network: &mut TestNetwork, halted: bool) {
    let args = UpdatePoolOverviewArgs { accrual_halted: Some(halted), ..Default::default() };
    update_overview(network, args).unwrap();
}

/// The program admin's resumption, to be put into somebody else's transaction.
fn resumption(network: &TestNetwork) -> Instruction {
    let args = UpdatePoolOverviewArgs { accrual_halted: Some(false), ..Default::default() };
    ix::update_pool_overview(network.program_admin.pubkey(), args)
}

/// The pool of three, and epoch 1 that pays it 1,000 tokens. Accrual is halted before anybody is paid, for ten days.
fn halted_for_ten_days() -> (World, EpochTree) {
    let mut world = pool_of_three();
    let tree = publish(&mut world.network, 1, vec![leaf(&world.operator, 1_000 * ONE, 0)], 0);
    set_accrual_halted(&mut world.network, true);
    world.network.pass_time(10 * DAY);
    (world, tree)
}

#[test]
fn an_outsider_cannot_bypass_stake_and_accrue_at_the_resumption() {
    let (World { mut network, operator, alice, .. }, tree) = halted_for_ten_days();
    let outsider = network.delegator("outsider", &operator);
    let pool = operator.record.operator_pool;
    let stake = ix::stake(network.stake_accounts(&outsider), 90_000 * ONE);
    let accrue = ix::accrue_reward(ix::accrue_reward_accounts(pool, 1, operator.record.address()), tree.proof(0));
    let trick = [ix::accrue_reward_emergency_bypass(pool, 1), stake, accrue];
    // In the transaction of the resumption itself, right after it, and for three days more.
    let admin = network.program_admin.insecure_clone();
    let together = [&[resumption(&network)], &trick[..]].concat();
    refuses(&mut network, StakingError::BypassTooSoon, |network| network.send(&together, &[&admin, &outsider.wallet]));
    set_accrual_halted(&mut network, false);
    for seconds in [0, BYPASS_DELAY - 1] {
        network.pass_time(seconds);
        refuses(&mut network, StakingError::BypassTooSoon, |network| network.send(&trick, &[&outsider.wallet]));
    }
    // Whoever brings the proof in that time pays those who were there: 900 of 1,000 after the commission.
    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    assert_eq!(network.pool_of(&operator).total_staked_amount, 10_900 * ONE);
    // Alice's three tenths.
    network.unstake(&alice, 3_000 * ONE).unwrap();
    assert_eq!(network.record_of(&alice).tickets[0].amount, 3_270 * ONE);
}

#[test]
fn an_operator_cannot_bypass_a_funded_epoch_into_its_raise_at_the_resumption() {
    let mut world = pool_of_three();
    let World { network, operator, .. } = &mut world;
    // A raise to 50 % that holds from epoch 4 on; epochs 1 to 3 are accrued or wait.
    schedule_commissions(network, operator, 5_000).unwrap();
    pay_pool(network, operator, 1, 0, 0);
    pay_pool(network, operator, 2, 0, 0);
    let funded = publish(network, 3, vec![leaf(operator, 1_000 * ONE, 0)], 0);
    network.pass_time(DAY);
    network.mark(4).unwrap();
    set_accrual_halted(network, true);
    // A marked epoch's record is created in the halt too, and becomes claimable in it.
    network.publish(4, inference_staking_test_kit::epochs::no_roots()).unwrap();
    network.pass_time(10 * DAY);
    set_accrual_halted(network, false);
    refuses(network, StakingError::BypassTooSoon, |network| bypass(network, operator, 3));
    // The one without roots pays nobody, but comes after the funded one.
    refuses(network, StakingError::EpochOutOfOrder, |network| bypass(network, operator, 4));
    network.pass_time(BYPASS_DELAY - 1);
    refuses(network, StakingError::BypassTooSoon, |network| bypass(network, operator, 3));
    // A delegator brings the proof: 10 % are the operator's.
    network.accrue(operator, 3, funded.proof(0)).unwrap();
    assert_eq!(network.pool_of(operator).reward_commission, 100 * ONE);
    bypass(network, operator, 4).unwrap();
    assert_eq!(network.pool_of(operator).reward_commission_bps, 5_000);
}
