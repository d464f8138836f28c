//! Overflow at u64::MAX amounts, prices, indices.

use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::{address, args, instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::{assert_refused, pools, Staker};
use solana_signer::Signer;

use super::random_play::Play;
use crate::chain::TestNetwork;
use crate::world::*;

/// Base units that every wallet starts with.
const WALLET: u64 = 1_000_000 * ONE;
const QUINTILLION: u64 = 1_000_000_000_000_000_000;

fn mint_to_staker(network: &mut TestNetwork, staker: &Staker, amount: u64) {
    let (mint, account) = (network.mints.stake, stake_account(network, staker));
    network.mint_to(&mint, &account, amount).unwrap();
}

/// The operator has one share; Alice and Bob have 6 x 10^18 units each, and Carol what four epochs of 1.5 x 10^18 leave
/// of u64::MAX: in the end as many tokens exist as a mint can have.
fn whales() -> Play {
    let mut network = network_issuing(vec![QUINTILLION / 2 * 3; 4]);
    let operator = network.operator_with("operator", 1, free_pool_args());
    let names = ["alice", "bob", "carol"];
    let holders: Vec<Staker> = names.iter().map(|name| network.delegator(name, &operator)).collect();
    let carols = u64::MAX - 18 * QUINTILLION - WALLET;
    for (holder, tokens) in holders.iter().zip([6 * QUINTILLION, 6 * QUINTILLION, carols]) {
        mint_to_staker(&mut network, holder, tokens - WALLET);
    }
    Play::new(network, operator, holders, 7)
}

#[test]
fn whales_play_at_random_and_not_a_unit_is_lost() {
    let mut play = whales();
    assert_eq!(play.tokens, u64::MAX - 6 * QUINTILLION);
    let usdc = [4 * QUINTILLION, 4 * QUINTILLION, 4 * QUINTILLION, u64::MAX - 12 * QUINTILLION];
    for (epoch, usdc) in (1..).zip(usdc) {
        (0..60).for_each(|_| play.step());
        play.pay_epoch(epoch, QUINTILLION / 2 * 3, usdc);
    }
    (0..60).for_each(|_| play.step());
    assert_eq!((play.tokens, play.usdc), (u64::MAX, u64::MAX));
    assert!(play.played >= 150, "only {} of 300 went through", play.played);

    // Everybody leaves, the operator last: no token is left in any vault.
    (0..4).for_each(|index| play.leave(index));
    let pool = play.network.pool_of(&play.operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares, pool.total_unstaking), (0, 0, 0));
    assert_eq!((pool.uncollected_rewards, play.network.overview().unwrap().reward_liability), (0, 0));
    let vault = pool_vault(&play.operator);
    assert_eq!((play.network.balance(&vault), play.network.balance(&address::reward_vault())), (0, 0));

    // USDC: less than a unit was cut off each time that a record was settled. The closed pool's admin sweeps it.
    let dust = play.network.balance(&address::usdc_vault());
    assert!((1..400).contains(&dust), "{dust}");
    let (admin, operator_pool) = (play.operator.key(), play.operator.record.operator_pool);
    play.network
        .send(
            &[ix::close_operator_pool(admin, operator_pool, play.operator.record.address())],
            &[&play.operator.wallet],
        )
        .unwrap();
    play.network.mark(5).unwrap();
    let nothing = args::CreateRewardRecord { roots: vec![], depths: vec![], total_rewards: 0, total_usdc: 0 };
    play.network.publish(5, nothing).unwrap();
    play.network.send(&[ix::accrue_reward_emergency_bypass(operator_pool, 5)], &[]).unwrap();
    let destination = usdc_account(&play.network, &play.operator);
    let accounts = ix::sweep_closed_pool_usdc_dust_accounts(admin, operator_pool, destination, play.network.mints);
    play.network.send(&[ix::sweep_closed_pool_usdc_dust(accounts)], &[&play.operator.wallet]).unwrap();
    assert_eq!(play.network.balance(&address::usdc_vault()), 0);
    assert_eq!(play.network.overview().unwrap().usdc_liability, 0);
    play.assert_conserved();
}

#[test]
fn one_share_can_be_worth_nearly_all_tokens() {
    let reward = u64::MAX - 2 * WALLET;
    let mut network = network_issuing(vec![reward]);
    let operator = network.operator_with("operator", 1, free_pool_args());
    let alice = network.delegator("alice", &operator);
    let tree = network.publish_leaves(1, vec![leaf(&operator, reward, u64::MAX)], reward, u64::MAX);
    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares, pool.delegator_usdc), (reward + 1, 1, u64::MAX));
    // Nobody buys a share for less than it is worth.
    network.stake(&alice, WALLET).unwrap();
    network.ripen(&alice);
    let instruction = activate_of(&alice, &operator);
    refuses_instruction(&mut network, StakingError::DepositBuysNoShare, instruction, &[]);

    network.unstake(&operator, 1).unwrap();
    network.claim_usdc(&operator).unwrap();
    network.pass_time(14 * DAY);
    network.claim_unstake(&operator).unwrap();
    assert_eq!((network.tokens_of(&operator), network.usdc_of(&operator)), (u64::MAX - WALLET, u64::MAX));

    // Everything that exists is staked or activating; not one unit more can be, by whatever it claims to be.
    network.buy_shares(&operator, u64::MAX - WALLET).unwrap();
    for amount in [1, WALLET, u64::MAX] {
        let instruction = ix::stake(network.stake_accounts(&alice), amount);
        refuses_instruction(&mut network, StakingError::PoolTotalTooLarge, instruction, &[&alice.wallet]);
    }
    network.activate(&alice).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares, pool.total_activating), (u64::MAX, u64::MAX, 0));
    // And all of it comes out again.
    network.unstake(&alice, WALLET).unwrap();
    network.unstake(&operator, u64::MAX - WALLET).unwrap();
    network.pass_time(14 * DAY);
    network.claim_unstake(&alice).unwrap();
    network.claim_unstake(&operator).unwrap();
    assert_eq!((network.tokens_of(&alice), network.tokens_of(&operator)), (WALLET, u64::MAX - WALLET));
}

