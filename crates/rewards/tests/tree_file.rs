//! The tree file: its bytes, and that nothing false in it is believed.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use std::fs;

use inference_staking_rewards::{
    read_tree, read_tree_file, write_tree, write_tree_file, RewardRow, RewardsTree, TreeFileError,
};
use solana_pubkey::Pubkey;

fn row(byte: u8, reward: u64, usdc: u64) -> RewardRow {
    RewardRow { pool: Pubkey::from([byte; 32]), reward, usdc }
}

fn tree() -> RewardsTree {
    let rows = vec![row(3, 900, 0), row(2, 500, u64::MAX)];
    RewardsTree::from_rows(Pubkey::from([1; 32]), 7, rows).unwrap()
}

fn address(byte: u8) -> String {
    Pubkey::from([byte; 32]).to_string()
}

fn hex(bytes: [u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The file of [`tree`], written out.
fn file() -> String {
    format!(
        r#"{{"version":1,"program_id":"{}","epoch":7,"depth":1,"root":"{}","total_rewards":"1400","total_usdc":"18446744073709551615",
"leaves":[
{{"pool":"{}","reward":"500","usdc":"18446744073709551615"}},
{{"pool":"{}","reward":"900","usdc":"0"}}
]}}
"#,
        address(1),
        hex(tree().root()),
        address(2),
        address(3)
    )
}

/// Why the file is refused when `from` in it is replaced by `to`.
fn refusal(from: &str, to: &str) -> TreeFileError {
    let file = file();
    assert!(file.contains(from), "{from}");
    read_tree(file.replacen(from, to, 1).as_bytes()).unwrap_err()
}

#[test]
fn bytes_are_those_of_the_format() {
    let mut bytes = Vec::new();
    write_tree(&tree(), &mut bytes).unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), file());
}

#[test]
fn a_tree_that_is_written_reads_back() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tree.json");
    fs::write(&path, "an older file").unwrap();
    write_tree_file(&tree(), &path).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), file());

    let read = read_tree_file(&path).unwrap();
    assert_eq!((read.program_id(), read.epoch()), (tree().program_id(), 7));
    assert_eq!((read.root(), read.depth(), read.totals()), (tree().root(), 1, tree().totals()));
    assert_eq!(read.rows(), tree().rows());
}

#[test]
fn keys_may_come_in_any_order_and_with_any_spaces() {
    let value: serde_json::Value = serde_json::from_str(&file()).unwrap();
    let other = serde_json::to_string_pretty(&value).unwrap();
    assert_eq!(read_tree(other.as_bytes()).unwrap().root(), tree().root());
}

#[test]
fn a_tree_file_that_cannot_be_written_leaves_nothing_behind() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("tree.json");
    fs::create_dir(&path).unwrap();
    write_tree_file(&tree(), &path).unwrap_err();
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn file_has_the_permissions_of_any_new_file() {
    use std::os::unix::fs::PermissionsExt;
    let directory = tempfile::tempdir().unwrap();
    let (path, other) = (directory.path().join("tree.json"), directory.path().join("other"));
    write_tree_file(&tree(), &path).unwrap();
    fs::write(&other, "").unwrap();
    let mode = |path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&path), mode(&other));
}

