//! Who may send the four instructions, and with which accounts.

use anchor_lang::error::ErrorCode;
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instructions::{UpdatePoolOverviewArgs, UpdatePoolOverviewAuthoritiesArgs};
use inference_staking_client::{address, instruction as ix, StakingError};
use inference_staking_localnet::{wallet, Chain};
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::{assert_refused, TestNetwork};
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::pool_overview::world::*;

/// Every role but the two that may send something here.
const OTHERS: [&str; 6] = ["stranger", "payer", "reward authority", "slashing authority", "heir", "operator"];

/// The network with a pool and a proposed admin, and each instruction with its signer.
fn instructions() -> (TestNetwork, Pubkey, Vec<(Instruction, Keypair)>) {
    let mut network = TestNetwork::start();
    let pool = network.operator("operator", 0).record.operator_pool;
    let (admin, heir, halter) = (wallet("program admin"), wallet("heir"), wallet("halt authority"));
    let proposal =
        UpdatePoolOverviewAuthoritiesArgs { pending_program_admin: Some(heir.pubkey()), ..Default::default() };
    update_authorities(&mut network, proposal.clone()).unwrap();
    let instructions = vec![
        (ix::update_pool_overview(admin.pubkey(), UpdatePoolOverviewArgs::default()), admin.insecure_clone()),
        (ix::update_pool_overview_authorities(admin.pubkey(), proposal), admin),
        (ix::accept_program_admin(heir.pubkey()), heir),
        (ix::set_halt_status(halter.pubkey(), pool, true), halter),
    ];
    (network, pool, instructions)
}

#[test]
fn nobody_but_the_admin_may_update() {
    let mut network = TestNetwork::start();
    for name in OTHERS.into_iter().chain(["halt authority"]) {
        refuses(&mut network, StakingError::NotProgramAdmin, |network| {
            update_as(network, &wallet(name), UpdatePoolOverviewArgs::default())
        });
        refuses(&mut network, StakingError::NotProgramAdmin, |network| {
            update_authorities_as(network, &wallet(name), UpdatePoolOverviewAuthoritiesArgs::default())
        });
    }
}

#[test]
fn nobody_but_a_halt_authority_may_halt_or_resume() {
    let (mut network, pool, _) = instructions();
    for halted in [false, true] {
        set_halted(&mut network, pool, halted).unwrap();
        let before = network.chain.account(&pool);
        for name in OTHERS.into_iter().chain(["program admin"]) {
            let result = set_halted_as(&mut network, &wallet(name), pool, !halted);
            assert_refused(result, StakingError::NotHaltAuthority);
        }
        assert_eq!(network.chain.account(&pool), before);
    }
}

#[test]
fn the_signature_of_the_acting_key_is_needed() {
    let (mut network, _, instructions) = instructions();
    let before = overview(&mut network);
    for (instruction, signer) in instructions {
        let result = network.send(&[unsigned(instruction, &signer.pubkey())], &[]);
        assert_refused_with_code(result, ErrorCode::AccountNotSigner as u32);
    }
    assert_state(&overview(&mut network), &before);
}

#[test]
fn nothing_else_can_pose_as_the_singleton() {
    let (mut network, pool, instructions) = instructions();
    let singleton = address::pool_overview();
    let foreign = foreign_copy_of(&mut network, &singleton);
    for (instruction, signer) in instructions {
        for (other, code) in [
            (pool, ErrorCode::AccountDiscriminatorMismatch),
            (foreign, ErrorCode::AccountOwnedByWrongProgram),
            (signer.pubkey(), ErrorCode::AccountOwnedByWrongProgram),
        ] {
            // The wallet as such is a payer's account of the system program.
            network.give_lamports(&signer.pubkey(), 1_000_000).unwrap();
            let wrong = with_account(instruction.clone(), &singleton, other);
            let result = network.send(&[wrong], &[&signer]);
            assert_refused_with_code(result, code as u32);
        }
    }
}

#[test]
fn nothing_else_can_pose_as_the_pool_that_is_halted() {
    let (mut network, pool, instructions) = instructions();
    let (halt, authority) = instructions.into_iter().nth(3).unwrap();
    let record = network.records[0];
    let foreign = foreign_copy_of(&mut network, &pool);
    for (other, code) in [
        (record, ErrorCode::AccountDiscriminatorMismatch),
        (foreign, ErrorCode::AccountOwnedByWrongProgram),
        (address::pool_vault(&pool), ErrorCode::AccountOwnedByWrongProgram),
    ] {
        let result = network.send(&[with_account(halt.clone(), &pool, other)], &[&authority]);
        assert_refused_with_code(result, code as u32);
    }
    let twice = with_account(halt, &pool, address::pool_overview());
    let result = network.send(&[twice], &[&authority]);
    assert_refused_with_code(result, ErrorCode::AccountDiscriminatorMismatch as u32);
}

#[test]
fn what_is_written_must_be_writable() {
    let (mut network, pool, instructions) = instructions();
    for (place, (instruction, signer)) in instructions.into_iter().enumerate() {
        let written = if place == 3 { pool } else { address::pool_overview() };
        let result = network.send(&[read_only(instruction, &written)], &[&signer]);
        assert_refused_with_code(result, ErrorCode::ConstraintMut as u32);
    }
}

#[test]
fn a_hand_over_counts_for_the_next_instruction_of_the_same_transaction() {
    let (mut network, _, instructions) = instructions();
    let (accept, heir) = instructions.into_iter().nth(2).unwrap();
    let admin = network.program_admin.insecure_clone();
    let by = |key: &Keypair| ix::update_pool_overview(key.pubkey(), UpdatePoolOverviewArgs::default());
    let too_late = network.send(&[accept.clone(), by(&admin)], &[&heir, &admin]);
    assert_refused(too_late, StakingError::NotProgramAdmin);
    assert_eq!(overview(&mut network).program_admin, admin.pubkey());
    network.send(&[accept, by(&heir)], &[&heir]).unwrap();
}
