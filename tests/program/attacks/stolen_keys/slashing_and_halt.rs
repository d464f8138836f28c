//! The keys of a slashing authority and of a halt authority are stolen together.

use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdatePoolOverviewAuthoritiesArgs;
use inference_staking_client::{args, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::wallet;
use inference_staking_test_kit::pools;

use super::*;

#[test]
fn a_thief_slashes_every_operator_that_nobody_resumes_within_the_delay_and_gets_nothing_of_it() {
    let World { mut network, operator, alice, bob } = paid_with_real_money();
    let [saved, lost] = ["saved operator", "lost operator"].map(|name| network.operator(name, 2_000 * ONE));
    let thief = thief(&mut network);
    let admin = network.program_admin.insecure_clone();
    let rescuer = wallet("rescuer");
    let args = UpdatePoolOverviewAuthoritiesArgs {
        halt_authorities: Some(vec![thief.pubkey(), rescuer.pubkey()]),
        slashing_authorities: Some(vec![thief.pubkey()]),
        ..Default::default()
    };
    network.send(&[ix::update_pool_overview_authorities(admin.pubkey(), args)], &[&admin]).unwrap();
    network.halt_authority = thief.insecure_clone();
    network.slashing_authority = thief.insecure_clone();

    // An operator that runs first is caught in its cooldown.
    network.unstake(&lost, 400 * ONE).unwrap();
    for pool in [&operator, &saved, &lost] {
        halt(&mut network, pool);
    }
    let of = |shares: u64, unstaking: u64, confiscate_commission| args::SlashStake {
        shares: shares * ONE,
        activating_amount: 0,
        unstaking_amount: unstaking * ONE,
        confiscate_commission,
    };
    network.pass_time(2 * DAY - 1);
    let too_soon = StakingError::SlashingDelayNotOver;
    refuses(&mut network, too_soon, |network| pools::slash(network, lost.record, of(1_600, 400, false)));
    let pool = saved.record.operator_pool;
    network.send(&[ix::set_halt_status(rescuer.pubkey(), pool, false)], &[&rescuer]).unwrap();
    network.pass_time(1);

    pools::slash(&mut network, operator.record, of(2_000, 0, true)).unwrap();
    pools::slash(&mut network, lost.record, of(1_600, 400, false)).unwrap();
    let resumed = StakingError::PoolNotHalted;
    refuses(&mut network, resumed, |network| pools::slash(network, saved.record, of(2_000, 0, false)));
    // Halted once more, it has the whole delay once more, in which the admin replaces both keys.
    halt(&mut network, &saved);
    let args = UpdatePoolOverviewAuthoritiesArgs {
        halt_authorities: Some(vec![rescuer.pubkey()]),
        slashing_authorities: Some(vec![rescuer.pubkey()]),
        ..Default::default()
    };
    network.send(&[ix::update_pool_overview_authorities(admin.pubkey(), args)], &[&admin]).unwrap();
    network.pass_time(2 * DAY);
    let replaced = StakingError::NotSlashingAuthority;
    refuses(&mut network, replaced, |network| pools::slash(network, saved.record, of(2_000, 0, false)));

    // 2,000 x 1.45 and the commission of the first, 1,600 and 400 of the other: all to the treasury.
    assert_eq!(slashed(&mut network), (2_900 + 500 + 2_000) * ONE);
    assert_eq!(loot(&mut network, &thief), [0, 0]);
    delegators_leave_with_everything(&mut network, [&alice, &bob], 7 * DAY);
}
