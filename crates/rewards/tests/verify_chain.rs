//! Trees against the record on chain: what an auditor is told.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use inference_staking_rewards::{
    verify::{check_before_publication, compare_with_chain, EpochOnChain, Outcome, RecordOnChain, Verdict},
    Commitment, CommittedRoot, Decimals, PayablePools, RewardRow, RewardsTree,
};
use solana_pubkey::Pubkey;

const EPOCH: u64 = 7;

fn pool(byte: u8) -> Pubkey {
    Pubkey::from([byte; 32])
}

fn tree(rows: &[(u8, u64, u64)]) -> RewardsTree {
    let rows = rows.iter().map(|(byte, reward, usdc)| RewardRow { pool: pool(*byte), reward: *reward, usdc: *usdc });
    RewardsTree::from_rows(pool(1), EPOCH, rows.collect()).unwrap()
}

fn payable(pools: &[Pubkey]) -> PayablePools {
    PayablePools::new(pools.to_vec())
}

/// A token of 100 base units, and a USDC of 1,000.
const DECIMALS: Decimals = Decimals { stake: 2, usdc: 3 };

fn root(tree: &RewardsTree) -> CommittedRoot {
    CommittedRoot { root: tree.root(), depth: tree.depth() }
}

/// The first tree of the tests: 1,400 and 70 base units to pools 2, 3 and 4.
fn first() -> RewardsTree {
    tree(&[(2, 500, 70), (3, 900, 0), (4, 0, 0)])
}

/// An honest record of [`first`].
fn record() -> RecordOnChain {
    RecordOnChain {
        commitment: Commitment { program_id: pool(1), epoch: EPOCH, roots: vec![root(&first())] },
        total_rewards: 1400,
        total_usdc: 70,
        emission: Some(1400),
        payable_pools: Some(payable(&[pool(4), pool(2), pool(3)])),
        decimals: DECIMALS,
    }
}

fn outcome(verdict: &Verdict, name: &str) -> (Outcome, String) {
    let check = verdict.checks.iter().find(|check| check.name == name).unwrap();
    (check.outcome, check.explanation.clone())
}

/// Names of the checks with that outcome.
fn with(verdict: &Verdict, outcome: Outcome) -> Vec<&'static str> {
    verdict.checks.iter().filter(|check| check.outcome == outcome).map(|check| check.name).collect()
}

/// Compares [`first`] with a record that differs, and expects that only these checks fail.
fn expect_failed(change: impl FnOnce(&mut RecordOnChain), failed: &[&str]) -> Verdict {
    let mut record = record();
    change(&mut record);
    let verdict = compare_with_chain(&[&first()], &record);
    assert!(!verdict.honest);
    assert_eq!(with(&verdict, Outcome::Failed), failed);
    verdict
}

#[test]
fn an_honest_record_passes_every_check() {
    let verdict = compare_with_chain(&[&first()], &record());
    assert!(verdict.honest);
    assert_eq!(with(&verdict, Outcome::Passed).len(), verdict.checks.len());
    assert_eq!(verdict.checks.len(), 10);
    assert_eq!(verdict.missing_pools, []);
}

#[test]
fn totals_beyond_the_leaves_or_the_schedule_fail() {
    let verdict = expect_failed(|record| record.total_rewards = 1401, &["total rewards", "emission"]);
    let expected = "the leaves sum to 14 tokens, but the record states 14.01 tokens";
    assert_eq!(outcome(&verdict, "total rewards").1, expected);
    expect_failed(|record| record.total_usdc = 69, &["total USDC"]);
    let verdict = expect_failed(|record| record.emission = Some(1399), &["emission"]);
    let expected = "the record states 14 tokens, but the schedule issues 13.99 tokens";
    assert_eq!(outcome(&verdict, "emission").1, expected);
}

#[test]
fn another_program_or_epoch_fails() {
    expect_failed(|record| record.commitment.program_id = pool(9), &["program"]);
    expect_failed(|record| record.commitment.epoch = 8, &["epoch"]);
}

#[test]
fn another_root_or_depth_fails_and_the_sums_are_not_checked() {
    let other = root(&tree(&[(2, 501, 70), (3, 899, 0), (4, 0, 0)]));
    let verdict = expect_failed(|record| record.commitment.roots = vec![other], &["roots"]);
    assert_eq!(outcome(&verdict, "total rewards").0, Outcome::Skipped);
    expect_failed(|record| record.commitment.roots[0].depth = 3, &["roots"]);
    expect_failed(|record| record.commitment.roots.clear(), &["roots", "emission"]);
}

