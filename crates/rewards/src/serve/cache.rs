//! Trees in memory, as many as the limit allows.

use std::sync::Arc;

use inference_staking_merkle::Hash;
use lru::LruCache;

use crate::tree::RewardsTree;

/// Trees by root. The one used longest ago goes first when there are too many leaves.
pub(super) struct TreeCache {
    trees: LruCache<Hash, Arc<RewardsTree>>,
    leaves: usize,
    max_leaves: usize,
}

impl TreeCache {
    pub(super) fn new(max_leaves: usize) -> Self {
        Self { trees: LruCache::unbounded(), leaves: 0, max_leaves }
    }

    pub(super) fn get(&mut self, root: &Hash) -> Option<Arc<RewardsTree>> {
        self.trees.get(root).cloned()
    }

    /// Adds a tree. It stays even if it alone has more leaves than the limit: else each request would read it anew.
    pub(super) fn insert(&mut self, tree: Arc<RewardsTree>) {
        self.leaves = self.leaves.saturating_add(tree.rows().len());
        if let Some(replaced) = self.trees.put(tree.root(), tree) {
            self.leaves = self.leaves.saturating_sub(replaced.rows().len());
        }
        while self.leaves > self.max_leaves && self.trees.len() > 1 {
            let Some((_, tree)) = self.trees.pop_lru() else { break };
            self.leaves = self.leaves.saturating_sub(tree.rows().len());
        }
    }

    /// Leaves of all trees in memory.
    pub(super) fn leaves(&self) -> usize {
        self.leaves
    }
}

#[cfg(test)]
mod tests {
    use solana_pubkey::Pubkey;

    use super::*;
    use crate::reward_row::RewardRow;

    fn tree(epoch: u64, leaves: u8) -> Arc<RewardsTree> {
        let row = |byte| RewardRow { pool: Pubkey::from([byte; 32]), reward: 1, usdc: 0 };
        Arc::new(RewardsTree::from_rows(Pubkey::default(), epoch, (0..leaves).map(row).collect()).unwrap())
    }

    #[test]
    fn what_was_used_longest_ago_goes_first() {
        let mut cache = TreeCache::new(10);
        let (a, b, c) = (tree(1, 4), tree(2, 4), tree(3, 4));
        cache.insert(a.clone());
        cache.insert(b.clone());
        assert!(cache.get(&a.root()).is_some());
        cache.insert(c.clone());
        assert_eq!(cache.leaves(), 8);
        assert!(cache.get(&b.root()).is_none());
        assert!(cache.get(&a.root()).is_some() && cache.get(&c.root()).is_some());
    }

    #[test]
    fn a_tree_beyond_the_limit_is_alone() {
        let mut cache = TreeCache::new(10);
        let (small, large) = (tree(1, 4), tree(2, 20));
        cache.insert(small.clone());
        cache.insert(large.clone());
        assert_eq!(cache.leaves(), 20);
        assert!(cache.get(&small.root()).is_none() && cache.get(&large.root()).is_some());
        cache.insert(small.clone());
        assert_eq!(cache.leaves(), 4);
    }

    #[test]
    fn the_same_tree_counts_once() {
        let mut cache = TreeCache::new(10);
        cache.insert(tree(1, 4));
        cache.insert(tree(1, 4));
        assert_eq!(cache.leaves(), 4);
    }
}
