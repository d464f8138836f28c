//! `claim_unstake` pays the owner's associated token account, while it is the owner's. Nobody's path depends on it.

use anchor_lang::prelude::Pubkey;
use anchor_spl::token::spl_token::instruction as token;
use anchor_spl::token::ID as TOKEN_PROGRAM;
use inference_staking_client::{args, instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::{Executed, Refused};
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};

use crate::staking_record::world::*;

fn claim_to(network: &mut TestNetwork, staker: &Staker, account: Pubkey) -> Result<Executed, Refused> {
    let mut accounts = ix::claim_unstake_accounts(staker.record, network.mints.stake);
    accounts.destination = account;
    network.send(&[ix::build(accounts, args::ClaimUnstake {})], &[])
}

/// Alice and Bob have 100 tokens each to claim.
fn matured() -> World {
    let mut world = pool_of_three();
    world.network.unstake(&world.alice, 100 * ONE).unwrap();
    world.network.unstake(&world.bob, 100 * ONE).unwrap();
    world.network.pass_time(7 * DAY);
    world
}

#[test]
fn a_ticket_is_paid_to_nobody_else() {
    let World { mut network, operator, alice, bob } = matured();
    let (bobs, operators) = (stake_account(&network, &bob), stake_account(&network, &operator));
    for account in [bobs, operators, pool_vault(&alice), usdc_account(&network, &alice)] {
        assert_refused(claim_to(&mut network, &alice, account), StakingError::WrongPayoutAccount);
    }
    assert_eq!((network.tokens_of(&alice), network.tokens_of(&bob)), (997_000 * ONE, 995_000 * ONE));
}

#[test]
fn another_account_of_the_owner_is_not_the_associated_one() {
    let World { mut network, alice, .. } = matured();
    let associated = stake_account(&network, &alice);
    let second = copy_of(&mut network, &associated);
    assert_refused(claim_to(&mut network, &alice, second), StakingError::WrongPayoutAccount);
}

#[test]
fn an_account_that_was_handed_over_is_not_paid_until_it_is_the_owners_again() {
    let World { mut network, alice, bob, .. } = matured();
    let account = stake_account(&network, &alice);
    give_token_account(&mut network, &account, &alice.wallet, &bob.key());
    assert_refused(network.claim_unstake(&alice), StakingError::WrongPayoutAccount);
    network.claim_unstake(&bob).unwrap();
    give_token_account(&mut network, &account, &bob.wallet, &alice.key());
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 997_100 * ONE);
}

#[test]
fn a_closed_account_delays_its_owner_alone_until_anybody_creates_it_again() {
    let World { mut network, alice, bob, .. } = matured();
    let (account, mint) = (stake_account(&network, &alice), network.mints.stake);
    let everything = network.tokens_of(&alice);
    let bobs = stake_account(&network, &bob);
    let empty = token::transfer(&TOKEN_PROGRAM, &account, &bobs, &alice.key(), &[], everything).unwrap();
    let close = token::close_account(&TOKEN_PROGRAM, &account, &bob.key(), &alice.key(), &[]).unwrap();
    network.send(&[empty, close], &[&alice.wallet]).unwrap();
    assert_refused(network.claim_unstake(&alice), StakingError::WrongPayoutAccount);
    network.claim_unstake(&bob).unwrap();
    network.token_account(&alice.key(), &mint).unwrap();
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 100 * ONE);
}

#[test]
fn a_frozen_account_delays_its_owner_alone() {
    let World { mut network, alice, bob, .. } = matured();
    let (account, mint) = (stake_account(&network, &alice), network.mints.stake);
    freeze(&mut network, &account, &mint);
    assert_refused_with_code(network.claim_unstake(&alice), token_program::FROZEN);
    assert_eq!(network.record_of(&alice).tickets[0].amount, 100 * ONE);
    network.claim_unstake(&bob).unwrap();
    thaw(&mut network, &account, &mint);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 997_100 * ONE);
}

#[test]
fn an_operators_lost_account_holds_no_delegator_back() {
    let World { mut network, operator, alice, bob } = matured();
    let (account, mint) = (stake_account(&network, &operator), network.mints.stake);
    give_token_account(&mut network, &account, &operator.wallet, &bob.key());
    freeze(&mut network, &account, &mint);
    network.claim_unstake(&alice).unwrap();
    network.unstake(&alice, 2_900 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 1_000_000 * ONE);
}