#[test]
fn a_record_of_two_roots_needs_both_trees() {
    let second = tree(&[(5, 100, 1)]);
    let mut record = record();
    record.commitment.roots.push(root(&second));
    (record.total_rewards, record.total_usdc, record.emission) = (1500, 71, Some(1500));
    record.payable_pools = None;
    assert!(compare_with_chain(&[&second, &first()], &record).honest);

    let verdict = compare_with_chain(&[&first()], &record);
    assert_eq!(with(&verdict, Outcome::Failed), ["a tree for each root"]);
    assert!(outcome(&verdict, "a tree for each root").1.contains("no tree that was given has it"));
    assert!(verdict.lacks_trees_alone(), "nothing is said against the record");
    record.emission = Some(1_499);
    assert!(!compare_with_chain(&[&first()], &record).lacks_trees_alone(), "the record is wrong besides");
}

#[test]
fn the_same_tree_twice_fails() {
    let verdict = compare_with_chain(&[&first(), &first()], &record());
    assert!(verdict.lacks_trees_alone());
    assert!(outcome(&verdict, "a tree for each root").1.starts_with("the same tree was given more than once"));
}

#[test]
fn a_pool_in_two_trees_fails() {
    let second = tree(&[(3, 100, 1)]);
    let mut record = record();
    record.commitment.roots.push(root(&second));
    (record.total_rewards, record.total_usdc, record.emission) = (1500, 71, Some(1500));
    let verdict = compare_with_chain(&[&first(), &second], &record);
    assert_eq!(with(&verdict, Outcome::Failed), ["each pool once"]);
    assert_eq!(
        outcome(&verdict, "each pool once").1,
        format!("pool {} has a leaf in more than one tree: tree 1, tree 2", pool(3))
    );
}

#[test]
fn pools_without_a_leaf_are_named() {
    let mut record = record();
    record.payable_pools = Some(payable(&[pool(9), pool(2), pool(8), pool(3), pool(4), pool(9)]));
    let verdict = compare_with_chain(&[&first()], &record);
    assert!(verdict.honest);
    assert_eq!(verdict.missing_pools, [pool(8), pool(9)]);
    let expected = format!(
        "2 pool(s) have no leaf and can pass the epoch by the bypass alone; if something is left in the record then, nothing becomes shares of them for 8 epochs: {}, {}",
        pool(8),
        pool(9)
    );
    assert_eq!(outcome(&verdict, "a leaf for each pool that may accrue"), (Outcome::Warning, expected));
}

#[test]
fn leaves_that_pay_what_is_no_pool_of_the_epoch_fail() {
    let mut record = record();
    // Pool 4 has a leaf of zeros: that pays nobody.
    record.payable_pools = Some(payable(&[pool(3)]));
    let verdict = compare_with_chain(&[&first()], &record);
    let expected =
        format!("1 leaf or leaves give 5 tokens and 0.07 USDC to pools that may not accrue: {} (leaf 0)", pool(2));
    assert_eq!(outcome(&verdict, "only pools that may accrue are paid"), (Outcome::Failed, expected));
    assert!(!verdict.honest);
}

#[test]
fn a_leaf_that_pays_what_is_no_pool_is_named_with_its_tree() {
    let second = tree(&[(2, 100, 1), (3, 1, 0)]);
    let mut record = record();
    record.commitment.roots.push(root(&second));
    record.payable_pools = Some(payable(&[pool(3)]));
    let (_, words) = outcome(&compare_with_chain(&[&first(), &second], &record), "only pools that may accrue are paid");
    let places = format!("{0} (tree 1, leaf 0), {0} (tree 2, leaf 0)", pool(2));
    assert!(words.ends_with(&places), "{words}");
}

#[test]
fn what_is_not_known_is_not_checked_and_said_so() {
    let mut record = record();
    (record.emission, record.payable_pools) = (None, None);
    let verdict = compare_with_chain(&[&first()], &record);
    assert!(verdict.honest);
    let skipped = ["emission", "a leaf for each pool that may accrue", "only pools that may accrue are paid"];
    assert_eq!(with(&verdict, Outcome::Skipped), skipped);
}

