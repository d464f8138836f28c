//! SPEC 15.3: in a copy of the world every delegator leaves, with no proof and no operator, within
//! cooldown plus at most one withdrawal halt; then the operators close and leave, and nothing is stranded.

use inference_staking_model::{Actor, Holder, Lock, Mint, Operation as O, OverviewChange, RecordId, StakingRecord};

use crate::side_by_side::Trial;

const DAY: i64 = 86_400;
/// A withdrawal halt, SPEC 8.
const LONGEST_HALT: i64 = 14 * DAY;

impl Trial {
    /// Plays the exit in a copy, and comes back.
    ///
    /// # Panics
    /// If somebody does not get out, or not in time.
    pub fn everybody_leaves(&mut self, hostile: bool) {
        let saved = self.save();
        if hostile {
            self.halt_everything();
        }
        self.delegators_leave(hostile);
        if !hostile {
            self.operators_leave();
        }
        self.restore(saved);
    }

    /// What program admin and halt authorities can do at most to keep people in.
    fn halt_everything(&mut self) {
        let by = self.world.overview.program_admin;
        let halts = OverviewChange {
            parameters: self.world.overview.parameters.clone(),
            staking_halted: Some(true),
            accrual_halted: Some(true),
            withdrawals_halted: None,
            schedule: None,
            token_destination: None,
            usdc_destination: None,
        };
        self.must(&O::UpdateOverview { by, change: Box::new(halts) });
        if let Some(by) = self.world.overview.halt_authorities.first().copied() {
            for pool in self.world.pools.keys().copied().collect::<Vec<_>>() {
                self.must(&O::SetHalt { by, pool, halted: true });
            }
        }
    }

    /// Halts withdrawals, if it is not too soon.
    fn try_to_halt_withdrawals(&mut self) {
        let by = self.world.overview.program_admin;
        let change = OverviewChange {
            parameters: self.world.overview.parameters.clone(),
            staking_halted: None,
            accrual_halted: None,
            withdrawals_halted: Some(true),
            schedule: None,
            token_destination: None,
            usdc_destination: None,
        };
        drop(self.perform(&O::UpdateOverview { by, change: Box::new(change) }));
    }

    fn must(&mut self, operation: &O) {
        assert!(self.perform(operation).is_ok(), "{operation:?} must go through");
    }

    fn pass(&mut self, seconds: i64) {
        if let Ok(seconds) = u32::try_from(seconds) {
            self.must(&O::PassTime { seconds });
        }
    }

    fn is_operator(&self, record: RecordId) -> bool {
        self.world.operator_record(record.pool) == Some(record)
    }

    fn delegators(&self) -> Vec<RecordId> {
        self.world.staking_records.keys().copied().filter(|record| !self.is_operator(*record)).collect()
    }

    /// Those who locked their shares release them first, which is their own choice; then everybody goes at once. The worst
    /// time for a withdrawal halt is when the tickets mature.
    fn delegators_leave(&mut self, hostile: bool) {
        let leaving = self.delegators();
        let longest = leaving.iter().filter_map(|record| self.begin_unlock(*record)).max();
        self.pass(longest.unwrap_or(0));
        let began = self.world.now;
        leaving.iter().for_each(|record| self.unstake_all(*record));
        self.pass(self.last_maturity(&leaving) - self.world.now);
        if hostile {
            self.try_to_halt_withdrawals();
        }
        self.wait_out_halt();
        let cooldown = (self.last_maturity(&leaving) - began).max(0);
        assert!(self.world.now <= began + cooldown + LONGEST_HALT, "an exit takes longer than a cooldown and a halt");
        leaving.iter().for_each(|record| self.claim_all(*record));
        for record in leaving {
            self.must(&O::CloseRecord { by: record.owner, record });
        }
        for (id, pool) in &self.world.pools {
            let operators = &self.world.staking_records.get(&RecordId { pool: *id, owner: pool.operator });
            assert_eq!(
                pool.shares,
                operators.map_or(0, |record| record.shares),
                "only the operator stays in pool {id}"
            );
        }
    }

    /// Seconds until all shares are released; none without a lock.
    fn begin_unlock(&mut self, record: RecordId) -> Option<i64> {
        if self.world.locked_shares(record).unwrap() == 0 {
            return None;
        }
        if let Lock::Locked { .. } = self.world.staking_records[&record].lock {
            self.must(&O::BeginUnlock { by: record.owner, record });
        }
        match self.world.staking_records[&record].lock {
            Lock::Unlocking { duration, started_at, .. } => {
                Some(started_at + i64::try_from(duration).unwrap() - self.world.now)
            }
            _ => None,
        }
    }

    fn last_maturity(&self, records: &[RecordId]) -> i64 {
        let tickets = records.iter().flat_map(|id| self.world.staking_records[id].tickets).flatten();
        tickets.map(|ticket| ticket.claimable_from).max().unwrap_or(self.world.now)
    }

    fn wait_out_halt(&mut self) {
        if let Some(halt) = self.world.overview.withdrawal_halt {
            self.pass(halt.until - self.world.now);
        }
    }

