//! `update_pool_overview`: what is given is changed, and nothing else.

use inference_staking_client::events::PoolOverviewUpdated;
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::state::{PoolOverview, PoolOverviewParameters};
use inference_staking_client::StakingError;
use inference_staking_localnet::wallet;
use inference_staking_test_kit::administration::*;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::states::{assert_state, only_event};
use inference_staking_test_kit::TestNetwork;
use solana_signer::Signer;

type Change = fn(&mut UpdatePoolOverviewArgs);
type Effect = fn(&mut PoolOverview);

/// Each parameter alone, with what it changes in the account. Other values than those of the setup.
const PARAMETERS: [(Change, Effect); 14] = [
    (|args| args.pool_creation_allowed = Some(false), |overview| overview.pool_creation_allowed = 0),
    (|args| args.registration_fee = Some(5), |overview| overview.registration_fee = 5),
    (
        |args| args.registration_fee_wallet = Some(wallet("other fee wallet").pubkey()),
        |overview| overview.registration_fee_wallet = wallet("other fee wallet").pubkey(),
    ),
    (|args| args.min_operator_token_stake = Some(77), |overview| overview.min_operator_token_stake = 77),
    // 8, 15, 3, 1, 4 and 2 days.
    (|args| args.delegator_unstake_delay = Some(691_200), |overview| overview.delegator_unstake_delay = 691_200),
    (|args| args.operator_unstake_delay = Some(1_296_000), |overview| overview.operator_unstake_delay = 1_296_000),
    (|args| args.slashing_delay = Some(259_200), |overview| overview.slashing_delay = 259_200),
    (|args| args.challenge_period = Some(86_400), |overview| overview.challenge_period = 86_400),
    (|args| args.bypass_delay = Some(345_600), |overview| overview.bypass_delay = 345_600),
    (|args| args.min_epoch_length = Some(172_800), |overview| overview.min_epoch_length = 172_800),
    (|args| args.max_commission_bps = Some(4_000), |overview| overview.max_commission_bps = 4_000),
    (|args| args.commission_notice_epochs = Some(3), |overview| overview.commission_notice_epochs = 3),
    (|args| args.staking_halted = Some(true), |overview| overview.staking_halted = 1),
    (|args| args.accrual_halted = Some(true), |overview| overview.accrual_halted = 1),
];

/// The parameters of the default setup.
fn default_parameters() -> PoolOverviewParameters {
    PoolOverviewParameters {
        pool_creation_allowed: true,
        registration_fee: 0,
        registration_fee_wallet: wallet("registration fee").pubkey(),
        min_operator_token_stake: 1_000_000_000,
        delegator_unstake_delay: 604_800,
        operator_unstake_delay: 1_209_600,
        slashing_delay: 172_800,
        challenge_period: 0,
        bypass_delay: 259_200,
        min_epoch_length: 86_400,
        max_commission_bps: 5_000,
        commission_notice_epochs: 2,
    }
}

/// The event of an update that leaves the default network as it is.
fn unchanged_event(overview: &PoolOverview) -> PoolOverviewUpdated {
    PoolOverviewUpdated {
        program_admin: wallet("program admin").pubkey(),
        parameters: default_parameters(),
        staking_halted: false,
        accrual_halted: false,
        withdrawal_halted_until: None,
        slashing_token_destination: overview.slashing_token_destination,
        slashing_usdc_destination: overview.slashing_usdc_destination,
        emission: None,
        epoch: 1,
    }
}

#[test]
fn an_update_of_nothing_changes_nothing_and_says_how_everything_is() {
    let mut network = TestNetwork::start();
    let before = overview(&mut network);
    let executed = update(&mut network, UpdatePoolOverviewArgs::default()).unwrap();
    assert_state(&overview(&mut network), &before);
    assert_eq!(only_event::<PoolOverviewUpdated>(&executed), unchanged_event(&before));
}

#[test]
fn each_parameter_alone_changes_that_one_only() {
    let mut network = TestNetwork::start();
    for (place, (change, effect)) in PARAMETERS.into_iter().enumerate() {
        let mut expected = overview(&mut network);
        let mut args = UpdatePoolOverviewArgs::default();
        change(&mut args);
        effect(&mut expected);
        update(&mut network, args).unwrap_or_else(|refused| panic!("parameter {place}: {refused}"));
        assert_state(&overview(&mut network), &expected);
    }
}

