//! Many epochs with pools that are paid, lag, are skipped and catch up.

use inference_staking_client::instruction as ix;
use inference_staking_client::{address, StakingError};
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::pools::bypass;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::world::{leaf, liabilities};
use inference_staking_test_kit::{Staker, TestNetwork};

/// What epochs pay three pools: 1,000, 2,000 and 3,000 tokens, 100, 200 and 300 USDC.
fn tree_for(epoch: u64, pools: &[&Staker; 3]) -> EpochTree {
    let leaves = pools.iter().zip(1..).map(|(pool, nth)| leaf(pool, nth * 1_000, nth * 100)).collect();
    EpochTree::new(epoch, leaves)
}

/// Commits an epoch with 10,000 tokens and 600 USDC.
fn commit(network: &mut TestNetwork, tree: &EpochTree, epoch: u64) {
    network.fund_vaults(EPOCH_REWARDS, 600);
    network.mark(epoch).unwrap();
    network.publish(epoch, tree.record_args(EPOCH_REWARDS, 600)).unwrap();
}

/// What remains in the record of `epoch`.
fn remains(network: &mut TestNetwork, epoch: u64) -> (u64, u64) {
    let record = network.reward_record(epoch).unwrap();
    (record.remaining_rewards, record.remaining_usdc)
}

#[test]
fn pools_that_lag_or_are_skipped_earn_what_punctual_ones_earn() {
    let mut network = challenged_network();
    let punctual = network.operator("punctual", 1_000);
    let late = network.operator("late", 1_000);
    let skipped = network.operator("skipped", 1_000);
    let pools = [&punctual, &late, &skipped];
    let trees: Vec<EpochTree> = (1..=6).map(|epoch| tree_for(epoch, &pools)).collect();
    let tree = |epoch: u64| &trees[epoch as usize - 1];

    for epoch in [1, 2] {
        commit(&mut network, tree(epoch), epoch);
        network.pass_time(CHALLENGE);
        network.accrue(&punctual, epoch, tree(epoch).proof(0)).unwrap();
    }
    assert_eq!([remains(&mut network, 1), remains(&mut network, 2)], [(9_000, 500), (9_000, 500)]);
    refuses(&mut network, StakingError::PoolBehind, |network| network.activate(&late));
    // The third pool loses patience.
    network.pass_time(BYPASS_DELAY);
    bypass(&mut network, &skipped, 1).unwrap();
    bypass(&mut network, &skipped, 2).unwrap();

    // Epoch 3 has no roots. Two pools pass it at once, the late one cannot yet.
    publish_without_roots(&mut network, 3..=3);
    network.pass_time(CHALLENGE);
    bypass(&mut network, &punctual, 3).unwrap();
    bypass(&mut network, &skipped, 3).unwrap();
    refuses(&mut network, StakingError::EpochOutOfOrder, |network| bypass(network, &late, 3));
    assert_eq!(liabilities(&mut network), (20_000, 1_200));

    commit(&mut network, tree(4), 4);
    network.pass_time(CHALLENGE);
    network.accrue(&punctual, 4, tree(4).proof(0)).unwrap();
    network.accrue(&skipped, 4, tree(4).proof(2)).unwrap();
    assert_eq!(progress(&mut network, &skipped), (4, 0b1100));

    // The root of epoch 5 pays everything to one pool; it is revoked in time.
    let stolen = EpochTree::new(5, vec![leaf(&late, EPOCH_REWARDS, 600)]);
    commit(&mut network, &stolen, 5);
    assert_eq!(liabilities(&mut network), (40_000, 2_400));
    revoke(&mut network, 5).unwrap();
    assert_eq!(liabilities(&mut network), (30_000, 1_800));
    network.publish(5, tree(5).record_args(EPOCH_REWARDS, 600)).unwrap();
    network.pass_time(CHALLENGE);
    refuses(&mut network, StakingError::ProofMismatch, |network| {
        let proof = ix::LeafProof { proof: tree(5).proof(1).proof, leaf_index: 1, ..stolen.proof(0) };
        network.accrue(&late, 5, proof)
    });
    commit(&mut network, tree(6), 6);
    network.pass_time(CHALLENGE);
    assert_eq!(liabilities(&mut network), (50_000, 3_000));

    // Everybody catches up, the skipped pool backwards.
    for epoch in [5, 6] {
        network.accrue(&punctual, epoch, tree(epoch).proof(0)).unwrap();
    }
    for epoch in [1, 2] {
        network.accrue(&late, epoch, tree(epoch).proof(1)).unwrap();
    }
    bypass(&mut network, &late, 3).unwrap();
    for epoch in [4, 5, 6] {
        network.accrue(&late, epoch, tree(epoch).proof(1)).unwrap();
    }
    network.accrue(&skipped, 5, tree(5).proof(2)).unwrap();
    network.accrue(&skipped, 2, tree(2).proof(2)).unwrap();
    network.accrue(&skipped, 6, tree(6).proof(2)).unwrap();
    network.accrue(&skipped, 1, tree(1).proof(2)).unwrap();

    // Five epochs each: 900 tokens and 80 USDC of 1,000 and 100 for the holders, times 1, 2 and 3.
    for (pool, nth) in pools.into_iter().zip(1..) {
        assert_eq!(progress(&mut network, pool), (6, 0));
        let state = network.pool_of(pool);
        assert_eq!((state.total_staked_amount, state.total_shares), (1_000 + nth * 4_500, 1_000));
        assert_eq!((state.reward_commission, state.usdc_commission), (nth * 500, nth * 100));
        assert_eq!((state.uncollected_rewards, state.delegator_usdc), (nth * 4_500, nth * 400));
    }
    for epoch in [1, 2, 4, 5, 6] {
        assert_eq!(remains(&mut network, epoch), (4_000, 0));
        assert_eq!(network.reward_record(epoch).unwrap().accrued_leaves, 3);
    }
    assert_eq!(remains(&mut network, 3), (0, 0));
    assert_eq!(liabilities(&mut network), (50_000, 3_000));

    // They leave: 4,500 x 6 tokens and 400 x 6 USDC go out of the global vaults.
    for pool in pools {
        network.claim_usdc(pool).unwrap();
        network.unstake(pool, 1_000).unwrap();
    }
    network.pass_time(14 * 86_400);
    for (pool, nth) in pools.into_iter().zip(1..) {
        let before = network.tokens_of(pool);
        network.claim_unstake(pool).unwrap();
        assert_eq!(network.tokens_of(pool) - before, 1_000 + nth * 4_500);
        assert_eq!(network.usdc_of(pool), nth * 400);
    }
    // 5 x 4,000 in records and 6 x 500 of commission; 6 x 100 USDC of commission.
    assert_eq!(liabilities(&mut network), (23_000, 600));
    assert_eq!([address::reward_vault(), address::usdc_vault()].map(|v| network.balance(&v)), [23_000, 600]);
}

