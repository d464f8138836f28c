//! Replaces the program as its upgrade authority does: at the same address, by the loader's own instructions.

use anchor_lang::prelude::{Clock, Pubkey};
use anchor_lang::solana_program::bpf_loader_upgradeable::{self, extend_program, UpgradeableLoaderState};
use inference_staking_client::address::{self, program_id};
use inference_staking_localnet::program::{checkout, program_bytes};
use inference_staking_localnet::Chain;
use inference_staking_test_kit::TestNetwork;
use solana_account::Account;
use solana_signer::Signer;

/// Puts the program of version 2 in the place of the other.
pub fn upgrade(network: &mut TestNetwork) {
    let path = checkout().join("target/later-layout/later/target/deploy/inference_staking.so");
    let later = std::fs::read(&path).unwrap_or_else(|error| {
        panic!("cannot read {}: run `cargo xtask test --only later-layout` first: {error}", path.display())
    });
    assert_ne!(later, program_bytes().unwrap(), "the program of version 2 is another one");
    replace(network, &later);
}

/// Puts the program of version 1 back.
pub fn roll_back(network: &mut TestNetwork) {
    replace(network, &program_bytes().unwrap());
}

fn replace(network: &mut TestNetwork, program: &[u8]) {
    let authority = network.program_admin.insecure_clone();
    make_room(network, program.len());
    let buffer = buffer_with(network, program, authority.pubkey());
    next_slot(network);
    let upgrade = bpf_loader_upgradeable::upgrade(&program_id(), &buffer, &authority.pubkey(), &authority.pubkey());
    network.send(&[upgrade], &[&authority]).unwrap();
    next_slot(network);
    let header = UpgradeableLoaderState::size_of_programdata_metadata();
    let deployed = network.chain.account(&address::program_data()).unwrap().data;
    assert!(deployed[header..].starts_with(program), "the program at the address is the new one");
}

/// A program may grow by what its account has been extended by before.
fn make_room(network: &mut TestNetwork, bytes: usize) {
    let needed = UpgradeableLoaderState::size_of_programdata(bytes);
    let there = network.chain.account(&address::program_data()).unwrap().data.len();
    if let Some(missing) = needed.checked_sub(there).filter(|missing| *missing > 0) {
        next_slot(network);
        let payer = network.payer.pubkey();
        // Less is refused.
        let more = u32::try_from(missing.max(10_240)).unwrap();
        network.send(&[extend_program(&program_id(), Some(&payer), more)], &[]).unwrap();
    }
}

/// What `solana program write-buffer` leaves, which takes some hundred transactions.
fn buffer_with(network: &mut TestNetwork, program: &[u8], authority: Pubkey) -> Pubkey {
    let state = UpgradeableLoaderState::Buffer { authority_address: Some(authority) };
    let mut data = bincode::serialize(&state).unwrap();
    data.resize(UpgradeableLoaderState::size_of_buffer_metadata(), 0);
    data.extend_from_slice(program);
    let buffer = Pubkey::new_unique();
    let account = Account { lamports: 10_000_000_000, data, owner: bpf_loader_upgradeable::ID, ..Account::default() };
    network.chain.set_account(&buffer, account);
    buffer
}

/// The loader changes a program once in a slot, and runs it from the next on.
fn next_slot(network: &mut TestNetwork) {
    let svm = network.chain.svm();
    let clock: Clock = svm.get_sysvar();
    svm.set_sysvar(&Clock { slot: clock.slot + 1, ..clock });
}
