//! Every instruction that writes a pool asserts the pool's invariant afterwards (SPEC 7): in a pool whose state no
//! rule can make it fails, whatever it would do.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::account::decode;
use inference_staking_client::state::OperatorPool;
use inference_staking_client::StakingError;
use inference_staking_localnet::Chain;
use inference_staking_test_kit::compute_budget::compute_budget;
use inference_staking_test_kit::{assert_refused, idl, TestNetwork};
use solana_keypair::Keypair;

use super::life::measured::Measured;
use super::life::send_every_instruction;

/// How a pool's state is broken.
type Break = fn(&mut OperatorPool);

/// More USDC is written into records than the pool owes: by so much that no accrual mends it.
const SETTLED_IS_NOT_OWED: Break = |pool| pool.settled_usdc = pool.delegator_usdc + u64::MAX / 4;
/// A share is worth less than a token: by so much that no accrual mends it.
const PRICE_BELOW_ONE: Break = |pool| pool.total_shares = pool.total_staked_amount + u64::MAX / 4;
/// Tokens are staked that nobody has a share of.
const TOKENS_WITHOUT_SHARES: Break = |pool| (pool.total_staked_amount, pool.total_shares) = (1, 0);
/// More tokens wait in the reward vault than the pool owes.
const MORE_UNCOLLECTED_THAN_OWED: Break = |pool| pool.uncollected_rewards = u64::MAX;

/// What breaks a pool before the instruction's own sums notice it.
const ANY: &[Break] = &[SETTLED_IS_NOT_OWED, PRICE_BELOW_ONE];
/// The instruction looks at shares or their price itself: a price below one would stop it earlier.
const BY_SHARES: &[Break] = &[SETTLED_IS_NOT_OWED];
/// The pool has no shares, and what is settled is what it sweeps by.
const SWEPT: &[Break] = &[TOKENS_WITHOUT_SHARES, MORE_UNCOLLECTED_THAN_OWED];
/// Writes no pool that was there before.
const NONE: &[Break] = &[];

const TABLE: [(&str, &[Break]); 38] = [
    ("accept_operator_pool_admin", ANY),
    ("accept_program_admin", NONE),
    ("accrue_reward", ANY),
    ("accrue_reward_emergency_bypass", ANY),
    ("accrue_rewards", ANY),
    ("activate_stake", BY_SHARES),
    ("begin_unlock", ANY),
    ("cancel_unlock", ANY),
    ("cancel_unstake", ANY),
    ("change_operator_pool_admin", ANY),
    ("change_operator_staking_record", BY_SHARES),
    ("claim_unstake", ANY),
    ("claim_usdc_earnings", ANY),
    ("close_operator_pool", ANY),
    ("close_staking_record", BY_SHARES),
    ("collect_pool_rewards", ANY),
    ("create_operator_pool", NONE),
    ("create_pool_overview", NONE),
    ("create_reward_record", NONE),
    ("create_staking_record", ANY),
    ("extend_lock", ANY),
    ("lock_stake", ANY),
    ("mark_epoch_as_finalizing", NONE),
    ("query_staking_record", NONE),
    ("reclaim_expired_reward_record", NONE),
    ("revoke_reward_record", NONE),
    ("set_halt_status", ANY),
    ("slash_stake", BY_SHARES),
    ("stake", ANY),
    ("sweep_closed_pool_usdc_dust", SWEPT),
    ("sweep_pool_vault_surplus", ANY),
    ("unstake", BY_SHARES),
    ("update_operator_pool", ANY),
    ("update_pool_overview", NONE),
    ("update_pool_overview_authorities", NONE),
    ("withdraw_operator_reward_commission", ANY),
    ("withdraw_operator_usdc_commission", ANY),
    ("withdraw_reward_surplus", NONE),
];

/// The pools that the instruction writes.
fn pools_of(network: &mut TestNetwork, instruction: &Instruction) -> Vec<Pubkey> {
    let writable = instruction.accounts.iter().filter(|meta| meta.is_writable).map(|meta| meta.pubkey);
    writable
        .filter(|key| network.chain.account(key).is_some_and(|account| decode::<OperatorPool>(&account.data).is_ok()))
        .collect()
}

/// Sends an instruction that would go through with each of its pools broken in each way of the table.
fn try_with_broken_pools(network: &mut TestNetwork, name: &str, instruction: &Instruction, signers: &[&Keypair]) {
    let row = TABLE.iter().find(|(of, _)| *of == name);
    let breaks = row.unwrap_or_else(|| panic!("{name} is missing in the table")).1;
    let pools = pools_of(network, instruction);
    assert_eq!(pools.is_empty(), breaks.is_empty(), "{name} writes {} pools", pools.len());
    let [limit, price] = compute_budget();
    for pool in &pools {
        for break_it in breaks {
            let whole = network.chain.account(pool).unwrap();
            network.overwrite(pool, break_it);
            let result = network.send(&[limit.clone(), price.clone(), instruction.clone()], signers);
            assert_refused(result, StakingError::InvariantViolated);
            network.chain.set_account(pool, whole);
        }
    }
}

#[test]
fn every_instruction_that_writes_a_pool_refuses_to_leave_it_broken() {
    let mut measured = Measured::start_with(try_with_broken_pools);
    send_every_instruction(&mut measured);
    let listed: Vec<&str> = TABLE.iter().map(|(name, _)| *name).collect();
    let mut of_the_idl: Vec<String> = idl::instructions().into_values().collect();
    of_the_idl.sort();
    assert_eq!(listed, of_the_idl);
}
