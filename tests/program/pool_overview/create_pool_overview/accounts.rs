//! Accounts of `create_pool_overview` that are in the way of each other or of the vaults.

use anchor_lang::error::ErrorCode;
use anchor_lang::prelude::Pubkey;
use inference_staking_client::{accounts::CreatePoolOverview, StakingError};
use inference_staking_test_kit::assert_refused;
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::token_accounts::{freeze, thaw};

use super::creation::*;
use inference_staking_test_kit::framework_refusals::*;

/// Each of the two destinations.
type KeyOf = fn(&mut CreatePoolOverview) -> &mut Pubkey;
const DESTINATIONS: [KeyOf; 2] =
    [|accounts| &mut accounts.slashing_token_destination, |accounts| &mut accounts.slashing_usdc_destination];

#[test]
fn stake_token_and_usdc_are_two_mints() {
    let mut creation = OverviewCreation::prepare();
    creation.accounts.usdc_mint = creation.accounts.stake_mint;
    creation.accounts.slashing_usdc_destination = creation.accounts.slashing_token_destination;
    assert_refused(creation.send(), StakingError::MintsNotDistinct);
    creation.assert_nothing_created();
}

#[test]
fn a_slashing_destination_that_belongs_to_the_overview_is_refused() {
    let mut creation = OverviewCreation::prepare();
    let mints = creation.network.mints;
    for (destination, mint) in DESTINATIONS.into_iter().zip([mints.stake, mints.usdc]) {
        let usable = *destination(&mut creation.accounts);
        let own = creation.network.token_account(&overview_address().0, &mint).unwrap();
        *destination(&mut creation.accounts) = own;
        assert_refused(creation.send(), StakingError::SlashingDestinationOfProgram);
        creation.assert_nothing_created();
        *destination(&mut creation.accounts) = usable;
    }
}

#[test]
fn a_frozen_slashing_destination_is_refused() {
    let mut creation = OverviewCreation::prepare();
    let mints = creation.network.mints;
    for (destination, mint) in DESTINATIONS.into_iter().zip([mints.stake, mints.usdc]) {
        let usable = *destination(&mut creation.accounts);
        freeze(&mut creation.network, &usable, &mint);
        assert_refused(creation.send(), StakingError::SlashingDestinationFrozen);
        creation.assert_nothing_created();
        thaw(&mut creation.network, &usable, &mint);
    }
    creation.send().unwrap();
}

#[test]
fn a_vault_that_is_being_created_is_no_slashing_destination() {
    for (destination, vault) in DESTINATIONS.into_iter().zip([reward_vault_address(), usdc_vault_address()]) {
        let mut creation = OverviewCreation::prepare();
        *destination(&mut creation.accounts) = vault;
        assert_refused(creation.send(), StakingError::WrongSlashingDestination);
        creation.assert_nothing_created();
    }
}

#[test]
fn the_three_created_accounts_stand_at_their_addresses_only() {
    let created: [KeyOf; 3] = [
        |accounts| &mut accounts.pool_overview,
        |accounts| &mut accounts.reward_vault,
        |accounts| &mut accounts.usdc_vault,
    ];
    let mut creation = OverviewCreation::prepare();
    for (number, place) in created.into_iter().enumerate() {
        let right = *place(&mut creation.accounts);
        // The address of another one of the three.
        *place(&mut creation.accounts) = *created[(number + 1) % 3](&mut creation.accounts);
        assert_refused_by_anchor(creation.send(), ErrorCode::ConstraintSeeds);
        *place(&mut creation.accounts) = right;
    }
    creation.assert_nothing_created();
}

#[test]
fn the_singleton_is_created_once() {
    let mut creation = OverviewCreation::prepare();
    creation.send().unwrap();
    let before = creation.overview_data();
    creation.args.parameters.registration_fee = 1;
    assert_refused_with_code(creation.send(), ACCOUNT_ALREADY_IN_USE);
    assert_eq!(creation.overview_data(), before);
}
