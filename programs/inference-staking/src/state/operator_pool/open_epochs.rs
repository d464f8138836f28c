//! Which epochs a pool has open: passed, skipped, still to pass. Clients ask; the answers are those of the transitions in
//! epochs.rs. Nothing of this file is in the built program.

use core::ops::RangeInclusive;

use super::account::OperatorPool;
use super::epochs::bit_of;
use crate::state::pool_overview::PoolOverview;

impl OperatorPool {
    /// Whether `epoch` was skipped and not accrued since. Once it has expired, it can be accrued no more.
    pub fn has_skipped(&self, epoch: u64) -> bool {
        let age = self.reward_last_claimed_epoch.checked_sub(epoch);
        age.is_some_and(|age| self.skipped_epochs.get() & bit_of(age) != 0)
    }

    /// Whether a leaf of `epoch` may be the pool's: it had joined, and was not closed before (SPEC 14).
    pub fn takes_part_in(&self, epoch: u64) -> bool {
        self.joined_epoch <= epoch && self.until_close(epoch) == epoch
    }

    /// The last epoch that has a record and in which the pool takes part: `E`, or `C` if the pool closed before.
    pub fn last_epoch(&self, overview: &PoolOverview) -> u64 {
        self.until_close(overview.completed_reward_epoch)
    }

    /// Epochs that the pool has to pass in order, oldest first, without expired ones, over which it jumps. Empty if it has
    /// passed all that are complete.
    pub fn epochs_ahead(&self, overview: &PoolOverview, now: i64) -> RangeInclusive<u64> {
        let expired = self.until_close(overview.last_expired_epoch(now));
        let passed = self.reward_last_claimed_epoch.max(expired);
        passed.saturating_add(1)..=self.last_epoch(overview)
    }

    /// The epoch that an accrual or a bypass passes next, if there is one.
    pub fn next_epoch(&self, overview: &PoolOverview, now: i64) -> Option<u64> {
        self.epochs_ahead(overview, now).next()
    }

    /// How many epochs the pool has to pass.
    pub fn epochs_behind(&self, overview: &PoolOverview, now: i64) -> u64 {
        let ahead = self.epochs_ahead(overview, now);
        ahead.end().saturating_add(1).saturating_sub(*ahead.start())
    }

    /// Epochs that were skipped and can still be accrued, oldest first.
    pub fn skipped_open_epochs(&self, overview: &PoolOverview, now: i64) -> impl Iterator<Item = u64> {
        let (last, skipped) = (self.reward_last_claimed_epoch, self.skipped_epochs.get());
        let last_expired = overview.last_expired_epoch(now);
        let ages = (0..u64::from(u128::BITS)).rev().filter(move |age| skipped & bit_of(*age) != 0);
        ages.filter_map(move |age| last.checked_sub(age)).filter(move |epoch| *epoch > last_expired)
    }

