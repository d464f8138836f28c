//! How pools get past an epoch: they accrue what their leaves pay, or bypass it. What every other road to an accrual calls.

use anchor_lang::prelude::Pubkey;
use inference_staking::state::OperatorPool;

use super::plan::Plan;
use crate::instruction as ix;
use crate::instruction::{BatchPool, LeafProof};

/// The operator's record, if an accrual of the pool writes it: the pool stakes its commission and has shares.
pub fn record_written_by_accrual(pool: &OperatorPool) -> Option<Pubkey> {
    pool.auto_stakes().then_some(pool.operator_staking_record)
}

/// Plans one transaction that gives a pool what its leaf pays.
pub fn accrue(operator_pool: Pubkey, pool: &OperatorPool, epoch: u64, leaf: LeafProof) -> Plan {
    accrue_alone(epoch, operator_pool, pool.operator_staking_record, leaf)
}

/// Plans one transaction that gives pools, in increasing order of their leaves in one tree, what these pay. `proof` is the
/// multiproof of the leaves; that of one leaf is its proof, and one leaf costs fewer compute units alone than as a batch.
pub fn accrue_batch(epoch: u64, root_index: u8, pools: &[BatchPool], proof: Vec<[u8; 32]>) -> Plan {
    let [BatchPool { operator_pool, operator_staking_record, leaf }] = pools else {
        return Plan::one(ix::accrue_rewards(epoch, root_index, pools, proof));
    };
    let leaf = LeafProof { root_index, leaf_index: leaf.leaf_index, reward: leaf.reward, usdc: leaf.usdc, proof };
    accrue_alone(epoch, *operator_pool, *operator_staking_record, leaf)
}

/// Plans one transaction that lets pools pass an epoch that pays them nothing now.
pub fn bypass(epoch: u64, operator_pools: impl IntoIterator<Item = Pubkey>) -> Plan {
    Plan::single(operator_pools.into_iter().map(|pool| ix::accrue_reward_emergency_bypass(pool, epoch)).collect())
}

fn accrue_alone(epoch: u64, operator_pool: Pubkey, operator_record: Pubkey, leaf: LeafProof) -> Plan {
    Plan::one(ix::accrue_reward(ix::accrue_reward_accounts(operator_pool, epoch, operator_record), leaf))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instructions::BatchLeaf;

    fn key(number: u8) -> Pubkey {
        Pubkey::new_from_array([number; 32])
    }

    fn of_pool(number: u8, with_operator_record: bool) -> BatchPool {
        let leaf = BatchLeaf { leaf_index: number.into(), reward: 50, usdc: 6, with_operator_record };
        BatchPool { operator_pool: key(number), operator_staking_record: key(5), leaf }
    }

    #[test]
    fn one_leaf_is_accrued_alone_and_several_as_a_batch() {
        let proof = vec![[7; 32], [8; 32]];
        let leaf = LeafProof { root_index: 2, leaf_index: 3, reward: 50, usdc: 6, proof: proof.clone() };
        // Alone it always brings the record.
        let alone = ix::accrue_reward(ix::accrue_reward_accounts(key(3), 9, key(5)), leaf);
        for with_operator_record in [false, true] {
            let first = of_pool(3, with_operator_record);
            assert_eq!(accrue_batch(9, 2, &[first], proof.clone()).transactions, [[alone.clone()]]);
        }
        let pools = [of_pool(3, true), of_pool(4, false)];
        let batch = ix::accrue_rewards(9, 2, &pools, proof.clone());
        assert_eq!(accrue_batch(9, 2, &pools, proof).transactions, [[batch]]);
    }

    #[test]
    fn pools_bypass_an_epoch_in_one_transaction() {
        let expected = [1, 2].map(|pool| ix::accrue_reward_emergency_bypass(key(pool), 9));
        assert_eq!(bypass(9, [key(1), key(2)]).transactions, [expected]);
    }
}
