//! `unstake` of activating tokens, alone and together with shares (SPEC 5, SPEC 7).

use inference_staking_client::events::{PoolState, Unstaked};
use inference_staking_client::state::{OperatorPool, StakingRecord, Ticket};
use inference_staking_client::{args, instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE, START_TIME};
use inference_staking_test_kit::assert_refused;

use crate::staking_record::world::*;

#[test]
fn shares_and_activating_tokens_leave_in_one_ticket() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    network.stake(&alice, 100 * ONE).unwrap();
    let (pool_before, record_before) = (network.pool_of(&alice), network.record_of(&alice));
    network.pass_time(5);
    // 1,000 shares at 1.45, and 40 of the 100.
    let executed = unstake_both(&mut network, &alice, 1_000 * ONE, 40 * ONE).unwrap();

    let ticket = Ticket { amount: 1_490 * ONE, claimable_from: START_TIME + 5 + 7 * DAY };
    let expected_record = StakingRecord {
        shares: 2_000 * ONE,
        settled_usdc: 240 * ONE,
        usdc_checkpoint: 80_000_000_000_000_000u128.into(),
        activating: 60 * ONE,
        latest_deposit: 60 * ONE,
        tickets: [ticket, FREE, FREE, FREE],
        ..record_before
    };
    assert_state(&network.record_of(&alice), &expected_record);
    let expected_pool = OperatorPool {
        total_staked_amount: 13_050 * ONE,
        total_shares: 9_000 * ONE,
        total_unstaking: 1_490 * ONE,
        total_activating: 60 * ONE,
        settled_usdc: 240 * ONE,
        event_sequence: 11,
        ..pool_before
    };
    assert_state(&network.pool_of(&alice), &expected_pool);
    let expected_event = Unstaked {
        operator_pool: alice.record.operator_pool,
        staking_record: alice.record.address(),
        owner: alice.key(),
        shares: 1_000 * ONE,
        activating: 40 * ONE,
        amount: 1_490 * ONE,
        ticket: 0,
        ticket_amount: 1_490 * ONE,
        claimable_from: ticket.claimable_from,
        record_activating: 60 * ONE,
        record_shares: 2_000 * ONE,
        record_settled_usdc: 240 * ONE,
        epoch: 2,
        pool: PoolState {
            total_staked_amount: 13_050 * ONE,
            total_shares: 9_000 * ONE,
            total_unstaking: 1_490 * ONE,
            total_activating: 60 * ONE,
            settled_usdc: 240 * ONE,
            ..paid_pool_state(11)
        },
    };
    assert_eq!(only_event::<Unstaked>(&executed), expected_event);
}

#[test]
fn activating_tokens_alone_leave_at_their_own_amount_and_settle_nothing() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    network.stake(&alice, 100).unwrap();
    unstake_both(&mut network, &alice, 0, 100).unwrap();
    let record = network.record_of(&alice);
    assert_eq!((record.activating, record.latest_deposit, record.has_activating), (0, 0, 0));
    assert_eq!((record.settled_usdc, record.tickets[0].amount), (0, 100));
    let pool = network.pool_of(&alice);
    assert_eq!((pool.total_activating, pool.total_unstaking), (0, 100));
    assert_eq!((pool.total_staked_amount, pool.total_shares), (14_500 * ONE, 10_000 * ONE));
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 997_000 * ONE);
}

#[test]
fn the_flag_is_cleared_when_what_is_left_buys_no_share() {
    // A share costs 10 / 7 tokens.
    let World { mut network, bob, .. } = ten_tokens_for_seven_shares(7);
    network.stake(&bob, 4).unwrap();
    unstake_both(&mut network, &bob, 0, 2).unwrap();
    assert_eq!((network.record_of(&bob).activating, network.record_of(&bob).has_activating), (2, 1));
    unstake_both(&mut network, &bob, 0, 1).unwrap();
    assert_eq!((network.record_of(&bob).activating, network.record_of(&bob).has_activating), (1, 0));
}

