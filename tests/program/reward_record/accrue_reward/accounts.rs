//! `accrue_reward`: accounts of the wrong type, owner or pool, and the same one twice.

use anchor_lang::error::ErrorCode;
use anchor_lang::prelude::Pubkey;
use inference_staking_client::accounts::AccrueReward;
use inference_staking_client::instruction::{self as ix, LeafProof};
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::{Executed, Refused};
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::{PaidLeaf, Staker, TestNetwork};

use crate::reward_record::world::*;

/// An auto-staking pool that epoch 1 pays 100 tokens and 50 USDC.
fn accruable() -> (TestNetwork, Staker, LeafProof) {
    let mut network = small_network();
    let args = CreateOperatorPoolArgs { auto_stake: true, ..pool_args() };
    let operator = network.operator_with("operator", 10, args);
    let proof = publish_leaf(&mut network, 1, &operator, (100, 50), 50);
    (network, operator, proof)
}

fn accounts_of(operator: &Staker) -> AccrueReward {
    ix::accrue_reward_accounts(operator.record.operator_pool, 1, Some(operator.record.address()))
}

fn accrue_with(
    network: &mut TestNetwork,
    operator: &Staker,
    proof: &LeafProof,
    change: impl FnOnce(&mut AccrueReward),
) -> Result<Executed, Refused> {
    let mut accounts = accounts_of(operator);
    change(&mut accounts);
    network.send(&[ix::accrue_reward(accounts, proof.clone())], &[])
}

/// A way to put an account into one of the places.
type Place = fn(&mut AccrueReward, Pubkey);

const OVERVIEW: Place = |accounts, account| accounts.pool_overview = account;
const RECORD: Place = |accounts, account| accounts.reward_record = account;
const POOL: Place = |accounts, account| accounts.operator_pool = account;
const OPERATOR_RECORD: Place = |accounts, account| accounts.operator_staking_record = Some(account);

#[test]
fn accounts_of_another_type_are_refused_in_every_place() {
    let (mut network, operator, proof) = accruable();
    let (overview, record) = (address::pool_overview(), address::reward_record(1));
    let (pool, staking_record) = (operator.record.operator_pool, operator.record.address());
    // Each place gets each of the three other types; a writable account stands twice in the instruction then.
    let wrong = [
        (OVERVIEW, [record, pool, staking_record]),
        (RECORD, [overview, pool, staking_record]),
        (POOL, [overview, record, staking_record]),
        (OPERATOR_RECORD, [overview, record, pool]),
    ];
    for (place, accounts) in wrong {
        for account in accounts {
            let result = accrue_with(&mut network, &operator, &proof, |accounts| place(accounts, account));
            assert_refused_with_code(result, ErrorCode::AccountDiscriminatorMismatch as u32);
        }
    }
}

#[test]
fn look_alikes_of_another_program_are_refused_in_every_place() {
    let (mut network, operator, proof) = accruable();
    let originals = [
        (OVERVIEW, address::pool_overview()),
        (RECORD, address::reward_record(1)),
        (POOL, operator.record.operator_pool),
        (OPERATOR_RECORD, operator.record.address()),
    ];
    for (place, original) in originals {
        for look_alike in [copy_owned_by_another_program(&mut network, &original), address::reward_vault()] {
            let result = accrue_with(&mut network, &operator, &proof, |accounts| place(accounts, look_alike));
            assert_refused_with_code(result, ErrorCode::AccountOwnedByWrongProgram as u32);
        }
    }
}

#[test]
fn what_is_written_must_be_writable() {
    let (mut network, operator, proof) = accruable();
    let written = [address::reward_record(1), operator.record.operator_pool, operator.record.address()];
    for account in written {
        let instruction = read_only(ix::accrue_reward(accounts_of(&operator), proof.clone()), &account);
        assert_refused_with_code(network.send(&[instruction], &[]), ErrorCode::ConstraintMut as u32);
    }
}

#[test]
fn the_singleton_is_only_read() {
    let (mut network, operator, proof) = accruable();
    let instruction = read_only(ix::accrue_reward(accounts_of(&operator), proof), &address::pool_overview());
    network.send(&[instruction], &[]).unwrap();
}

#[test]
fn another_pool_does_not_get_the_leaf() {
    let (mut network, operator, proof) = accruable();
    let thief = network.operator("thief", 10);
    refuses(&mut network, StakingError::ProofMismatch, |network| accrue_with(network, &thief, &proof, |_| {}));
    // Nor does another pool whose operator's record is passed with the right pool.
    refuses(&mut network, StakingError::WrongOperatorRecord, |network| {
        accrue_with(network, &operator, &proof, |accounts| OPERATOR_RECORD(accounts, thief.record.address()))
    });
}

#[test]
fn a_record_of_another_epoch_does_not_take_the_proof() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    let other = |reward| PaidLeaf { pool: ANOTHER_POOL, reward, usdc: 0 };
    let [first, second] = [1, 2].map(|epoch| {
        let leaves = vec![leaf(&operator, 100, 50), other(500)];
        network.publish_leaves(epoch, leaves, EPOCH_REWARDS, 50).proof(0)
    });
    refuses(&mut network, StakingError::ProofMismatch, |network| network.accrue(&operator, 1, second.clone()));
    network.accrue(&operator, 1, first.clone()).unwrap();
    refuses(&mut network, StakingError::ProofMismatch, |network| network.accrue(&operator, 2, first));
    network.accrue(&operator, 2, second).unwrap();
}
