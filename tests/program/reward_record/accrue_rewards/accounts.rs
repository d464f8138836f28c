//! `accrue_rewards`: the accounts of its leaves.

use anchor_lang::error::ErrorCode;
use anchor_lang::prelude::{AccountMeta, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instruction::{self as ix, BatchPool};
use inference_staking_client::instructions::{BatchLeaf, CreateOperatorPoolArgs};
use inference_staking_client::refusal::failing_pool;
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::{Executed, Refused};
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::refusal::{all_accounts, refuses};
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::foreign_copy_of;
use inference_staking_test_kit::world::leaf;
use inference_staking_test_kit::{PaidLeaf, Staker, TestNetwork};

/// Places of the accounts in the instruction: the pools, then the records of the first and the last operator.
const FIRST: usize = 2;
const MIDDLE: usize = 3;
const LAST: usize = 4;
const FIRST_RECORD: usize = 5;
const LAST_RECORD: usize = 6;

/// Three pools of 10 shares that make up the whole tree of epoch 1; the first and the last stake their commission.
struct World {
    network: TestNetwork,
    pools: [Staker; 3],
    instruction: Instruction,
}

fn world() -> World {
    let mut network = small_network();
    let pools = [("first", true), ("middle", false), ("last", true)].map(|(name, auto_stake)| {
        let args = CreateOperatorPoolArgs { auto_stake, ..pool_args() };
        network.operator_with(name, 10, args)
    });
    let leaves = pools.iter().map(|pool| leaf(pool, 100, 50)).collect();
    let tree = network.publish_leaves(1, leaves, EPOCH_REWARDS, 200);
    let batch = [0, 1, 2].map(|index| batch_pool(&mut network, &pools[index], &tree, index));
    let instruction = ix::accrue_rewards(1, 0, &batch, multiproof(&tree, &batch));
    assert_eq!(instruction.accounts.len(), 7);
    assert_eq!(instruction.accounts[LAST_RECORD].pubkey, pools[2].record.address());
    World { network, pools, instruction }
}

fn writable(key: Pubkey) -> AccountMeta {
    AccountMeta::new(key, false)
}

impl World {
    fn send(&mut self, bend: impl FnOnce(&mut Vec<AccountMeta>)) -> Result<Executed, Refused> {
        let mut instruction = self.instruction.clone();
        bend(&mut instruction.accounts);
        self.network.send(&[instruction], &[])
    }

    #[track_caller]
    fn refuses(&mut self, expected: StakingError, bend: impl FnOnce(&mut Vec<AccountMeta>)) {
        let mut instruction = self.instruction.clone();
        bend(&mut instruction.accounts);
        refuses(&mut self.network, expected, |network| network.send(&[instruction], &[]));
    }
}

#[test]
fn a_missing_account_is_refused() {
    let mut world = world();
    world.refuses(StakingError::BatchAccountsMismatch, |accounts| accounts.truncate(LAST_RECORD));
    world.refuses(StakingError::BatchAccountsMismatch, |accounts| accounts.truncate(LAST));
    world.refuses(StakingError::BatchAccountsMismatch, |accounts| accounts.truncate(FIRST_RECORD));
    world.refuses(StakingError::BatchAccountsMismatch, |accounts| accounts.truncate(FIRST));
    // Without its record, the last one's would stand in its place.
    world.refuses(StakingError::WrongOperatorRecord, |accounts| {
        accounts.remove(FIRST_RECORD);
    });
    // Without the middle pool, the last one would take the middle leaf.
    world.refuses(StakingError::ProofMismatch, |accounts| {
        accounts.remove(MIDDLE);
    });
}

#[test]
fn an_account_too_many_is_refused() {
    let mut world = world();
    let stranger = Pubkey::new_unique();
    let own = [world.pools[0].record.operator_pool, world.pools[1].record.address(), stranger];
    for extra in own {
        world.refuses(StakingError::BatchAccountsMismatch, |accounts| accounts.push(writable(extra)));
    }
    // The middle pool does not stake its commission: its record is not the last one's.
    let middle_record = world.pools[1].record.address();
    world.refuses(StakingError::WrongOperatorRecord, |accounts| accounts.insert(LAST_RECORD, writable(middle_record)));
    world.refuses(StakingError::ProofMismatch, |accounts| accounts.insert(LAST, writable(middle_record)));
}

#[test]
fn only_the_operator_s_own_record_is_taken() {
    let mut world = world();
    let alice = world.network.delegator("alice", &world.pools[0]);
    let others = [
        world.pools[2].record.address(),
        world.pools[1].record.address(),
        alice.record.address(),
        world.pools[0].record.operator_pool,
        address::pool_overview(),
    ];
    for other in others {
        world.refuses(StakingError::WrongOperatorRecord, |accounts| accounts[FIRST_RECORD].pubkey = other);
    }
    let first = world.pools[0].record.address();
    world.refuses(StakingError::WrongOperatorRecord, |accounts| accounts[LAST_RECORD].pubkey = first);
}

#[test]
fn another_pool_in_a_batch_does_not_get_the_leaf() {
    let mut world = world();
    let thief = world.network.operator("thief", 10).record.operator_pool;
    world.refuses(StakingError::ProofMismatch, |accounts| accounts[MIDDLE].pubkey = thief);
    // The first pool for the leaf of the middle one as well, with and without its record a second time.
    let first = world.pools[0].record;
    world.refuses(StakingError::ProofMismatch, |accounts| accounts[MIDDLE].pubkey = first.operator_pool);
    world.refuses(StakingError::ProofMismatch, |accounts| {
        accounts[MIDDLE].pubkey = first.operator_pool;
        accounts.insert(LAST_RECORD, writable(first.address()));
    });
    // Two pools for each other's leaves, with their records.
    world.refuses(StakingError::ProofMismatch, |accounts| {
        accounts.swap(FIRST, LAST);
        accounts.swap(FIRST_RECORD, LAST_RECORD);
    });
}

/// Accrues a batch of one account that the root of epoch 2 names, as a root of a careless service may, but that is no pool.
fn accrue_no_pool(world: &mut World, account: Pubkey) -> Refused {
    let leaf = PaidLeaf { pool: account, reward: 100, usdc: 50 };
    world.network.publish_leaves(2, vec![leaf], EPOCH_REWARDS, 50);
    let before = all_accounts(&mut world.network);
    let leaf = BatchLeaf { leaf_index: 0, reward: 100, usdc: 50, with_operator_record: false };
    let batch = BatchPool { operator_pool: account, operator_staking_record: account, leaf };
    let refused = world.network.send(&[ix::accrue_rewards(2, 0, &[batch], vec![])], &[]).unwrap_err();
    assert!(all_accounts(&mut world.network) == before, "a refused instruction changed an account");
    assert_eq!(failing_pool(&refused.logs, None), Some(account), "{refused}");
    refused
}

#[test]
fn accounts_of_another_type_are_no_pools() {
    let own_record = world().pools[0].record.address();
    for account in [address::reward_record(1), own_record] {
        let refused = accrue_no_pool(&mut world(), account);
        assert_refused_with_code(Err::<Executed, _>(refused), ErrorCode::AccountDiscriminatorMismatch as u32);
    }
}

#[test]
fn what_the_batch_itself_reads_and_writes_is_no_pool_either() {
    for account in [address::reward_record(2), address::pool_overview()] {
        accrue_no_pool(&mut world(), account);
    }
}

#[test]
fn look_alikes_of_another_program_are_no_pools() {
    let mut world_of_copy = world();
    let pool = world_of_copy.pools[1].record.operator_pool;
    let copy = foreign_copy_of(&mut world_of_copy.network, &pool);
    let of_others =
        [address::reward_vault(), Pubkey::new_unique()].map(|account| accrue_no_pool(&mut world(), account));
    for refused in of_others.into_iter().chain([accrue_no_pool(&mut world_of_copy, copy)]) {
        assert_refused_with_code(Err::<Executed, _>(refused), ErrorCode::AccountOwnedByWrongProgram as u32);
    }
}

#[test]
fn every_pool_and_record_of_a_batch_must_be_writable() {
    let mut world = world();
    for place in [FIRST, FIRST_RECORD, MIDDLE, LAST, LAST_RECORD] {
        world.refuses(StakingError::BatchAccountsMismatch, |accounts| accounts[place].is_writable = false);
    }
}

#[test]
fn a_pool_without_shares_needs_no_record_and_may_bring_it() {
    for with_operator_record in [false, true] {
        let mut network = small_network();
        let args = CreateOperatorPoolArgs { auto_stake: true, ..pool_args() };
        let empty = network.operator_with("empty", 0, args);
        let tree = network.publish_leaves(1, vec![leaf(&empty, 100, 50)], EPOCH_REWARDS, 50);
        let pool = batch_pool(&mut network, &empty, &tree, 0);
        assert!(!pool.leaf.with_operator_record);
        let pool = BatchPool { leaf: BatchLeaf { with_operator_record, ..pool.leaf }, ..pool };
        accrue_batch(&mut network, 1, &[pool], vec![]).unwrap();
        assert_eq!(network.pool_of(&empty).reward_commission, 10);
    }
}

#[test]
fn an_untouched_instruction_goes_through() {
    let mut world = world();
    world.send(|_| {}).unwrap();
    let staked = world.pools.each_ref().map(|pool| world.network.pool_of(pool).total_staked_amount);
    assert_eq!(staked, [110, 100, 110]);
}
