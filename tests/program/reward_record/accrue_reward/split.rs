//! What an accrual writes: commission, price, index and its remainder, event.

use inference_staking_client::event::decode_all;
use inference_staking_client::events::{PoolAccrual, PoolState, RewardAccrued};
use inference_staking_client::instruction as ix;
use inference_staking_client::state::{OperatorPool, RewardRecord};
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::{wallet, Chain};
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::{assert_state, change_pool};
use solana_signer::Signer;
use solana_transaction::Transaction;

/// 10 % of 1,009 is 100.9 and 20 % of 1,013 is 202.6: 100 and 202 to the operator, 909 and 811 to the holders.
const ODD: (u64, u64) = (1_009, 1_013);
/// 811 x 10^18 = 7 x 115,857,142,857,142,857,142 + 6.
const INDEX_OF_811_OVER_7: u128 = 115_857_142_857_142_857_142;

#[test]
fn odd_amounts_are_split_with_the_commission_rounded_down() {
    let mut network = small_network();
    let operator = network.operator("operator", 7);
    let proof = publish_leaf(&mut network, 1, &operator, ODD, 2_000);
    let pool_before = network.pool_of(&operator);
    let record_before = network.reward_record(1).unwrap();
    let staking_record_before = network.record_of(&operator);
    let executed = network.accrue(&operator, 1, proof).unwrap();

    let expected = OperatorPool {
        cumulative_usdc_per_share: INDEX_OF_811_OVER_7.into(),
        usdc_index_remainder: 6,
        total_staked_amount: 916,
        uncollected_rewards: 909,
        reward_commission: 100,
        usdc_commission: 202,
        delegator_usdc: 811,
        reward_last_claimed_epoch: 1,
        event_sequence: 3,
        ..pool_before
    };
    assert_eq!((expected.total_shares, expected.settled_usdc, expected.total_unstaking), (7, 0, 0));
    assert_state(&network.pool_of(&operator), &expected);
    // 10,000 - 1,009 and 2,000 - 1,013.
    let expected = RewardRecord { remaining_rewards: 8_991, remaining_usdc: 987, accrued_leaves: 1, ..record_before };
    assert_state(&network.reward_record(1).unwrap(), &expected);
    assert_state(&network.record_of(&operator), &staking_record_before);

    // The pool's first event was its creation, the second the operator's stake.
    let accrual = PoolAccrual {
        operator_pool: operator.record.operator_pool,
        holder_reward: 909,
        reward_commission: 100,
        commission_shares: 0,
        holder_usdc: 811,
        usdc_commission: 202,
        remaining_rewards: 8_991,
        remaining_usdc: 987,
        pool: PoolState {
            sequence: 3,
            total_staked_amount: 916,
            total_shares: 7,
            total_unstaking: 0,
            total_activating: 0,
            uncollected_rewards: 909,
            reward_commission: 100,
            usdc_commission: 202,
            delegator_usdc: 811,
            settled_usdc: 0,
            cumulative_usdc_per_share: INDEX_OF_811_OVER_7,
            reward_last_claimed_epoch: 1,
        },
    };
    assert_eq!(decode_all::<RewardAccrued>(&executed.logs), [RewardAccrued { epoch: 2, reward_epoch: 1, accrual }]);
}

#[test]
fn the_remainder_of_the_index_is_carried_into_the_next_accrual() {
    let mut network = small_network();
    let operator = network.operator("operator", 7);
    let proof = publish_leaf(&mut network, 1, &operator, ODD, 2_000);
    network.accrue(&operator, 1, proof).unwrap();
    // 10 % of 9 is 0.9: no commission, 9 to the holders. 20 % of 1,000 is 200.
    let proof = publish_leaf(&mut network, 2, &operator, (9, 1_000), 1_000);
    network.accrue(&operator, 2, proof).unwrap();
    let pool = network.pool_of(&operator);
    // 800 x 10^18 + 6 = 7 x 114,285,714,285,714,285,715 + 1.
    assert_eq!(pool.cumulative_usdc_per_share, (INDEX_OF_811_OVER_7 + 114_285_714_285_714_285_715).into());
    assert_eq!(pool.usdc_index_remainder, 1);
    assert_eq!((pool.total_staked_amount, pool.total_shares, pool.uncollected_rewards), (925, 7, 918));
    assert_eq!((pool.reward_commission, pool.usdc_commission, pool.delegator_usdc), (100, 402, 1_611));
    // 7 shares x 230.142857... are 1,610.99...: one unit stays as dust.
    network.claim_usdc(&operator).unwrap();
    assert_eq!(network.usdc_of(&operator), 1_610);
    assert_eq!(network.pool_of(&operator).delegator_usdc, 1);
}

#[test]
fn a_zero_leaf_passes_the_epoch_and_pays_nothing() {
    let mut network = small_network();
    let operator = network.operator("operator", 7);
    let proof = publish_leaf(&mut network, 1, &operator, (0, 0), 50);
    let before = network.pool_of(&operator);
    network.accrue(&operator, 1, proof).unwrap();
    let expected = OperatorPool { reward_last_claimed_epoch: 1, event_sequence: 3, ..before };
    assert_state(&network.pool_of(&operator), &expected);
    let record = network.reward_record(1).unwrap();
    assert_eq!((record.remaining_rewards, record.remaining_usdc, record.accrued_leaves), (10_000, 50, 1));
}

