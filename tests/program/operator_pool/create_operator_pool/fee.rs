//! The registration fee: stake tokens from the payer to a token account of the fee wallet.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::events::OperatorPoolCreated;
use inference_staking_client::instruction::FeeAccounts;
use inference_staking_client::state::PoolOverview;
use inference_staking_client::{event, StakingError};
use inference_staking_localnet::{wallet, Chain, NetworkSetup};
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::{assert_refused, TestNetwork};
use solana_signer::Signer;

use super::creation::PoolCreation;
use crate::pool_overview::create_pool_overview::overview_address;
use inference_staking_test_kit::framework_refusals::*;

/// Base units of the registration fee.
const FEE: u64 = 250_000_007;
/// Base units that the payer has.
const HELD: u64 = 900_000_000;

/// Offsets in a token account.
const OWNER: usize = 32;
const DELEGATE: usize = 72;
const DELEGATED_AMOUNT: usize = 121;

struct FeePayment {
    creation: PoolCreation,
    source: Pubkey,
    destination: Pubkey,
}

/// A pool is about to be created on a network with this fee; payer and fee wallet have token accounts.
fn prepare(fee: u64, held: u64) -> FeePayment {
    let mut setup = NetworkSetup::default();
    setup.parameters.registration_fee = fee;
    let mut network = TestNetwork::start_with(&setup);
    let (mints, payer) = (network.mints, network.payer.pubkey());
    let source = network.token_account(&payer, &mints.stake).unwrap();
    network.mint_to(&mints.stake, &source, held).unwrap();
    let destination = network.token_account(&wallet("registration fee").pubkey(), &mints.stake).unwrap();
    let creation = PoolCreation::prepare_on(network, Some(FeeAccounts { source, destination }));
    FeePayment { creation, source, destination }
}

impl FeePayment {
    fn balances(&mut self) -> (u64, u64) {
        (self.creation.network.balance(&self.source), self.creation.network.balance(&self.destination))
    }

    /// The fee is neither taken from this account nor sent to it.
    #[track_caller]
    fn assert_neither_source_nor_destination(&mut self, wrong: Pubkey) {
        self.creation.accounts.fee_source = Some(wrong);
        assert_refused(self.creation.send(), StakingError::WrongSourceAccount);
        self.creation.accounts.fee_source = Some(self.source);
        self.creation.accounts.fee_destination = Some(wrong);
        assert_refused(self.creation.send(), StakingError::WrongFeeDestination);
        self.creation.accounts.fee_destination = Some(self.destination);
        self.assert_nothing_paid();
    }

    #[track_caller]
    fn assert_nothing_paid(&mut self) {
        assert_eq!(self.balances(), (HELD, 0));
        self.creation.assert_nothing_created();
    }
}

#[test]
fn exactly_the_fee_goes_from_the_payer_to_the_fee_wallet() {
    let mut payment = prepare(FEE, HELD);
    let executed = payment.creation.send().unwrap();
    // 900,000,000 - 250,000,007.
    assert_eq!(payment.balances(), (649_999_993, 250_000_007));
    let created = event::decode_all::<OperatorPoolCreated>(&executed.logs).remove(0);
    assert_eq!((created.registration_fee, created.payer), (FEE, wallet("payer").pubkey()));
}

#[test]
fn a_payer_with_exactly_the_fee_can_pay_it() {
    let mut payment = prepare(FEE, FEE);
    payment.creation.send().unwrap();
    assert_eq!(payment.balances(), (0, FEE));
}

#[test]
fn a_payer_with_one_base_unit_less_cannot() {
    let mut payment = prepare(FEE, FEE - 1);
    assert_refused_with_code(payment.creation.send(), INSUFFICIENT_TOKENS);
    assert_eq!(payment.balances(), (FEE - 1, 0));
    payment.creation.assert_nothing_created();
}

