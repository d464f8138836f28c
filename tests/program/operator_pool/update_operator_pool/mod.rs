//! `update_operator_pool` beyond commissions: auto-stake, delegation, name and URI, and who may do it. Commissions are in
//! files of their own.

mod announced_decrease;
mod commission_maximum;
mod commission_schedule;
mod commission_story;

use inference_staking_client::events::{OperatorPoolUpdated, PoolState};
use inference_staking_client::instructions::UpdateOperatorPoolArgs;
use inference_staking_client::state::OperatorPool;
use inference_staking_client::text::zero_padded;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};

use crate::operator_pool::world::*;

/// What an update does to the pool's state.
type PoolChange = fn(&mut OperatorPool);

fn auto_stake(on: bool) -> UpdateOperatorPoolArgs {
    UpdateOperatorPoolArgs { auto_stake: Some(on), ..Default::default() }
}

fn delegation(allowed: bool) -> UpdateOperatorPoolArgs {
    UpdateOperatorPoolArgs { delegation_allowed: Some(allowed), ..Default::default() }
}

fn named(name: [u8; 32]) -> UpdateOperatorPoolArgs {
    UpdateOperatorPoolArgs { name: Some(name), ..Default::default() }
}

fn described_at(uri: [u8; 128]) -> UpdateOperatorPoolArgs {
    UpdateOperatorPoolArgs { metadata_uri: Some(uri), ..Default::default() }
}

#[test]
fn an_update_of_everything_writes_everything_and_tells_it() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    let before = network.pool_of(&operator);
    let overview = network.overview().unwrap();
    let (name, metadata_uri) = (zero_padded("another name").unwrap(), zero_padded("https://example.com/b").unwrap());
    let args = UpdateOperatorPoolArgs {
        reward_commission_bps: Some(1_500),
        usdc_commission_bps: Some(1_600),
        auto_stake: Some(true),
        delegation_allowed: Some(false),
        name: Some(name),
        metadata_uri: Some(metadata_uri),
    };
    let executed = update(&mut network, &operator, args).unwrap();
    // Current epoch 2.
    let expected = OperatorPool {
        scheduled_reward_commission_bps: 1_500,
        scheduled_reward_commission_from: 5,
        scheduled_usdc_commission_bps: 1_600,
        scheduled_usdc_commission_from: 3,
        auto_stake: 1,
        delegation_allowed: 0,
        name,
        metadata_uri,
        event_sequence: 10,
        ..before
    };
    assert_state(&network.pool_of(&operator), &expected);
    assert_state(&network.overview().unwrap(), &overview);
    let told = OperatorPoolUpdated {
        operator_pool: operator.record.operator_pool,
        admin: operator.key(),
        reward_commission_bps: 1_000,
        scheduled_reward_commission_bps: 1_500,
        scheduled_reward_commission_from: 5,
        usdc_commission_bps: 2_000,
        scheduled_usdc_commission_bps: 1_600,
        scheduled_usdc_commission_from: 3,
        auto_stake: true,
        delegation_allowed: false,
        name,
        metadata_uri,
        epoch: 2,
        pool: paid_pool_state(10),
    };
    assert_eq!(only_event::<OperatorPoolUpdated>(&executed), told);
}

#[test]
fn an_update_of_nothing_changes_nothing() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    let before = network.pool_of(&operator);
    network.pass_time(DAY);
    network.mark(2).unwrap();
    let executed = update(&mut network, &operator, UpdateOperatorPoolArgs::default()).unwrap();
    assert_state(&network.pool_of(&operator), &OperatorPool { event_sequence: 10, ..before });
    let told = only_event::<OperatorPoolUpdated>(&executed);
    assert_eq!((told.auto_stake, told.delegation_allowed, told.epoch), (false, true, 3));
    assert_eq!((told.name, told.metadata_uri), (before.name, before.metadata_uri));
    assert_eq!(told.pool, paid_pool_state(10));
}

#[test]
fn each_setting_is_changed_alone() {
    let World { mut network, operator, .. } = pool_of_three();
    let mut expected = network.pool_of(&operator);
    let name = zero_padded("n").unwrap();
    let uri = zero_padded("https://u").unwrap();
    let changes: [(UpdateOperatorPoolArgs, PoolChange); 6] = [
        (auto_stake(true), |pool| pool.auto_stake = 1),
        (delegation(false), |pool| pool.delegation_allowed = 0),
        (named(name), |pool| pool.name = zero_padded("n").unwrap()),
        (described_at(uri), |pool| pool.metadata_uri = zero_padded("https://u").unwrap()),
        (auto_stake(false), |pool| pool.auto_stake = 0),
        (delegation(true), |pool| pool.delegation_allowed = 1),
    ];
    for (args, change) in changes {
        update(&mut network, &operator, args).unwrap();
        change(&mut expected);
        expected.event_sequence += 1;
        assert_state(&network.pool_of(&operator), &expected);
    }
}

