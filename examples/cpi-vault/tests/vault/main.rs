//! The example's program calling the built staking program: it stakes, earns and leaves, and nobody else moves what it has.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod world;

use anchor_lang::error::ErrorCode;
use anchor_lang::prelude::Pubkey;
use cpi_vault::{accounts, instruction};
use inference_staking_client::event::decode_events;
use inference_staking_client::instruction::{self as ix};
use inference_staking_client::instructions::{ActivateStakeReturn, UpdateOperatorPoolArgs};
use inference_staking_client::{address, Event, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::{wallet, Chain};
use inference_staking_test_kit::actors::activate_return;
use inference_staking_test_kit::framework_refusals::assert_refused_by_anchor;
use inference_staking_test_kit::refusal::{assert_refused_with_code, refuses};
use inference_staking_test_kit::world::{pay_pool, pool_of_three, World};
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};
use solana_signer::Signer;

use world::*;

/// Of the example: beyond the staking program's, so that they are told apart.
const COMMISSION_TOO_HIGH: u32 = 7_000;
const NOT_THE_VAULTS_RECORD: u32 = 7_001;

#[test]
fn a_vault_stakes_earns_and_leaves_with_everything() {
    let World { mut network, operator, .. } = pool_of_three();
    let vault = vault_with(&mut network, operator.record.operator_pool, 1_000 * ONE);
    let manager = vault.manager.pubkey();
    vault.open(&mut network).unwrap();
    let record = network.record(&vault.record.address()).unwrap();
    assert_eq!(record.owner, vault.address());
    vault.deposit(&mut network, 1_000, 2_000).unwrap();
    assert_refused(vault.activate(&mut network), StakingError::NothingRipe);

    // Epoch 1 pays those who were there 4,500 tokens and 800 USDC, after commissions of 10 and 20 %. A share costs 1.45.
    pay_pool(&mut network, &operator, 1, 5_000 * ONE, 1_000 * ONE);
    let activated = vault.activate(&mut network).unwrap();
    let expected = ActivateStakeReturn { cost: 1_000 * ONE, shares: 689_655_172, left: 0 };
    assert_eq!(activate_return(&activated), expected);
    assert_eq!(vault.worth(&mut network), (999_999_999, 0));

    // Epoch 2 pays 900 tokens and 400 USDC to 10,689.655172 shares, of which the vault has 689.655172:
    // 689,655,172 x 16,400,000,000 / 10,689,655,172 and 689,655,172 x 400,000,000 / 10,689,655,172.
    pay_pool(&mut network, &operator, 2, 1_000 * ONE, 500 * ONE);
    assert_eq!(vault.worth(&mut network), (1_058_064_515, 25_806_451));
    vault.claim_usdc(&mut network).unwrap();
    let mints = network.mints;
    assert_eq!(network.balance_of(&manager, &mints.usdc), 25_806_451);

    vault.leave(&mut network).unwrap();
    assert_eq!(vault.worth(&mut network), (1_058_064_515, 0));
    assert_refused(vault.withdraw(&mut network), StakingError::NothingToClaim);
    network.pass_time(7 * DAY);
    vault.withdraw(&mut network).unwrap();
    assert_eq!(network.balance_of(&manager, &mints.stake), 1_058_064_515);

    let lamports = |network: &mut TestNetwork, key: &Pubkey| network.chain.account(key).map_or(0, |held| held.lamports);
    let (rent, before) = (lamports(&mut network, &vault.record.address()), lamports(&mut network, &manager));
    assert!(rent > 0);
    vault.close(&mut network).unwrap();
    assert!(network.chain.account(&vault.record.address()).is_none());
    assert_eq!(lamports(&mut network, &vault.address()), 0);
    assert_eq!(lamports(&mut network, &manager), before + rent);
}

