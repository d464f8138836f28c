//! Account of the wrong type, owner or pool, or the same one twice, in an activation, which nobody signs for. Against it stand typed
//! accounts, the pool that a record is bound to, and the operator's record that the pool stores (SPEC 7).

use anchor_lang::prelude::Pubkey;
use inference_staking_client::{address, instruction as ix, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::Chain;
use inference_staking_test_kit::bent::{read_only, with_key};
use inference_staking_test_kit::Staker;

use crate::world::*;

/// The pool of three beside Mallory's, each with a ripe deposit: Alice's of 1,000 tokens and Mallory's of 50,000.
fn two_pools() -> (World, Staker) {
    let World { mut network, operator, alice, bob } = pool_of_three();
    let mallory = network.operator("mallory", 1_000 * ONE);
    network.stake(&mallory, 50_000 * ONE).unwrap();
    network.stake(&alice, 1_000 * ONE).unwrap();
    let leaves = vec![leaf(&operator, 0, 0), leaf(&mallory, 0, 0)];
    let tree = publish(&mut network, 1, leaves, 0);
    for (place, pool) in [&operator, &mallory].into_iter().enumerate() {
        network.accrue(pool, 1, tree.proof(place)).unwrap();
    }
    (World { network, operator, alice, bob }, mallory)
}

#[test]
fn an_activation_with_an_account_of_another_pool_or_record_is_refused() {
    let (World { mut network, operator, alice, bob }, mallory) = two_pools();
    let (pool, record) = (alice.record.operator_pool, alice.record.address());
    let (others_pool, others_record) = (mallory.record.operator_pool, mallory.record.address());
    let operators = operator.record.address();
    let right = activate_of(&alice, &operator);
    let other_pool = StakingError::RecordOfAnotherPool;
    // Alice's record in Mallory's pool, with either operator's record; Mallory's record in Alice's pool.
    let in_mallorys = with_key(right.clone(), &pool, &others_pool);
    refuses_instruction(&mut network, other_pool, in_mallorys.clone(), &[]);
    refuses_instruction(&mut network, other_pool, with_key(in_mallorys, &operators, &others_record), &[]);
    refuses_instruction(&mut network, other_pool, with_key(right.clone(), &record, &others_record), &[]);
    // As the operator's: a rich stranger's, one that backs another pool, her own, and what is no record at all.
    let overview = address::pool_overview();
    for wrong in [bob.record.address(), others_record, record, pool, overview, Pubkey::default()] {
        let bent = with_key(right.clone(), &operators, &wrong);
        refuses_instruction(&mut network, StakingError::WrongOperatorRecord, bent, &[]);
    }
    // What is to be written stands in the place of what is only read, and the other way round.
    for (from, to) in [(record, pool), (record, overview), (pool, record), (overview, pool)] {
        refuses_with_code(&mut network, WRONG_DISCRIMINATOR, &[with_key(right.clone(), &from, &to)], &[]);
    }
    network.send(&[right], &[]).unwrap();
    assert_eq!(network.record_of(&alice).shares, 4_000 * ONE);
}

#[test]
fn a_record_that_another_program_made_up_is_not_activated() {
    let (World { mut network, operator, alice, .. }, mallory) = two_pools();
    // The exact bytes of Alice's record, with a million tokens more, in an account of Mallory's program.
    let mut copy = network.chain.account(&alice.record.address()).unwrap();
    copy.owner = mallory.key();
    copy.data[200..208].copy_from_slice(&WALLET.to_le_bytes());
    let made_up = Pubkey::new_from_array([0xF0; 32]);
    network.chain.set_account(&made_up, copy);
    let bent = with_key(activate_of(&alice, &operator), &alice.record.address(), &made_up);
    refuses_with_code(&mut network, WRONG_OWNER_PROGRAM, &[bent], &[]);
}

#[test]
fn the_same_deposit_is_activated_once() {
    let (World { mut network, operator, alice, .. }, _) = two_pools();
    let activate = activate_of(&alice, &operator);
    let twice = [activate.clone(), activate.clone()];
    refuses(&mut network, StakingError::NothingRipe, |network| network.send(&twice, &[]));
    // Nor once as shares and once as a ticket, in either order.
    let out = unstake_activating_of(&alice, 1_000 * ONE);
    let signers = [&alice.wallet];
    let first_in = [activate.clone(), out.clone()];
    refuses(&mut network, StakingError::NotEnoughActivating, |network| network.send(&first_in, &signers));
    let first_out = [out.clone(), activate.clone()];
    refuses(&mut network, StakingError::NothingRipe, |network| network.send(&first_out, &signers));
    let out_twice = [out.clone(), out];
    refuses(&mut network, StakingError::NotEnoughActivating, |network| network.send(&out_twice, &signers));
    network.send(&[activate], &[]).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_shares, pool.total_activating), (11_000 * ONE, 0));
}

#[test]
fn an_activation_takes_the_operators_own_record_in_both_places_and_no_other() {
    let (World { mut network, operator, alice, .. }, mallory) = two_pools();
    network.activate(&mallory).unwrap();
    assert_eq!(network.record_of(&mallory).shares, 51_000 * ONE);
    // A delegator's in both places would stand for its own backing.
    let both = ix::activate_stake(alice.record, alice.record.address());
    refuses_instruction(&mut network, StakingError::WrongOperatorRecord, both, &[]);
    // Accounts that are written have to be writable, and nothing unknown may be.
    for key in [alice.record.operator_pool, alice.record.address()] {
        let bent = read_only(activate_of(&alice, &operator), &key);
        refuses_with_code(&mut network, NOT_WRITABLE, &[bent], &[]);
    }
    let mut extra = activate_of(&alice, &operator);
    extra.accounts.push(extra.accounts[2].clone());
    refuses_instruction(&mut network, StakingError::UnknownWritableAccount, extra, &[]);
}
