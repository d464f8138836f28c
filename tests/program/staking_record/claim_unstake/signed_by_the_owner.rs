//! `claim_unstake` signed by the owner pays any account of the mint that is no vault, so a lost, stolen or frozen associated
//! account holds nobody's principal.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::events::UnstakeClaimed;
use inference_staking_client::{address, args, instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::wallet;
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};
use solana_signer::Signer;

use crate::staking_record::world::*;

fn claim_to(network: &mut TestNetwork, staker: &Staker, destination: Pubkey) -> Outcome {
    let claim = ix::claim_unstake_to(staker.record, destination, network.mints.stake);
    network.send(&[claim], &[&staker.wallet])
}

/// Alice has 100 tokens to claim, and somebody else has a token account.
fn matured() -> (World, Pubkey) {
    let mut world = pool_of_three();
    world.network.unstake(&world.alice, 100 * ONE).unwrap();
    world.network.pass_time(7 * DAY);
    let mint = world.network.mints.stake;
    let friends = world.network.token_account(&wallet("friend").pubkey(), &mint).unwrap();
    (world, friends)
}

#[test]
fn the_owner_names_any_account_of_the_mint() {
    let (World { mut network, alice, .. }, friends) = matured();
    let executed = claim_to(&mut network, &alice, friends).unwrap();
    assert_eq!((network.balance(&friends), network.tokens_of(&alice)), (100 * ONE, 997_000 * ONE));
    let event: UnstakeClaimed = only_event(&executed);
    assert_eq!((event.owner, event.destination, event.amount), (alice.key(), friends, 100 * ONE));
}

#[test]
fn the_owner_may_name_its_associated_account_too() {
    let (World { mut network, alice, .. }, _) = matured();
    let own = stake_account(&network, &alice);
    claim_to(&mut network, &alice, own).unwrap();
    assert_eq!(network.tokens_of(&alice), 997_100 * ONE);
}

#[test]
fn an_owner_whose_associated_account_is_frozen_or_somebody_elses_is_paid_elsewhere() {
    let (World { mut network, alice, bob, .. }, friends) = matured();
    let (own, mint) = (stake_account(&network, &alice), network.mints.stake);
    give_token_account(&mut network, &own, &alice.wallet, &bob.key());
    freeze(&mut network, &own, &mint);
    claim_to(&mut network, &alice, friends).unwrap();
    assert_eq!(network.balance(&friends), 100 * ONE);
}

#[test]
fn nobody_else_signs_for_the_owner() {
    let (World { mut network, operator, alice, bob }, friends) = matured();
    for stranger in [&operator, &bob] {
        let mut claim = ix::claim_unstake_to(alice.record, friends, network.mints.stake);
        claim.accounts[0].pubkey = stranger.key();
        assert_refused(network.send(&[claim], &[&stranger.wallet]), StakingError::NotRecordOwner);
    }
    // Nor is the owner's key enough without its signature, even to the associated account.
    let own = stake_account(&network, &alice);
    for destination in [friends, own] {
        let claim = unsigned(ix::claim_unstake_to(alice.record, destination, network.mints.stake), &alice.key());
        assert_refused_with_code(network.send(&[claim], &[]), anchor::NOT_SIGNER);
    }
}

#[test]
fn without_the_owner_no_other_account_is_paid() {
    let (World { mut network, alice, .. }, friends) = matured();
    let mut accounts = ix::claim_unstake_accounts(alice.record, network.mints.stake);
    accounts.destination = friends;
    let claim = ix::build(accounts, args::ClaimUnstake {});
    // Not even if the owner signs the transaction for something else.
    let lock = ix::lock_stake(alice.record, SHORTEST_LOCK);
    assert_refused(network.send(&[lock, claim], &[&alice.wallet]), StakingError::WrongPayoutAccount);
}

#[test]
fn no_vault_and_no_account_of_another_mint_is_paid() {
    let (World { mut network, alice, .. }, friends) = matured();
    let uninitialized = inference_staking_test_kit::states::uninitialized_copy_of(&mut network, &friends);
    let other = network.operator("other operator", 2_000 * ONE);
    let wrong = [
        address::reward_vault(),
        pool_vault(&alice),
        pool_vault(&other),
        usdc_account(&network, &alice),
        alice.record.address(),
        alice.key(),
        uninitialized,
    ];
    for destination in wrong {
        assert_refused(claim_to(&mut network, &alice, destination), StakingError::WrongDestinationAccount);
    }
    assert_eq!(network.record_of(&alice).tickets[0].amount, 100 * ONE);
}

#[test]
fn the_halts_hold_for_an_owner_who_signs() {
    let World { mut network, operator, alice, .. } = everybody_may_claim();
    let friends = stake_account(&network, &alice);
    halt_pool(&mut network, &operator);
    assert_refused(claim_to(&mut network, &operator, friends), StakingError::OperatorHalted);
    resume_pool(&mut network, &operator);
    halt_everything(&mut network);
    assert_refused(claim_to(&mut network, &operator, friends), StakingError::WithdrawalsHalted);
}
