//! Accounts of `create_operator_pool` that are not what they should be.

use anchor_lang::error::ErrorCode;
use anchor_lang::prelude::Pubkey;
use inference_staking_client::accounts::CreateOperatorPool;
use inference_staking_client::instruction as ix;
use inference_staking_client::StakingError;
use inference_staking_localnet::{wallet, Chain};
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::{assert_refused, TestNetwork};
use solana_signer::Signer;

use super::creation::*;
use crate::pool_overview::create_pool_overview::overview_address;
use inference_staking_test_kit::framework_refusals::*;

/// One of the accounts of the instruction.
type KeyOf = fn(&mut CreateOperatorPool) -> &mut Pubkey;

#[test]
fn the_admin_must_sign() {
    let mut creation = PoolCreation::prepare();
    let instruction = without_signature(creation.instruction(), &creation.admin.pubkey());
    assert_refused_by_anchor(creation.network.send(&[instruction], &[]), ErrorCode::AccountNotSigner);
    creation.assert_nothing_created();
}

#[test]
fn the_payer_must_sign() {
    let mut creation = PoolCreation::prepare();
    let rich = wallet("rich").pubkey();
    creation.network.give_lamports(&rich, 1_000_000_000).unwrap();
    creation.accounts.payer = rich;
    let instruction = without_signature(creation.instruction(), &rich);
    assert_refused_by_anchor(creation.send_instruction(instruction), ErrorCode::AccountNotSigner);
    creation.assert_nothing_created();
}

#[test]
fn the_vault_is_of_the_stake_mint_only() {
    let mut creation = PoolCreation::prepare();
    creation.accounts.stake_mint = creation.network.mints.usdc;
    assert_refused(creation.send(), StakingError::WrongMint);
    let look_alike = wallet("look-alike mint");
    creation.network.create_mint(&look_alike).unwrap();
    creation.accounts.stake_mint = look_alike.pubkey();
    assert_refused(creation.send(), StakingError::WrongMint);
    creation.assert_nothing_created();
}

#[test]
fn a_token_account_is_no_mint() {
    let mut creation = PoolCreation::prepare();
    creation.accounts.stake_mint = creation.network.overview().unwrap().slashing_token_destination;
    assert_refused_as(creation.send(), "InvalidAccountData");
    creation.assert_nothing_created();
}

#[test]
fn the_token_2022_program_is_refused() {
    let mut creation = PoolCreation::prepare();
    creation.accounts.token_program = TOKEN_2022;
    assert_refused_by_anchor(creation.send(), ErrorCode::InvalidProgramId);
    creation.assert_nothing_created();
}

#[test]
fn a_look_alike_of_the_overview_that_another_program_owns_is_refused() {
    let mut creation = PoolCreation::prepare();
    let forged = wallet("forged overview").pubkey();
    let mut account = creation.network.chain.account(&overview_address().0).unwrap();
    account.owner = wallet("attacker's program").pubkey();
    creation.network.chain.set_account(&forged, account);
    creation.accounts.pool_overview = forged;
    assert_refused_by_anchor(creation.send(), ErrorCode::AccountOwnedByWrongProgram);
    creation.assert_nothing_created();
}

#[test]
fn an_account_of_another_type_is_no_overview() {
    let mut creation = PoolCreation::prepare();
    let other = creation.network.operator("other operator", 0);
    for wrong in [other.record.operator_pool, other.record.address()] {
        creation.accounts.pool_overview = wrong;
        assert_refused_by_anchor(creation.send(), ErrorCode::AccountDiscriminatorMismatch);
    }
    let pool = pool_address(&creation.admin.pubkey()).0;
    assert!(creation.network.chain.account(&pool).is_none());
}

#[test]
fn the_created_accounts_stand_at_their_addresses_only() {
    let other = wallet("other operator").pubkey();
    let other_pool = pool_address(&other).0;
    let own_pool = pool_address(&wallet("new operator").pubkey()).0;
    let misplaced: [(KeyOf, Pubkey); 5] = [
        (|accounts| &mut accounts.operator_pool, other_pool),
        (|accounts| &mut accounts.operator_staking_record, record_address(&own_pool, &other).0),
        (
            |accounts| &mut accounts.operator_staking_record,
            record_address(&other_pool, &wallet("new operator").pubkey()).0,
        ),
        (|accounts| &mut accounts.pool_vault, vault_address(&other_pool)),
        (|accounts| &mut accounts.pool_vault, wallet("just a wallet").pubkey()),
    ];
    let mut creation = PoolCreation::prepare();
    for (place, wrong) in misplaced {
        let right = *place(&mut creation.accounts);
        *place(&mut creation.accounts) = wrong;
        assert_refused_by_anchor(creation.send(), ErrorCode::ConstraintSeeds);
        *place(&mut creation.accounts) = right;
    }
    creation.assert_nothing_created();
}

#[test]
fn there_is_no_pool_before_the_overview() {
    let mut network = TestNetwork::bare();
    let admin = wallet("new operator");
    let accounts = ix::create_operator_pool_accounts(network.payer.pubkey(), admin.pubkey(), network.mints.stake, None);
    let instruction = ix::create_operator_pool(accounts, pool_args());
    assert_refused_by_anchor(network.send(&[instruction], &[&admin]), ErrorCode::AccountOwnedByWrongProgram);
    assert!(network.chain.account(&accounts.operator_pool).is_none());
}
