//! Which payouts need the pool's rewards in its vault first (SPEC 4). Clients ask; the rule itself is `require_rewards_collected`.
//! Nothing of this file is in the built program.

use super::account::OperatorPool;

impl OperatorPool {
    /// Whether rewards have to be collected before `amount` can be paid out of `T + U`: for clients, who then put that
    /// instruction in front.
    pub fn must_collect_before(&self, amount: u64) -> bool {
        let owed = u128::from(self.total_staked_amount).saturating_add(u128::from(self.total_unstaking));
        owed < u128::from(self.uncollected_rewards).saturating_add(u128::from(amount))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(total_staked_amount: u64, total_unstaking: u64, uncollected_rewards: u64) -> OperatorPool {
        OperatorPool { total_staked_amount, total_unstaking, uncollected_rewards, ..bytemuck::Zeroable::zeroed() }
    }

    #[test]
    fn what_a_payout_leaves_of_t_and_u_is_to_cover_what_is_uncollected() {
        // 6 of 6 + 4 are collected.
        assert!(!pool(6, 4, 4).must_collect_before(6));
        assert!(pool(6, 4, 4).must_collect_before(7));
        assert!(!pool(6, 4, 0).must_collect_before(10));
        assert!(!pool(0, 0, 0).must_collect_before(0));
    }

    #[test]
    fn sums_beyond_a_u64_are_told_apart() {
        assert!(!pool(u64::MAX, u64::MAX, u64::MAX).must_collect_before(u64::MAX));
        assert!(pool(u64::MAX, 0, u64::MAX).must_collect_before(1));
    }
}
