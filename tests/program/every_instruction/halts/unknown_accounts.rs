//! Section 7: a writable account that an instruction does not know is refused; a read-only one, as wallets add for
//! reference, is not.

use anchor_lang::prelude::{AccountMeta, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdatePoolOverviewAuthoritiesArgs;
use inference_staking_client::StakingError::{BatchAccountsMismatch, PoolNotHalted, UnknownWritableAccount};
use inference_staking_localnet::{wallet, NetworkSetup};
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::{assert_refused, TestNetwork};
use solana_keypair::Keypair;
use solana_signer::Signer;

use super::row::HaltWorld;
use super::TABLE;

fn unknown() -> Pubkey {
    wallet("unknown").pubkey()
}

#[test]
fn nothing_that_section_8_lists_takes_an_unknown_writable_account() {
    let mut world = HaltWorld::start();
    world.network.appended = vec![AccountMeta::new(unknown(), false)];
    for (name, attempt, _) in TABLE {
        let expected = if name == "a batch is accrued" { BatchAccountsMismatch } else { UnknownWritableAccount };
        assert_refused(world.tried(attempt), expected);
    }
}

#[test]
fn everything_takes_a_read_only_reference_but_a_batch() {
    let mut world = HaltWorld::start();
    world.network.appended = vec![AccountMeta::new_readonly(unknown(), false)];
    for (name, attempt, _) in TABLE {
        match name {
            "a batch is accrued" => assert_refused(world.tried(attempt), BatchAccountsMismatch),
            "the operator is slashed" => assert_refused(world.tried(attempt), PoolNotHalted),
            _ => drop(world.tried(attempt).unwrap()),
        }
    }
}

/// Sends the instruction with an unknown writable account, and then without.
#[track_caller]
fn refused_with_it_and_taken_without(network: &mut TestNetwork, instruction: Instruction, signers: &[&Keypair]) {
    network.appended = vec![AccountMeta::new(unknown(), false)];
    assert_refused(network.send(std::slice::from_ref(&instruction), signers), UnknownWritableAccount);
    network.appended.clear();
    network.send(&[instruction], signers).unwrap();
}

#[test]
fn the_singleton_is_not_created_with_one() {
    let mut network = TestNetwork::bare();
    let admin = network.program_admin.insecure_clone();
    let accounts = network.create_pool_overview_accounts().unwrap();
    let create = ix::create_pool_overview(accounts, NetworkSetup::default().overview_args());
    refused_with_it_and_taken_without(&mut network, create, &[&admin]);
}

#[test]
fn a_pool_is_not_created_with_one() {
    let mut network = TestNetwork::start();
    let operator = wallet("operator");
    let accounts =
        ix::create_operator_pool_accounts(network.payer.pubkey(), operator.pubkey(), network.mints.stake, None);
    refused_with_it_and_taken_without(&mut network, ix::create_operator_pool(accounts, pool_args()), &[&operator]);
}

#[test]
fn no_administration_takes_one() {
    let mut network = TestNetwork::start();
    let admin = network.program_admin.insecure_clone();
    let next = wallet("next admin");
    let update = ix::update_pool_overview(admin.pubkey(), Default::default());
    refused_with_it_and_taken_without(&mut network, update, &[&admin]);
    let args = UpdatePoolOverviewAuthoritiesArgs { pending_program_admin: Some(next.pubkey()), ..Default::default() };
    let propose = ix::update_pool_overview_authorities(admin.pubkey(), args);
    refused_with_it_and_taken_without(&mut network, propose, &[&admin]);
    refused_with_it_and_taken_without(&mut network, ix::accept_program_admin(next.pubkey()), &[&next]);
    let pool = network.operator("operator", 0).record.operator_pool;
    let halter = network.halt_authority.insecure_clone();
    let halt = ix::set_halt_status(halter.pubkey(), pool, true);
    refused_with_it_and_taken_without(&mut network, halt, &[&halter]);
}
