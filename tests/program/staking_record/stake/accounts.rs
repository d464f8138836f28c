//! `stake` with accounts that are not the right ones.

use inference_staking_client::accounts::Stake;
use inference_staking_client::{address, instruction as ix, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::{wallet, Executed, Refused};
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};
use solana_signer::Signer;

use crate::staking_record::world::*;

/// Stakes one token with changed accounts.
fn stake_with(
    network: &mut TestNetwork,
    staker: &Staker,
    change: impl FnOnce(&mut Stake),
) -> Result<Executed, Refused> {
    let mut accounts = network.stake_accounts(staker);
    change(&mut accounts);
    network.send(&[ix::stake(accounts, ONE)], &[&staker.wallet])
}

#[test]
fn a_stake_needs_its_owners_signature() {
    let World { mut network, alice, .. } = pool_of_three();
    let accounts = network.stake_accounts(&alice);
    let stake = unsigned(ix::stake(accounts, ONE), &alice.key());
    assert_refused_with_code(network.send(&[stake], &[]), anchor::NOT_SIGNER);
}

#[test]
fn nobody_stakes_into_the_record_of_another_owner() {
    let World { mut network, alice, bob, .. } = pool_of_three();
    let bobs = bob.record.address();
    let result = stake_with(&mut network, &alice, |accounts| accounts.staking_record = bobs);
    assert_refused(result, StakingError::NotRecordOwner);
    assert_eq!(network.record_of(&bob).shares, 5_000 * ONE);
}

#[test]
fn a_record_takes_no_stake_through_another_pool() {
    let World { mut network, alice, .. } = pool_of_three();
    let other = network.operator("other operator", 2_000 * ONE);
    let result = stake_with(&mut network, &alice, |accounts| {
        accounts.operator_pool = other.record.operator_pool;
        accounts.operator_staking_record = other.record.address();
        accounts.pool_vault = pool_vault(&other);
    });
    assert_refused(result, StakingError::RecordOfAnotherPool);
}

#[test]
fn a_delegator_cannot_pose_as_the_operator_to_pass_the_minimum() {
    let World { mut network, alice, bob, .. } = pool_of_three();
    // The operator has 2,000, Bob 5,000.
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 3_000 * ONE);
    for record in [bob.record.address(), alice.record.address()] {
        let result = stake_with(&mut network, &alice, |accounts| accounts.operator_staking_record = record);
        assert_refused(result, StakingError::WrongOperatorRecord);
    }
}

#[test]
fn the_operators_record_of_another_pool_does_not_stand_in() {
    let World { mut network, alice, .. } = pool_of_three();
    let other = network.operator("other operator", 9_000 * ONE);
    let record = other.record.address();
    let result = stake_with(&mut network, &alice, |accounts| accounts.operator_staking_record = record);
    assert_refused(result, StakingError::WrongOperatorRecord);
}

#[test]
fn a_stake_goes_into_the_pools_own_vault_only() {
    let World { mut network, alice, operator, .. } = pool_of_three();
    let other = network.operator("other operator", 2_000 * ONE);
    let mint = network.mints.stake;
    let look_alike = network.token_account(&operator.record.operator_pool, &mint).unwrap();
    let attackers = stake_account(&network, &other);
    for vault in [pool_vault(&other), look_alike, attackers, address::reward_vault()] {
        let result = stake_with(&mut network, &alice, |accounts| accounts.pool_vault = vault);
        assert_refused(result, StakingError::WrongVault);
    }
    assert_eq!(network.tokens_of(&alice), 997_000 * ONE);
}

#[test]
fn the_source_as_the_vault_moves_nothing_and_is_refused() {
    let World { mut network, alice, .. } = pool_of_three();
    let source = stake_account(&network, &alice);
    let result = stake_with(&mut network, &alice, |accounts| accounts.pool_vault = source);
    assert_refused(result, StakingError::WrongVault);
}

#[test]
fn the_mint_must_be_the_stake_mint() {
    let World { mut network, alice, .. } = pool_of_three();
    let usdc = network.mints.usdc;
    let other = wallet("other mint");
    network.create_mint(&other).unwrap();
    let (original, record) = (network.mints.stake, alice.record.address());
    let foreign = foreign_copy_of(&mut network, &original);
    for mint in [usdc, other.pubkey(), foreign, record] {
        let result = stake_with(&mut network, &alice, |accounts| accounts.stake_mint = mint);
        assert_refused(result, StakingError::WrongMint);
    }
}

#[test]
fn the_token_program_must_be_the_token_program() {
    let World { mut network, alice, .. } = pool_of_three();
    let result = stake_with(&mut network, &alice, |accounts| accounts.token_program = address::PROGRAM_ID);
    assert_refused_with_code(result, anchor::WRONG_PROGRAM);
}

#[test]
fn accounts_of_another_type_are_refused() {
    let World { mut network, alice, operator, .. } = pool_of_three();
    let (pool, record, overview) = (operator.record.operator_pool, operator.record.address(), address::pool_overview());
    let wrong: [fn(&mut Stake, [anchor_lang::prelude::Pubkey; 3]); 3] = [
        |accounts, [_, record, _]| accounts.pool_overview = record,
        |accounts, [_, _, overview]| accounts.operator_pool = overview,
        |accounts, [_, _, overview]| accounts.staking_record = overview,
    ];
    for change in wrong {
        let result = stake_with(&mut network, &alice, |accounts| change(accounts, [pool, record, overview]));
        assert_refused_with_code(result, anchor::WRONG_DISCRIMINATOR);
    }
    let result = stake_with(&mut network, &alice, |accounts| accounts.operator_staking_record = pool);
    assert_refused(result, StakingError::WrongOperatorRecord);
    // The same writable account as the pool and as the record.
    let result = stake_with(&mut network, &alice, |accounts| accounts.staking_record = pool);
    assert_refused_with_code(result, anchor::WRONG_DISCRIMINATOR);
}

#[test]
fn accounts_of_another_program_are_refused() {
    let World { mut network, alice, .. } = pool_of_three();
    let instruction = ix::stake(network.stake_accounts(&alice), ONE);
    assert_refuses_foreign(&mut network, &alice, &instruction, &[&alice.wallet]);
}

#[test]
fn token_accounts_of_another_program_are_refused() {
    let World { mut network, alice, .. } = pool_of_three();
    let account = stake_account(&network, &alice);
    let foreign = foreign_copy_of(&mut network, &account);
    let result = stake_with(&mut network, &alice, |accounts| accounts.source = foreign);
    assert_refused(result, StakingError::WrongSourceAccount);
    let foreign = foreign_copy_of(&mut network, &pool_vault(&alice));
    let result = stake_with(&mut network, &alice, |accounts| accounts.pool_vault = foreign);
    assert_refused(result, StakingError::WrongVault);
}

#[test]
fn a_mint_or_an_uninitialized_account_is_no_token_account() {
    let World { mut network, alice, .. } = pool_of_three();
    let original = stake_account(&network, &alice);
    let uninitialized = uninitialized_copy_of(&mut network, &original);
    for wrong in [network.mints.stake, uninitialized] {
        let result = stake_with(&mut network, &alice, |accounts| accounts.source = wrong);
        assert_refused(result, StakingError::WrongSourceAccount);
        let result = stake_with(&mut network, &alice, |accounts| accounts.pool_vault = wrong);
        assert_refused(result, StakingError::WrongVault);
    }
}
