//! Rewards CSV to tree files: zero leaves, expected sums, and what is refused.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use std::{fs, path::PathBuf};

use inference_staking_merkle::{node_hash, Leaf, EMPTY_LEAF};
use inference_staking_rewards::{
    build::{build_files, BuildRequest, Built, BuiltTree},
    read_tree_file, Doing, PayablePools, RewardRow, RewardsError, Totals,
};
use solana_pubkey::Pubkey;

const PROGRAM: [u8; 32] = [11; 32];
const EPOCH: u64 = 7;

fn pool(byte: u8) -> Pubkey {
    Pubkey::from([byte; 32])
}

/// A folder with a rewards file, and where the tree goes.
struct Files {
    folder: tempfile::TempDir,
    rewards: PathBuf,
    out: PathBuf,
}

impl Files {
    fn new(rows: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (rewards, out) = (folder.path().join("rewards.csv"), folder.path().join("tree.json"));
        fs::write(&rewards, format!("pool,reward,usdc\n{rows}")).unwrap();
        Self { folder, rewards, out }
    }

    fn build(&self, payable: &[Pubkey], rewards: Option<u64>, usdc: Option<u64>) -> Result<Built, RewardsError> {
        self.build_all(std::slice::from_ref(&self.out), payable, rewards, usdc)
    }

    fn build_all(
        &self,
        outs: &[PathBuf],
        payable: &[Pubkey],
        rewards: Option<u64>,
        usdc: Option<u64>,
    ) -> Result<Built, RewardsError> {
        // None given: not known.
        let pools = (!payable.is_empty()).then(|| PayablePools::new(payable.to_vec()));
        let request = BuildRequest {
            program_id: Pubkey::from(PROGRAM),
            epoch: EPOCH,
            payable_pools: pools.as_ref(),
            expected_rewards: rewards,
            expected_usdc: usdc,
            dry_run: false,
        };
        build_files(&self.rewards, outs, &request)
    }

    fn assert_nothing_written(&self) {
        assert_eq!(fs::read_dir(self.folder.path()).unwrap().count(), 1);
    }
}

fn two_rows() -> Files {
    Files::new(&format!("{},900,5\n{},500,70\n", pool(3), pool(1)))
}

fn leaf(byte: u8, reward: u64, usdc: u64) -> [u8; 32] {
    Leaf { program_id: &PROGRAM, epoch: EPOCH, pool: &[byte; 32], reward, usdc }.hash()
}

#[test]
fn pools_without_a_row_get_a_leaf_of_zeros() {
    let files = two_rows();
    // Pool 1 has a row, pool 2 stands there twice.
    let built = files.build(&[pool(3), pool(2), pool(1), pool(2)], Some(1400), Some(75)).unwrap();
    let left = node_hash(&leaf(1, 500, 70), &leaf(2, 0, 0));
    let root = node_hash(&left, &node_hash(&leaf(3, 900, 5), &EMPTY_LEAF));
    let totals = Totals { rewards: 1400, usdc: 75 };
    assert_eq!(built, Built { trees: vec![BuiltTree { root, depth: 2, leaves: 3 }], totals, zero_leaves_added: 1 });

    let tree = read_tree_file(&files.out).unwrap();
    assert_eq!((tree.root(), tree.epoch(), tree.program_id()), (root, EPOCH, Pubkey::from(PROGRAM)));
    assert_eq!(tree.rows()[1], RewardRow { pool: pool(2), reward: 0, usdc: 0 });
}

#[test]
fn several_trees_split_the_pools_by_address_and_sum_up_together() {
    let files = two_rows();
    let outs = [1, 2].map(|number| files.folder.path().join(format!("{number}.json")));
    let built = files.build_all(&outs, &[1, 2, 3, 4, 5].map(pool), Some(1400), Some(75)).unwrap();
    assert_eq!((built.totals, built.zero_leaves_added), (Totals { rewards: 1400, usdc: 75 }, 3));
    let trees = outs.each_ref().map(|out| read_tree_file(out).unwrap());
    let pools = trees.each_ref().map(|tree| tree.rows().iter().map(|row| row.pool).collect::<Vec<_>>());
    assert_eq!(pools, [vec![pool(1), pool(2), pool(3)], vec![pool(4), pool(5)]]);
    let second = node_hash(&leaf(4, 0, 0), &leaf(5, 0, 0));
    assert_eq!(built.trees[1], BuiltTree { root: second, depth: 1, leaves: 2 });
    assert_eq!(trees.map(|tree| tree.totals().rewards), [1400, 0]);
}

#[test]
fn each_tree_needs_a_pool() {
    let files = two_rows();
    let outs = [1, 2, 3].map(|number| files.folder.path().join(format!("{number}.json")));
    let error = files.build_all(&outs, &[], None, None).unwrap_err();
    let words = "2 pool(s) cannot be split over 3 trees: each needs one, so name fewer files";
    assert_eq!((error.to_string(), error.is_bad_input()), (format!("{}: {words}", files.rewards.display()), true));
    files.assert_nothing_written();
    files.build_all(&outs[..2], &[], None, None).unwrap();
}

#[test]
fn none_of_several_trees_is_written_if_one_cannot_be() {
    let files = two_rows();
    let folder = files.folder.path();
    for second in ["no/such/folder.json", ".", ".."] {
        let error = files.build_all(&[folder.join("1.json"), folder.join(second)], &[], None, None).unwrap_err();
        assert!(matches!(error, RewardsError::Io { doing: Doing::Writing, .. }), "{error}");
        files.assert_nothing_written();
    }
}