#[test]
fn tokens_alone_and_usdc_alone_move_their_own_counters() {
    let mut network = small_network();
    let operator = network.operator("operator", 8);
    let proof = publish_leaf(&mut network, 1, &operator, (50, 0), 0);
    network.accrue(&operator, 1, proof).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.uncollected_rewards, pool.reward_commission), (53, 45, 5));
    assert_eq!((pool.usdc_commission, pool.delegator_usdc, pool.cumulative_usdc_per_share), (0, 0, 0.into()));
    let proof = publish_leaf(&mut network, 2, &operator, (0, 50), 50);
    network.accrue(&operator, 2, proof).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.uncollected_rewards, pool.reward_commission), (53, 45, 5));
    // 40 USDC over 8 shares.
    assert_eq!((pool.usdc_commission, pool.delegator_usdc), (10, 40));
    assert_eq!(pool.cumulative_usdc_per_share, 5_000_000_000_000_000_000.into());
}

#[test]
fn a_commission_of_all_leaves_the_price_and_the_index_alone() {
    let mut network = small_network();
    let operator = network.operator("operator", 7);
    change_pool(&mut network, &operator, |pool| {
        pool.reward_commission_bps = 10_000;
        pool.usdc_commission_bps = 10_000;
    });
    let proof = publish_leaf(&mut network, 1, &operator, ODD, 2_000);
    network.accrue(&operator, 1, proof).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares, pool.uncollected_rewards), (7, 7, 0));
    assert_eq!((pool.reward_commission, pool.usdc_commission, pool.delegator_usdc), (1_009, 1_013, 0));
    assert_eq!((pool.cumulative_usdc_per_share, pool.usdc_index_remainder), (0.into(), 0));
}

#[test]
fn a_commission_above_all_is_refused() {
    let mut network = small_network();
    let operator = network.operator("operator", 7);
    let proof = publish_leaf(&mut network, 1, &operator, ODD, 2_000);
    change_pool(&mut network, &operator, |pool| pool.reward_commission_bps = 10_001);
    refuses(&mut network, StakingError::MathOverflow, |network| network.accrue(&operator, 1, proof.clone()));
    change_pool(&mut network, &operator, |pool| {
        pool.reward_commission_bps = 0;
        pool.usdc_commission_bps = 10_001;
    });
    refuses(&mut network, StakingError::MathOverflow, |network| network.accrue(&operator, 1, proof));
}

#[test]
fn an_accrual_moves_no_tokens_and_does_not_touch_the_singleton() {
    let mut network = small_network();
    let operator = network.operator("operator", 7);
    let alice = network.delegator("alice", &operator);
    network.buy_shares(&alice, 93).unwrap();
    let proof = publish_leaf(&mut network, 1, &operator, ODD, 2_000);
    let overview = network.chain.account(&address::pool_overview());
    assert_eq!(vault_balances(&mut network, &operator), [10_000, 2_000, 100]);
    network.accrue(&operator, 1, proof).unwrap();
    assert_eq!(vault_balances(&mut network, &operator), [10_000, 2_000, 100]);
    assert_eq!(network.chain.account(&address::pool_overview()), overview);
}

#[test]
fn rewards_stay_in_the_vault_until_somebody_is_paid() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    let alice = network.delegator("alice", &operator);
    network.buy_shares(&alice, 90).unwrap();
    // 900 tokens and 80 USDC to 100 shares: a share is worth 10 tokens, and 0.8 USDC.
    let proof = publish_leaf(&mut network, 1, &operator, (1_000, 100), 100);
    network.accrue(&operator, 1, proof).unwrap();
    network.unstake(&alice, 90).unwrap();
    network.claim_usdc(&alice).unwrap();
    network.pass_time(7 * 86_400);
    network.claim_unstake(&alice).unwrap();
    // 900 tokens for her and 100 of the operator's: 100 were in the pool vault, 900 of rewards were collected. 72 USDC.
    assert_eq!(vault_balances(&mut network, &operator), [9_100, 28, 100]);
    assert_eq!(network.usdc_of(&alice), 72);
    let overview = network.overview().unwrap();
    assert_eq!((overview.reward_liability, overview.usdc_liability), (9_100, 28));
}

#[test]
fn anyone_may_accrue() {
    let mut network = small_network();
    let operator = network.operator("operator", 7);
    let proof = publish_leaf(&mut network, 1, &operator, ODD, 2_000);
    let stranger = wallet("stranger");
    network.give_lamports(&stranger.pubkey(), 1_000_000_000).unwrap();
    let accounts = ix::accrue_reward_accounts(operator.record.operator_pool, 1, operator.record.address());
    let instruction = ix::accrue_reward(accounts, proof);
    assert!(instruction.accounts.iter().all(|meta| !meta.is_signer));
    let blockhash = network.chain.fresh_blockhash();
    let payer = stranger.pubkey();
    let transaction = Transaction::new_signed_with_payer(&[instruction], Some(&payer), &[&stranger], blockhash);
    network.chain.execute(transaction).unwrap();
    assert_eq!(network.pool_of(&operator).reward_last_claimed_epoch, 1);
    network.assert_invariants();
}