#[test]
fn all_parameters_change_at_once_and_the_event_tells_them() {
    let mut network = TestNetwork::start();
    let before = overview(&mut network);
    let (mut args, mut expected) = (UpdatePoolOverviewArgs::default(), before);
    for (change, effect) in PARAMETERS {
        change(&mut args);
        effect(&mut expected);
    }
    let executed = update(&mut network, args).unwrap();
    assert_state(&overview(&mut network), &expected);
    let parameters = PoolOverviewParameters {
        pool_creation_allowed: false,
        registration_fee: 5,
        registration_fee_wallet: wallet("other fee wallet").pubkey(),
        min_operator_token_stake: 77,
        delegator_unstake_delay: 691_200,
        operator_unstake_delay: 1_296_000,
        slashing_delay: 259_200,
        challenge_period: 86_400,
        bypass_delay: 345_600,
        min_epoch_length: 172_800,
        max_commission_bps: 4_000,
        commission_notice_epochs: 3,
    };
    let event =
        PoolOverviewUpdated { parameters, staking_halted: true, accrual_halted: true, ..unchanged_event(&before) };
    assert_eq!(only_event::<PoolOverviewUpdated>(&executed), event);
}

#[test]
fn pool_creation_is_allowed_again() {
    let mut network = TestNetwork::start();
    let before = overview(&mut network);
    for (allowed, stored) in [(false, 0), (false, 0), (true, 1), (true, 1)] {
        let args = UpdatePoolOverviewArgs { pool_creation_allowed: Some(allowed), ..Default::default() };
        let executed = update(&mut network, args).unwrap();
        assert_state(&overview(&mut network), &PoolOverview { pool_creation_allowed: stored, ..before });
        assert_eq!(only_event::<PoolOverviewUpdated>(&executed).parameters.pool_creation_allowed, allowed);
    }
}

#[test]
fn staking_and_accrual_are_halted_and_resumed_each_alone() {
    let mut network = TestNetwork::start();
    let before = overview(&mut network);
    // What is asked for, and both flags afterwards. When accrual was resumed: accrual_halt.rs.
    let steps = [
        ((Some(true), None), (1, 0)),
        ((Some(true), None), (1, 0)),
        ((None, Some(true)), (1, 1)),
        ((None, None), (1, 1)),
        ((Some(false), None), (0, 1)),
        ((Some(false), None), (0, 1)),
        ((None, Some(false)), (0, 0)),
        ((Some(true), Some(true)), (1, 1)),
        ((Some(false), Some(false)), (0, 0)),
    ];
    for ((staking_halted, accrual_halted), (staking, accrual)) in steps {
        let args = UpdatePoolOverviewArgs { staking_halted, accrual_halted, ..Default::default() };
        let executed = update(&mut network, args).unwrap();
        let after = overview(&mut network);
        let accrual_resumed_at = after.accrual_resumed_at;
        let expected = PoolOverview { staking_halted: staking, accrual_halted: accrual, accrual_resumed_at, ..before };
        assert_state(&after, &expected);
        let event = PoolOverviewUpdated {
            staking_halted: staking == 1,
            accrual_halted: accrual == 1,
            ..unchanged_event(&before)
        };
        assert_eq!(only_event::<PoolOverviewUpdated>(&executed), event);
    }
}

#[test]
fn the_event_names_the_current_epoch() {
    let mut network = TestNetwork::start();
    let epoch_told = |network: &mut TestNetwork| {
        let executed = update(network, UpdatePoolOverviewArgs::default()).unwrap();
        only_event::<PoolOverviewUpdated>(&executed).epoch
    };
    assert_eq!(epoch_told(&mut network), 1);
    network.mark(1).unwrap();
    assert_eq!(epoch_told(&mut network), 2);
    network.fund_vaults(10_000_000_000, 0);
    network.publish(1, totals(1, 10_000_000_000)).unwrap();
    assert_eq!(epoch_told(&mut network), 2);
}

#[test]
fn nobody_but_the_program_admin_may_change_parameters() {
    let mut network = TestNetwork::start();
    for name in ["stranger", "payer", "reward authority", "slashing authority", "heir", "operator", "halt authority"] {
        refuses(&mut network, StakingError::NotProgramAdmin, |network| {
            update_as(network, &wallet(name), UpdatePoolOverviewArgs::default())
        });
    }
}
