//! The whole table of SPEC 8: every halt against everything it lists, and against what no halt stops.

mod row;

use inference_staking_client::StakingError::{self, *};
use inference_staking_client::{args, instruction as ix};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::assert_refused;

use row::{Attempt, HaltWorld};

/// What is done, and the refusals while staking, withdrawals, accrual or the pool are halted, in this order.
type Row = (&'static str, fn(&mut HaltWorld) -> Attempt, [Option<StakingError>; 4]);

const NEVER: [Option<StakingError>; 4] = [None; 4];
const ENTRY: [Option<StakingError>; 4] = [Some(StakingHalted), None, None, Some(PoolHalted)];
const DELEGATOR_PAYOUT: [Option<StakingError>; 4] = [None, Some(WithdrawalsHalted), None, None];
const OPERATOR_PAYOUT: [Option<StakingError>; 4] = [None, Some(WithdrawalsHalted), None, Some(OperatorHalted)];
const ADMIN_PAYOUT: [Option<StakingError>; 4] = [None, Some(WithdrawalsHalted), None, Some(PoolHalted)];
const ADMIN_CHANGE: [Option<StakingError>; 4] = [None, None, None, Some(PoolHalted)];
const ACCRUAL: [Option<StakingError>; 4] = [None, None, Some(AccrualHalted), None];

const TABLE: [Row; 36] = [
    ("a delegator stakes", HaltWorld::delegator_stakes, ENTRY),
    ("the operator stakes", HaltWorld::operator_stakes, ENTRY),
    ("a delegator's stake is activated", HaltWorld::delegators_stake_is_activated, ENTRY),
    ("the operator's stake is activated", HaltWorld::operators_stake_is_activated, ENTRY),
    ("a delegator cancels an unstake", HaltWorld::delegator_cancels, ENTRY),
    ("the operator cancels an unstake", HaltWorld::operator_cancels, ENTRY),
    ("a delegator unstakes", HaltWorld::delegator_unstakes, NEVER),
    ("the operator unstakes", HaltWorld::operator_unstakes, [None, None, None, Some(OperatorHalted)]),
    ("a delegator claims tokens", HaltWorld::delegator_claims_tokens, DELEGATOR_PAYOUT),
    ("the operator claims tokens", HaltWorld::operator_claims_tokens, OPERATOR_PAYOUT),
    ("a delegator claims USDC", HaltWorld::delegator_claims_usdc, DELEGATOR_PAYOUT),
    ("the operator claims USDC", HaltWorld::operator_claims_usdc, OPERATOR_PAYOUT),
    ("token commission is withdrawn", HaltWorld::reward_commission_is_withdrawn, ADMIN_PAYOUT),
    ("USDC commission is withdrawn", HaltWorld::usdc_commission_is_withdrawn, ADMIN_PAYOUT),
    ("an owner claims tokens to another account", HaltWorld::owner_claims_to_another_account, DELEGATOR_PAYOUT),
    ("dust is swept", HaltWorld::dust_is_swept, ADMIN_PAYOUT),
    ("rewards are collected", HaltWorld::rewards_are_collected, NEVER),
    ("a vault's surplus is swept", HaltWorld::vault_surplus_is_swept, NEVER),
    ("the reward surplus is withdrawn", HaltWorld::reward_surplus_is_withdrawn, DELEGATOR_PAYOUT),
    ("the pool is closed", HaltWorld::pool_is_closed, ADMIN_CHANGE),
    ("the operator's record is changed", HaltWorld::operator_record_is_changed, ADMIN_CHANGE),
    ("an admin accepts", HaltWorld::heir_accepts, ADMIN_CHANGE),
    ("a reward is accrued", HaltWorld::reward_is_accrued, ACCRUAL),
    ("a batch is accrued", HaltWorld::rewards_are_accrued_as_a_batch, ACCRUAL),
    ("an epoch is bypassed", HaltWorld::epoch_is_bypassed, ACCRUAL),
    (
        "the operator is slashed",
        HaltWorld::operator_is_slashed,
        [Some(PoolNotHalted), Some(PoolNotHalted), Some(PoolNotHalted), None],
    ),
    ("a record is created", HaltWorld::record_is_created, NEVER),
    ("an empty record is closed", HaltWorld::empty_record_is_closed, NEVER),
    ("a delegator locks", HaltWorld::delegator_locks, NEVER),
    ("the pool is updated", HaltWorld::pool_is_updated, NEVER),
    ("a pool admin is proposed", HaltWorld::pool_admin_is_proposed, NEVER),
    ("a record is queried", HaltWorld::record_is_queried, NEVER),
    ("the next epoch is marked", HaltWorld::next_epoch_is_marked, ACCRUAL),
    ("a marked epoch's record is created", HaltWorld::record_of_marked_epoch_is_created, NEVER),
    ("a record is revoked", HaltWorld::newest_record_is_revoked, NEVER),
    ("an expired record is reclaimed", HaltWorld::expired_record_is_reclaimed, ACCRUAL),
];

/// Each thing the table lists, tried on this world, ends as `expected` says.
#[track_caller]
fn assert_cells(world: &mut HaltWorld, expected: impl Fn(&Row) -> Option<StakingError>) {
    for row in TABLE {
        let before = world.balances();
        let result = world.tried(row.1);
        assert_eq!(world.balances(), before, "{} was undone", row.0);
        match (result, expected(&row)) {
            (Ok(_), None) => {}
            (Ok(_), Some(error)) => panic!("{}: should have been refused with {}", row.0, error.name()),
            (Err(refused), Some(error)) => {
                assert!(refused.is(error), "{}: expected {}, {refused}", row.0, error.name())
            }
            (Err(refused), None) => panic!("{}: should have been allowed, {refused}", row.0),
        }
    }
}

/// What holds without any halt: everything but a slash.
fn without_halts(row: &Row) -> Option<StakingError> {
    row.2[0].filter(|error| *error == PoolNotHalted)
}

/// The world after `halt`, which itself moves nothing, and after the slashing delay of 2 days.
fn halted(halt: fn(&mut HaltWorld)) -> HaltWorld {
    let mut world = HaltWorld::start();
    let before = world.balances();
    halt(&mut world);
    assert_eq!(world.balances(), before);
    world.network.pass_time(2 * DAY);
    world
}

#[test]
fn without_a_halt_everything_is_allowed_but_a_slash() {
    assert_cells(&mut halted(|_| {}), without_halts);
}

#[test]
fn a_halt_of_staking_stops_entry_alone() {
    assert_cells(&mut halted(|world| world.halt_staking(true)), |row| row.2[0]);
}

#[test]
fn a_halt_of_withdrawals_stops_payouts_alone() {
    assert_cells(&mut halted(|world| world.halt_withdrawals(true)), |row| row.2[1]);
}

#[test]
fn a_halt_of_accrual_stops_accrual_bypass_mark_and_reclaim_alone() {
    assert_cells(&mut halted(|world| world.halt_accrual(true)), |row| row.2[2]);
}

#[test]
fn a_halted_pool_stops_its_operator_and_entry_and_is_what_a_slash_needs() {
    assert_cells(&mut halted(|world| world.halt_pools(true)), |row| row.2[3]);
}

#[test]
fn when_all_halts_are_lifted_everything_is_as_before() {
    let mut world = halted(|world| {
        for halted in [true, false] {
            world.halt_staking(halted);
            world.halt_withdrawals(halted);
            world.halt_accrual(halted);
            world.halt_pools(halted);
        }
    });
    // The bypass delay of 3 days counts from the resumption.
    world.network.pass_time(DAY);
    assert_cells(&mut world, without_halts);
}

#[test]
fn a_withdrawal_halt_that_ran_out_stops_nothing() {
    let mut world = halted(|world| world.halt_withdrawals(true));
    world.network.pass_time(12 * DAY);
    assert_cells(&mut world, without_halts);
}

#[test]
fn a_slash_needs_the_halt_to_have_lasted_its_delay() {
    let mut world = HaltWorld::start();
    world.halt_pools(true);
    world.network.pass_time(2 * DAY - 1);
    assert_refused(world.operator_is_slashed(), SlashingDelayNotOver);
    world.network.pass_time(1);
    world.operator_is_slashed().unwrap();
}

#[test]
fn under_all_halts_at_once_a_delegator_leaves_within_the_time_of_one_withdrawal_halt() {
    let mut world = halted(|world| {
        world.halt_staking(true);
        world.halt_withdrawals(true);
        world.halt_accrual(true);
        world.halt_pools(true);
    });
    // 2,000 of her 3,000 shares are left, at 1.45, and 10 tokens that never became shares.
    let what = args::Unstake { shares: 2_000 * ONE, activating: 10 * ONE, ticket: None };
    world.network.send(&[ix::unstake_of(world.alice.record, what)], &[&world.alice.wallet]).unwrap();
    world.network.pass_time(12 * DAY);
    world.delegator_claims_tokens().unwrap();
    world.delegator_claims_usdc().unwrap();
    // 3,000 shares at 1.45 are 4,350 tokens for 3,000; 3/10 of 800 USDC are 240.
    assert_eq!(world.network.tokens_of(&world.alice), 1_001_350 * ONE);
    assert_eq!(world.network.usdc_of(&world.alice), 240 * ONE);
    assert_refused(world.operator_claims_tokens(), OperatorHalted);
    assert_refused(world.operator_unstakes(), OperatorHalted);
}