#[test]
fn nobody_takes_back_more_than_is_activating() {
    let World { mut network, alice, bob, .. } = pool_of_three();
    network.stake(&alice, 10).unwrap();
    network.stake(&bob, 10).unwrap();
    for activating in [11, u64::MAX] {
        assert_refused(unstake_both(&mut network, &alice, 0, activating), StakingError::NotEnoughActivating);
        assert_refused(unstake_both(&mut network, &alice, ONE, activating), StakingError::NotEnoughActivating);
    }
    unstake_both(&mut network, &alice, 0, 10).unwrap();
    assert_refused(unstake_both(&mut network, &alice, 0, 1), StakingError::NotEnoughActivating);
    assert_eq!(network.record_of(&bob).activating, 10);
}

#[test]
fn both_join_an_open_ticket() {
    let World { mut network, alice, .. } = pool_of_three();
    network.stake(&alice, 10).unwrap();
    network.unstake(&alice, 1).unwrap();
    network.pass_time(DAY);
    let what = args::Unstake { shares: 2, activating: 3, ticket: Some(0) };
    network.send(&[ix::unstake_of(alice.record, what)], &[&alice.wallet]).unwrap();
    let joined = Ticket { amount: 6, claimable_from: START_TIME + 8 * DAY };
    assert_eq!(tickets(&mut network, &alice), [joined, FREE, FREE, FREE]);
}

#[test]
fn a_lock_holds_no_activating_tokens() {
    let World { mut network, alice, .. } = pool_of_three();
    network.stake(&alice, 10).unwrap();
    lock(&mut network, &alice, HALF_YEAR).unwrap();
    assert_refused(unstake_both(&mut network, &alice, 1, 10), StakingError::SharesLocked);
    unstake_both(&mut network, &alice, 0, 10).unwrap();
    assert_eq!(network.record_of(&alice).lock_state, LOCKED);
}

#[test]
fn an_operators_activating_tokens_may_always_leave_an_open_pool() {
    let World { mut network, operator, .. } = pool_of_three();
    network.stake(&operator, 10 * ONE).unwrap();
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 2_000 * ONE);
    assert_refused(unstake_both(&mut network, &operator, 1, 10 * ONE), StakingError::OperatorStakeBelowMinimum);
    unstake_both(&mut network, &operator, 0, 4 * ONE).unwrap();
    // Also below the minimum.
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 9_000 * ONE);
    unstake_both(&mut network, &operator, 0, 6 * ONE).unwrap();
    let ticket = network.record_of(&operator).tickets[0];
    assert_eq!(ticket, Ticket { amount: 4 * ONE, claimable_from: START_TIME + 14 * DAY });
}

#[test]
fn a_halted_operator_takes_nothing_back() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.stake(&operator, 10).unwrap();
    network.stake(&alice, 10).unwrap();
    halt_pool(&mut network, &operator);
    assert_refused(unstake_both(&mut network, &operator, 0, 10), StakingError::OperatorHalted);
    unstake_both(&mut network, &alice, 0, 10).unwrap();
}

#[test]
fn activating_tokens_leave_in_every_state_of_the_network() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.stake(&alice, 10).unwrap();
    network.mark(1).unwrap();
    close_pool(&mut network, &operator);
    halt_everything(&mut network);
    unstake_both(&mut network, &alice, 0, 10).unwrap();
    assert_eq!(network.record_of(&alice).tickets[0].amount, 10);
}

#[test]
fn a_pool_that_counts_fewer_than_its_record_is_refused() {
    let World { mut network, alice, .. } = pool_of_three();
    network.stake(&alice, 10).unwrap();
    change_pool(&mut network, &alice, |pool| pool.total_activating = 9);
    assert_refused(unstake_both(&mut network, &alice, 0, 10), StakingError::MathOverflow);
}