#[test]
fn totals_depth_and_root_are_recomputed() {
    let message = |from, to| refusal(from, to).to_string();
    assert_eq!(
        message(r#""total_rewards":"1400""#, r#""total_rewards":"1401""#),
        "the file says `total_rewards` is 1401, but its leaves make it 1400: it was changed or is not whole"
    );
    assert_eq!(
        message(r#""total_usdc":"18446744073709551615""#, r#""total_usdc":"0""#),
        "the file says `total_usdc` is 0, but its leaves make it 18446744073709551615: it was changed or is not whole"
    );
    assert_eq!(
        message(r#""depth":1"#, r#""depth":2"#),
        "the file says `depth` is 2, but its leaves make it 1: it was changed or is not whole"
    );
    let (right, wrong) = (hex(tree().root()), "0123456789abcdef".repeat(4));
    assert_eq!(
        message(&right, &wrong),
        format!("the file says `root` is {wrong}, but its leaves make it {right}: it was changed or is not whole")
    );
}

#[test]
fn a_changed_leaf_epoch_or_program_shows_in_the_root() {
    let is_root = |error| matches!(error, TreeFileError::Mismatch { field: "root", .. });
    assert!(is_root(refusal(r#""epoch":7"#, r#""epoch":8"#)));
    assert!(is_root(refusal(&address(1), &address(9))));
    assert!(is_root(refusal(&address(3), &address(4))));
}

#[test]
fn leaves_out_of_order_or_twice_are_refused() {
    assert_eq!(
        refusal(&address(2), &address(4)).to_string(),
        format!("leaf 1, of pool {}, is out of order: leaves are ordered by the bytes of the pool address", address(3))
    );
    assert_eq!(
        refusal(&address(2), &address(3)).to_string(),
        format!("leaf 1 is of pool {}, as the leaf before it: a pool stands in a tree once", address(3))
    );
}

#[test]
fn leaves_whose_sum_overflows_are_refused() {
    assert_eq!(
        refusal(r#""usdc":"0""#, r#""usdc":"1""#).to_string(),
        "the leaves do not make a tree: the sum of `usdc` is above 18446744073709551615: \
         amounts are base units, and their sum must fit 64 bits"
    );
}

#[test]
fn a_file_without_leaves_is_refused() {
    let file = file();
    let start = file.find("[\n").unwrap() + 1;
    let empty = format!("{}]}}", &file[..start]);
    assert_eq!(
        read_tree(empty.as_bytes()).unwrap_err().to_string(),
        "the leaves do not make a tree: there is no leaf to build a tree of: give at least one"
    );
}

#[test]
fn another_version_is_refused_before_anything_else() {
    let error = refusal(r#"{"version":1,"#, r#"{"version":2,"new_field":0,"#);
    let expected = "the tree file could not be read: the file is of version 2, expected version 1 at line 1 column";
    assert!(error.to_string().starts_with(expected), "{error}");
}

#[test]
fn values_in_another_form_are_refused() {
    let cases = [
        (r#""900""#, "900"),
        (r#""900""#, r#""0900""#),
        (r#""900""#, r#""+900""#),
        (r#""900""#, r#""-900""#),
        (r#""900""#, r#""900.0""#),
        (r#""900""#, r#""18446744073709551616""#),
        (r#""epoch":7"#, r#""epoch":"7""#),
        (r#""epoch":7,"#, ""),
        (r#""epoch":7,"#, r#""epoch":7,"epoch":7,"#),
        (r#""epoch":7,"#, r#""epoch":7,"note":7,"#),
        (r#""depth":1"#, r#""depth":256"#),
        (r#""root":""#, r#""root":"0x"#),
        (r#""pool":""#, r#""pool":"0"#),
        ("]}\n", "]}\n{}"),
    ];
    for (from, to) in cases {
        assert!(matches!(refusal(from, to), TreeFileError::Json(_)), "{from} to {to}");
    }
    let error = refusal(r#""900""#, "900").to_string();
    let expected =
        "the tree file could not be read: expected base units as a string of decimal digits, without leading \
                    zeros and at most 2^64 - 1, found integer `900` at line 4 column";
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let file = file();
    // Without the line break at the end it is still whole.
    for end in 0..file.len() - 1 {
        assert!(matches!(read_tree(&file.as_bytes()[..end]), Err(TreeFileError::Json(_))), "cut after byte {end}");
    }
}

#[test]
fn a_missing_file_is_an_error() {
    let directory = tempfile::tempdir().unwrap();
    let error = read_tree_file(&directory.path().join("tree.json")).unwrap_err();
    assert!(error.to_string().starts_with("the tree file could not be opened: "), "{error}");
}
