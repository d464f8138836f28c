//! Tree files that somebody tampered with: each gets a verdict in words.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use std::fs;

use inference_staking_rewards::{
    verify::{verify, verify_file, Outcome, VerifiedFile},
    write_tree, Doing, RewardRow, RewardsError, RewardsTree,
};
use solana_pubkey::Pubkey;

fn address(byte: u8) -> String {
    Pubkey::from([byte; 32]).to_string()
}

fn tree() -> RewardsTree {
    let row = |byte: u8, reward, usdc| RewardRow { pool: Pubkey::from([byte; 32]), reward, usdc };
    let rows = vec![row(2, 500, 70), row(3, 900, 0), row(5, 0, 0)];
    RewardsTree::from_rows(Pubkey::from([1; 32]), 7, rows).unwrap()
}

fn file() -> String {
    let mut bytes = Vec::new();
    write_tree(&tree(), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The verdict on the file with `from` in it replaced by `to`.
fn tampered(from: &str, to: &str) -> VerifiedFile {
    let file = file();
    assert!(file.contains(from), "{from}");
    verify(file.replacen(from, to, 1).as_bytes()).unwrap()
}

/// Name and outcome of each check that did not pass.
fn not_passed(verified: &VerifiedFile) -> Vec<(&'static str, Outcome)> {
    let checks = verified.verdict.checks.iter().filter(|check| check.outcome != Outcome::Passed);
    checks.map(|check| (check.name, check.outcome)).collect()
}

fn explanation(verified: &VerifiedFile, name: &str) -> String {
    verified.verdict.checks.iter().find(|check| check.name == name).unwrap().explanation.clone()
}

#[test]
fn an_honest_file_passes_every_check() {
    let verified = verify(file().as_bytes()).unwrap();
    assert!(verified.verdict.honest);
    assert_eq!(not_passed(&verified), []);
    let names: Vec<_> = verified.verdict.checks.iter().map(|check| check.name).collect();
    let expected = [
        "form",
        "order of the leaves",
        "each pool once",
        "sum of the rewards",
        "sum of the USDC",
        "depth and padding",
        "root",
    ];
    assert_eq!(names, expected);
    assert_eq!(
        explanation(&verified, "sum of the rewards"),
        "the rewards of all leaves sum to 1400 base units, as the file says"
    );
    assert_eq!(
        explanation(&verified, "depth and padding"),
        "3 leaves and 1 empty ones fill a tree of depth 2, as the file says"
    );
    assert_eq!(verified.tree.unwrap().root(), tree().root());
}

#[test]
fn a_changed_amount_shows_in_sum_and_root() {
    let verified = tampered(r#""reward":"900""#, r#""reward":"901""#);
    assert!(!verified.verdict.honest && verified.tree.is_none());
    assert_eq!(not_passed(&verified), [("sum of the rewards", Outcome::Failed), ("root", Outcome::Failed)]);
    assert_eq!(
        explanation(&verified, "sum of the rewards"),
        "the file says `total_rewards` is 1400, but its leaves make it 1401: it was changed or is not whole"
    );
}

#[test]
fn amounts_moved_from_one_pool_to_another_show_in_the_root() {
    let moved =
        file().replace(r#""reward":"900""#, r#""reward":"899""#).replace(r#""reward":"500""#, r#""reward":"501""#);
    let verified = verify(moved.as_bytes()).unwrap();
    assert_eq!(not_passed(&verified), [("root", Outcome::Failed)]);
}

#[test]
fn changed_head_shows_where_it_was_changed() {
    let failed = |from: &str, to: &str| {
        let verified = tampered(from, to);
        assert!(!verified.verdict.honest && verified.tree.is_none());
        not_passed(&verified)
    };
    assert_eq!(failed(r#""epoch":7"#, r#""epoch":8"#), [("root", Outcome::Failed)]);
    assert_eq!(failed(&address(1), &address(9)), [("root", Outcome::Failed)]);
    assert_eq!(failed(r#""depth":2"#, r#""depth":3"#), [("depth and padding", Outcome::Failed)]);
    assert_eq!(failed(r#""total_usdc":"70""#, r#""total_usdc":"71""#), [("sum of the USDC", Outcome::Failed)]);
}

#[test]
fn leaves_out_of_order_are_named_and_the_rest_is_still_checked() {
    let (two, three) = (
        format!(r#"{{"pool":"{}","reward":"500","usdc":"70"}}"#, address(2)),
        format!(r#"{{"pool":"{}","reward":"900","usdc":"0"}}"#, address(3)),
    );
    let verified = tampered(&format!("{two},\n{three}"), &format!("{three},\n{two}"));
    assert_eq!(not_passed(&verified), [("order of the leaves", Outcome::Failed)]);
    let expected =
        format!("leaf 1, of pool {}, is out of order: leaves are ordered by the bytes of the pool address", address(2));
    assert_eq!(explanation(&verified, "order of the leaves"), expected);
}

#[test]
fn a_pool_that_stands_there_twice_is_named() {
    let skipped = ["sum of the rewards", "sum of the USDC", "depth and padding", "root"];
    let verified = tampered(&address(3), &address(2));
    let mut expected = vec![("each pool once", Outcome::Failed)];
    expected.extend(skipped.map(|name| (name, Outcome::Skipped)));
    assert_eq!(not_passed(&verified), expected);
    assert_eq!(
        explanation(&verified, "each pool once"),
        format!("pool {} stands in the rewards more than once: give each pool once", address(2))
    );

    // Also when the two are not neighbours.
    let verified = tampered(&address(5), &address(2));
    expected.insert(0, ("order of the leaves", Outcome::Failed));
    assert_eq!(not_passed(&verified), expected);
}

#[test]
fn sums_that_overflow_and_missing_leaves_make_no_tree() {
    let max = format!(r#""reward":"{}""#, u64::MAX);
    let verified = tampered(r#""reward":"900""#, &max);
    assert!(!verified.verdict.honest);
    assert!(explanation(&verified, "root").contains("the sum of `reward` is above 18446744073709551615"));

    let file = file();
    let empty = format!("{}]}}", &file[..=file.find('[').unwrap()]);
    let verified = verify(empty.as_bytes()).unwrap();
    assert!(!verified.verdict.honest);
    assert!(explanation(&verified, "root").contains("there is no leaf to build a tree of"));
}

#[test]
fn a_file_that_is_no_tree_file_fails_in_its_form_and_nothing_else_is_checked() {
    let file = file();
    let cut = &file[..file.len() / 2];
    for text in ["", "{}", "[]", "null", "pool,reward,usdc\n", cut] {
        let verified = verify(text.as_bytes()).unwrap();
        assert!(!verified.verdict.honest && verified.tree.is_none());
        assert_eq!(not_passed(&verified)[0], ("form", Outcome::Failed), "{text}");
        assert!(verified.verdict.checks[1..].iter().all(|check| check.outcome == Outcome::Skipped));
    }
    assert!(explanation(&verify(b"\xff\xfe".as_slice()).unwrap(), "form").contains("line 1 column 1"));
}

#[test]
fn a_long_value_is_repeated_in_part() {
    let verified = tampered(r#""900""#, &format!("\"{}\"", "9".repeat(10 << 20)));
    let explanation = explanation(&verified, "form");
    assert!(explanation.contains(&format!("{}...", "9".repeat(64))), "{explanation}");
    assert!(explanation.len() < 400);
    let verified = tampered(r#""epoch""#, &format!("\"{}\"", "e".repeat(10 << 20)));
    let explanation = self::explanation(&verified, "form");
    assert!(
        explanation.contains("unknown field `eee") && explanation.contains("... at line 1 column 10485"),
        "{explanation}"
    );
    assert!(explanation.len() < 600);
}

#[test]
fn a_file_that_cannot_be_read_is_an_error_and_no_verdict() {
    let folder = tempfile::tempdir().unwrap();
    let missing = verify_file(&folder.path().join("tree.json")).unwrap_err();
    assert!(matches!(missing, RewardsError::Io { doing: Doing::Opening, .. }), "{missing}");
    let no_file = verify_file(folder.path()).unwrap_err();
    assert!(matches!(no_file, RewardsError::Io { doing: Doing::Reading, .. }), "{no_file}");

    let path = folder.path().join("good.json");
    fs::write(&path, file()).unwrap();
    assert!(verify_file(&path).unwrap().verdict.honest);
}
