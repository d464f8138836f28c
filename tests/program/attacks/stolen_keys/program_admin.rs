//! The key of the program admin is stolen: the second table of docs/security.md.

use inference_staking_client::instruction::{self as ix, NewDestination};
use inference_staking_client::instructions::{UpdatePoolOverviewArgs, UpdatePoolOverviewAuthoritiesArgs};
use inference_staking_client::state::NewEmissionSchedule;
use inference_staking_client::{args, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::pools;

use super::*;

/// The thief puts its own key into all three lists.
fn take_all_lists(network: &mut TestNetwork, thief: &Keypair) {
    let (admin, only) = (network.program_admin.insecure_clone(), || Some(vec![thief.pubkey()]));
    let args = UpdatePoolOverviewAuthoritiesArgs {
        reward_authorities: only(),
        halt_authorities: only(),
        slashing_authorities: only(),
        ..Default::default()
    };
    network.send(&[ix::update_pool_overview_authorities(admin.pubkey(), args)], &[&admin]).unwrap();
    network.reward_authority = thief.insecure_clone();
    network.halt_authority = thief.insecure_clone();
    network.slashing_authority = thief.insecure_clone();
}

#[test]
fn a_thief_slashes_every_operator_a_day_after_it_halts_it_and_no_delegator() {
    let World { mut network, operator, alice, bob } = paid_with_real_money();
    let thief = thief(&mut network);
    take_all_lists(&mut network, &thief);
    let admin = network.program_admin.insecure_clone();
    let own = accounts_of(&network, &thief)
        .map(|token_account| Some(NewDestination { token_account, owner: thief.pubkey() }));
    let args = UpdatePoolOverviewArgs { slashing_delay: Some(86_400), ..Default::default() };
    let accounts = ix::update_pool_overview_accounts(admin.pubkey(), own[0], own[1]);
    network.send(&[ix::build(accounts, args::UpdatePoolOverview { args })], &[&admin]).unwrap();

    // The operator runs as soon as it sees that, and is halted in its cooldown.
    network.unstake(&operator, 500 * ONE).unwrap();
    halt(&mut network, &operator);
    let everything = || args::SlashStake {
        shares: 1_500 * ONE,
        activating_amount: 0,
        unstaking_amount: 725 * ONE,
        confiscate_commission: true,
    };
    network.pass_time(DAY - 1);
    let too_soon = StakingError::SlashingDelayNotOver;
    refuses(&mut network, too_soon, |network| pools::slash(network, operator.record, everything()));
    network.pass_time(1);
    pools::slash(&mut network, operator.record, everything()).unwrap();
    // 2,000 x 1.45 and both commissions, and the USDC of 2,000 shares.
    assert_eq!(loot(&mut network, &thief), [(2_900 + 500) * ONE, (200 + 160) * ONE]);
    delegators_leave_with_everything(&mut network, [&alice, &bob], 7 * DAY);
}

#[test]
fn a_thief_commits_an_epoch_every_six_hours_and_no_more_than_is_funded() {
    let World { mut network, alice, bob, .. } = paid_with_real_money();
    let wallet = thief(&mut network);
    let thief = network.operator("thief's operator", 1_000 * ONE);
    network.fund_vaults(3 * EMISSION, 4_000 * ONE);
    take_all_lists(&mut network, &wallet);
    // The least of each. Nothing shorter is taken.
    let (hour, least) = (3_600, 6 * 3_600);
    let settings = |challenge_period, min_epoch_length| UpdatePoolOverviewArgs {
        challenge_period: Some(challenge_period),
        min_epoch_length: Some(min_epoch_length),
        ..Default::default()
    };
    refuses(&mut network, StakingError::ChallengePeriodOutOfRange, |network| {
        update_overview(network, settings(hour - 1, least))
    });
    refuses(&mut network, StakingError::MinEpochLengthOutOfRange, |network| {
        update_overview(network, settings(hour, least - 1))
    });
    update_overview(&mut network, settings(hour, least)).unwrap();

    // An hour of the first six is over. Three epochs in 12 hours from then on.
    network.pass_time(5 * HOUR);
    // All the USDC that is funded goes into the first of them: no schedule says what an epoch earns.
    for (epoch, usdc) in [(2, 4_000 * ONE), (3, 0), (4, 0)] {
        let all = EpochTree::new(epoch, vec![leaf(&thief, EMISSION, usdc)]);
        network.mark(epoch).unwrap();
        network.publish(epoch, all.record_args(EMISSION, usdc)).unwrap();
        network.pass_time(HOUR);
        network.accrue(&thief, epoch, all.proof(0)).unwrap();
        network.pass_time(5 * HOUR - 1);
        refuses(&mut network, StakingError::EpochTooShort, |network| network.mark(epoch + 1));
        network.pass_time(1);
    }
    // Nothing is funded any more: what the vault holds it owes.
    network.mark(5).unwrap();
    let all = EpochTree::new(5, vec![leaf(&thief, EMISSION, 0)]).record_args(EMISSION, 0);
    refuses(&mut network, StakingError::RewardVaultUnderfunded, |network| network.publish(5, all));
    let pool = network.pool_of(&thief);
    assert_eq!(pool.total_staked_amount + pool.reward_commission, 1_000 * ONE + 3 * EMISSION);
    assert_eq!(pool.delegator_usdc + pool.usdc_commission, 4_000 * ONE);
    delegators_leave_with_everything(&mut network, [&alice, &bob], 7 * DAY);
}

#[test]
fn a_thief_delays_a_new_exit_by_90_days_and_all_payouts_by_14_of_21() {
    let World { mut network, operator, alice, bob } = paid_with_real_money();
    // Who left before is not held longer.
    network.unstake(&operator, 100 * ONE).unwrap();
    let longest = 90 * 86_400;
    let delay = |seconds| UpdatePoolOverviewArgs { delegator_unstake_delay: Some(seconds), ..Default::default() };
    refuses(&mut network, StakingError::DelegatorDelayOutOfRange, |network| {
        update_overview(network, delay(longest + 1))
    });
    update_overview(&mut network, delay(longest)).unwrap();
    delegators_leave_with_everything(&mut network, [&alice, &bob], 90 * DAY);

    let halt_withdrawals = || UpdatePoolOverviewArgs { withdrawals_halted: Some(true), ..Default::default() };
    update_overview(&mut network, halt_withdrawals()).unwrap();
    network.pass_time(14 * DAY - 1);
    refuses(&mut network, StakingError::WithdrawalsHalted, |network| network.claim_unstake(&operator));
    refuses(&mut network, StakingError::WithdrawalHaltTooSoon, |network| update_overview(network, halt_withdrawals()));
    network.pass_time(1);
    network.claim_unstake(&operator).unwrap();
    assert_eq!(gained(&mut network, &operator).0, tokens(-2_000 + 145));
    network.pass_time(7 * DAY - 1);
    refuses(&mut network, StakingError::WithdrawalHaltTooSoon, |network| update_overview(network, halt_withdrawals()));
    network.pass_time(1);
    update_overview(&mut network, halt_withdrawals()).unwrap();
}

#[test]
fn a_thief_stops_entry_and_accrual_at_once_and_no_exit() {
    let World { mut network, operator, alice, bob } = paid_with_real_money();
    network.stake(&alice, ONE).unwrap();
    network.pass_time(DAY);
    let tree = network.publish_leaves(2, vec![leaf(&operator, EMISSION, 0)], EMISSION, 0);
    let halts = UpdatePoolOverviewArgs {
        staking_halted: Some(true),
        accrual_halted: Some(true),
        pool_creation_allowed: Some(false),
        ..Default::default()
    };
    update_overview(&mut network, halts).unwrap();
    refuses(&mut network, StakingError::StakingHalted, |network| network.stake(&bob, ONE));
    refuses(&mut network, StakingError::StakingHalted, |network| network.activate(&alice));
    let new = network.funded_wallet("new operator", 0).unwrap();
    let accounts = ix::create_operator_pool_accounts(network.payer.pubkey(), new.pubkey(), network.mints.stake, None);
    let create = ix::create_operator_pool(accounts, pool_args(), u64::MAX);
    refuses_instruction(&mut network, StakingError::PoolCreationNotAllowed, create, &[&new]);
    network.pass_time(DAY);
    refuses(&mut network, StakingError::AccrualHalted, |network| network.mark(3));
    refuses(&mut network, StakingError::AccrualHalted, |network| network.accrue(&operator, 2, tree.proof(0)));
    let what = args::Unstake { shares: 0, activating: ONE, ticket: None };
    network.send(&[ix::unstake_of(alice.record, what)], &[&alice.wallet]).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    delegators_leave_with_everything(&mut network, [&alice, &bob], 7 * DAY);
}

/// The schedule has one epoch, whose record pays a pool that nobody ever brings the proof of.
#[test]
fn a_thief_takes_what_the_reward_vault_holds_for_nobody_32_days_after_the_schedule_and_not_before() {
    let mut setup = NetworkSetup::for_real_money();
    setup.emission = NewEmissionSchedule::Table { epochs_per_period: 1, budgets: vec![EMISSION] };
    let mut network = start_with(&setup);
    let thief = thief(&mut network);
    let operator = network.operator("operator", 1_000 * ONE);
    let alice = delegator_with(&mut network, "alice", &operator, 1_000 * ONE);
    network.fund_vaults(EMISSION + 77 * ONE, 0);
    let tree = EpochTree::new(1, vec![leaf(&operator, 0, 0)]);
    network.mark(1).unwrap();
    network.publish(1, tree.record_args(EMISSION, 0)).unwrap();
    network.pass_time(HOUR);
    network.accrue(&operator, 1, tree.proof(0)).unwrap();

    take_all_lists(&mut network, &thief);
    let args = UpdatePoolOverviewArgs { min_epoch_length: Some(6 * 3_600), ..Default::default() };
    update_overview(&mut network, args).unwrap();
    let admin = network.program_admin.insecure_clone();
    let [tokens, _] = accounts_of(&network, &thief);
    let withdraw =
        ix::withdraw_reward_surplus(ix::withdraw_reward_surplus_accounts(admin.pubkey(), tokens, network.mints.stake));
    for epoch in 2..=129 {
        refuses_instruction(&mut network, StakingError::RewardsTooRecent, withdraw.clone(), &[&admin]);
        network.pass_time(6 * HOUR - 1);
        if epoch == 129 {
            refuses(&mut network, StakingError::EpochTooShort, |network| network.mark(epoch));
        }
        network.pass_time(1);
        publish_without_roots(&mut network, epoch);
    }
    network.send(std::slice::from_ref(&withdraw), &[&admin]).unwrap();
    assert_eq!(loot(&mut network, &thief), [77 * ONE, 0]);
    // The record of epoch 1 has expired once the last one is claimable: what it held is for nobody, too.
    network.pass_time(HOUR);
    let reclaim = ix::reclaim_expired_reward_record(1, network.payer.pubkey());
    network.send(&[reclaim, withdraw], &[&admin]).unwrap();
    assert_eq!(loot(&mut network, &thief), [EMISSION + 77 * ONE, 0]);
    network.unstake(&alice, 1_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(gained(&mut network, &alice).0, 0);
}
