//! Lamports sent ahead to the addresses of the singleton and its vaults do not block their creation.

use anchor_lang::prelude::Pubkey;
use inference_staking_localnet::Chain;

use super::creation::*;
use inference_staking_test_kit::account_bytes::empty_token_account;

fn addresses() -> [Pubkey; 3] {
    [overview_address().0, reward_vault_address(), usdc_vault_address()]
}

/// Creates the singleton after `lamports` went to each of its addresses; returns what each holds and needs afterwards.
fn create_with_prefunding(lamports_for: impl Fn(&mut OverviewCreation) -> u64) -> Vec<(u64, u64)> {
    let mut creation = OverviewCreation::prepare();
    let lamports = lamports_for(&mut creation);
    for address in addresses() {
        creation.network.give_lamports(&address, lamports).unwrap();
    }
    creation.send().unwrap();
    let overview = creation.network.overview().unwrap();
    assert_eq!((overview.version, overview.stake_mint), (1, creation.accounts.stake_mint));
    let mints = creation.network.mints;
    for (vault, mint) in [(reward_vault_address(), mints.stake), (usdc_vault_address(), mints.usdc)] {
        let account = creation.network.chain.account(&vault).unwrap();
        assert_eq!(account.owner, anchor_spl::token::ID);
        empty_token_account(&mint, &overview_address().0).assert_are(&account.data);
    }
    let mut held_and_needed = Vec::new();
    for address in addresses() {
        let account = creation.network.chain.account(&address).unwrap();
        let rent = creation.network.chain.svm().minimum_balance_for_rent_exemption(account.data.len());
        held_and_needed.push((account.lamports, rent));
    }
    held_and_needed
}

#[test]
fn a_few_lamports_sent_ahead_are_topped_up_to_the_rent() {
    // As few as a transfer can leave at an address: the rent of an empty account.
    let held_and_needed =
        create_with_prefunding(|creation| creation.network.chain.svm().minimum_balance_for_rent_exemption(0));
    assert!(held_and_needed.iter().all(|(held, needed)| held == needed), "{held_and_needed:?}");
}

#[test]
fn more_lamports_sent_ahead_than_the_rent_stay_there() {
    let held_and_needed = create_with_prefunding(|_| 5_000_000_000);
    assert!(held_and_needed.iter().all(|(held, _)| *held == 5_000_000_000), "{held_and_needed:?}");
}