#[test]
fn an_index_at_its_end_refuses_usdc_and_holds_nobody() {
    // All USDC that a mint can have goes round: earned by one share, claimed, funded again.
    let mut network = network_issuing(vec![]);
    let operator = network.operator_with("operator", 1, free_pool_args());
    network.fund_vaults(0, u64::MAX);
    let own = usdc_account(&network, &operator);
    for epoch in 1..=18 {
        let tree = EpochTree::new(epoch, vec![leaf(&operator, 0, u64::MAX)]);
        network.mark(epoch).unwrap();
        network.publish(epoch, tree.record_args(0, u64::MAX)).unwrap();
        network.accrue(&operator, epoch, tree.proof(0)).unwrap();
        network.claim_usdc(&operator).unwrap();
        assert_eq!(network.usdc_of(&operator), u64::MAX);
        send_tokens(&mut network, &operator, &own, &address::usdc_vault(), u64::MAX);
    }
    // 18 x (2^64 - 1) x 10^18 is 3.32 x 10^38; 2^128 is 3.40 x 10^38.
    let index = 18 * u128::from(u64::MAX) * u128::from(QUINTILLION);
    assert_eq!(network.pool_of(&operator).cumulative_usdc_per_share.get(), index);
    let tree = EpochTree::new(19, vec![leaf(&operator, 0, u64::MAX)]);
    network.mark(19).unwrap();
    network.publish(19, tree.record_args(0, u64::MAX)).unwrap();
    let accounts = ix::accrue_reward_accounts(operator.record.operator_pool, 19, operator.record.address());
    refuses_instruction(&mut network, StakingError::MathOverflow, ix::accrue_reward(accounts, tree.proof(0)), &[]);

    // The pool passes the epoch and the holder leaves.
    network.pass_time(3 * DAY);
    network.send(&[ix::accrue_reward_emergency_bypass(operator.record.operator_pool, 19)], &[]).unwrap();
    network.stake(&operator, 5).unwrap();
    network.ripen(&operator);
    // Nobody enters: epoch 19 could still pay.
    refuses(&mut network, StakingError::SkippedLately, |network| network.activate(&operator));
    let all = args::Unstake { shares: 1, activating: 5, ticket: None };
    network.send(&[ix::unstake_of(operator.record, all)], &[&operator.wallet]).unwrap();
    network.pass_time(14 * DAY);
    network.claim_unstake(&operator).unwrap();
    assert_eq!(network.tokens_of(&operator), WALLET);
}

#[test]
fn the_largest_arguments_are_refused_by_name() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    let (admin, max) = (network.program_admin.insecure_clone(), u64::MAX);
    refuses_instruction(&mut network, StakingError::NotEnoughShares, ix::unstake(alice.record, max), &[&alice.wallet]);
    let stake = ix::stake(network.stake_accounts(&alice), max);
    refuses_instruction(&mut network, StakingError::PoolTotalTooLarge, stake, &[&alice.wallet]);

    // A leaf of everything in a record of little; then a record of everything on top of what is owed.
    let leaves = vec![leaf(&operator, max, max)];
    let tree = network.publish_leaves(1, leaves, EMISSION, 5);
    let accounts = ix::accrue_reward_accounts(operator.record.operator_pool, 1, operator.record.address());
    refuses_instruction(&mut network, StakingError::LeafExceedsRecord, ix::accrue_reward(accounts, tree.proof(0)), &[]);
    network.pass_time(DAY);
    network.fund_vaults(EMISSION, max - 5);
    network.mark(2).unwrap();
    let everything = args::CreateRewardRecord { total_usdc: max, ..tree.record_args(EMISSION, 0) };
    assert_refused(network.publish(2, everything), StakingError::UsdcVaultUnderfunded);
    network.publish(2, tree.record_args(EMISSION, max - 5)).unwrap();
    assert_eq!(network.overview().unwrap().usdc_liability, max);

    // A minimum that no operator can hold closes the entry, never the exit.
    let highest = UpdatePoolOverviewArgs { min_operator_token_stake: Some(max), ..Default::default() };
    network.send(&[ix::update_pool_overview(admin.pubkey(), highest)], &[&admin]).unwrap();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 1_000_000 * ONE);
}

#[test]
fn a_slash_of_more_than_there_is_takes_nothing() {
    let World { mut network, operator, .. } = pool_of_three();
    let halt = network.halt_authority.insecure_clone();
    let pool = operator.record.operator_pool;
    network.send(&[ix::set_halt_status(halt.pubkey(), pool, true)], &[&halt]).unwrap();
    network.pass_time(2 * DAY);
    for (shares, activating_amount, unstaking_amount, expected) in [
        (u64::MAX, u64::MAX, u64::MAX, StakingError::NotEnoughShares),
        (2_000 * ONE + 1, 0, 0, StakingError::NotEnoughShares),
        (2_000 * ONE, u64::MAX, 0, StakingError::NotEnoughActivating),
        (0, 1, 0, StakingError::NotEnoughActivating),
        (2_000 * ONE, 0, u64::MAX, StakingError::NotEnoughUnstaking),
        (0, 0, 1, StakingError::NotEnoughUnstaking),
    ] {
        let what = args::SlashStake { shares, activating_amount, unstaking_amount, confiscate_commission: false };
        refuses(&mut network, expected, |network| pools::slash(network, operator.record, what));
    }
}
