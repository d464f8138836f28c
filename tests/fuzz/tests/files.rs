//! The files of the rewards tools: no input panics, and what is read is what was written (SPEC 14).

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use bolero::check;
use inference_staking_merkle::{node_hash, Leaf};
use inference_staking_rewards::serve::PoolProof;
use inference_staking_rewards::{
    read_metrics_csv, read_rewards_csv, read_tree, write_rewards_csv, write_tree, MetricsRow, RewardRow, RewardsTree,
    Score,
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
            assert_eq!(read_metrics_csv(metrics_text(&rows).as_bytes()).unwrap(), rows);
        }
        Err(error) => assert_names_a_line(&error.to_string(), error.line, bytes),
    });
}

/// The same rows with all decimals of every score.
fn metrics_text(rows: &[MetricsRow]) -> String {
    let one = 10u128.pow(Score::DECIMALS);
    let line = |row: &MetricsRow| {
        let (whole, rest) = (row.score.billionths() / one, row.score.billionths() % one);
        format!("{},{whole}.{rest:09},{}\n", row.pool, row.usdc_revenue)
    };
    format!("pool,score,usdc_revenue\n{}", rows.iter().map(line).collect::<String>())
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

#[test]
fn pool_proof() {
    check!().for_each(|bytes: &[u8]| {
        match PoolProof::from_json(bytes) {
            Ok(proof) => assert_leads_to_its_root(&proof),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
        let tree = drawn_tree(bytes);
        for row in tree.rows() {
            let reward_proof = tree.proof(&row.pool).unwrap();
            let (program_id, epoch, root, depth) = (tree.program_id(), tree.epoch(), tree.root(), tree.depth());
            let proof = PoolProof { program_id, epoch, pool: row.pool, root, depth, reward_proof };
            assert_leads_to_its_root(&proof);
            assert_no_other_amount_is_proven(proof);
        }
    });
}

/// Up to 16 pools with amounts from the bytes.
fn drawn_tree(bytes: &[u8]) -> RewardsTree {
    let mut rows = Vec::new();
    for (pool, chunk) in (1u8..=16).zip(bytes.chunks(8).chain([&[7][..]])) {
        let number = chunk.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
        // A sixteenth each, so that the sums fit.
        rows.push(RewardRow { pool: [pool; 32].into(), reward: number >> 4, usdc: number.rotate_left(32) >> 4 });
    }
    RewardsTree::from_rows([9; 32].into(), u64::from(bytes.first().copied().unwrap_or(0)), rows).unwrap()
}

/// Both sides of the wire read the same, and hashing up from the leaf ends at the root.
fn assert_leads_to_its_root(proof: &PoolProof) {
    let written = serde_json::to_vec(proof).unwrap();
    assert_eq!(&PoolProof::from_json(&written).unwrap(), proof);
    let found = &proof.reward_proof;
    let (program_id, pool) = (proof.program_id.to_bytes(), proof.pool.to_bytes());
    let leaf =
        Leaf { program_id: &program_id, epoch: proof.epoch, pool: &pool, reward: found.reward, usdc: found.usdc };
    let mut index = found.leaf_index;
    let root = found.siblings.iter().fold(leaf.hash(), |node, sibling| {
        let is_right = index % 2 == 1;
        index /= 2;
        if is_right {
            node_hash(sibling, &node)
        } else {
            node_hash(&node, sibling)
        }
    });
    assert_eq!((root, index, found.siblings.len()), (proof.root, 0, usize::from(proof.depth)));
}

fn assert_no_other_amount_is_proven(mut proof: PoolProof) {
    proof.reward_proof.reward += 1;
    assert!(PoolProof::from_json(&serde_json::to_vec(&proof).unwrap()).is_err());
    proof.reward_proof.reward -= 1;
    proof.epoch += 1;
    assert!(PoolProof::from_json(&serde_json::to_vec(&proof).unwrap()).is_err());
}
