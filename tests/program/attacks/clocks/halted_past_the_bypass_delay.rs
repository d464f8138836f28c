//! Accrual is halted for longer than the bypass delay; at the resumption one transaction bypasses the waiting epochs, stakes, and
//! accrues them; or the operator bypasses, passes the epoch where its raise holds, and accrues at the new rate. Against it stand
//! that the delay counts from the resumption too, and that a recent skip closes the gate.

use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::Staker;
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

/// The pool of three, an outsider who deposited 90,000 tokens in epoch 1, and the epoch that pays the pool 1,000 tokens. Accrual is
/// halted before anybody is paid, for ten days.
fn halted_for_ten_days() -> (World, Staker, EpochTree) {
    let mut world = pool_of_three();
    let outsider = depositor_with(&mut world.network, "outsider", &world.operator, 90_000 * ONE);
    let tree = publish(&mut world.network, 1, vec![leaf(&world.operator, 1_000 * ONE, 0)], 0);
    set_accrual_halted(&mut world.network, true);
    world.network.pass_time(10 * DAY);
    (world, outsider, tree)
}

#[test]
fn an_outsider_cannot_bypass_stake_and_accrue_at_the_resumption() {
    let (World { mut network, operator, alice, .. }, outsider, tree) = halted_for_ten_days();
    let stake = stake_of(&mut network, &outsider, 90_000 * ONE);
    let activate = activate_of(&outsider, &operator);
    let accrue = accrue_of(&operator, 1, tree.proof(0));
    // With what has been activating since epoch 1, and with what comes now.
    let ripe = [bypass_of(&operator, 1), activate.clone(), accrue.clone()];
    let fresh = [bypass_of(&operator, 1), stake, activate.clone(), accrue.clone()];
    let admin = network.program_admin.insecure_clone();
    let (alone, signers) = ([&outsider.wallet], [&admin, &outsider.wallet]);
    for (trick, signers) in [(&ripe[..], &signers[..1]), (&fresh, &signers)] {
        // In the transaction of the resumption itself.
        let together = [&[resumption(&network)], trick].concat();
        refuses(&mut network, StakingError::BypassTooSoon, |network| network.send(&together, signers));
    }
    // Right after it, and for three days more. Then the skip is possible, and closes the gate.
    set_accrual_halted(&mut network, false);
    for (seconds, expected) in [
        (0, StakingError::BypassTooSoon),
        (BYPASS_DELAY - 1, StakingError::BypassTooSoon),
        (1, StakingError::SkippedLately),
    ] {
        network.pass_time(seconds);
        refuses(&mut network, expected, |network| network.send(&ripe, &[]));
        refuses(&mut network, expected, |network| network.send(&fresh, &alone));
    }
    // Whoever brings the proof pays those who were there: 900 of 1,000 after the commission.
    network.send(&[accrue, activate], &[]).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!(pool.total_staked_amount - (90_000 * ONE - pool.total_activating), 10_900 * ONE);
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
