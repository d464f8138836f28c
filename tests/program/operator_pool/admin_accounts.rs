//! Every instruction of a pool's admin with missing signatures, strangers, and the pools of others.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::Discriminator;
use inference_staking_client::instructions::UpdateOperatorPoolArgs;
use inference_staking_client::StakingError;
use inference_staking_client::{args, instruction as ix};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::{wallet, Chain};
use inference_staking_test_kit::assert_refused;
use inference_staking_test_kit::refusal::assert_refused_with_code;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::operator_pool::world::*;

/// Every instruction, as `admin` would send it for the operator's pool. Alice's record is the new one of a rotation.
fn instructions(world: &World, admin: &Pubkey) -> Vec<Instruction> {
    let World { network, operator, alice, .. } = world;
    let (pool, mints, old) = (operator.record.operator_pool, network.mints, operator.record.address());
    let (tokens, usdc) = (stake_account(network, operator), usdc_account(network, operator));
    let rotation = ix::change_operator_staking_record_accounts(*admin, pool, old, alice.key());
    let reward_commission = ix::withdraw_operator_reward_commission_accounts(*admin, pool, tokens, mints);
    let usdc_commission = ix::withdraw_operator_usdc_commission_accounts(*admin, pool, usdc, mints);
    let sweep = ix::sweep_closed_pool_usdc_dust_accounts(*admin, pool, usdc, mints);
    vec![
        ix::update_operator_pool(*admin, pool, UpdateOperatorPoolArgs::default()),
        ix::change_operator_pool_admin(*admin, pool, *admin),
        ix::change_operator_staking_record(rotation),
        ix::withdraw_operator_reward_commission(reward_commission),
        ix::withdraw_operator_usdc_commission(usdc_commission),
        ix::close_operator_pool(*admin, pool, old),
        ix::sweep_closed_pool_usdc_dust(sweep),
    ]
}

/// The same with the acceptance by `admin`.
fn with_acceptance(world: &World, admin: &Pubkey) -> Vec<Instruction> {
    let mut all = instructions(world, admin);
    all.push(ix::accept_operator_pool_admin(*admin, world.operator.record.operator_pool));
    all
}

fn is_closing(instruction: &Instruction) -> bool {
    instruction.data == args::CloseOperatorPool::DISCRIMINATOR
}

/// What somebody else is told: a pool may also be closed by the owner of the operator's record.
fn not_the_admin(instruction: &Instruction) -> StakingError {
    if is_closing(instruction) {
        StakingError::NotPoolAdminOrOperator
    } else {
        StakingError::NotPoolAdmin
    }
}

/// Sends with the signatures that the instruction asks for.
fn send(world: &mut World, instruction: &Instruction, admin: &Keypair) -> Outcome {
    let wallets = [admin.insecure_clone(), world.alice.wallet.insecure_clone()];
    let signs = |key: &Pubkey| instruction.accounts.iter().any(|meta| meta.is_signer && meta.pubkey == *key);
    let signers: Vec<_> = wallets.iter().filter(|wallet| signs(&wallet.pubkey())).collect();
    world.network.send(std::slice::from_ref(instruction), &signers)
}

#[test]
fn every_signature_that_is_asked_for_is_needed() {
    let mut world = paid_pool_of_three();
    let admin = world.operator.wallet.insecure_clone();
    let mut asked = 0;
    for instruction in with_acceptance(&world, &admin.pubkey()) {
        for place in 0..instruction.accounts.len() {
            if instruction.accounts[place].is_signer {
                let mut unsigned = instruction.clone();
                unsigned.accounts[place].is_signer = false;
                assert_refused_with_code(send(&mut world, &unsigned, &admin), anchor::NOT_SIGNER);
                asked += 1;
            }
        }
    }
    // Eight instructions, and the new record's owner in one of them.
    assert_eq!(asked, 9);
}

#[test]
fn the_zero_key_accepts_nothing() {
    let mut world = paid_pool_of_three();
    let admin = world.operator.wallet.insecure_clone();
    let mut accept = ix::accept_operator_pool_admin(Pubkey::default(), world.operator.record.operator_pool);
    accept.accounts[0].is_signer = false;
    assert_refused_with_code(send(&mut world, &accept, &admin), anchor::NOT_SIGNER);
}

#[test]
fn nobody_but_the_pools_admin_sends_any_of_them() {
    let mut world = paid_pool_of_three();
    let other = world.network.operator("other operator", 1_000 * ONE);
    let strangers = [
        wallet("stranger"),
        other.wallet.insecure_clone(),
        world.bob.wallet.insecure_clone(),
        world.network.program_admin.insecure_clone(),
        world.network.halt_authority.insecure_clone(),
    ];
    for stranger in strangers {
        for instruction in instructions(&world, &stranger.pubkey()) {
            let result = send(&mut world, &instruction, &stranger);
            assert_refused(result, not_the_admin(&instruction));
        }
    }
    assert_eq!(world.network.pool_of(&world.operator).event_sequence, 9);
}

#[test]
fn an_admin_does_not_act_for_the_pool_of_another() {
    let mut world = paid_pool_of_three();
    let other = world.network.operator("other operator", 1_000 * ONE);
    let (own, others) = (world.operator.record.operator_pool, other.record.operator_pool);
    let admin = world.operator.wallet.insecure_clone();
    for instruction in instructions(&world, &admin.pubkey()) {
        let instruction = with_key(instruction, &own, &others);
        // The record that comes with a closing is not the other pool's operator's.
        let expected =
            if is_closing(&instruction) { StakingError::WrongOperatorRecord } else { StakingError::NotPoolAdmin };
        assert_refused(send(&mut world, &instruction, &admin), expected);
    }
}

#[test]
fn an_admin_writes_its_pool_and_only_for_a_payout_more() {
    let mut world = paid_pool_of_three();
    let admin = world.operator.wallet.insecure_clone();
    let mut written = Vec::new();
    for instruction in with_acceptance(&world, &admin.pubkey()) {
        let writable: Vec<_> =
            (0..instruction.accounts.len()).filter(|i| instruction.accounts[*i].is_writable).collect();
        for place in &writable {
            let mut read_only = instruction.clone();
            read_only.accounts[*place].is_writable = false;
            assert_refused_with_code(send(&mut world, &read_only, &admin), anchor::NOT_MUTABLE);
        }
        written.push(writable.len());
    }
    // The pool alone; for payouts the overview, the destination and the vault too.
    assert_eq!(written, [1, 1, 1, 4, 4, 1, 4, 1]);
}

#[test]
fn refused_instructions_leave_the_pool_as_it_was() {
    let mut world = paid_pool_of_three();
    let stranger = wallet("stranger");
    let pool = world.operator.record.operator_pool;
    let before = world.network.chain.account(&pool);
    for instruction in with_acceptance(&world, &stranger.pubkey()) {
        assert!(send(&mut world, &instruction, &stranger).is_err());
    }
    assert_eq!(world.network.chain.account(&pool), before);
}
