//! Epochs with five roots: a tree of depth 17, one of 10,000 leaves, and three more.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::args::CreateRewardRecord;
use inference_staking_client::instruction::{self as ix, LeafProof};
use inference_staking_client::instructions::UpdateOperatorPoolArgs;
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::wallet;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::PaidLeaf;
use solana_signer::Signer;

use super::batches::{self, strangers, Batches};
use super::measured::Measured;
use super::pool::Pool;

const EPOCH_REWARDS: u64 = 10_000 * ONE;
const EPOCH_USDC: u64 = 1_000 * ONE;

/// Epoch 1 is marked, committed, revoked, committed again and accrued; epoch 2 is accrued, epoch 3 bypassed.
pub fn commit_and_accrue(measured: &mut Measured, pool: &Pool) {
    let batches = Batches::new(&mut measured.network);
    let mut leaves = strangers(65_537);
    leaves[65_535] = PaidLeaf { pool: pool.account, reward: 100 * ONE, usdc: 50 * ONE + 1 };
    let deep = EpochTree::new(1, leaves);
    assert_eq!(deep.tree.depth(), 17);
    measured.network.fund_vaults(EPOCH_REWARDS, EPOCH_USDC);
    let reward_authority = measured.network.reward_authority.insecure_clone();
    let mark = ix::mark_epoch_as_finalizing(reward_authority.pubkey(), 1);
    measured.send("", mark, &[&reward_authority]);
    commit(measured, &deep, &batches.tree);
    let authority = measured.network.halt_authority.insecure_clone();
    let revoke = ix::revoke_reward_record(authority.pubkey(), 1, measured.rent_payer.pubkey());
    measured.send("", revoke, &[&authority]);
    commit(measured, &deep, &batches.tree);
    measured.pass_time(3_600);

    let LeafProof { proof, .. } = deep.proof(65_535);
    assert_eq!(proof.len(), 17);
    let operator_record = measured.network.pool(&pool.account).unwrap().operator_staking_record;
    let accounts = ix::accrue_reward_accounts(pool.account, 1, operator_record);
    measured.send("depth 17, operator's record", ix::accrue_reward(accounts, deep.proof(65_535)), &[]);
    batches::accrue(measured, &batches);
    owe_commission(measured, pool);
    pass_without_roots(measured, pool.account, 3);
}

/// Epoch 2 pays a commission that is not staked, so that there is one to withdraw.
fn owe_commission(measured: &mut Measured, pool: &Pool) {
    let args = UpdateOperatorPoolArgs { auto_stake: Some(false), ..Default::default() };
    let network = &mut measured.network;
    let update = ix::update_operator_pool(pool.admin.pubkey(), pool.account, args);
    network.send(&[update], &[&pool.admin]).unwrap();
    let leaf = PaidLeaf { pool: pool.account, reward: 70 * ONE + 1, usdc: 30 * ONE + 1 };
    let tree = network.publish_leaves(2, vec![leaf], EPOCH_REWARDS, EPOCH_USDC);
    network.pass_time(3_600);
    network.accrue(&pool.stakers[0], 2, tree.proof(0)).unwrap();
}

/// Commits epoch 1 with five roots.
fn commit(measured: &mut Measured, deep: &EpochTree, batched: &EpochTree) {
    let (authority, rent_payer) =
        (measured.network.reward_authority.insecure_clone(), measured.rent_payer.insecure_clone());
    let accounts = ix::create_reward_record_accounts(rent_payer.pubkey(), authority.pubkey(), 1);
    let args = CreateRewardRecord {
        roots: vec![deep.tree.root(), batched.tree.root(), [3; 32], [4; 32], [5; 32]],
        depths: vec![17, 14, 24, 24, 24],
        total_rewards: EPOCH_REWARDS,
        total_usdc: EPOCH_USDC,
    };
    measured.send("5 roots, rent payer", ix::create_reward_record(accounts, args), &[&rent_payer, &authority]);
}

/// Commits `epoch` without roots, and the pool passes it.
pub fn pass_without_roots(measured: &mut Measured, pool: Pubkey, epoch: u64) {
    commit_without_roots(measured, epoch);
    measured.pass_time(3_600);
    measured.send("", ix::accrue_reward_emergency_bypass(pool, epoch), &[]);
}

fn commit_without_roots(measured: &mut Measured, epoch: u64) {
    let network = &mut measured.network;
    let (authority, payer) = (network.reward_authority.insecure_clone(), network.payer.pubkey());
    let accounts = ix::create_reward_record_accounts(payer, authority.pubkey(), epoch);
    let args = CreateRewardRecord { roots: vec![], depths: vec![], total_rewards: 0, total_usdc: 0 };
    let mark = ix::mark_epoch_as_finalizing(authority.pubkey(), epoch);
    network.wait_for_newest_record();
    network.send(&[mark, ix::create_reward_record(accounts, args)], &[&authority]).unwrap();
}

/// Epoch 1 expires with epoch 129. The schedule has ended with epoch 80, and epoch 2 was the last with rewards.
pub fn reclaim(measured: &mut Measured) {
    for epoch in 5..=129 {
        commit_without_roots(measured, epoch);
    }
    measured.network.wait_for_newest_record();
    measured.send("", ix::reclaim_expired_reward_record(1, measured.rent_payer.pubkey()), &[]);
    commit_without_roots(measured, 130);
    let (admin, mint) = (measured.network.program_admin.insecure_clone(), measured.network.mints.stake);
    let destination = measured.network.token_account(&wallet("treasury").pubkey(), &mint).unwrap();
    let accounts = ix::withdraw_reward_surplus_accounts(admin.pubkey(), destination, mint);
    measured.send("", ix::withdraw_reward_surplus(accounts), &[&admin]);
}
