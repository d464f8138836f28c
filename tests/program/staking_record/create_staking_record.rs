//! `create_staking_record`: whose record, who pays for it, and in which pools.

use anchor_lang::prelude::Pubkey;
use bytemuck::Zeroable;
use inference_staking_client::events::{PoolState, StakingRecordCreated};
use inference_staking_client::instruction::{self as ix, RecordOf};
use inference_staking_client::state::{OperatorPool, StakingRecord};
use inference_staking_client::{address, args, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::{wallet, Chain};
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::{assert_refused, TestNetwork};
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::staking_record::world::*;

/// Rent of 272 bytes is about 2.6 million lamports; both amounts keep an empty account alive.
const LESS_THAN_RENT: u64 = 1_000_000;
const MORE_THAN_RENT: u64 = 50_000_000;

/// A network with a pool whose operator has 2,000 tokens in it, and Carol, who has no record.
fn pool_and_carol() -> (TestNetwork, inference_staking_test_kit::Staker, Keypair, RecordOf) {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 2_000 * ONE);
    let carol = wallet("carol");
    let record = RecordOf { operator_pool: operator.record.operator_pool, owner: carol.pubkey() };
    (network, operator, carol, record)
}

/// The record of Carol and nothing in it.
fn empty_record(network: &TestNetwork, record: RecordOf) -> StakingRecord {
    let seeds = [b"StakingRecord".as_slice(), record.operator_pool.as_ref(), record.owner.as_ref()];
    let (address, bump) = Pubkey::find_program_address(&seeds, &address::program_id());
    assert_eq!(address, record.address());
    let owner_token_account = address::owner_token_account(&record.owner, &network.mints.stake);
    let RecordOf { operator_pool, owner } = record;
    StakingRecord { owner, operator_pool, owner_token_account, version: 1, bump, ..StakingRecord::zeroed() }
}

#[test]
fn a_new_record_is_empty_and_names_its_owner_pool_and_payout_account() {
    let (mut network, operator, carol, record) = pool_and_carol();
    let pool_before = network.pool_of(&operator);
    let payer = network.payer.pubkey();
    let executed = network.send(&[ix::create_staking_record(payer, record)], &[&carol]).unwrap();

    let account = network.chain.account(&record.address()).unwrap();
    assert_eq!((account.data.len(), account.owner), (272, address::program_id()));
    let created = network.record(&record.address()).unwrap();
    assert_state(&created, &empty_record(&network, record));
    // Pool created, operator staked, record created: the third event. Nothing else of the pool moves.
    let pool_after = network.pool_of(&operator);
    assert_state(&pool_after, &OperatorPool { event_sequence: 3, ..pool_before });
    let event: StakingRecordCreated = only_event(&executed);
    let expected = StakingRecordCreated {
        operator_pool: record.operator_pool,
        staking_record: record.address(),
        owner: carol.pubkey(),
        payer,
        epoch: 1,
        pool: PoolState {
            sequence: 3,
            total_staked_amount: 2_000 * ONE,
            total_shares: 2_000 * ONE,
            total_unstaking: 0,
            total_activating: 0,
            uncollected_rewards: 0,
            reward_commission: 0,
            usdc_commission: 0,
            delegator_usdc: 0,
            settled_usdc: 0,
            cumulative_usdc_per_share: 0,
            reward_last_claimed_epoch: 0,
        },
    };
    assert_eq!(event, expected);
}

#[test]
fn the_payer_pays_the_rent_and_the_owner_needs_no_lamports() {
    let (mut network, _, carol, record) = pool_and_carol();
    let rich = wallet("rich");
    network.give_lamports(&rich.pubkey(), MORE_THAN_RENT).unwrap();
    network.send(&[ix::create_staking_record(rich.pubkey(), record)], &[&carol, &rich]).unwrap();
    let rent = network.chain.account(&record.address()).unwrap().lamports;
    assert!(rent > LESS_THAN_RENT);
    assert_eq!(network.chain.account(&rich.pubkey()).unwrap().lamports, MORE_THAN_RENT - rent);
    assert!(network.chain.account(&carol.pubkey()).is_none());
}

#[test]
fn an_owner_may_pay_for_its_own_record() {
    let (mut network, _, carol, record) = pool_and_carol();
    network.give_lamports(&carol.pubkey(), MORE_THAN_RENT).unwrap();
    network.send(&[ix::create_staking_record(carol.pubkey(), record)], &[&carol]).unwrap();
    assert_state(&network.record(&record.address()).unwrap(), &empty_record(&network, record));
}

#[test]
fn lamports_sent_to_the_address_beforehand_do_not_block_the_record() {
    for lamports in [LESS_THAN_RENT, MORE_THAN_RENT] {
        let (mut network, _, carol, record) = pool_and_carol();
        network.give_lamports(&record.address(), lamports).unwrap();
        let payer = network.payer.pubkey();
        network.send(&[ix::create_staking_record(payer, record)], &[&carol]).unwrap();
        assert_state(&network.record(&record.address()).unwrap(), &empty_record(&network, record));
        assert!(network.chain.account(&record.address()).unwrap().lamports >= lamports);
    }
}

