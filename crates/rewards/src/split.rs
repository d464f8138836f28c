//! One leaf for each pool, in one tree or over several (SPEC 6).

use std::num::NonZeroUsize;

use solana_pubkey::Pubkey;

use crate::reward_row::RewardRow;
use crate::tree::RewardsTree;

/// Splits rows over so many trees by the addresses of their pools: all of one tree come before all of the next. The trees
/// have equally many rows, the first ones one more where it does not come out even. With fewer rows than trees some are empty.
pub fn split_by_address(mut rows: Vec<RewardRow>, trees: NonZeroUsize) -> Vec<Vec<RewardRow>> {
    rows.sort_unstable_by_key(|row| row.pool);
    let of_tree = |trees_left: usize| {
        let others = rows.split_off(rows.len().div_ceil(trees_left));
        std::mem::replace(&mut rows, others)
    };
    (1..=trees.get()).rev().map(of_tree).collect()
}

/// A pool that has a leaf in two of these trees: it could be paid by one of them only, and nobody could say by which.
pub fn pool_in_two_trees(trees: &[&RewardsTree]) -> Option<Pubkey> {
    if trees.len() < 2 {
        return None;
    }
    let mut pools: Vec<Pubkey> = trees.iter().flat_map(|tree| tree.rows()).map(|row| row.pool).collect();
    pools.sort_unstable();
    let mut pairs = pools.iter().zip(pools.iter().skip(1));
    pairs.find(|(pool, next)| pool == next).map(|(pool, _)| *pool)
}

#[cfg(test)]
#[allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
mod tests {
    use super::*;

    fn row(byte: u8) -> RewardRow {
        RewardRow { pool: Pubkey::from([byte; 32]), reward: u64::from(byte), usdc: 0 }
    }

    fn lengths(rows: u8, trees: usize) -> Vec<usize> {
        let rows = (0..rows).rev().map(row).collect();
        split_by_address(rows, NonZeroUsize::new(trees).unwrap()).iter().map(Vec::len).collect()
    }

    #[test]
    fn rows_are_spread_evenly() {
        assert_eq!(lengths(10, 1), [10]);
        assert_eq!(lengths(10, 5), [2; 5]);
        assert_eq!(lengths(11, 4), [3, 3, 3, 2]);
        assert_eq!(lengths(5, 4), [2, 1, 1, 1]);
        assert_eq!(lengths(2, 3), [1, 1, 0]);
        assert_eq!(lengths(0, 2), [0, 0]);
    }

    #[test]
    fn the_trees_follow_each_other_in_the_order_of_addresses() {
        let rows = [9, 2, 7, 1, 200].map(row).to_vec();
        let split = split_by_address(rows, NonZeroUsize::new(2).unwrap());
        assert_eq!(split, [[1, 2, 7].map(row).to_vec(), [9, 200].map(row).to_vec()]);
    }
}
