//! The key of a slashing authority is stolen.

use inference_staking_client::instruction::{self as ix, SlashOf};
use inference_staking_client::instructions::UpdatePoolOverviewAuthoritiesArgs;
use inference_staking_client::{args, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::pools;

use super::*;

#[test]
fn a_thief_slashes_what_has_been_halted_for_the_delay_and_gets_nothing_of_it() {
    let World { mut network, operator, alice, bob } = paid_with_real_money();
    let thief = thief(&mut network);
    let (admin, slashing_authorities) = (network.program_admin.insecure_clone(), Some(vec![thief.pubkey()]));
    let args = UpdatePoolOverviewAuthoritiesArgs { slashing_authorities, ..Default::default() };
    network.send(&[ix::update_pool_overview_authorities(admin.pubkey(), args)], &[&admin]).unwrap();
    network.slashing_authority = thief.insecure_clone();
    let everything = || args::SlashStake {
        shares: 2_000 * ONE,
        activating_amount: 0,
        unstaking_amount: 0,
        confiscate_commission: true,
    };
    refuses(&mut network, StakingError::PoolNotHalted, |network| pools::slash(network, operator.record, everything()));
    halt(&mut network, &operator);
    network.pass_time(2 * DAY - 1);
    let too_soon = StakingError::SlashingDelayNotOver;
    refuses(&mut network, too_soon, |network| pools::slash(network, operator.record, everything()));
    network.pass_time(1);
    // Nothing of a delegator, whatever the pool is called.
    let not_the_operators = StakingError::WrongOperatorRecord;
    refuses(&mut network, not_the_operators, |network| pools::slash(network, alice.record, everything()));
    // Nor into an account of the thief's.
    let [tokens, usdc] = accounts_of(&network, &thief);
    let stored = pools::slash_of(&mut network, operator.record);
    let to_thief = [
        SlashOf { slashing_token_destination: tokens, ..stored },
        SlashOf { slashing_usdc_destination: usdc, ..stored },
    ];
    for wrong in to_thief {
        let accounts = ix::slash_stake_accounts(thief.pubkey(), wrong, network.mints, true);
        let slash = ix::slash_stake(accounts, everything());
        refuses_instruction(&mut network, StakingError::WrongSlashDestination, slash, &[&thief]);
    }
    pools::slash(&mut network, operator.record, everything()).unwrap();
    // 2,000 x 1.45 and the commission, to the treasury; 200 and 160 USDC.
    assert_eq!(slashed(&mut network), (2_900 + 500) * ONE);
    assert_eq!(network.balance(&stored.slashing_usdc_destination), 360 * ONE);
    assert_eq!(loot(&mut network, &thief), [0, 0]);
    delegators_leave_with_everything(&mut network, [&alice, &bob], 7 * DAY);
}