#[test]
fn one_owner_has_a_record_in_each_of_two_pools() {
    let (mut network, _, carol, record) = pool_and_carol();
    let other = network.operator("other operator", 0);
    let record_there = RecordOf { operator_pool: other.record.operator_pool, owner: carol.pubkey() };
    let payer = network.payer.pubkey();
    let both = [ix::create_staking_record(payer, record), ix::create_staking_record(payer, record_there)];
    network.send(&both, &[&carol]).unwrap();
    assert_state(&network.record(&record.address()).unwrap(), &empty_record(&network, record));
    assert_state(&network.record(&record_there.address()).unwrap(), &empty_record(&network, record_there));
}

#[test]
fn a_record_cannot_be_created_twice() {
    let World { mut network, alice, .. } = pool_of_three();
    let before = network.record_of(&alice);
    let again = ix::create_staking_record(network.payer.pubkey(), alice.record);
    // The system program's "account already in use".
    assert_refused_with_code(network.send(&[again], &[&alice.wallet]), 0);
    assert_state(&network.record_of(&alice), &before);
}

#[test]
fn a_closed_pool_takes_no_new_record() {
    let (mut network, operator, carol, record) = pool_and_carol();
    close_pool(&mut network, &operator);
    let create = ix::create_staking_record(network.payer.pubkey(), record);
    assert_refused(network.send(&[create], &[&carol]), StakingError::PoolClosed);
    assert!(network.chain.account(&record.address()).is_none());
}

#[test]
fn halts_and_a_finalizing_epoch_do_not_stop_a_new_record() {
    let (mut network, operator, carol, record) = pool_and_carol();
    halt_pool(&mut network, &operator);
    network.mark(1).unwrap();
    change_overview(&mut network, |overview| {
        overview.staking_halted = 1;
        overview.accrual_halted = 1;
    });
    let create = ix::create_staking_record(network.payer.pubkey(), record);
    network.send(&[create], &[&carol]).unwrap();
}

#[test]
fn nobody_creates_a_record_for_an_owner_who_does_not_sign() {
    let (mut network, _, carol, record) = pool_and_carol();
    let create = unsigned(ix::create_staking_record(network.payer.pubkey(), record), &carol.pubkey());
    assert_refused_with_code(network.send(&[create], &[]), anchor::NOT_SIGNER);
}

#[test]
fn nobody_pays_who_does_not_sign() {
    let (mut network, _, carol, record) = pool_and_carol();
    let rich = wallet("rich");
    network.give_lamports(&rich.pubkey(), MORE_THAN_RENT).unwrap();
    let create = unsigned(ix::create_staking_record(rich.pubkey(), record), &rich.pubkey());
    assert_refused_with_code(network.send(&[create], &[&carol]), anchor::NOT_SIGNER);
}

#[test]
fn a_record_stands_at_the_address_of_its_pool_and_owner_only() {
    let (mut network, _, carol, record) = pool_and_carol();
    let other = network.operator("other operator", 0);
    let payer = network.payer.pubkey();
    let of_another_pool = address::staking_record(&other.record.operator_pool, &carol.pubkey());
    let of_another_owner = address::staking_record(&record.operator_pool, &wallet("dave").pubkey());
    for staking_record in [of_another_pool, of_another_owner] {
        let mut accounts = ix::create_staking_record_accounts(payer, record);
        accounts.staking_record = staking_record;
        let create = ix::build(accounts, args::CreateStakingRecord {});
        assert_refused_with_code(network.send(&[create], &[&carol]), anchor::CONSTRAINT_SEEDS);
    }
}

#[test]
fn pool_and_overview_must_be_what_they_are_called() {
    let (mut network, operator, carol, record) = pool_and_carol();
    let payer = network.payer.pubkey();
    let foreign_pool = foreign_copy_of(&mut network, &record.operator_pool);
    let wrong_pools = [
        (operator.record.address(), anchor::WRONG_DISCRIMINATOR),
        (address::pool_overview(), anchor::WRONG_DISCRIMINATOR),
        (foreign_pool, anchor::WRONG_OWNER_PROGRAM),
    ];
    for (operator_pool, code) in wrong_pools {
        let record = RecordOf { operator_pool, owner: carol.pubkey() };
        let create = ix::create_staking_record(payer, record);
        assert_refused_with_code(network.send(&[create], &[&carol]), code);
    }
    let foreign_overview = foreign_copy_of(&mut network, &address::pool_overview());
    let wrong_overviews =
        [(operator.record.address(), anchor::WRONG_DISCRIMINATOR), (foreign_overview, anchor::WRONG_OWNER_PROGRAM)];
    for (pool_overview, code) in wrong_overviews {
        let mut accounts = ix::create_staking_record_accounts(payer, record);
        accounts.pool_overview = pool_overview;
        let create = ix::build(accounts, args::CreateStakingRecord {});
        assert_refused_with_code(network.send(&[create], &[&carol]), code);
    }
}