    /// All epochs that the pool can still accrue, oldest first: those it skipped, then those it has to pass in order.
    pub fn open_epochs(&self, overview: &PoolOverview, now: i64) -> impl Iterator<Item = u64> {
        self.skipped_open_epochs(overview, now).chain(self.epochs_ahead(overview, now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A moment at which every record of `overview` is claimable, and one at which its newest waits.
    const NOW: i64 = 1_000;
    const EARLIER: i64 = 999;

    fn overview(completed_reward_epoch: u64) -> PoolOverview {
        PoolOverview { completed_reward_epoch, newest_claimable_from: NOW, ..bytemuck::Zeroable::zeroed() }
    }

    fn pool(last: u64, skipped: u128, closed_at_epoch: u64) -> OperatorPool {
        OperatorPool {
            reward_last_claimed_epoch: last,
            skipped_epochs: skipped.into(),
            closed_at_epoch,
            ..bytemuck::Zeroable::zeroed()
        }
    }

    fn open(pool: &OperatorPool, completed: u64) -> Vec<u64> {
        pool.open_epochs(&overview(completed), NOW).collect()
    }

    #[test]
    fn a_pool_that_has_passed_everything_has_nothing_open() {
        for (pool, completed) in [(pool(0, 0, 0), 0), (pool(6, 0, 0), 6), (pool(7, 0, 0), 6), (pool(5, 0, 5), 9)] {
            assert_eq!(open(&pool, completed), [0u64; 0]);
            assert_eq!(pool.next_epoch(&overview(completed), NOW), None);
            assert_eq!(pool.epochs_behind(&overview(completed), NOW), 0);
        }
    }

    #[test]
    fn skipped_epochs_come_before_those_ahead() {
        // 3 is passed, 2 was skipped, and 4 to 6 are ahead.
        let behind = pool(3, 0b10, 0);
        assert_eq!(open(&behind, 6), [2, 4, 5, 6]);
        assert_eq!(behind.skipped_open_epochs(&overview(6), NOW).collect::<Vec<_>>(), [2]);
        assert_eq!(behind.next_epoch(&overview(6), NOW), Some(4));
        assert_eq!(behind.epochs_behind(&overview(6), NOW), 3);
        let passed = [1, 2, 3, 4].map(|epoch| (behind.has_passed(epoch), behind.has_skipped(epoch)));
        assert_eq!(passed, [(true, false), (true, true), (true, false), (false, false)]);
    }

    #[test]
    fn a_closed_pool_has_nothing_open_after_its_close() {
        let closed = pool(3, 0b10, 5);
        assert_eq!(open(&closed, 4), [2, 4]);
        assert_eq!(open(&closed, 9), [2, 4, 5]);
        assert_eq!((closed.last_epoch(&overview(9)), closed.epochs_behind(&overview(9), NOW)), (5, 2));
        // 5 and everything before has expired.
        assert_eq!(open(&closed, 5 + 128), [0u64; 0]);
    }

    #[test]
    fn a_pool_takes_part_from_its_first_epoch_to_that_of_its_close() {
        let open = OperatorPool { joined_epoch: 3, ..pool(2, 0, 0) };
        let closed = OperatorPool { joined_epoch: 3, ..pool(2, 0, 5) };
        let taken = [2, 3, 5, 6].map(|epoch| (open.takes_part_in(epoch), closed.takes_part_in(epoch)));
        assert_eq!(taken, [(false, false), (true, true), (true, true), (true, false)]);
    }

    #[test]
    fn expired_epochs_are_neither_ahead_nor_caught_up() {
        // Of 140 epochs the first 12 have expired.
        assert_eq!(open(&pool(3, 0b10, 0), 140), (13..=140).collect::<Vec<_>>());
        assert_eq!(open(&pool(14, 0b110, 0), 140), [vec![13], (15..=140).collect()].concat());
        assert_eq!(pool(3, 0, 0).next_epoch(&overview(140), NOW), Some(13));
        assert_eq!(pool(3, 0, 0).epochs_behind(&overview(140), NOW), 128);
    }

    #[test]
    fn while_the_newest_record_waits_it_makes_none_expire() {
        // Of 140 epochs 139 are claimable: the first 11 have expired, and 12 is open beside the 128 others.
        assert_eq!(
            pool(3, 0b10, 0).open_epochs(&overview(140), EARLIER).collect::<Vec<_>>(),
            (12..=140).collect::<Vec<_>>()
        );
        let skipped = pool(14, 0b110, 0);
        assert_eq!(skipped.skipped_open_epochs(&overview(140), EARLIER).collect::<Vec<_>>(), [12, 13]);
        assert_eq!(pool(3, 0, 0).next_epoch(&overview(140), EARLIER), Some(12));
        assert_eq!(pool(3, 0, 0).epochs_behind(&overview(140), EARLIER), 129);
        // Neither is there an epoch before the first.
        assert_eq!((overview(0).last_expired_epoch(EARLIER), overview(128).last_expired_epoch(EARLIER)), (0, 0));
    }

    #[test]
    fn an_epoch_of_another_age_than_the_bitmap_holds_is_not_skipped() {
        let all = pool(200, u128::MAX, 0);
        assert!(all.has_skipped(200) && all.has_skipped(73));
        assert!(!all.has_skipped(72) && !all.has_skipped(201));
        // The bitmap of a young pool reaches beyond the first epoch.
        assert_eq!(open(&pool(2, u128::MAX, 0), 2), [1, 2]);
    }

    #[test]
    fn what_is_open_is_what_the_transitions_take() {
        let overview = overview(140);
        let before = pool(14, 0b110, 0);
        for (epoch, now) in (1..=145).flat_map(|epoch| [(epoch, NOW), (epoch, EARLIER)]) {
            let mut pool = before;
            pool.pass_expired(overview.last_expired_epoch(now));
            let taken = !overview.is_expired(epoch, now) && epoch <= 140 && pool.pass_epoch(epoch).is_ok();
            let is_offered = before.next_epoch(&overview, now) == Some(epoch)
                || before.skipped_open_epochs(&overview, now).any(|skipped| skipped == epoch);
            assert_eq!(taken, is_offered, "epoch {epoch} at {now}");
        }
    }
}