#[test]
fn no_file_is_taken_for_two_trees_by_whatever_path() {
    let files = two_rows();
    let folder = files.folder.path();
    let name = folder.file_name().unwrap();
    let other_paths = [folder.join("1.json"), folder.join("./1.json"), folder.join("..").join(name).join("1.json")];
    for second in other_paths {
        let error = files.build_all(&[folder.join("1.json"), second.clone()], &[], None, None).unwrap_err();
        let words = "the file is named twice: each tree needs one of its own";
        assert_eq!((error.to_string(), error.is_bad_input()), (format!("{}: {words}", second.display()), true));
    }
    files.assert_nothing_written();
    files.build_all(&[], &[], None, None).unwrap_err();
}

#[test]
fn a_row_that_pays_what_is_no_pool_of_the_epoch_is_refused_with_its_line() {
    // The second row is of an operator's wallet, say; a row of zeros loses nothing.
    let files = Files::new(&format!("{},900,0\n{},0,1\n{},0,0\n", pool(3), pool(7), pool(8)));
    let error = files.build(&[pool(3), pool(4)], None, None).unwrap_err();
    assert_eq!((error.is_bad_input(), error.line()), (true, Some(3)));
    let words = format!("line 3: the row pays {}, which is no pool that may accrue in this epoch", pool(7));
    assert!(error.to_string().contains(&words), "{error}");
    files.assert_nothing_written();
    assert_eq!(files.build(&[pool(3), pool(4), pool(7)], None, None).unwrap().zero_leaves_added, 1);
    // Offline nobody knows.
    files.build(&[], None, None).unwrap();
}

#[test]
fn no_result_replaces_its_own_input_by_whatever_path() {
    let files = two_rows();
    let before = fs::read(&files.rewards).unwrap();
    let link = files.folder.path().join("link.csv");
    std::os::unix::fs::symlink(&files.rewards, &link).unwrap();
    for out in [files.rewards.clone(), link] {
        let error = files.build_all(&[out], &[], None, None).unwrap_err();
        assert!(error.is_bad_input() && error.to_string().contains("would replace its own input"), "{error}");
    }
    assert_eq!(fs::read(&files.rewards).unwrap(), before);
}

#[test]
fn the_same_rewards_in_another_order_give_the_same_bytes() {
    let (one, other) = (two_rows(), Files::new(&format!("{},500,70\n{},900,5\n", pool(1), pool(3))));
    let pools = [9, 4, 200, 1, 3].map(pool);
    one.build(&pools, None, None).unwrap();
    let reversed: Vec<_> = pools.iter().rev().copied().collect();
    other.build(&reversed, None, None).unwrap();
    assert_eq!(fs::read(&one.out).unwrap(), fs::read(&other.out).unwrap());
}

#[test]
fn sums_that_are_not_the_expected_ones_are_refused() {
    let files = two_rows();
    let message = |rewards, usdc| {
        let error = files.build(&[], rewards, usdc).unwrap_err();
        assert!(error.is_bad_input());
        files.assert_nothing_written();
        error.to_string()
    };
    let path = files.rewards.display();
    assert_eq!(
        message(Some(1401), Some(75)),
        format!("{path}: the sum of `reward` is 1400 base units, expected exactly 1401: correct the rows or the total")
    );
    assert_eq!(
        message(Some(1400), Some(74)),
        format!("{path}: the sum of `usdc` is 75 base units, expected exactly 74: correct the rows or the total")
    );
}

#[test]
fn bad_rows_have_their_line_and_nothing_is_written() {
    let (a, b) = (pool(1), pool(2));
    let max = u64::MAX;
    for rows in [
        format!("{a},1,1\n{a},1,1\n"),
        format!("{a},1,1\n{b},-1,1\n"),
        format!("{a},1,1\n{b},1"),
        format!("{a},1,1\n{b},1,1,1\n"),
        format!("{a},1,1\n{b},{max},1\n"),
    ] {
        let files = Files::new(&rows);
        let error = files.build(&[], None, None).unwrap_err();
        assert_eq!((error.is_bad_input(), error.line()), (true, Some(3)), "{error}");
        files.assert_nothing_written();
    }
}

#[test]
fn an_older_tree_stays_as_it_is_when_the_rewards_are_bad() {
    let files = Files::new("not a row\n");
    fs::write(&files.out, "an older tree").unwrap();
    files.build(&[pool(1)], None, None).unwrap_err();
    assert_eq!(fs::read_to_string(&files.out).unwrap(), "an older tree");
}

#[test]
fn a_rewards_file_that_cannot_be_read_is_bad_input_and_a_tree_file_that_cannot_be_written_is_not() {
    let mut files = two_rows();
    files.out = files.folder.path().join("no/such/folder.json");
    let error = files.build(&[], None, None).unwrap_err();
    assert!(matches!(error, RewardsError::Io { doing: Doing::Writing, .. }), "{error}");
    assert!(!error.is_bad_input());
    files.rewards = files.folder.path().join("missing.csv");
    let error = files.build(&[], None, None).unwrap_err();
    assert!(matches!(error, RewardsError::Io { doing: Doing::Opening, .. }), "{error}");
    assert_eq!((error.is_bad_input(), error.line()), (true, None));
}
