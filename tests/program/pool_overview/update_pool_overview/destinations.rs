//! `update_pool_overview`: new destinations of what is slashed, given as optional accounts.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::events::PoolOverviewUpdated;
use inference_staking_client::instruction::{self as ix, NewDestination};
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::state::PoolOverview;
use inference_staking_client::{address, args, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::{wallet, Chain, Executed, Refused};
use inference_staking_test_kit::administration::*;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::states::{assert_state, only_event};
use inference_staking_test_kit::token_accounts::{freeze, thaw};
use inference_staking_test_kit::world::{leaf, EMISSION};
use inference_staking_test_kit::{assert_refused, TestNetwork};
use solana_signer::Signer;

/// Sends the update with these accounts, and the owners that they name, as the program admin.
fn redirect(network: &mut TestNetwork, token: Option<Pubkey>, usdc: Option<Pubkey>) -> Result<Executed, Refused> {
    let [token, usdc] = [token, usdc].map(|account| account.map(|account| new_destination(network, account)));
    redirect_with_owners(network, token, usdc)
}

/// Sends the update with these accounts as the program admin.
fn redirect_with_owners(
    network: &mut TestNetwork,
    token: Option<NewDestination>,
    usdc: Option<NewDestination>,
) -> Result<Executed, Refused> {
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
    let none = NewDestination { token_account: address::program_id(), owner: address::program_id() };
    redirect_with_owners(&mut network, Some(none), Some(none)).unwrap();
    assert_state(&overview(&mut network), &before);
}

/// A slash would pay what it takes to where nobody can take it out again; into a pool's vault, even to where it comes from.
#[test]
fn nothing_that_belongs_to_an_account_of_the_program_is_a_destination() {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 2_000 * ONE);
    let tree = network.publish_leaves(1, vec![leaf(&operator, 0, 0)], EMISSION, 0);
    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    let (pool, mints) = (operator.record.operator_pool, network.mints);
    let vaults = [(address::reward_vault(), address::usdc_vault()), (address::pool_vault(&pool), Pubkey::default())];
    let owners = [address::pool_overview(), pool, operator.record.address(), address::reward_record(1)];
    let others =
        owners.map(|owner| [mints.stake, mints.usdc].map(|mint| network.token_account(&owner, &mint).unwrap()));
    let pairs = vaults.into_iter().chain(others.map(|[token, usdc]| (token, usdc)));
    for (token, usdc) in pairs {
        for (token, usdc) in [(Some(token), None), (None, Some(usdc))] {
            if usdc != Some(Pubkey::default()) {
                let error = StakingError::SlashingDestinationOfProgram;
                refuses(&mut network, error, |network| redirect(network, token, usdc));
            }
        }
    }
}

#[test]
fn a_frozen_token_account_is_no_destination_until_it_is_thawed() {
    let mut network = TestNetwork::start();
    let ((token, usdc), mints) = (other_treasury(&mut network), network.mints);
    for (account, mint) in [(token, mints.stake), (usdc, mints.usdc)] {
        freeze(&mut network, &account, &mint);
    }
    let frozen = StakingError::SlashingDestinationFrozen;
    refuses(&mut network, frozen, |network| redirect(network, Some(token), None));
    refuses(&mut network, frozen, |network| redirect(network, None, Some(usdc)));
    for (account, mint) in [(token, mints.stake), (usdc, mints.usdc)] {
        thaw(&mut network, &account, &mint);
    }
    redirect(&mut network, Some(token), Some(usdc)).unwrap();
}

#[test]
fn beside_a_destination_goes_the_owner_that_it_names_and_no_other() {
    let mut network = TestNetwork::start();
    let (token, usdc) = other_treasury(&mut network);
    let owner = wallet("other treasury").pubkey();
    // The address of the program stands for no account.
    let others = [address::program_id(), wallet("stranger").pubkey(), network.program_admin.pubkey(), token];
    let wrong = StakingError::WrongSlashingDestinationOwner;
    for other in others {
        let [token, usdc] = [token, usdc].map(|token_account| Some(NewDestination { token_account, owner: other }));
        refuses(&mut network, wrong, |network| redirect_with_owners(network, token, None));
        refuses(&mut network, wrong, |network| redirect_with_owners(network, None, usdc));
    }
    // The owner need not exist as an account: nobody has ever sent it anything.
    assert!(network.chain.account(&owner).is_none());
    let [token, usdc] = [token, usdc].map(|token_account| Some(NewDestination { token_account, owner }));
    redirect_with_owners(&mut network, token, usdc).unwrap();
}

#[test]
fn each_destination_has_its_own_owner_beside_it() {
    let mut network = TestNetwork::start();
    let mints = network.mints;
    let [first, second] = ["first treasury", "second treasury"].map(|name| wallet(name).pubkey());
    let token_account = network.token_account(&first, &mints.stake).unwrap();
    let usdc_account = network.token_account(&second, &mints.usdc).unwrap();
    let of = |token_account, owner| Some(NewDestination { token_account, owner });
    refuses(&mut network, StakingError::WrongSlashingDestinationOwner, |network| {
        redirect_with_owners(network, of(token_account, second), of(usdc_account, first))
    });
    redirect_with_owners(&mut network, of(token_account, first), of(usdc_account, second)).unwrap();
}

#[test]
fn destinations_change_together_with_parameters_or_not_at_all() {
    let mut network = TestNetwork::start();
    let (token, usdc) = other_treasury(&mut network);
    let before = overview(&mut network);
    let admin = network.program_admin.insecure_clone();
    let send = |network: &mut TestNetwork, usdc_destination: Pubkey, notice: u16| {
        let [token, usdc] = [token, usdc_destination].map(|account| Some(new_destination(network, account)));
        let accounts = ix::update_pool_overview_accounts(admin.pubkey(), token, usdc);
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
