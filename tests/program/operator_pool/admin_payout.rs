//! The three payouts to a pool's admin with token accounts that are not the right ones: they check alike.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instruction as ix;
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::wallet;
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::{Staker, TestNetwork};
use solana_signer::Signer;

use crate::operator_pool::world::*;

/// One of the payouts, from which vault and of which mint.
struct Payout {
    instruction: Instruction,
    destination: Pubkey,
    vault: Pubkey,
    mint: Pubkey,
    /// The mint of the other kind of payout, and the operator's account of it.
    other_mint: Pubkey,
    account_of_other_mint: Pubkey,
}

/// All payouts of a pool to its operator.
fn payouts(network: &TestNetwork, operator: &Staker) -> [Payout; 3] {
    let (admin, pool, mints) = (operator.key(), operator.record.operator_pool, network.mints);
    let (tokens, usdc) = (stake_account(network, operator), usdc_account(network, operator));
    let of_usdc = |instruction| Payout {
        instruction,
        destination: usdc,
        vault: address::usdc_vault(),
        mint: mints.usdc,
        other_mint: mints.stake,
        account_of_other_mint: tokens,
    };
    let reward_accounts = ix::withdraw_operator_reward_commission_accounts(admin, pool, tokens, mints);
    let usdc_accounts = ix::withdraw_operator_usdc_commission_accounts(admin, pool, usdc, mints);
    let sweep_accounts = ix::sweep_closed_pool_usdc_dust_accounts(admin, pool, usdc, mints);
    [
        Payout {
            instruction: ix::withdraw_operator_reward_commission(reward_accounts),
            destination: tokens,
            vault: address::reward_vault(),
            mint: mints.stake,
            other_mint: mints.usdc,
            account_of_other_mint: usdc,
        },
        of_usdc(ix::withdraw_operator_usdc_commission(usdc_accounts)),
        of_usdc(ix::sweep_closed_pool_usdc_dust(sweep_accounts)),
    ]
}

/// A pool that owes 2 tokens and 20 USDC of commission, is closed, and has 2 USDC of dust.
fn pool_that_owes() -> (TestNetwork, Staker) {
    let World { mut network, operator, alice, bob } = tiny_pool(3, 3, 1);
    change_pool(&mut network, &operator, |pool| {
        pool.reward_commission_bps = 5_000;
        pool.usdc_commission_bps = 5_000;
    });
    close(&mut network, &operator).unwrap();
    pay_pool(&mut network, &operator, 1, 4, 40);
    for (staker, shares) in [(&operator, 3), (&alice, 3), (&bob, 1)] {
        network.unstake(staker, shares).unwrap();
    }
    network.pass_time(14 * 86_400);
    for staker in [&operator, &alice, &bob] {
        network.claim_unstake(staker).unwrap();
    }
    (network, operator)
}

/// The instruction with another destination alone, though the vault may be the same account.
fn paid_to(payout: &Payout, destination: &Pubkey) -> Instruction {
    with_key(payout.instruction.clone(), &payout.destination, destination)
}

#[track_caller]
fn refused(network: &mut TestNetwork, operator: &Staker, expected: StakingError, instruction: Instruction) {
    refuses(network, expected, |n| n.send(&[instruction], &[&operator.wallet]));
}

#[test]
fn each_payout_goes_to_any_account_of_its_mint_that_the_admin_names() {
    let (mut network, operator) = pool_that_owes();
    let stranger = wallet("stranger").pubkey();
    let mut paid = Vec::new();
    for payout in payouts(&network, &operator) {
        let account = network.token_account(&stranger, &payout.mint).unwrap();
        let before = network.balance(&account);
        network.send(&[paid_to(&payout, &account)], &[&operator.wallet]).unwrap();
        paid.push(network.balance(&account) - before);
    }
    assert_eq!(paid, [2, 20, 2]);
}

