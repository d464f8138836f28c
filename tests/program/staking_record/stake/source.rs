//! `stake`: where its tokens come from.

use anchor_lang::prelude::Pubkey;
use anchor_spl::token::spl_token::instruction as token;
use anchor_spl::token::ID as TOKEN_PROGRAM;
use inference_staking_client::{address, instruction as ix, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::{wallet, Executed, Refused};
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};
use solana_signer::Signer;

use crate::staking_record::world::*;

fn stake_from(network: &mut TestNetwork, staker: &Staker, source: Pubkey) -> Result<Executed, Refused> {
    let mut accounts = network.stake_accounts(staker);
    accounts.source = source;
    network.send(&[ix::stake(accounts, ONE)], &[&staker.wallet])
}

#[test]
fn the_source_must_hold_the_stake_token() {
    let World { mut network, alice, .. } = pool_of_three();
    let (usdc, source) = (network.mints.usdc, usdc_account(&network, &alice));
    network.mint_to(&usdc, &source, 10 * ONE).unwrap();
    assert_refused(stake_from(&mut network, &alice, source), StakingError::WrongSourceAccount);
    assert_eq!(network.balance(&source), 10 * ONE);
}

#[test]
fn a_vault_is_no_source() {
    let World { mut network, alice, .. } = pool_of_three();
    network.fund_vaults(10 * ONE, 10 * ONE);
    for vault in [pool_vault(&alice), address::reward_vault(), address::usdc_vault()] {
        assert_refused(stake_from(&mut network, &alice, vault), StakingError::WrongSourceAccount);
    }
}

#[test]
fn nobody_stakes_the_tokens_of_another() {
    let World { mut network, alice, bob, .. } = pool_of_three();
    let other = network.operator("other operator", 2_000 * ONE);
    for source in [stake_account(&network, &bob), pool_vault(&other)] {
        let result = stake_from(&mut network, &alice, source);
        assert_refused_with_code(result, token_program::OWNER_MISMATCH);
    }
}

#[test]
fn a_stake_may_come_from_an_account_the_owner_may_spend_from() {
    let World { mut network, alice, bob, .. } = pool_of_three();
    let source = stake_account(&network, &bob);
    let approve = token::approve(&TOKEN_PROGRAM, &source, &alice.key(), &bob.key(), &[], ONE).unwrap();
    network.send(&[approve], &[&bob.wallet]).unwrap();
    stake_from(&mut network, &alice, source).unwrap();
    assert_eq!(network.record_of(&alice).activating, ONE);
    assert_eq!((network.tokens_of(&alice), network.tokens_of(&bob)), (997_000 * ONE, 994_999 * ONE));
}

#[test]
fn a_stake_beyond_the_sources_balance_is_refused_whole() {
    let World { mut network, alice, .. } = pool_of_three();
    let before = network.record_of(&alice);
    assert_refused_with_code(network.stake(&alice, 997_000 * ONE + 1), token_program::INSUFFICIENT_FUNDS);
    assert_state(&network.record_of(&alice), &before);
    assert_eq!(network.pool_of(&alice).total_activating, 0);
    network.stake(&alice, 997_000 * ONE).unwrap();
    assert_eq!(network.tokens_of(&alice), 0);
}

#[test]
fn a_frozen_source_stops_its_owners_stake_alone() {
    let World { mut network, alice, bob, .. } = pool_of_three();
    let (source, mint) = (stake_account(&network, &alice), network.mints.stake);
    freeze(&mut network, &source, &mint);
    assert_refused_with_code(network.stake(&alice, ONE), token_program::FROZEN);
    network.stake(&bob, ONE).unwrap();
}

#[test]
fn a_source_that_does_not_exist_is_refused() {
    let World { mut network, alice, .. } = pool_of_three();
    let nowhere = address::owner_token_account(&wallet("nobody").pubkey(), &network.mints.stake);
    assert_refused(stake_from(&mut network, &alice, nowhere), StakingError::WrongSourceAccount);
}
