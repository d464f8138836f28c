//! How somebody gets into a pool and out of it, as single instructions: attackers put several into one transaction.

use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instruction::{self as ix, LeafProof};
use inference_staking_client::{args, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::assert_refused;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::Staker;

use super::{leaf, Outcome, EMISSION};
use crate::chain::TestNetwork;

/// The staker's deposit.
pub fn stake_of(network: &mut TestNetwork, staker: &Staker, amount: u64) -> Instruction {
    ix::stake(network.stake_accounts(staker), amount)
}

/// The activation of what the staker has in the operator's pool, while the operator's record is its first.
pub fn activate_of(staker: &Staker, operator: &Staker) -> Instruction {
    ix::activate_stake(staker.record, operator.record.address())
}

/// The accrual of a leaf by the operator's pool.
pub fn accrue_of(operator: &Staker, epoch: u64, proof: LeafProof) -> Instruction {
    let accounts = ix::accrue_reward_accounts(operator.record.operator_pool, epoch, operator.record.address());
    ix::accrue_reward(accounts, proof)
}

/// The bypass of an epoch by the operator's pool.
pub fn bypass_of(operator: &Staker, epoch: u64) -> Instruction {
    ix::accrue_reward_emergency_bypass(operator.record.operator_pool, epoch)
}

/// The staker's activating tokens into a ticket of their own.
pub fn unstake_activating_of(staker: &Staker, activating: u64) -> Instruction {
    ix::unstake_of(staker.record, args::Unstake { shares: 0, activating, ticket: None })
}

/// The staker takes activating tokens back, into a ticket of their own.
pub fn unstake_activating(network: &mut TestNetwork, staker: &Staker, amount: u64) -> Outcome {
    network.send(&[unstake_activating_of(staker, amount)], &[&staker.wallet])
}

/// A delegator whose deposit of so many base units is activating stake of the current epoch.
pub fn depositor_with(network: &mut TestNetwork, name: &str, operator: &Staker, amount: u64) -> Staker {
    let depositor = network.delegator(name, operator);
    network.stake(&depositor, amount).unwrap();
    depositor
}

/// The operator's pool goes through `epoch`, which pays it nothing, a day after the one before.
pub fn pass_epoch(network: &mut TestNetwork, operator: &Staker, epoch: u64) {
    super::pay_pool(network, operator, epoch, 0, 0);
}

/// A day after the epoch before, marks and publishes `epoch` with 5,000 tokens and 1,000 USDC for the operator's pool.
pub fn publish_good(network: &mut TestNetwork, operator: &Staker, epoch: u64) -> LeafProof {
    if epoch > 1 {
        network.pass_time(DAY);
    }
    network.mark(epoch).unwrap();
    publish_good_marked(network, operator, epoch)
}

/// Publishes `epoch`, which is marked, with 5,000 tokens and 1,000 USDC for the operator's pool.
pub fn publish_good_marked(network: &mut TestNetwork, operator: &Staker, epoch: u64) -> LeafProof {
    let (reward, usdc) = (5_000 * ONE, 1_000 * ONE);
    let tree = EpochTree::new(epoch, vec![leaf(operator, reward, usdc)]);
    network.fund_vaults(EMISSION, usdc);
    network.publish(epoch, tree.record_args(EMISSION, usdc)).unwrap();
    tree.proof(0)
}

/// Nobody can make the staker's deposit shares now, and this is why.
#[track_caller]
pub fn activation_refused(network: &mut TestNetwork, staker: &Staker, expected: StakingError) {
    assert_refused(network.activate(staker), expected);
}

/// All shares and activating tokens of the staker into a ticket; after the cooldown it is paid, with its USDC if it has some.
pub fn leave_whole(network: &mut TestNetwork, staker: &Staker) {
    let record = network.record_of(staker);
    let all = args::Unstake { shares: record.shares, activating: record.activating, ticket: None };
    network.send(&[ix::unstake_of(staker.record, all)], &[&staker.wallet]).unwrap();
    network.pass_time(14 * DAY);
    network.claim_unstake(staker).unwrap();
    if let Err(refused) = network.claim_usdc(staker) {
        assert!(refused.is(StakingError::NoUsdcToClaim), "{refused}");
    }
}
