//! The four instructions of a lock with accounts that are not the right ones.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instruction::{self as ix, RecordOf};
use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::{assert_refused, Staker};

use crate::staking_record::world::*;

const POOL: usize = 2;

fn all_four(record: RecordOf) -> [Instruction; 4] {
    [ix::lock_stake(record, HALF_YEAR), ix::extend_lock(record, 1), ix::begin_unlock(record), ix::cancel_unlock(record)]
}

/// Alice and Bob, with Bob in the state that the instruction at `index` of the four needs.
fn bob_ready_for(index: usize) -> World {
    let mut world = pool_of_three();
    if index > 0 {
        lock(&mut world.network, &world.bob, HALF_YEAR).unwrap();
    }
    if index == 3 {
        begin_unlock(&mut world.network, &world.bob).unwrap();
    }
    world
}

/// Each of Bob's four with the account at a place replaced, signed by `signer` as the owner.
fn with_account(record: RecordOf, index: usize, signer: &Staker, changes: &[(usize, Pubkey)]) -> Instruction {
    let mut instruction = all_four(record)[index].clone();
    instruction.accounts[0].pubkey = signer.key();
    for (place, key) in changes {
        instruction.accounts[*place].pubkey = *key;
    }
    instruction
}

#[test]
fn nobody_changes_the_lock_of_another_owner() {
    for index in 0..4 {
        let World { mut network, operator, alice, bob } = bob_ready_for(index);
        let before = network.record_of(&bob);
        for other in [&alice, &operator] {
            let instruction = with_account(bob.record, index, other, &[]);
            assert_refused(network.send(&[instruction], &[&other.wallet]), StakingError::NotRecordOwner);
        }
        assert_state(&network.record_of(&bob), &before);
    }
}

#[test]
fn no_lock_is_changed_through_another_pool() {
    for index in 0..4 {
        let World { mut network, bob, .. } = bob_ready_for(index);
        let other = network.operator("other operator", 2_000 * ONE);
        let instruction = with_account(bob.record, index, &bob, &[(POOL, other.record.operator_pool)]);
        assert_refused(network.send(&[instruction], &[&bob.wallet]), StakingError::RecordOfAnotherPool);
    }
}
