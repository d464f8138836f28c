//! The files of the rewards tools: no input panics, and what is read is what was written (SPEC section 14).

use bolero::check;
use inference_staking_rewards::{
    read_metrics_csv, read_rewards_csv, read_tree, write_rewards_csv, write_tree, RewardsTree, Score,
};

#[test]
fn metrics_csv() {
    check!().for_each(|bytes: &[u8]| match read_metrics_csv(bytes) {
        Ok(rows) => {
            let usdc: u128 = rows.iter().map(|row| u128::from(row.usdc_revenue)).sum();
            assert!(usdc <= u128::from(u64::MAX));
            // The whole part of a score is a u64.
            let one = 10u128.pow(Score::DECIMALS);
            assert!(rows.iter().all(|row| row.score.billionths() / one <= u128::from(u64::MAX)));
            assert_each_once(rows.iter().map(|row| row.pool.to_bytes()));
        }
        Err(error) => assert_names_a_line(&error.to_string(), error.line, bytes),
    });
}

#[test]
fn rewards_csv() {
    check!().for_each(|bytes: &[u8]| match read_rewards_csv(bytes) {
        Ok(rows) => {
            let reward: u128 = rows.iter().map(|row| u128::from(row.reward)).sum();
            let usdc: u128 = rows.iter().map(|row| u128::from(row.usdc)).sum();
            assert!(reward.max(usdc) <= u128::from(u64::MAX));
            assert_each_once(rows.iter().map(|row| row.pool.to_bytes()));
            let mut written = Vec::new();
            write_rewards_csv(&mut written, &rows).unwrap();
            assert_eq!(read_rewards_csv(&written[..]).unwrap(), rows);
        }
        Err(error) => assert_names_a_line(&error.to_string(), error.line, bytes),
    });
}

fn assert_each_once(pools: impl Iterator<Item = [u8; 32]>) {
    let mut pools: Vec<_> = pools.collect();
    pools.sort_unstable();
    assert!(pools.windows(2).all(|pair| pair[0] != pair[1]), "a pool was taken twice");
}

/// Every refusal says something, and where: at most one line behind the last.
fn assert_names_a_line(message: &str, line: u64, bytes: &[u8]) {
    let lines = bytes.iter().filter(|byte| matches!(byte, b'\n' | b'\r')).count();
    assert!(line >= 1 && line <= u64::try_from(lines).unwrap() + 1, "line {line} of {lines}");
    assert!(message.contains(&line.to_string()), "{message}");
}

#[test]
fn tree_file() {
    check!().for_each(|bytes: &[u8]| match read_tree(bytes) {
        Ok(tree) => {
            // One text per tree: only white space and the order of keys may differ.
            let again = read_tree(&written(&tree)[..]).unwrap();
            assert_eq!((again.root(), again.depth(), again.rows()), (tree.root(), tree.depth(), tree.rows()));
            assert_each_once(tree.rows().iter().map(|row| row.pool.to_bytes()));
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    });
}

fn written(tree: &RewardsTree) -> Vec<u8> {
    let mut out = Vec::new();
    write_tree(tree, &mut out).unwrap();
    out
}
