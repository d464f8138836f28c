//! The program admin's operations, and pool halts.

use crate::broken::Broken;
use crate::emission::InForce;
use crate::ledger::Holder;
use crate::names::Actor;
use crate::rule::Rule;
use crate::settings::{AuthorityChange, OverviewChange};
use crate::state::WithdrawalHalt;
use crate::world::World;

const DAY: i64 = 86_400;

impl World {
    pub(crate) fn update_overview(&mut self, by: Actor, change: &OverviewChange) -> Result<(), Broken> {
        let mut broken = Broken::default();
        broken.unless(by == self.overview.program_admin, Rule::ProgramAdmin);
        change.parameters.note_broken(self.overview.is_test_network, &mut broken);
        for destination in [change.token_destination, change.usdc_destination].into_iter().flatten() {
            broken.unless(matches!(destination, Holder::Wallet(_)), Rule::SlashingDestination);
        }
        self.halt_withdrawals(change.withdrawals_halted, &mut broken);
        if let Some(schedule) = &change.schedule {
            self.note_broken_change(schedule, &mut broken);
        }
        broken.check()?;
        let now = self.now;
        let overview = &mut self.overview;
        overview.parameters = change.parameters.clone();
        overview.staking_halted = change.staking_halted.unwrap_or(overview.staking_halted);
        if overview.accrual_halted && change.accrual_halted == Some(false) {
            overview.accrual_resumed_at = Some(now);
        }
        overview.accrual_halted = change.accrual_halted.unwrap_or(overview.accrual_halted);
        overview.token_destination = change.token_destination.unwrap_or(overview.token_destination);
        overview.usdc_destination = change.usdc_destination.unwrap_or(overview.usdc_destination);
        if let Some(schedule) = &change.schedule {
            let from_period = overview.completed_epoch / schedule.epochs_per_period;
            overview.schedules.push(InForce { from_period, schedule: schedule.clone() });
        }
        Ok(())
    }

    /// SPEC 8: ends by itself after 14 days, and cannot be set again for 7 days after it ended.
    fn halt_withdrawals(&mut self, halted: Option<bool>, broken: &mut Broken) {
        let now = self.now;
        match halted {
            Some(true) => {
                let again = self.overview.withdrawal_halt.is_none_or(|halt| now >= halt.again_from);
                broken.unless(again, Rule::WithdrawalHaltPause);
                let (until, again_from) = (now + 14 * DAY, now + 21 * DAY);
                self.overview.withdrawal_halt = Some(WithdrawalHalt { until, again_from });
            }
            Some(false) if !self.overview.withdrawals_open(now) => {
                self.overview.withdrawal_halt = Some(WithdrawalHalt { until: now, again_from: now + 7 * DAY });
            }
            _ => {}
        }
    }

    /// SPEC 11: only at a period start, only downwards, only ahead of the period.
    fn note_broken_change(&self, new: &crate::emission::Schedule, broken: &mut Broken) {
        new.note_broken(broken);
        let Some(old) = self.overview.schedules.last() else { return };
        let n = old.schedule.epochs_per_period;
        let at_start = !self.overview.finalizing && self.overview.completed_epoch.is_multiple_of(n);
        broken.unless(at_start, Rule::ScheduleAtPeriodStart);
        broken.unless(new.lowers(&old.schedule, self.overview.completed_epoch / n), Rule::ScheduleDownwards);
    }

    pub(crate) fn update_authorities(&mut self, by: Actor, change: &AuthorityChange) -> Result<(), Broken> {
        let mut broken = Broken::default();
        broken.unless(by == self.overview.program_admin, Rule::ProgramAdmin);
        for keys in [&change.reward, &change.halt, &change.slashing].into_iter().flatten() {
            broken.unless(keys.len() <= 5, Rule::AuthorityCount);
            broken.unless(keys.iter().all(Option::is_some), Rule::AuthorityNotZero);
            let repeated = keys.iter().enumerate().any(|(i, key)| key.is_some() && keys[..i].contains(key));
            broken.unless(!repeated, Rule::AuthorityOnce);
        }
        broken.check()?;
        let keys =
            |given: &Option<Vec<Option<Actor>>>| given.as_ref().map(|keys| keys.iter().flatten().copied().collect());
        let overview = &mut self.overview;
        overview.reward_authorities = keys(&change.reward).unwrap_or(std::mem::take(&mut overview.reward_authorities));
        overview.halt_authorities = keys(&change.halt).unwrap_or(std::mem::take(&mut overview.halt_authorities));
        overview.slashing_authorities =
            keys(&change.slashing).unwrap_or(std::mem::take(&mut overview.slashing_authorities));
        overview.pending_program_admin = change.pending_admin.unwrap_or(overview.pending_program_admin);
        Ok(())
    }

    pub(crate) fn accept_program_admin(&mut self, by: Actor) -> Result<(), Broken> {
        let mut broken = Broken::default();
        broken.unless(self.overview.pending_program_admin == Some(by), Rule::PendingProgramAdmin);
        broken.check()?;
        self.overview.program_admin = by;
        self.overview.pending_program_admin = None;
        Ok(())
    }

    pub(crate) fn set_halt(&mut self, by: Actor, pool: Actor, halted: bool) -> Result<(), Broken> {
        self.pool(pool)?;
        let mut broken = Broken::default();
        broken.unless(self.overview.halt_authorities.contains(&by), Rule::HaltAuthority);
        broken.check()?;
        let (now, delay) = (self.now, self.overview.parameters.slashing_delay);
        let pool = self.pool_mut(pool)?;
        // Halting again keeps the first time, and the delay of then.
        if !halted {
            (pool.halted_since, pool.slashing_delay_at_halt) = (None, 0);
        } else if pool.halted_since.is_none() {
            (pool.halted_since, pool.slashing_delay_at_halt) = (Some(now), delay);
        }
        pool.events += 1;
        Ok(())
    }
}
