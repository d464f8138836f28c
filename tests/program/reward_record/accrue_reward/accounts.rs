//! `accrue_reward`: accounts of another pool or epoch.

use inference_staking_client::accounts::AccrueReward;
use inference_staking_client::instruction::{self as ix, LeafProof};
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::StakingError;
use inference_staking_localnet::{Executed, Refused};
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::world::leaf;
use inference_staking_test_kit::{PaidLeaf, Staker, TestNetwork};

/// An auto-staking pool that epoch 1 pays 100 tokens and 50 USDC.
fn accruable() -> (TestNetwork, Staker, LeafProof) {
    let mut network = small_network();
    let args = CreateOperatorPoolArgs { auto_stake: true, ..pool_args() };
    let operator = network.operator_with("operator", 10, args);
    let proof = publish_leaf(&mut network, 1, &operator, (100, 50), 50);
    (network, operator, proof)
}

fn accounts_of(operator: &Staker) -> AccrueReward {
    ix::accrue_reward_accounts(operator.record.operator_pool, 1, operator.record.address())
}

fn accrue_with(
    network: &mut TestNetwork,
    operator: &Staker,
    proof: &LeafProof,
    change: impl FnOnce(&mut AccrueReward),
) -> Result<Executed, Refused> {
    let mut accounts = accounts_of(operator);
    change(&mut accounts);
    network.send(&[ix::accrue_reward(accounts, proof.clone())], &[])
}

#[test]
fn another_pool_does_not_get_the_leaf() {
    let (mut network, operator, proof) = accruable();
    let thief = network.operator("thief", 10);
    refuses(&mut network, StakingError::ProofMismatch, |network| accrue_with(network, &thief, &proof, |_| {}));
    // Nor does another pool whose operator's record is passed with the right pool.
    refuses(&mut network, StakingError::WrongOperatorRecord, |network| {
        let record = thief.record.address();
        accrue_with(network, &operator, &proof, |accounts| accounts.operator_staking_record = record)
    });
}

#[test]
fn a_record_of_another_epoch_does_not_take_the_proof() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    let other = |reward| PaidLeaf { pool: ANOTHER_POOL, reward, usdc: 0 };
    let [first, second] = [1, 2].map(|epoch| {
        let leaves = vec![leaf(&operator, 100, 50), other(500)];
        network.publish_leaves(epoch, leaves, EPOCH_REWARDS, 50).proof(0)
    });
    refuses(&mut network, StakingError::ProofMismatch, |network| network.accrue(&operator, 1, second.clone()));
    network.accrue(&operator, 1, first.clone()).unwrap();
    refuses(&mut network, StakingError::ProofMismatch, |network| network.accrue(&operator, 2, first));
    network.accrue(&operator, 2, second).unwrap();
}