#[test]
fn a_record_without_roots_pays_nothing() {
    let mut record = record();
    record.commitment.roots.clear();
    (record.total_rewards, record.total_usdc) = (0, 0);
    let verdict = compare_with_chain(&[], &record);
    assert!(verdict.honest);
    assert_eq!(verdict.missing_pools, []);
    assert_eq!(outcome(&verdict, "emission").1, "the record has no roots, and both totals are 0");

    record.total_usdc = 1;
    assert!(!compare_with_chain(&[], &record).honest);
}

#[test]
fn a_verdict_is_json_for_machines() {
    let mut record = record();
    record.payable_pools = Some(payable(&[pool(2), pool(3), pool(4), pool(8)]));
    let json = serde_json::to_value(compare_with_chain(&[&first()], &record)).unwrap();
    assert_eq!(json["honest"], true);
    assert_eq!(json["missing_pools"][0], pool(8).to_string());
    let program = &json["checks"][0];
    assert_eq!((&program["name"], &program["outcome"]), (&"program".into(), &"passed".into()));
    assert_eq!(program["explanation"], format!("all leaves name the program {}", pool(1)));
}

/// What the chain says of the epoch of [`first`], before it has a record.
fn next_epoch() -> EpochOnChain {
    EpochOnChain {
        program_id: pool(1),
        epoch: EPOCH,
        emission: 1400,
        payable_pools: payable(&[pool(2), pool(3), pool(4)]),
        funds: [1400, 70],
        decimals: DECIMALS,
    }
}

#[test]
fn what_can_be_published_passes_before() {
    let verdict = check_before_publication(&[&first()], &next_epoch());
    assert!(verdict.honest);
    assert_eq!(with(&verdict, Outcome::Passed).len(), verdict.checks.len());
    let two = [&tree(&[(2, 500, 70)]), &tree(&[(3, 900, 0), (4, 0, 0)])];
    assert!(check_before_publication(&two, &next_epoch()).honest);
}

#[test]
fn what_could_not_be_taken_back_fails_before_it_is_published() {
    let failed = |trees: &[&RewardsTree], change: fn(&mut EpochOnChain)| {
        let mut epoch = next_epoch();
        change(&mut epoch);
        let verdict = check_before_publication(trees, &epoch);
        assert!(!verdict.honest);
        with(&verdict, Outcome::Failed)
    };
    assert_eq!(failed(&[&first()], |epoch| epoch.program_id = pool(9)), ["program"]);
    assert_eq!(failed(&[&first()], |epoch| epoch.epoch = 8), ["epoch"]);
    assert_eq!(failed(&[&first()], |epoch| epoch.emission = 1401), ["emission"]);
    let unpayable = ["only pools that may accrue are paid"];
    assert_eq!(failed(&[&first()], |epoch| epoch.payable_pools = payable(&[pool(2)])), unpayable);
    assert_eq!(failed(&[&first(), &first()], |epoch| epoch.emission = 2800), ["each pool once"]);
    let huge = tree(&[(5, 1, u64::MAX)]);
    let both = [&first(), &huge];
    assert_eq!(
        failed(&both, |epoch| {
            epoch.emission = 1401;
            epoch.payable_pools = payable(&[pool(2), pool(3), pool(4), pool(5)]);
        }),
        ["sums"]
    );
}

#[test]
fn what_is_not_funded_yet_is_a_warning() {
    let words = |funds| {
        let verdict = check_before_publication(&[&first()], &EpochOnChain { funds, ..next_epoch() });
        assert!(verdict.honest);
        outcome(&verdict, "funds")
    };
    assert_eq!(words([1400, 70]).0, Outcome::Passed);
    let lacking = "the global vaults lack 0.01 tokens and 0.07 USDC: fund them before the epoch is published";
    assert_eq!(words([1399, 0]), (Outcome::Warning, lacking.to_owned()));
}

#[test]
fn a_pool_without_a_leaf_is_a_warning_before_as_after() {
    let mut epoch = next_epoch();
    epoch.payable_pools = payable(&[pool(2), pool(3), pool(4), pool(8)]);
    let verdict = check_before_publication(&[&first()], &epoch);
    assert!(verdict.honest);
    assert_eq!(verdict.missing_pools, [pool(8)]);
    assert_eq!(with(&verdict, Outcome::Warning), ["a leaf for each pool that may accrue"]);
}
