//! A network is upgraded between two epochs. It goes on as one that was not, and counts from there.

use inference_staking_client::instruction as ix;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::pools::{bypass, collect};
use inference_staking_test_kit::refusal::all_accounts;
use inference_staking_test_kit::{PaidLeaf, Staker, TestNetwork};
use solana_account::Account;

use crate::counted::{as_version_1, counted, counted_of, Counted, NEVER_WRITTEN};
use crate::upgrade::upgrade;

/// What the default network issues in an epoch, base units.
const EMISSION: u64 = 10_000 * ONE;
/// What an epoch pays a pool; a tenth is commission.
const REWARD: u64 = 100 * ONE;
const HOLDERS: u64 = 90 * ONE;
/// What a delegator stakes in the first epoch.
const DEPOSIT: u64 = 500 * ONE;

/// A network with three pools and a delegator of each.
struct Played {
    network: TestNetwork,
    operators: Vec<Staker>,
    delegators: Vec<Staker>,
    /// Of the epoch that the third pool has skipped.
    skipped: EpochTree,
}

fn publish(network: &mut TestNetwork, epoch: u64, operators: &[Staker]) -> EpochTree {
    let leaf = |operator: &Staker| PaidLeaf { pool: operator.record.operator_pool, reward: REWARD, usdc: 7 * ONE };
    let tree = network.publish_leaves(epoch, operators.iter().map(leaf).collect(), EMISSION, 100 * ONE);
    network.wait_for_newest_record();
    tree
}

fn accrue(network: &mut TestNetwork, operator: &Staker, epoch: u64, tree: &EpochTree) {
    network.accrue(operator, epoch, tree.proof_of(&operator.record.operator_pool)).unwrap();
}

/// Two epochs under version 1. The first two pools have passed both and collected their rewards; the third has skipped the second one.
fn under_version_1() -> Played {
    let mut network = TestNetwork::start();
    let (mut operators, mut delegators) = (Vec::new(), Vec::new());
    for name in ["one", "two", "three"] {
        let operator = network.operator(name, 1_000 * ONE);
        let delegator = network.delegator(&format!("delegator of {name}"), &operator);
        network.stake(&delegator, DEPOSIT).unwrap();
        operators.push(operator);
        delegators.push(delegator);
    }
    let first = publish(&mut network, 1, &operators);
    for (operator, delegator) in operators.iter().zip(&delegators) {
        accrue(&mut network, operator, 1, &first);
        network.activate(delegator).unwrap();
    }
    network.pass_time(DAY);
    let skipped = publish(&mut network, 2, &operators);
    for operator in &operators[..2] {
        accrue(&mut network, operator, 2, &skipped);
        collect(&mut network, operator).unwrap();
    }
    network.pass_time(3 * DAY);
    bypass(&mut network, &operators[2], 2).unwrap();
    Played { network, operators, delegators, skipped }
}

impl Played {
    fn counted(&mut self) -> Vec<Counted> {
        self.operators.iter().map(|of| counted_of(&mut self.network, &of.record.operator_pool)).collect()
    }

    /// A crank: anyone collects what is collected already, which changes nothing else.
    fn touch_the_first(&mut self) {
        collect(&mut self.network, &self.operators[0]).unwrap();
    }

    /// A fourth pool comes; the third catches up what it skipped; an epoch pays all four; a delegator leaves.
    fn go_on(&mut self) {
        let Self { network, operators, delegators, skipped } = self;
        operators.push(network.operator("four", 1_000 * ONE));
        accrue(network, &operators[2], 2, skipped);
        let third = publish(network, 3, operators);
        operators.iter().for_each(|operator| accrue(network, operator, 3, &third));
        let shares = network.record_of(&delegators[1]).shares;
        network.unstake(&delegators[1], shares).unwrap();
        network.claim_usdc(&delegators[1]).unwrap();
        network.pass_time(7 * DAY);
        network.claim_unstake(&delegators[1]).unwrap();
    }

    fn accounts(&mut self) -> Vec<Option<Account>> {
        all_accounts(&mut self.network)
    }
}

#[test]
fn accounts_that_nobody_writes_stay_as_they_are_and_are_read() {
    let mut played = under_version_1();
    let before = played.accounts();
    upgrade(&mut played.network);
    // After the first epoch 1,000 shares were worth 1,090 tokens, and 500 tokens bought these.
    let shares = 458_715_596;
    let worth = |staked: u64| u64::try_from(u128::from(staked) * shares / (u128::from(1_000 * ONE) + shares)).unwrap();
    for (delegator, staked) in played.delegators.iter().zip([1_680, 1_680, 1_590]) {
        let operator_record = played.network.pool_of(delegator).operator_staking_record;
        let query = ix::query_staking_record(delegator.record, operator_record);
        let view = played.network.send(&[query], &[]).unwrap().return_data;
        assert_eq!(view[..8], worth(staked * ONE).to_le_bytes());
    }
    assert_eq!(played.counted(), [NEVER_WRITTEN; 3]);
    assert!(played.accounts() == before, "an upgrade, or a look at a record, changed an account");
}

#[test]
fn anyone_brings_a_pool_up_to_date_and_nothing_else_changes() {
    let mut played = under_version_1();
    upgrade(&mut played.network);
    let before = played.accounts();
    played.touch_the_first();
    // Both epochs are passed: the third is the first that counts.
    assert_eq!(played.counted(), [counted(3, 0), NEVER_WRITTEN, NEVER_WRITTEN]);
    let after: Vec<Option<Account>> = played.accounts().into_iter().map(|account| account.map(as_version_1)).collect();
    assert!(after == before, "more than the version and what is counted changed");
}

#[test]
fn it_makes_no_difference_when_a_pool_is_written_first() {
    let mut played = under_version_1();
    upgrade(&mut played.network);
    played.touch_the_first();
    played.go_on();
    // The second was written by its accrual, the third by the epoch that it caught up, which was before the first that counts; the
    // fourth is new.
    assert_eq!(played.counted(), [counted(3, HOLDERS); 4]);
}

#[test]
fn an_upgraded_network_goes_on_as_one_that_was_not() {
    let [mut upgraded, mut other] = [under_version_1(), under_version_1()];
    upgrade(&mut upgraded.network);
    for played in [&mut upgraded, &mut other] {
        played.touch_the_first();
        played.go_on();
    }
    assert_eq!(other.counted(), [NEVER_WRITTEN; 4]);
    let as_before: Vec<Option<Account>> =
        upgraded.accounts().into_iter().map(|account| account.map(as_version_1)).collect();
    assert!(as_before == other.accounts(), "the networks differ in more than the version and what is counted");
}