#[test]
fn a_fee_above_what_the_payer_agrees_to_is_refused_to_the_last_unit() {
    let mut payment = prepare(FEE, HELD);
    for most in [0, 1, FEE - 1] {
        payment.creation.max_registration_fee = most;
        assert_refused(payment.creation.send(), StakingError::RegistrationFeeTooHigh);
        payment.assert_nothing_paid();
    }
    payment.creation.max_registration_fee = FEE;
    payment.creation.send().unwrap();
    assert_eq!(payment.balances(), (HELD - FEE, FEE));
}

#[test]
fn without_a_fee_a_payer_who_agrees_to_none_creates_a_pool() {
    let mut creation = PoolCreation::prepare();
    creation.max_registration_fee = 0;
    creation.send().unwrap();
}

#[test]
fn a_fee_of_one_base_unit_is_due_too() {
    let mut payment = prepare(1, HELD);
    payment.creation.send().unwrap();
    assert_eq!(payment.balances(), (HELD - 1, 1));
}

#[test]
fn any_stake_token_account_of_the_fee_wallet_will_do() {
    let mut payment = prepare(FEE, HELD);
    // Not the associated one: the same account at another address.
    let second = wallet("second token account").pubkey();
    let account = payment.creation.network.chain.account(&payment.destination).unwrap();
    payment.creation.network.chain.set_account(&second, account);
    payment.creation.accounts.fee_destination = Some(second);
    payment.creation.send().unwrap();
    assert_eq!(payment.balances(), (HELD - FEE, 0));
    assert_eq!(payment.creation.network.balance(&second), FEE);
}

#[test]
fn both_fee_accounts_are_needed() {
    let mut payment = prepare(FEE, HELD);
    let (source, destination) = (Some(payment.source), Some(payment.destination));
    for (fee_source, fee_destination) in [(None, None), (source, None), (None, destination)] {
        payment.creation.accounts.fee_source = fee_source;
        payment.creation.accounts.fee_destination = fee_destination;
        assert_refused(payment.creation.send(), StakingError::FeeAccountsMissing);
        payment.assert_nothing_paid();
    }
}

#[test]
fn the_fee_is_not_taken_in_another_token() {
    let mut payment = prepare(FEE, HELD);
    let (usdc, payer) = (payment.creation.network.mints.usdc, payment.creation.network.payer.pubkey());
    let source = payment.creation.network.token_account(&payer, &usdc).unwrap();
    payment.creation.network.mint_to(&usdc, &source, HELD).unwrap();
    let fee_wallet = wallet("registration fee").pubkey();
    let destination = payment.creation.network.token_account(&fee_wallet, &usdc).unwrap();

    payment.creation.accounts.fee_source = Some(source);
    assert_refused(payment.creation.send(), StakingError::WrongSourceAccount);
    payment.creation.accounts.fee_destination = Some(destination);
    assert_refused(payment.creation.send(), StakingError::WrongSourceAccount);
    payment.creation.accounts.fee_source = Some(payment.source);
    assert_refused(payment.creation.send(), StakingError::WrongFeeDestination);
    payment.assert_nothing_paid();
    assert_eq!(payment.creation.network.balance(&source), HELD);
}

#[test]
fn the_fee_does_not_go_to_another_wallet() {
    let mut payment = prepare(FEE, HELD);
    let mint = payment.creation.network.mints.stake;
    let friend = wallet("friend of the operator").pubkey();
    payment.creation.accounts.fee_destination = Some(payment.creation.network.token_account(&friend, &mint).unwrap());
    assert_refused(payment.creation.send(), StakingError::WrongFeeDestination);
    payment.assert_nothing_paid();
}

#[test]
fn the_fee_comes_out_of_the_payers_tokens_not_out_of_the_admins() {
    let mut payment = prepare(FEE, HELD);
    let mint = payment.creation.network.mints.stake;
    let admin = payment.creation.admin.pubkey();
    let admins = payment.creation.network.token_account(&admin, &mint).unwrap();
    payment.creation.network.mint_to(&mint, &admins, HELD).unwrap();
    payment.creation.accounts.fee_source = Some(admins);
    assert_refused_with_code(payment.creation.send(), TOKEN_OWNER_MISMATCH);
    assert_eq!(payment.creation.network.balance(&admins), HELD);
    payment.assert_nothing_paid();
}

