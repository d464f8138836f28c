//! Lower the schedule, revoke, commit again: an ended period issues less.

use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::state::NewEmissionSchedule;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::NetworkSetup;
use inference_staking_test_kit::epochs::EpochTree;
use solana_signer::Signer;

use crate::chain::start_with;
use crate::world::*;

/// 8 % of a million tokens in the first epoch, and so much less of it in each that follows, of 10^15.
fn disinflation(decay: u64, compounding: bool) -> NewEmissionSchedule {
    NewEmissionSchedule::Disinflation {
        base_supply: 1_000_000 * ONE,
        initial_rate: 80_000_000_000_000,
        decay,
        long_term_rate: 0,
        epochs_per_period: 1,
        compounding,
        cap: u64::MAX,
    }
}

/// Epoch 1 issues 80,000 tokens, epoch 2 `issued`; both pay the pool of three 1,000 of them. Then the schedule is lowered,
/// epoch 2 is revoked, and it has to issue the same again.
fn a_lowered_schedule_takes_nothing_of(
    before: NewEmissionSchedule,
    lowered: NewEmissionSchedule,
    issued: u64,
    less: u64,
) {
    let mut setup = NetworkSetup { emission: before, ..NetworkSetup::default() };
    setup.parameters.challenge_period = 3_600;
    let World { mut network, operator, .. } = pool_of_three_on(start_with(&setup));
    let tree = |epoch| EpochTree::new(epoch, vec![leaf(&operator, 1_000 * ONE, 0)]);
    network.fund_vaults(80_000 * ONE + issued, 0);
    for (epoch, emission) in [(1, 80_000 * ONE), (2, issued)] {
        network.pass_time(DAY);
        network.mark(epoch).unwrap();
        network.publish(epoch, tree(epoch).record_args(emission, 0)).unwrap();
    }
    let (halt, admin) = (network.halt_authority.insecure_clone(), network.program_admin.insecure_clone());
    let lower = UpdatePoolOverviewArgs { emission: Some(lowered), ..Default::default() };
    let lower = ix::update_pool_overview(admin.pubkey(), lower);
    let revoke = ix::revoke_reward_record(halt.pubkey(), 2, network.payer.pubkey());
    network.send(&[lower, revoke], &[&admin, &halt]).unwrap();
    let again = |emission| tree(2).record_args(emission, 0);
    refuses(&mut network, StakingError::RewardsNotEmission, |network| network.publish(2, again(less)));
    network.publish(2, again(issued)).unwrap();
    assert_eq!(liabilities(&mut network), (80_000 * ONE + issued, 0));
    network.pass_time(DAY);
    for epoch in [1, 2] {
        network.accrue(&operator, epoch, tree(epoch).proof(0)).unwrap();
    }
    assert_eq!(network.pool_of(&operator).total_staked_amount, 11_800 * ONE);
}

#[test]
fn an_epoch_that_was_issued_issues_the_same_again_after_the_schedule_was_lowered() {
    // 15 % less becomes 50 % less: 68,000 stay, where 40,000 would be issued now.
    let (before, lowered) = (disinflation(150_000_000_000_000, false), disinflation(500_000_000_000_000, false));
    a_lowered_schedule_takes_nothing_of(before, lowered, 68_000 * ONE, 40_000 * ONE);
}

#[test]
fn nor_does_a_schedule_that_stops_compounding_take_what_was_compounded() {
    // 6.8 % of 1,080,000 are 73,440, and of 1,000,000 they would be 68,000.
    let (before, lowered) = (disinflation(150_000_000_000_000, true), disinflation(150_000_000_000_000, false));
    a_lowered_schedule_takes_nothing_of(before, lowered, 73_440 * ONE, 68_000 * ONE);
}
