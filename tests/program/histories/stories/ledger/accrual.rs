//! Epochs: what a leaf does to a pool, and what records hold.

use super::{Ledger, PoolBook, RecordBook, K, LIFETIME};

impl PoolBook {
    /// Passes the next epoch, or one that was skipped.
    fn pass(&mut self, epoch: u64) {
        if self.skipped.remove(&epoch) {
            return;
        }
        assert_eq!(epoch, self.last + 1, "a story brings epochs in order");
        self.reach(epoch);
    }

    fn reach(&mut self, epoch: u64) {
        self.last = epoch;
        // The pool remembers as many skipped epochs as records live.
        self.skipped.retain(|skipped| skipped + LIFETIME > epoch);
        self.reward_rate.reach(epoch);
        self.usdc_rate.reach(epoch);
    }
}

impl Ledger {
    /// A record of the next epoch.
    pub fn commit(&mut self, totals: [u128; 2], has_roots: bool) {
        self.completed += 1;
        self.finalizing = false;
        self.records.insert(self.completed, RecordBook { remaining: totals, has_roots });
    }

    /// The newest record is taken back.
    pub fn revoke(&mut self) {
        self.records.remove(&self.completed);
        self.completed -= 1;
        self.finalizing = true;
    }

    /// An expired record is closed.
    pub fn reclaim(&mut self, epoch: u64) {
        let record = self.records.remove(&epoch).unwrap();
        self.reclaimed = [0, 1].map(|of| self.reclaimed[of] + record.remaining[of]);
    }

    /// A leaf's commission to the operator, the rest to the share holders; into a pool without shares only the commission.
    pub fn accrue(&mut self, pool: usize, epoch: u64, [reward, usdc]: [u128; 2]) {
        self.jump_over_expired(pool);
        let book = &mut self.pools[pool];
        book.pass(epoch);
        let record = self.records.get_mut(&epoch).unwrap();
        let commission = reward * book.reward_rate.active / 10_000;
        let usdc_commission = usdc * book.usdc_rate.active / 10_000;
        book.usdc_commission += usdc_commission;
        if book.shares == 0 {
            book.reward_commission += commission;
            record.remaining = [record.remaining[0] - commission, record.remaining[1] - usdc_commission];
            return;
        }
        record.remaining = [record.remaining[0] - reward, record.remaining[1] - usdc];
        let scaled = (usdc - usdc_commission) * K + book.remainder;
        book.index += scaled / book.shares;
        book.remainder = scaled % book.shares;
        book.delegator_usdc += usdc - usdc_commission;
        book.staked += reward - commission;
        book.uncollected += reward - commission;
        self.place_commission(pool, commission);
    }

    /// Staked for the operator if the pool does so and it buys a share; owed otherwise.
    fn place_commission(&mut self, pool: usize, commission: u128) {
        let book = &mut self.pools[pool];
        let bought = if book.auto_stake { commission * book.shares / book.staked } else { 0 };
        if bought == 0 {
            book.reward_commission += commission;
            return;
        }
        let operator = book.operator;
        book.staked += commission;
        book.uncollected += commission;
        book.shares += bought;
        self.settle(operator);
        self.holders[operator].shares += bought;
    }

    /// A pool passes an epoch that pays it nothing now.
    pub fn bypass(&mut self, pool: usize, epoch: u64) {
        self.jump_over_expired(pool);
        self.pools[pool].pass(epoch);
        if self.records[&epoch].has_roots {
            self.pools[pool].skipped.insert(epoch);
        }
    }

    /// SPEC section 6.7: a pool that is behind expired records jumps over them, a closed one not beyond its last epoch.
    pub fn jump_over_expired(&mut self, pool: usize) {
        let expired = self.last_expired();
        let book = &mut self.pools[pool];
        let to = book.closed_at.map_or(expired, |last| last.min(expired));
        if to > book.last {
            book.reach(to);
        }
    }
}
