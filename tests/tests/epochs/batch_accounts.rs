//! `accrue_rewards`: the accounts of its leaves.

use anchor_lang::error::ErrorCode;
use anchor_lang::prelude::{AccountMeta, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::{Executed, Refused};
use inference_staking_tests::actors::pool_args;
use inference_staking_tests::refusal::assert_refused_with_code;
use inference_staking_tests::{Staker, TestNetwork};

use crate::world::*;

/// Places of the accounts in the instruction: the pools, and the records of the first and the last operator.
const FIRST: usize = 2;
const FIRST_RECORD: usize = 3;
const MIDDLE: usize = 4;
const LAST: usize = 5;
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

    #[track_caller]
    fn refuses_with_code(&mut self, code: ErrorCode, bend: impl FnOnce(&mut Vec<AccountMeta>)) {
        let before = all_accounts(&mut self.network);
        assert_refused_with_code(self.send(bend), code as u32);
        assert!(all_accounts(&mut self.network) == before, "a refused instruction changed an account");
    }
}

#[test]
fn a_missing_account_is_refused() {
    let mut world = world();
    world.refuses(StakingError::BatchAccountsMismatch, |accounts| accounts.truncate(LAST_RECORD));
    world.refuses(StakingError::BatchAccountsMismatch, |accounts| accounts.truncate(LAST));
    world.refuses(StakingError::BatchAccountsMismatch, |accounts| accounts.truncate(FIRST_RECORD));
    world.refuses(StakingError::BatchAccountsMismatch, |accounts| accounts.truncate(FIRST));
    // Without its record, the next pool would stand in its place.
    world.refuses(StakingError::WrongOperatorRecord, |accounts| {
        accounts.remove(FIRST_RECORD);
    });
    // Without the middle pool, the last one takes the middle leaf, and its account is missing.
    world.refuses(StakingError::BatchAccountsMismatch, |accounts| {
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
    // The middle pool does not stake its commission: its record is no pool.
    let middle_record = world.pools[1].record.address();
    world.refuses_with_code(ErrorCode::AccountDiscriminatorMismatch, |accounts| {
        accounts.insert(MIDDLE + 1, writable(middle_record));
    });
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
fn another_pool_does_not_get_the_leaf() {
    let mut world = world();
    let thief = world.network.operator("thief", 10).record.operator_pool;
    world.refuses(StakingError::ProofMismatch, |accounts| accounts[MIDDLE].pubkey = thief);
    // The first pool for the leaf of the middle one as well: it brings no record a second time.
    let first = world.pools[0].record;
    world.refuses(StakingError::WrongOperatorRecord, |accounts| accounts[MIDDLE].pubkey = first.operator_pool);
    world.refuses(StakingError::ProofMismatch, |accounts| {
        accounts[MIDDLE].pubkey = first.operator_pool;
        accounts.insert(LAST, writable(first.address()));
    });
    // Two pools for each other's leaves, with their records.
    world.refuses(StakingError::ProofMismatch, |accounts| {
        accounts.swap(FIRST, LAST);
        accounts.swap(FIRST_RECORD, LAST_RECORD);
    });
}

#[test]
fn accounts_of_another_type_are_no_pools() {
    let mut world = world();
    publish_without_roots(&mut world.network, 2..=2);
    let wrong = [address::pool_overview(), address::reward_record(2), world.pools[0].record.address()];
    for account in wrong {
        for place in [FIRST, MIDDLE, LAST] {
            world.refuses_with_code(ErrorCode::AccountDiscriminatorMismatch, |accounts| {
                accounts[place].pubkey = account;
            });
        }
        let refused = world.send(|accounts| accounts[MIDDLE].pubkey = account).unwrap_err();
        let named = format!("Program log: not a pool: {account}");
        assert!(refused.logs.contains(&named), "{refused}");
    }
}

#[test]
fn the_record_of_the_epoch_is_no_pool_either() {
    let mut world = world();
    let before = all_accounts(&mut world.network);
    let refused = world.send(|accounts| accounts[MIDDLE].pubkey = address::reward_record(1)).unwrap_err();
    assert!(refused.logs.contains(&format!("Program log: not a pool: {}", address::reward_record(1))), "{refused}");
    assert!(all_accounts(&mut world.network) == before, "a refused instruction changed an account");
}

#[test]
fn look_alikes_of_another_program_are_no_pools() {
    let mut world = world();
    let pool = world.pools[1].record.operator_pool;
    let copy = copy_owned_by_another_program(&mut world.network, &pool);
    for look_alike in [copy, address::reward_vault(), Pubkey::new_unique()] {
        world.refuses_with_code(ErrorCode::AccountOwnedByWrongProgram, |accounts| {
            accounts[MIDDLE].pubkey = look_alike;
        });
    }
}

#[test]
fn what_is_written_must_be_writable() {
    let mut world = world();
    for place in [FIRST, FIRST_RECORD, MIDDLE, LAST, LAST_RECORD] {
        world.refuses(StakingError::BatchAccountsMismatch, |accounts| accounts[place].is_writable = false);
    }
    world.refuses_with_code(ErrorCode::ConstraintMut, |accounts| accounts[1].is_writable = false);
}

#[test]
fn a_pool_without_shares_brings_no_record() {
    let mut network = small_network();
    let args = CreateOperatorPoolArgs { auto_stake: true, ..pool_args() };
    let empty = network.operator_with("empty", 0, args);
    let tree = network.publish_leaves(1, vec![leaf(&empty, 100, 50)], EPOCH_REWARDS, 50);
    let pool = batch_pool(&mut network, &empty, &tree, 0);
    assert_eq!(pool.operator_staking_record, None);
    let with_record = ix::BatchPool { operator_staking_record: Some(empty.record.address()), ..pool };
    refuses(&mut network, StakingError::BatchAccountsMismatch, |network| {
        accrue_batch(network, 1, &[with_record], vec![])
    });
    accrue_batch(&mut network, 1, &[pool], vec![]).unwrap();
    assert_eq!(network.pool_of(&empty).reward_commission, 10);
}

#[test]
fn an_untouched_instruction_goes_through() {
    let mut world = world();
    world.send(|_| {}).unwrap();
    let staked = world.pools.each_ref().map(|pool| world.network.pool_of(pool).total_staked_amount);
    assert_eq!(staked, [110, 100, 110]);
}