    /// Shares and activating tokens go into one ticket. Whoever has four open ones joins the last.
    fn unstake_all(&mut self, record: RecordId) {
        let StakingRecord { shares, tickets, ref deposits, .. } = self.world.staking_records[&record];
        let activating = deposits.total();
        if shares > 0 || activating > 0 {
            let joins = tickets.iter().all(Option::is_some).then_some(3);
            self.must(&O::Unstake { by: record.owner, record, shares, activating, joins });
        }
    }

    fn claim_all(&mut self, record: RecordId) {
        let matured = self.world.staking_records[&record].matured(self.world.now);
        if matured > 0 {
            if self.world.pools[&record.pool].must_collect_before(matured) {
                self.must(&O::Collect { pool: record.pool });
            }
            self.must(&O::ClaimUnstake { record, signed: None });
        }
        if self.world.view(record).unwrap().claimable_usdc > 0 {
            self.must(&O::ClaimUsdc { by: record.owner, record, to: Holder::Wallet(record.owner) });
        }
    }

    /// Every pool that is not halted closes, its operator leaves with everything, and it owes nothing afterwards.
    fn operators_leave(&mut self) {
        let pools = self.world.pools.iter().filter(|(_, pool)| pool.halted_since.is_none());
        for id in pools.map(|(id, _)| *id).collect::<Vec<Actor>>() {
            let by = self.world.pools[&id].admin;
            if self.world.pools[&id].closed_at.is_none() {
                self.must(&O::ClosePool { by, pool: id });
            }
            let Some(record) = self.world.operator_record(id).filter(|id| self.world.staking_records.contains_key(id))
            else {
                continue;
            };
            self.unstake_all(record);
            self.pass(self.last_maturity(&[record]) - self.world.now);
            self.wait_out_halt();
            self.claim_all(record);
            self.withdraw_all(by, id);
            self.pass_last_epoch(id);
            if Some(self.passed(id)) >= self.world.pools[&id].closed_at {
                self.must(&O::CloseRecord { by: record.owner, record });
            }
            self.assert_nothing_stranded(by, id);
        }
    }

    fn withdraw_all(&mut self, by: Actor, id: Actor) {
        let pool = self.world.pools[&id].clone();
        for (mint, owed) in [(Mint::Stake, pool.reward_commission), (Mint::Usdc, pool.usdc_commission)] {
            if owed > 0 {
                self.must(&O::WithdrawCommission { by, pool: id, mint, to: Holder::Wallet(by) });
            }
        }
    }

    /// Epochs without roots until the pool has passed the one it closed at.
    fn pass_last_epoch(&mut self, id: Actor) {
        let (Some(by), Some(last)) =
            (self.world.overview.reward_authorities.first().copied(), self.world.pools[&id].closed_at)
        else {
            return;
        };
        if self.world.overview.accrual_halted {
            return;
        }
        let ahead = last.saturating_sub(self.world.overview.completed_epoch);
        for _ in 0..ahead {
            if !self.world.overview.finalizing {
                self.pass(self.world.earliest_mark().map_or(0, |from| from - self.world.now));
                self.must(&O::Mark { by, epoch: self.world.overview.completed_epoch + 1 });
            }
            self.must(&O::CreateRewardRecord { by, roots: vec![], depths_given: 0, rewards: 0, usdc: 0 });
        }
        let completed = self.world.overview.completed_epoch;
        assert!(completed >= last, "{ahead} records did not bring epoch {last} of pool {id}, only {completed}");
        self.pass(self.world.overview.newest_claimable_from.map_or(0, |from| from - self.world.now));
        self.wait_out_halt();
        let behind = last.saturating_sub(self.passed(id));
        for _ in 0..behind {
            let epoch = self.passed(id) + 1;
            self.pass(self.world.bypass_from(&self.world.reward_records[&epoch]) - self.world.now);
            self.must(&O::Bypass { pool: id, epoch });
        }
        let passed = self.passed(id);
        assert!(passed >= last, "{behind} bypasses did not bring pool {id} to epoch {last}, only to {passed}");
    }

    /// The last epoch that the pool has passed, or that has expired.
    fn passed(&self, id: Actor) -> u64 {
        self.world.pools[&id].passed_epoch.max(self.world.overview.last_expired(self.world.now))
    }

    /// Only USDC dust may be left, which the admin sweeps once the pool has passed its last epoch.
    fn assert_nothing_stranded(&mut self, by: Actor, id: Actor) {
        let pool = self.world.pools[&id].clone();
        let in_vault = [pool.staked, pool.shares, pool.unstaking, pool.activating];
        assert_eq!((in_vault, pool.uncollected_rewards, pool.settled_usdc), ([0; 4], 0, 0), "stranded in pool {id}");
        if Some(self.passed(id)) >= pool.closed_at && pool.delegator_usdc > 0 {
            self.must(&O::Sweep { by, pool: id, to: Holder::Wallet(by) });
            assert_eq!(self.world.pools[&id].delegator_usdc, 0, "USDC stranded in pool {id}");
        }
    }
}
