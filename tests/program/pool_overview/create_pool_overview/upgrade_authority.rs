//! Only the program's upgrade authority creates the singleton: nobody can front-run it.

use anchor_lang::error::ErrorCode;
use anchor_lang::prelude::Pubkey;
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::{program, wallet, Chain};
use inference_staking_test_kit::assert_refused;
use inference_staking_test_kit::refusal::assert_refused_with_code;
use solana_account::Account;
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::creation::OverviewCreation;
use inference_staking_test_kit::bent::unsigned;
use inference_staking_test_kit::framework_refusals::{assert_refused_by_anchor, INSUFFICIENT_LAMPORTS};

/// Where ProgramData says whether there is an authority, after 4 bytes of variant and 8 of slot. The key follows.
const AUTHORITY_FLAG: usize = 12;

fn program_data(creation: &mut OverviewCreation) -> Account {
    creation.network.chain.account(&address::program_data()).unwrap()
}

/// A wallet that can pay for the accounts.
fn wallet_with_lamports(creation: &mut OverviewCreation, name: &str) -> Keypair {
    let wallet = wallet(name);
    creation.network.give_lamports(&wallet.pubkey(), 1_000_000_000).unwrap();
    wallet
}

#[test]
fn a_stranger_who_signs_is_refused() {
    let mut creation = OverviewCreation::prepare();
    let stranger = wallet_with_lamports(&mut creation, "stranger");
    creation.accounts.upgrade_authority = stranger.pubkey();
    assert_refused(creation.send_signed_by(&stranger), StakingError::NotUpgradeAuthority);
    creation.assert_nothing_created();
}

#[test]
fn naming_the_upgrade_authority_without_its_signature_is_refused() {
    let mut creation = OverviewCreation::prepare();
    let instruction = unsigned(creation.instruction(), &creation.accounts.upgrade_authority);
    assert_refused_by_anchor(creation.network.send(&[instruction], &[]), ErrorCode::AccountNotSigner);
    creation.assert_nothing_created();
}

#[test]
fn an_upgrade_authority_that_cannot_pay_the_rent_is_refused() {
    let mut creation = OverviewCreation::prepare();
    let admin = creation.network.program_admin.pubkey();
    let too_little = Account { lamports: 1_000_000, ..Account::default() };
    creation.network.chain.set_account(&admin, too_little);
    assert_refused_with_code(creation.send(), INSUFFICIENT_LAMPORTS);
    creation.assert_nothing_created();
}

#[test]
fn nobody_can_create_it_once_the_program_is_final() {
    let mut creation = OverviewCreation::prepare();
    // The loader clears the flag and leaves the bytes of the last authority behind it.
    let mut account = program_data(&mut creation);
    assert_eq!(account.data[AUTHORITY_FLAG], 1);
    assert_eq!(account.data[AUTHORITY_FLAG + 1..][..32], wallet("program admin").pubkey().to_bytes());
    account.data[AUTHORITY_FLAG] = 0;
    creation.network.chain.set_account(&address::program_data(), account);
    assert_refused(creation.send(), StakingError::NotUpgradeAuthority);
    creation.assert_nothing_created();
}

#[test]
fn the_upgrade_authority_that_counts_is_the_present_one() {
    let mut creation = OverviewCreation::prepare();
    let successor = wallet_with_lamports(&mut creation, "next upgrade authority");
    let mut account = program_data(&mut creation);
    program::set_upgrade_authority(&mut account, &successor.pubkey()).unwrap();
    creation.network.chain.set_account(&address::program_data(), account);
    assert_refused(creation.send(), StakingError::NotUpgradeAuthority);
    creation.assert_nothing_created();

    creation.accounts.upgrade_authority = successor.pubkey();
    creation.send_signed_by(&successor).unwrap();
    assert_eq!(creation.network.overview().unwrap().program_admin, successor.pubkey());
}

#[test]
fn program_data_of_another_program_is_refused() {
    let mut creation = OverviewCreation::prepare();
    let attacker = wallet_with_lamports(&mut creation, "attacker");
    let mut forged = program_data(&mut creation);
    program::set_upgrade_authority(&mut forged, &attacker.pubkey()).unwrap();
    let other_program = wallet("attacker's own program").pubkey();
    let (address, _) = Pubkey::find_program_address(&[other_program.as_ref()], &forged.owner);
    creation.network.chain.set_account(&address, forged);
    creation.accounts.program_data = address;
    creation.accounts.upgrade_authority = attacker.pubkey();
    assert_refused_by_anchor(creation.send_signed_by(&attacker), ErrorCode::ConstraintSeeds);
    creation.assert_nothing_created();
}

#[test]
fn loader_state_of_another_kind_names_no_upgrade_authority() {
    let mut creation = OverviewCreation::prepare();
    // Variant 3 is ProgramData; variant 1 would be a buffer.
    let mut account = program_data(&mut creation);
    assert_eq!(account.data[..4], [3, 0, 0, 0]);
    account.data[0] = 1;
    creation.network.chain.set_account(&address::program_data(), account);
    assert_refused(creation.send(), StakingError::NotUpgradeAuthority);
    creation.assert_nothing_created();
}

#[test]
fn program_data_shorter_than_its_header_names_no_upgrade_authority() {
    let mut creation = OverviewCreation::prepare();
    let account = program_data(&mut creation);
    for length in [0, 3, 4, 11, 12, 13, 44] {
        let truncated = Account { data: account.data[..length].to_vec(), ..account.clone() };
        creation.network.chain.set_account(&address::program_data(), truncated);
        assert_refused(creation.send(), StakingError::NotUpgradeAuthority);
    }
    creation.assert_nothing_created();
    let header_alone = Account { data: account.data[..45].to_vec(), ..account };
    creation.network.chain.set_account(&address::program_data(), header_alone);
    creation.send().unwrap();
}