#[test]
fn what_the_log_says_are_the_staking_programs_events() {
    let World { mut network, operator, .. } = pool_of_three();
    let vault = vault_with(&mut network, operator.record.operator_pool, 1_000 * ONE);
    let before = network.pool_of(&operator).event_sequence;
    let logs = [
        vault.open(&mut network).unwrap().logs,
        vault.deposit(&mut network, 1_000, 2_000).unwrap().logs,
        vault.leave(&mut network).unwrap().logs,
    ];
    let events: Vec<Event> = logs.iter().flat_map(|logs| decode_events(logs)).collect();
    let [Event::StakingRecordCreated(created), Event::Staked(staked), Event::Unstaked(unstaked)] = events.as_slice()
    else {
        panic!("{events:?}");
    };
    let owner = vault.address();
    assert_eq!((created.owner, created.payer, created.pool.sequence), (owner, vault.manager.pubkey(), before + 1));
    assert_eq!((staked.owner, staked.amount, staked.pool.sequence), (owner, 1_000 * ONE, before + 2));
    assert_eq!((unstaked.owner, unstaked.activating, unstaked.pool.sequence), (owner, 1_000 * ONE, before + 3));
    // They stand one call further in than the transaction's own instruction.
    assert!(logs[1].iter().any(|line| *line == format!("Program {} invoke [2]", address::program_id())), "{logs:?}");
}

#[test]
fn a_payout_waits_for_the_rewards_that_it_needs() {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 1_000 * ONE);
    let vault = vault_with(&mut network, operator.record.operator_pool, 1_000 * ONE);
    vault.open(&mut network).unwrap();
    vault.deposit(&mut network, 1_000, 2_000).unwrap();
    pay_pool(&mut network, &operator, 1, 0, 0);
    vault.activate(&mut network).unwrap();
    // 9,000 tokens for 2,000 shares; the pool's vault has 2,000, and owes the vault 5,500.
    pay_pool(&mut network, &operator, 2, 10_000 * ONE, 0);
    vault.leave(&mut network).unwrap();
    network.pass_time(7 * DAY);
    assert_refused(vault.withdraw(&mut network), StakingError::RewardsNotCollected);
    let withdraw = built(vault.withdraw_accounts(&network), instruction::Withdraw {});
    let mints = network.mints;
    let collect = ix::collect_pool_rewards(operator.record.operator_pool, mints.stake);
    network.send(&[collect, withdraw], &[&vault.manager]).unwrap();
    assert_eq!(network.balance_of(&vault.manager.pubkey(), &mints.stake), 5_500 * ONE);
}

#[test]
fn a_pool_that_takes_or_announces_too_much_gets_nothing() {
    let World { mut network, operator, .. } = pool_of_three();
    let vault = vault_with(&mut network, operator.record.operator_pool, 3_000 * ONE);
    vault.open(&mut network).unwrap();
    assert_refused_with_code(vault.deposit(&mut network, 999, 2_000), COMMISSION_TOO_HIGH);
    assert_refused_with_code(vault.deposit(&mut network, 1_000, 1_999), COMMISSION_TOO_HIGH);
    vault.deposit(&mut network, 1_000, 2_000).unwrap();
    announce(&mut network, &operator, 1_500);
    assert_refused_with_code(vault.deposit(&mut network, 1_499, 2_000), COMMISSION_TOO_HIGH);
    vault.deposit(&mut network, 1_500, 2_000).unwrap();
}

#[test]
fn nobody_but_the_manager_moves_a_vault() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    let vault = staked_vault(&mut network, &operator);
    let by = accounts::ByManager { manager: alice.key(), ..vault.by() };
    let leave = accounts::Leave { by, ..vault.leave_accounts() };
    let stolen = network.send(&[built(leave, instruction::Leave {})], &[&alice.wallet]);
    assert_refused_by_anchor(stolen, ErrorCode::ConstraintSeeds);

    // Nor without the manager's signature.
    let mut leave = built(vault.leave_accounts(), instruction::Leave {});
    leave.accounts[0].is_signer = false;
    assert_refused_by_anchor(network.send(&[leave], &[]), ErrorCode::AccountNotSigner);
}

