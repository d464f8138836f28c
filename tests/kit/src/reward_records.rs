//! What is done to the record of an epoch, and what pools get out of it.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instruction::{self as ix, BatchPool, LeafProof};
use inference_staking_client::instructions::BatchLeaf;
use inference_staking_client::{address, args};
use inference_staking_localnet::{Executed, Refused};
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::epochs::{no_roots, EpochTree};
use crate::{PaidLeaf, Staker, TestNetwork};

/// Marks `epoch` as `authority`.
pub fn mark_as(network: &mut TestNetwork, authority: &Keypair, epoch: u64) -> Result<Executed, Refused> {
    network.send(&[ix::mark_epoch_as_finalizing(authority.pubkey(), epoch)], &[authority])
}

/// Creates the record of `epoch` as `authority`.
pub fn publish_as(
    network: &mut TestNetwork,
    authority: &Keypair,
    epoch: u64,
    args: args::CreateRewardRecord,
) -> Result<Executed, Refused> {
    let accounts = ix::create_reward_record_accounts(network.payer.pubkey(), authority.pubkey(), epoch);
    network.send(&[ix::create_reward_record(accounts, args)], &[authority])
}

/// Publishes the next epoch, which is `epoch`, with the rent of its record paid by `rent_payer`.
pub fn publish_paid_by(network: &mut TestNetwork, rent_payer: &Keypair, epoch: u64) {
    let authority = network.reward_authority.insecure_clone();
    let accounts = ix::create_reward_record_accounts(rent_payer.pubkey(), authority.pubkey(), epoch);
    network.mark(epoch).unwrap();
    network.send(&[ix::create_reward_record(accounts, no_roots())], &[&authority, rent_payer]).unwrap();
}

/// Revokes as `authority` a record whose rent the network's payer paid.
pub fn revoke_as(network: &mut TestNetwork, authority: &Keypair, epoch: u64) -> Result<Executed, Refused> {
    let rent_payer = network.payer.pubkey();
    network.send(&[ix::revoke_reward_record(authority.pubkey(), epoch, rent_payer)], &[authority])
}

/// Revokes as the halt authority.
pub fn revoke(network: &mut TestNetwork, epoch: u64) -> Result<Executed, Refused> {
    let authority = network.halt_authority.insecure_clone();
    revoke_as(network, &authority, epoch)
}

/// Reclaims an expired record whose rent the network's payer paid.
pub fn reclaim(network: &mut TestNetwork, epoch: u64) -> Result<Executed, Refused> {
    let rent_payer = network.payer.pubkey();
    network.send(&[ix::reclaim_expired_reward_record(epoch, rent_payer)], &[])
}

/// Accrues with this account as the operator's staking record.
pub fn accrue_with_record(
    network: &mut TestNetwork,
    operator: &Staker,
    epoch: u64,
    proof: LeafProof,
    operator_record: Pubkey,
) -> Result<Executed, Refused> {
    let accounts = ix::accrue_reward_accounts(operator.record.operator_pool, epoch, operator_record);
    network.send(&[ix::accrue_reward(accounts, proof)], &[])
}

/// The leaf at `index` for a batch, with the operator's record if the pool stakes its commission and has shares.
pub fn batch_pool(network: &mut TestNetwork, operator: &Staker, tree: &EpochTree, index: usize) -> BatchPool {
    let pool = network.pool_of(operator);
    let with_operator_record = pool.auto_stake != 0 && pool.total_shares > 0;
    let PaidLeaf { reward, usdc, .. } = tree.leaves[index];
    BatchPool {
        operator_pool: operator.record.operator_pool,
        operator_staking_record: pool.operator_staking_record,
        leaf: BatchLeaf { leaf_index: u32::try_from(index).unwrap(), reward, usdc, with_operator_record },
    }
}

/// The multiproof of the leaves of `pools`.
pub fn multiproof(tree: &EpochTree, pools: &[BatchPool]) -> Vec<[u8; 32]> {
    let indices: Vec<u32> = pools.iter().map(|pool| pool.leaf.leaf_index).collect();
    tree.tree.multiproof(&indices).unwrap()
}

/// Accrues the pools in one batch with this proof.
pub fn accrue_batch(
    network: &mut TestNetwork,
    epoch: u64,
    pools: &[BatchPool],
    proof: Vec<[u8; 32]>,
) -> Result<Executed, Refused> {
    network.send(&[ix::accrue_rewards(epoch, 0, pools, proof)], &[])
}

/// `L` and the bitmap of the operator's pool.
pub fn progress(network: &mut TestNetwork, operator: &Staker) -> (u64, u128) {
    let pool = network.pool_of(operator);
    (pool.reward_last_claimed_epoch, pool.skipped_epochs.get())
}

/// Balances of the two global vaults and of the operator's pool vault.
pub fn vault_balances(network: &mut TestNetwork, operator: &Staker) -> [u64; 3] {
    let pool_vault = address::pool_vault(&operator.record.operator_pool);
    [address::reward_vault(), address::usdc_vault(), pool_vault].map(|vault| network.balance(&vault))
}
