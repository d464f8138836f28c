//! `update_pool_overview`: new destinations of what is slashed, given as optional accounts.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::events::PoolOverviewUpdated;
use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::state::PoolOverview;
use inference_staking_client::{address, args, StakingError};
use inference_staking_localnet::{wallet, Chain, Executed, Refused};
use inference_staking_test_kit::administration::*;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::states::{assert_state, changed_copy_of, only_event};
use inference_staking_test_kit::{assert_refused, TestNetwork};
use solana_signer::Signer;

/// Sends the update with these accounts as the program admin.
fn redirect(network: &mut TestNetwork, token: Option<Pubkey>, usdc: Option<Pubkey>) -> Result<Executed, Refused> {
    let admin = network.program_admin.insecure_clone();
    let accounts = ix::update_pool_overview_accounts(admin.pubkey(), token, usdc);
    let args = args::UpdatePoolOverview { args: UpdatePoolOverviewArgs::default() };
    network.send(&[ix::build(accounts, args)], &[&admin])
}

/// Token accounts of another treasury: of the stake token and of USDC.
fn other_treasury(network: &mut TestNetwork) -> (Pubkey, Pubkey) {
    let (owner, mints) = (wallet("other treasury").pubkey(), network.mints);
    (network.token_account(&owner, &mints.stake).unwrap(), network.token_account(&owner, &mints.usdc).unwrap())
}

#[test]
fn each_destination_is_changed_alone_and_both_together() {
    let mut network = TestNetwork::start();
    let (token, usdc) = other_treasury(&mut network);
    let first = overview(&mut network);
    let (old_token, old_usdc) = (first.slashing_token_destination, first.slashing_usdc_destination);
    // What is given, and what is stored then.
    let steps = [
        ((None, None), (old_token, old_usdc)),
        ((Some(token), None), (token, old_usdc)),
        ((None, Some(usdc)), (token, usdc)),
        ((Some(old_token), Some(old_usdc)), (old_token, old_usdc)),
        ((Some(token), Some(usdc)), (token, usdc)),
    ];
    for ((new_token, new_usdc), (slashing_token_destination, slashing_usdc_destination)) in steps {
        let executed = redirect(&mut network, new_token, new_usdc).unwrap();
        let expected = PoolOverview { slashing_token_destination, slashing_usdc_destination, ..first };
        assert_state(&overview(&mut network), &expected);
        let event = only_event::<PoolOverviewUpdated>(&executed);
        assert_eq!(event.slashing_token_destination, slashing_token_destination);
        assert_eq!(event.slashing_usdc_destination, slashing_usdc_destination);
    }
}

#[test]
fn a_destination_is_an_initialized_token_account_of_the_right_mint() {
    let mut network = TestNetwork::start();
    let (token, usdc) = other_treasury(&mut network);
    let mints = network.mints;
    let third_mint = wallet("third mint");
    network.create_mint(&third_mint).unwrap();
    let of_third_mint = network.token_account(&wallet("other treasury").pubkey(), &third_mint.pubkey()).unwrap();
    let admin = network.program_admin.pubkey();
    let nothing = Pubkey::new_unique();
    for neither in [mints.stake, mints.usdc, of_third_mint, admin, nothing, address::pool_overview()] {
        refuses(&mut network, StakingError::WrongSlashingDestination, |network| redirect(network, Some(neither), None));
        refuses(&mut network, StakingError::WrongSlashingDestination, |network| redirect(network, None, Some(neither)));
    }
    refuses(&mut network, StakingError::WrongSlashingDestination, |network| redirect(network, Some(usdc), None));
    refuses(&mut network, StakingError::WrongSlashingDestination, |network| redirect(network, None, Some(token)));
    refuses(&mut network, StakingError::WrongSlashingDestination, |network| redirect(network, Some(usdc), Some(token)));
    // One good account does not help the other.
    refuses(&mut network, StakingError::WrongSlashingDestination, |network| {
        redirect(network, Some(token), Some(token))
    });
    refuses(&mut network, StakingError::WrongSlashingDestination, |network| redirect(network, Some(usdc), Some(usdc)));
}

#[test]
fn the_program_s_own_address_stands_for_no_account() {
    let mut network = TestNetwork::start();
    let before = overview(&mut network);
    redirect(&mut network, Some(address::PROGRAM_ID), Some(address::PROGRAM_ID)).unwrap();
    assert_state(&overview(&mut network), &before);
}

#[test]
fn the_global_vaults_are_no_destinations() {
    let mut network = TestNetwork::start();
    let (token, usdc) = (Some(address::reward_vault()), Some(address::usdc_vault()));
    refuses(&mut network, StakingError::WrongSlashingDestination, |network| redirect(network, token, None));
    refuses(&mut network, StakingError::WrongSlashingDestination, |network| redirect(network, None, usdc));
    // Nor is any other token account of the pool overview.
    let mints = network.mints;
    let token = network.token_account(&address::pool_overview(), &mints.stake).unwrap();
    let usdc = network.token_account(&address::pool_overview(), &mints.usdc).unwrap();
    refuses(&mut network, StakingError::WrongSlashingDestination, |network| redirect(network, Some(token), None));
    refuses(&mut network, StakingError::WrongSlashingDestination, |network| redirect(network, None, Some(usdc)));
}

#[test]
fn a_frozen_token_account_may_be_a_destination_because_thawing_is_its_mint_s_affair() {
    let mut network = TestNetwork::start();
    let (token, _) = other_treasury(&mut network);
    let frozen = changed_copy_of(&mut network, &token, |account| account.data[108] = 2);
    redirect(&mut network, Some(frozen), None).unwrap();
    assert_eq!(overview(&mut network).slashing_token_destination, frozen);
}

#[test]
fn destinations_change_together_with_parameters_or_not_at_all() {
    let mut network = TestNetwork::start();
    let (token, usdc) = other_treasury(&mut network);
    let before = overview(&mut network);
    let admin = network.program_admin.insecure_clone();
    let send = |network: &mut TestNetwork, usdc_destination: Pubkey, notice: u16| {
        let accounts = ix::update_pool_overview_accounts(admin.pubkey(), Some(token), Some(usdc_destination));
        let args = UpdatePoolOverviewArgs { commission_notice_epochs: Some(notice), ..Default::default() };
        network.send(&[ix::build(accounts, args::UpdatePoolOverview { args })], &[&admin])
    };
    assert_refused(send(&mut network, usdc, 0), StakingError::CommissionNoticeOutOfRange);
    assert_refused(send(&mut network, token, 7), StakingError::WrongSlashingDestination);
    assert_state(&overview(&mut network), &before);
    send(&mut network, usdc, 7).unwrap();
    let expected = PoolOverview {
        slashing_token_destination: token,
        slashing_usdc_destination: usdc,
        commission_notice_epochs: 7,
        ..before
    };
    assert_state(&overview(&mut network), &expected);
}

#[test]
fn destinations_are_only_named_and_not_written() {
    let mut network = TestNetwork::start();
    let (token, usdc) = other_treasury(&mut network);
    let before = [token, usdc].map(|account| network.chain.account(&account));
    redirect(&mut network, Some(token), Some(usdc)).unwrap();
    assert_eq!([token, usdc].map(|account| network.chain.account(&account)), before);
}

/// A slash would pay what it takes into the vault it comes from, where nobody owns it.
#[test]
fn a_pool_s_vault_is_no_destination() {
    let mut network = TestNetwork::start();
    let vault = address::pool_vault(&network.operator("operator", 0).record.operator_pool);
    refuses(&mut network, StakingError::WrongSlashingDestination, |network| redirect(network, Some(vault), None));
}