#[test]
fn what_is_somebody_elses_is_refused_by_the_staking_program() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    let vault = staked_vault(&mut network, &operator);
    let other = network.operator("other operator", 2_000 * ONE);
    let staking_record = alice.record.address();
    let by = accounts::ByManager { operator_pool: other.record.operator_pool, ..vault.by() };
    let leave = accounts::Leave { staking_record, ..vault.leave_accounts() };
    let claim_usdc = accounts::ClaimUsdc { staking_record, ..vault.claim_usdc_accounts(&network) };
    let withdraw = accounts::Withdraw { staking_record, ..vault.withdraw_accounts(&network) };
    let leave_other_pool = accounts::Leave { by, ..vault.leave_accounts() };
    let pool_vault = address::pool_vault(&other.record.operator_pool);
    let deposit = accounts::Deposit { pool_vault, ..vault.deposit_accounts(&network) };
    let more = instruction::Deposit { amount: 1, max_reward_commission_bps: 1_000, max_usdc_commission_bps: 2_000 };
    let cases = [
        (built(leave, instruction::Leave {}), StakingError::NotRecordOwner),
        (built(claim_usdc, instruction::ClaimUsdc {}), StakingError::NotRecordOwner),
        (built(withdraw, instruction::Withdraw {}), StakingError::NotRecordOwner),
        (built(leave_other_pool, instruction::Leave {}), StakingError::RecordOfAnotherPool),
        (built(deposit, more), StakingError::WrongVault),
    ];
    for (instruction, error) in cases {
        refuses(&mut network, error, |network| network.send(&[instruction], &[&vault.manager]));
    }
}

#[test]
fn what_is_no_pool_no_record_or_no_staking_program_is_refused_before_any_call() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    let vault = staked_vault(&mut network, &operator);
    let mut refused = |by, staking_record, error| {
        let leave = accounts::Leave { by, staking_record, ..vault.leave_accounts() };
        assert_refused_by_anchor(vault.signed(&mut network, leave, instruction::Leave {}), error);
    };
    let (record, pool) = (vault.record.address(), vault.record.operator_pool);
    let no_pool = accounts::ByManager { operator_pool: record, ..vault.by() };
    refused(no_pool, record, ErrorCode::AccountDiscriminatorMismatch);
    let made_up = accounts::ByManager { operator_pool: wallet("made up").pubkey(), ..vault.by() };
    refused(made_up, record, ErrorCode::AccountOwnedByWrongProgram);
    refused(vault.by(), pool, ErrorCode::AccountDiscriminatorMismatch);
    let other_program = accounts::ByManager { staking_program: anchor_spl::token::ID, ..vault.by() };
    refused(other_program, record, ErrorCode::InvalidProgramId);

    let look = accounts::Look { staking_record: alice.record.address(), ..vault.look_accounts(&mut network) };
    let of_alice = network.send(&[built(look, instruction::Worth {})], &[]);
    assert_refused_with_code(of_alice, NOT_THE_VAULTS_RECORD);
}

/// A vault with 1,000 tokens activating and 1,000 more in its token account.
fn staked_vault(network: &mut TestNetwork, operator: &Staker) -> Vault {
    let vault = vault_with(network, operator.record.operator_pool, 2_000 * ONE);
    vault.open(network).unwrap();
    vault.deposit(network, 1_000, 2_000).unwrap();
    vault
}

/// The operator announces a higher token commission.
fn announce(network: &mut TestNetwork, operator: &Staker, reward_commission_bps: u16) {
    let args = UpdateOperatorPoolArgs {
        reward_commission_bps: Some(reward_commission_bps),
        usdc_commission_bps: None,
        auto_stake: None,
        delegation_allowed: None,
        name: None,
        metadata_uri: None,
    };
    let update = ix::update_operator_pool(operator.key(), operator.record.operator_pool, args);
    network.send(&[update], &[&operator.wallet]).unwrap();
}
