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
use inference_staking_test_kit::framework_refusals::*;

/// One of the accounts of the instruction.
type KeyOf = fn(&mut CreateOperatorPool) -> &mut Pubkey;

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
    let instruction = ix::create_operator_pool(accounts, pool_args(), u64::MAX);
    assert_refused_by_anchor(network.send(&[instruction], &[&admin]), ErrorCode::AccountOwnedByWrongProgram);
    assert!(network.chain.account(&accounts.operator_pool).is_none());
}