/// Lets the payer spend the fee from the fee wallet's token account.
fn approve_payer(payment: &mut FeePayment) {
    let mut account = payment.creation.network.chain.account(&payment.destination).unwrap();
    account.data[DELEGATE..][..4].copy_from_slice(&[1, 0, 0, 0]);
    account.data[DELEGATE + 4..][..32].copy_from_slice(wallet("payer").pubkey().as_ref());
    account.data[DELEGATED_AMOUNT..][..8].copy_from_slice(&FEE.to_le_bytes());
    payment.creation.network.chain.set_account(&payment.destination, account);
}

/// Makes the payer the owner of the fee wallet's token account, and the fee wallet.
fn make_payer_the_fee_wallet(payment: &mut FeePayment) {
    let payer = wallet("payer").pubkey();
    let mut account = payment.creation.network.chain.account(&payment.destination).unwrap();
    account.data[OWNER..][..32].copy_from_slice(payer.as_ref());
    payment.creation.network.chain.set_account(&payment.destination, account);
    payment.creation.network.overwrite::<PoolOverview>(&overview_address().0, |overview| {
        overview.registration_fee_wallet = payer;
    });
}

#[test]
fn one_account_is_not_both_source_and_destination_of_the_fee() {
    // A transfer to itself moves nothing and uses up no allowance: it would buy any number of pools.
    let without_a_right_to_spend = |_: &mut FeePayment| {};
    let payers: [fn(&mut FeePayment); 3] = [without_a_right_to_spend, approve_payer, make_payer_the_fee_wallet];
    for prepare_payer in payers {
        let mut payment = prepare(FEE, HELD);
        let mint = payment.creation.network.mints.stake;
        payment.creation.network.mint_to(&mint, &payment.destination, HELD).unwrap();
        prepare_payer(&mut payment);
        payment.creation.accounts.fee_source = Some(payment.destination);
        assert_refused(payment.creation.send(), StakingError::WrongFeeDestination);
        assert_eq!(payment.balances(), (HELD, HELD));
        payment.creation.assert_nothing_created();
    }
}

#[test]
fn the_vault_that_is_being_created_pays_and_receives_no_fee() {
    let mut payment = prepare(FEE, HELD);
    let vault = payment.creation.accounts.pool_vault;
    payment.creation.accounts.fee_source = Some(vault);
    assert_refused_with_code(payment.creation.send(), INSUFFICIENT_TOKENS);
    payment.creation.accounts.fee_source = Some(payment.source);
    payment.creation.accounts.fee_destination = Some(vault);
    assert_refused(payment.creation.send(), StakingError::WrongFeeDestination);
    payment.assert_nothing_paid();
}

#[test]
fn fee_accounts_that_are_no_token_accounts_are_refused() {
    let mut payment = prepare(FEE, HELD);
    let mint = payment.creation.network.mints.stake;
    for wrong in [wallet("payer").pubkey(), wallet("nobody").pubkey(), mint, overview_address().0] {
        payment.assert_neither_source_nor_destination(wrong);
    }
}

#[test]
fn a_frozen_fee_destination_takes_no_fee_and_no_pool_is_created() {
    const FROZEN: u8 = 2;
    let mut payment = prepare(FEE, HELD);
    let mut account = payment.creation.network.chain.account(&payment.destination).unwrap();
    account.data[TOKEN_ACCOUNT_STATE] = FROZEN;
    payment.creation.network.chain.set_account(&payment.destination, account);
    assert_refused_with_code(payment.creation.send(), TOKEN_ACCOUNT_FROZEN);
    payment.assert_nothing_paid();
}

#[test]
fn without_a_fee_nothing_is_paid_even_if_the_accounts_are_passed() {
    let mut payment = prepare(0, HELD);
    payment.creation.send().unwrap();
    assert_eq!(payment.balances(), (HELD, 0));
}