#[test]
fn auto_stake_counts_for_the_accruals_that_follow() {
    let World { mut network, operator, .. } = pool_of_three();
    update(&mut network, &operator, auto_stake(true)).unwrap();
    pay_pool(&mut network, &operator, 1, 5_000 * ONE, 0);
    // 500 tokens buy floor(500 x 10,000 / 14,500 x 10^6) shares.
    assert_eq!(network.record_of(&operator).shares, 2_344_827_586);
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares), (15_000 * ONE, 10_344_827_586));
    assert_eq!(pool.reward_commission, 0);
    update(&mut network, &operator, auto_stake(false)).unwrap();
    pay_pool(&mut network, &operator, 2, 1_000 * ONE, 0);
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares), (15_900 * ONE, 10_344_827_586));
    assert_eq!((pool.reward_commission, network.record_of(&operator).shares), (100 * ONE, 2_344_827_586));
}

#[test]
fn without_delegation_only_the_operator_stakes_until_it_is_allowed_again() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    update(&mut network, &operator, delegation(false)).unwrap();
    refuses(&mut network, StakingError::DelegationNotAllowed, |n| n.buy_shares(&alice, ONE));
    network.buy_shares(&operator, ONE).unwrap();
    // Nobody is kept in, and who cancels an unstake was in.
    network.unstake(&alice, ONE).unwrap();
    cancel_unstake(&mut network, &alice, 0).unwrap();
    update(&mut network, &operator, delegation(true)).unwrap();
    network.buy_shares(&alice, ONE).unwrap();
    assert_eq!(network.record_of(&alice).shares, 3_001 * ONE);
}

#[test]
fn a_name_is_utf_8_padded_with_zeros() {
    let World { mut network, operator, .. } = pool_of_three();
    let mut zero_inside = [b'a'; 32];
    zero_inside[30] = 0;
    let mut letter_at_the_end = [0; 32];
    letter_at_the_end[31] = b'a';
    let mut half_a_character = [b'a'; 32];
    half_a_character[31] = 0xc3;
    for name in [zero_inside, letter_at_the_end, half_a_character, [0xff; 32]] {
        refuses(&mut network, StakingError::NameMalformed, |n| update(n, &operator, named(name)));
    }
    for name in [[b'a'; 32], [0; 32]] {
        update(&mut network, &operator, named(name)).unwrap();
        assert_eq!(network.pool_of(&operator).name, name);
    }
}

#[test]
fn an_update_takes_no_control_character_either() {
    let World { mut network, operator, .. } = pool_of_three();
    let refused = StakingError::ControlCharacterInText;
    for text in ["line\nbreak", "\u{1b}[2J", "\u{202e}txet"] {
        refuses(&mut network, refused, |n| update(n, &operator, named(zero_padded(text).unwrap())));
        let uri = format!("https://{text}");
        refuses(&mut network, refused, |n| update(n, &operator, described_at(zero_padded(&uri).unwrap())));
    }
}

#[test]
fn a_metadata_uri_is_utf_8_padded_with_zeros() {
    let World { mut network, operator, .. } = pool_of_three();
    let https = zero_padded::<128>("https://a").unwrap();
    let mut letter_at_the_end = https;
    letter_at_the_end[127] = b'a';
    let mut half_a_character = https;
    half_a_character[9] = 0xc3;
    for uri in [letter_at_the_end, half_a_character] {
        refuses(&mut network, StakingError::MetadataUriMalformed, |n| update(n, &operator, described_at(uri)));
    }
    for uri in [https, [0; 128]] {
        update(&mut network, &operator, described_at(uri)).unwrap();
        assert_eq!(network.pool_of(&operator).metadata_uri, uri);
    }
}

#[test]
fn a_metadata_uri_is_empty_or_https() {
    let World { mut network, operator, .. } = pool_of_three();
    for uri in ["http://a", "https:/a", "a", "HTTPS://a"] {
        let args = described_at(zero_padded(uri).unwrap());
        refuses(&mut network, StakingError::MetadataUriNotHttps, |n| update(n, &operator, args));
    }
}

#[test]
fn the_admin_of_a_halted_or_closed_pool_still_updates_it_and_releases_nothing() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    set_halt(&mut network, &operator, true);
    let executed = update(&mut network, &operator, named([b'h'; 32])).unwrap();
    // The halt took number 8.
    assert_eq!(only_event::<OperatorPoolUpdated>(&executed).pool, paid_pool_state(11));
    set_halt(&mut network, &operator, false);
    close(&mut network, &operator).unwrap();
    let executed = update(&mut network, &operator, named([b'c'; 32])).unwrap();
    let expected = PoolState { sequence: 14, ..paid_pool_state(0) };
    assert_eq!(only_event::<OperatorPoolUpdated>(&executed).pool, expected);
}