#[test]
fn a_pool_that_slept_for_129_epochs_comes_back() {
    let mut network = small_network();
    let sleeper = network.operator("sleeper", 1_000);
    let alice = network.delegator("alice", &sleeper);
    network.buy_shares(&alice, 3_000).unwrap();
    let awake = network.operator("awake", 1_000);
    let other = network.operator("other", 1_000);
    let pools = [&awake, &sleeper, &other];
    let [first, second] = [1, 2].map(|epoch| tree_for(epoch, &pools));
    commit(&mut network, &first, 1);
    commit(&mut network, &second, 2);
    network.accrue(&awake, 1, first.proof(0)).unwrap();
    publish_without_roots(&mut network, 3..=128);
    // Epoch 1 lives: the sleeper could still be paid, and the pot keeps what is left of it.
    refuses(&mut network, StakingError::RecordNotExpired, |network| reclaim(network, 1));
    refuses(&mut network, StakingError::EpochOutOfOrder, |network| network.accrue(&sleeper, 2, second.proof(1)));
    publish_without_roots(&mut network, 129..=129);
    assert_eq!(liabilities(&mut network), (20_000, 1_200));
    reclaim(&mut network, 1).unwrap();
    // 9,000 tokens and 500 USDC return.
    assert_eq!(liabilities(&mut network), (11_000, 700));

    // It jumps over epoch 1, is paid for 2, and passes the rest.
    refuses(&mut network, StakingError::PoolBehind, |network| network.activate(&alice));
    network.accrue(&sleeper, 2, second.proof(1)).unwrap();
    assert_eq!(progress(&mut network, &sleeper), (2, 0));
    for epoch in 3..=129 {
        bypass(&mut network, &sleeper, epoch).unwrap();
    }
    assert_eq!(progress(&mut network, &sleeper), (129, 0));
    // 1,800 tokens of 2,000 and 160 USDC of 200 to 4,000 shares.
    let pool = network.pool_of(&sleeper);
    assert_eq!((pool.total_staked_amount, pool.delegator_usdc), (5_800, 160));
    // ceil(4 x 5,800 / 4,000) = 6 tokens for floor(7 x 4,000 / 5,800) = 4 shares.
    network.buy_shares(&alice, 7).unwrap();
    assert_eq!(network.record_of(&alice).shares, 3_004);
    network.claim_usdc(&alice).unwrap();
    assert_eq!(network.usdc_of(&alice), 120);
    assert_eq!(liabilities(&mut network), (11_000, 580));
}