#[test]
fn a_destination_of_another_mint_is_refused() {
    let (mut network, operator) = pool_that_owes();
    let other = wallet("other mint");
    network.create_mint(&other).unwrap();
    let foreign = network.token_account(&operator.key(), &other.pubkey()).unwrap();
    for payout in payouts(&network, &operator) {
        for destination in [payout.account_of_other_mint, foreign] {
            let instruction = paid_to(&payout, &destination);
            refused(&mut network, &operator, StakingError::WrongDestinationAccount, instruction);
        }
    }
}

#[test]
fn a_vault_is_no_destination_of_a_payout_to_the_admin() {
    let (mut network, operator) = pool_that_owes();
    let pool_vault = address::pool_vault(&operator.record.operator_pool);
    for payout in payouts(&network, &operator) {
        for vault in [address::reward_vault(), address::usdc_vault(), pool_vault] {
            let instruction = paid_to(&payout, &vault);
            refused(&mut network, &operator, StakingError::WrongDestinationAccount, instruction);
        }
    }
}

#[test]
fn what_is_no_token_account_is_no_destination() {
    let (mut network, operator) = pool_that_owes();
    for payout in payouts(&network, &operator) {
        let nowhere = Pubkey::new_unique();
        let foreign = foreign_copy_of(&mut network, &payout.destination);
        let uninitialized = uninitialized_copy_of(&mut network, &payout.destination);
        for destination in [nowhere, foreign, uninitialized, payout.mint, operator.key()] {
            let mut instruction = payout.instruction.clone();
            instruction.accounts[3].pubkey = destination;
            refused(&mut network, &operator, StakingError::WrongDestinationAccount, instruction);
        }
    }
}

#[test]
fn the_stored_vault_pays_and_no_look_alike() {
    let (mut network, operator) = pool_that_owes();
    let pool_vault = address::pool_vault(&operator.record.operator_pool);
    for payout in payouts(&network, &operator) {
        let other_vault =
            if payout.vault == address::usdc_vault() { address::reward_vault() } else { address::usdc_vault() };
        let look_alike = network.token_account(&address::pool_overview(), &payout.mint).unwrap();
        network.mint_to(&payout.mint, &look_alike, ONE).unwrap();
        let foreign = foreign_copy_of(&mut network, &payout.vault);
        for vault in [look_alike, foreign, other_vault, pool_vault, operator.key()] {
            let instruction = with_key(payout.instruction.clone(), &payout.vault, &vault);
            refused(&mut network, &operator, StakingError::WrongVault, instruction);
        }
        assert_eq!(network.balance(&look_alike) % ONE, 0);
    }
}

#[test]
fn the_destination_does_not_pay_itself() {
    let (mut network, operator) = pool_that_owes();
    for payout in payouts(&network, &operator) {
        let instruction = with_key(payout.instruction.clone(), &payout.vault, &payout.destination);
        refused(&mut network, &operator, StakingError::WrongVault, instruction);
    }
}

#[test]
fn the_mint_is_the_stored_one() {
    let (mut network, operator) = pool_that_owes();
    let other = wallet("other mint");
    network.create_mint(&other).unwrap();
    for payout in payouts(&network, &operator) {
        let foreign = foreign_copy_of(&mut network, &payout.mint);
        for mint in [payout.other_mint, other.pubkey(), foreign] {
            let instruction = with_key(payout.instruction.clone(), &payout.mint, &mint);
            refused(&mut network, &operator, StakingError::WrongMint, instruction);
        }
    }
}

#[test]
fn the_token_program_is_the_token_program() {
    let (mut network, operator) = pool_that_owes();
    for payout in payouts(&network, &operator) {
        let instruction = with_key(payout.instruction, &anchor_spl::token::ID, &address::program_id());
        let result = network.send(&[instruction], &[&operator.wallet]);
        assert_refused_with_code(result, anchor::WRONG_PROGRAM);
    }
}
