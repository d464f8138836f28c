//! Token account closed, frozen or of a foreign owner blocks others.

use anchor_spl::token::spl_token::instruction as token;
use anchor_spl::token::ID as TOKEN_PROGRAM;
use inference_staking_client::{address, instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::{assert_refused, Staker};
use solana_signer::Signer;

use crate::chain::TestNetwork;
use crate::world::*;

/// The staker takes all shares out.
fn leave(network: &mut TestNetwork, staker: &Staker) {
    let shares = network.record_of(staker).shares;
    network.unstake(staker, shares).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(staker).unwrap();
}

#[test]
fn a_frozen_usdc_vault_stops_usdc_alone() {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    let usdc = network.mints.usdc;
    freeze(&mut network, &address::usdc_vault(), &usdc);
    assert_refused_with_code(network.claim_usdc(&alice), TOKEN_ACCOUNT_FROZEN);
    // Alice leaves with 4,350 and Bob with 7,250, part of which is still in the reward vault.
    leave(&mut network, &alice);
    leave(&mut network, &bob);
    assert_eq!((network.tokens_of(&alice), network.tokens_of(&bob)), (1_001_350 * ONE, 1_002_250 * ONE));
    // Epochs go on, and so does staking.
    let stake = network.mints.stake;
    network.mint_to(&stake, &address::reward_vault(), EMISSION).unwrap();
    let tree = EpochTree::new(2, vec![leaf(&operator, 100 * ONE, 0)]);
    network.mark(2).unwrap();
    network.publish(2, tree.record_args(EMISSION, 0)).unwrap();
    network.accrue(&operator, 2, tree.proof(0)).unwrap();
    network.buy_shares(&bob, 10 * ONE).unwrap();

    // Slashing goes on without the confiscation of USDC.
    let halt = network.halt_authority.insecure_clone();
    let pool = operator.record.operator_pool;
    network.send(&[ix::set_halt_status(halt.pubkey(), pool, true)], &[&halt]).unwrap();
    network.pass_time(2 * DAY);
    let (instruction, slasher) = slash_instruction(&mut network, &operator, 1_000 * ONE, 0);
    network.send(&[instruction], &[&slasher]).unwrap();
    // 1,000 shares at 2,990 / 2,000 = 1.495. Bob's 10 tokens (6.688963 shares) leave the price above that by dust:
    // floor(10^9 x 3,000 x 10^6 / 2,006,688,963) = 1,495 x 10^6.
    let destination = network.overview().unwrap().slashing_token_destination;
    assert_eq!(network.balance(&destination), 1_495 * ONE);

    // Once it is thawed, everybody's USDC is there: 240 and 400.
    thaw(&mut network, &address::usdc_vault(), &usdc);
    network.claim_usdc(&alice).unwrap();
    network.claim_usdc(&bob).unwrap();
    assert_eq!((network.usdc_of(&alice), network.usdc_of(&bob)), (240 * ONE, 400 * ONE));
}

#[test]
fn an_operator_without_token_accounts_blocks_nobody() {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    let (stake, usdc) = (stake_account(&network, &operator), usdc_account(&network, &operator));
    // The operator burns its bridges: tokens to Bob, USDC account closed, token account given away and frozen.
    let close = token::close_account(&TOKEN_PROGRAM, &usdc, &bob.key(), &operator.key(), &[]).unwrap();
    network.send(&[close], &[&operator.wallet]).unwrap();
    give_token_account(&mut network, &stake, &operator.wallet, &bob.key());
    let mint = network.mints.stake;
    freeze(&mut network, &stake, &mint);
    network.pass_time(DAY);
    let tree = network.publish_leaves(2, vec![leaf(&operator, 0, 0)], EMISSION, 0);
    network.accrue(&operator, 2, tree.proof(0)).unwrap();
    for (staker, tokens, dollars) in [(&alice, 1_001_350, 240), (&bob, 1_002_250, 400)] {
        leave(&mut network, staker);
        network.claim_usdc(staker).unwrap();
        assert_eq!((network.tokens_of(staker), network.usdc_of(staker)), (tokens * ONE, dollars * ONE));
    }
}

#[test]
fn a_delegator_who_lost_its_account_blocks_itself_alone() {
    let World { mut network, alice, bob, .. } = paid_pool_of_three();
    let (account, mint) = (stake_account(&network, &alice), network.mints.stake);
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.unstake(&bob, 5_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    // Of a foreign owner: Mallory would get the payout.
    give_token_account(&mut network, &account, &alice.wallet, &bob.key());
    assert_refused(network.claim_unstake(&alice), StakingError::WrongPayoutAccount);
    give_token_account(&mut network, &account, &bob.wallet, &alice.key());
    // Frozen.
    freeze(&mut network, &account, &mint);
    assert_refused_with_code(network.claim_unstake(&alice), TOKEN_ACCOUNT_FROZEN);
    network.claim_unstake(&bob).unwrap();
    assert_eq!(network.tokens_of(&bob), 1_002_250 * ONE);
    thaw(&mut network, &account, &mint);
    // Closed, after her 997,000 went to Bob: anybody creates it again, and she is paid 4,350.
    let bobs = stake_account(&network, &bob);
    let empty = token::transfer(&TOKEN_PROGRAM, &account, &bobs, &alice.key(), &[], 997_000 * ONE).unwrap();
    let close = token::close_account(&TOKEN_PROGRAM, &account, &bob.key(), &alice.key(), &[]).unwrap();
    network.send(&[empty, close], &[&alice.wallet]).unwrap();
    assert_refused(network.claim_unstake(&alice), StakingError::WrongPayoutAccount);
    network.token_account(&alice.key(), &mint).unwrap();
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 4_350 * ONE);
    // Her USDC goes wherever she says, whatever became of her own account.
    let usdc = usdc_account(&network, &alice);
    let close = token::close_account(&TOKEN_PROGRAM, &usdc, &bob.key(), &alice.key(), &[]).unwrap();
    network.send(&[close], &[&alice.wallet]).unwrap();
    let claim = ix::claim_usdc_earnings(alice.record, usdc_account(&network, &bob), network.mints.usdc);
    network.send(&[claim], &[&alice.wallet]).unwrap();
    assert_eq!(network.usdc_of(&bob), 240 * ONE);
}
