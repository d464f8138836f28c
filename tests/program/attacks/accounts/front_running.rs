//! Creation of the singleton is front-run: the attacker sends it first, with authorities and destinations of its own.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::{address, instruction as ix, StakingError};
use inference_staking_localnet::{program, Chain, NetworkSetup};
use inference_staking_test_kit::assert_refused;
use inference_staking_test_kit::refusal::assert_refused_with_code;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::chain::{bare, TestNetwork};
use crate::world::*;

fn nothing_created(network: &mut TestNetwork) -> bool {
    let addresses = [address::pool_overview(), address::reward_vault(), address::usdc_vault()];
    addresses.iter().all(|address| network.chain.account(address).is_none())
}

#[test]
fn creation_of_the_singleton_cannot_be_front_run() {
    let mut network = bare();
    let mallory = wallet_with_lamports(&mut network, "mallory");
    let honest = network.create_pool_overview_accounts().unwrap();
    let mut accounts = honest;
    accounts.upgrade_authority = mallory.pubkey();
    let mut args = NetworkSetup::default().overview_args();
    args.reward_authorities = vec![mallory.pubkey()];
    args.slashing_authorities = vec![mallory.pubkey()];

    // Mallory signs alone.
    let front_run = ix::create_pool_overview(accounts, args.clone());
    assert_refused(network.send(&[front_run], &[&mallory]), StakingError::NotUpgradeAuthority);
    // Mallory deploys a program and brings its ProgramData.
    let own_program = Keypair::new_from_array([5; 32]).pubkey();
    let [_, (_, own_data)] = program::genesis_accounts(&mallory.pubkey()).unwrap();
    accounts.program_data = Pubkey::find_program_address(&[own_program.as_ref()], &own_data.owner).0;
    network.chain.set_account(&accounts.program_data, own_data);
    let front_run = ix::create_pool_overview(accounts, args.clone());
    assert_refused_with_code(network.send(&[front_run], &[&mallory]), CONSTRAINT_SEEDS);
    // Mallory names the real upgrade authority, which has not signed.
    let mut front_run = ix::create_pool_overview(honest, args.clone());
    front_run.accounts.iter_mut().for_each(|meta| meta.is_signer = false);
    assert_refused_with_code(network.send(&[front_run], &[]), NOT_SIGNER);
    assert!(nothing_created(&mut network));

    // The upgrade authority comes second, and first.
    let admin = network.program_admin.insecure_clone();
    let creation = ix::create_pool_overview(honest, NetworkSetup::default().overview_args());
    network.send(&[creation], &[&admin]).unwrap();
    let overview = network.overview().unwrap();
    assert_eq!(overview.program_admin, admin.pubkey());
    assert_eq!(overview.reward_authorities.keys[0], network.reward_authority.pubkey());
    assert_eq!(overview.slashing_authorities.keys[0], network.slashing_authority.pubkey());

    // Nor can it be created over again.
    let mut accounts = honest;
    accounts.upgrade_authority = mallory.pubkey();
    let again = ix::create_pool_overview(accounts, args);
    assert_refused(network.send(&[again], &[&mallory]), StakingError::NotUpgradeAuthority);
    let again = ix::create_pool_overview(honest, NetworkSetup::default().overview_args());
    refuses_with_code(&mut network, ALREADY_IN_USE, &[again], &[&admin]);
}
