//! Pool vaults (SPEC 4).

use crate::broken::Broken;
use crate::ledger::Holder;
use crate::names::Actor;
use crate::rule::Rule;
use crate::state::Pool;
use crate::world::World;

impl Pool {
    /// `T + U`.
    fn owed(&self) -> u128 {
        u128::from(self.staked) + u128::from(self.unstaking)
    }

    /// Whether `amount` of `T + U` can only leave it once the rewards are collected.
    pub fn must_collect_before(&self, amount: u64) -> bool {
        u128::from(self.uncollected_rewards) + u128::from(amount) > self.owed()
    }
}

impl World {
    /// Moves what is uncollected into the pool vault. Nothing to move is no mistake, and no event.
    pub(crate) fn collect(&mut self, id: Actor) -> Result<(), Broken> {
        let pool = self.pool_mut(id)?;
        let amount = std::mem::take(&mut pool.uncollected_rewards);
        pool.events += u64::from(amount > 0);
        self.tokens.pay(Holder::GlobalVault, Holder::PoolVault(id), amount)
    }

    /// What the pool vault holds beyond `T + U + A - uncollected_rewards` goes to the global reward vault.
    pub(crate) fn sweep_surplus(&mut self, id: Actor) -> Result<(), Broken> {
        let pool = self.pool(id)?;
        let holds = self.tokens.balance(Holder::PoolVault(id));
        let has_to = pool.owed() + u128::from(pool.activating) - u128::from(pool.uncollected_rewards);
        let surplus = u64::try_from(u128::from(holds) - has_to).unwrap_or(0);
        let mut broken = Broken::default();
        broken.unless(surplus > 0, Rule::VaultSurplus);
        broken.check()?;
        self.pool_mut(id)?.events += 1;
        self.tokens.pay(Holder::PoolVault(id), Holder::GlobalVault, surplus)
    }

    /// SPEC 4: what the global reward vault holds beyond its liability leaves, once the schedule is over and long enough ago.
    pub(crate) fn withdraw_reward_surplus(&mut self, by: Actor, to: Holder) -> Result<(), Broken> {
        let overview = &self.overview;
        let mut broken = Broken::default();
        broken.unless(by == overview.program_admin, Rule::ProgramAdmin);
        broken.unless(overview.withdrawals_open(self.now), Rule::WithdrawalsOpen);
        broken.unless(!self.schedule_still_issues(), Rule::ScheduleOver);
        let last_rewarded = overview.rewarded_epochs.last().copied().unwrap_or(0);
        broken.unless(overview.completed_epoch >= last_rewarded + 128, Rule::RewardsLongAgo);
        broken.unless(matches!(to, Holder::Wallet(_)), Rule::Destination);
        let holds = u128::from(self.tokens.balance(Holder::GlobalVault));
        let surplus = u64::try_from(holds - self.reward_liability()).unwrap_or(0);
        broken.unless(surplus > 0, Rule::RewardSurplus);
        broken.check()?;
        self.tokens.pay(Holder::GlobalVault, to, surplus)
    }

    /// Whether an epoch that is not completed issues anything. A budget of nothing is followed by none, but in a table, which
    /// has at most 8.
    fn schedule_still_issues(&self) -> bool {
        let next = self.overview.completed_epoch + 1;
        let n = self.overview.schedules.first().map_or(1, |first| first.schedule.epochs_per_period);
        // The rest of this period, and the first epoch of the next ones, which has the most of its budget.
        let this_period = (next..next + n).take_while(|epoch| (epoch - 1) / n == (next - 1) / n);
        let later = (1..=8).map(|later| ((next - 1) / n + later) * n + 1);
        this_period.chain(later).any(|epoch| self.emission(epoch) > 0)
    }

    /// Out of the pool vault alone: what stays of `T + U` has to cover what is uncollected.
    pub(crate) fn pay_principal(&mut self, id: Actor, to: Holder, amount: u64) -> Result<(), Broken> {
        let mut broken = Broken::default();
        broken.unless(!self.pool(id)?.must_collect_before(amount), Rule::RewardsCollected);
        broken.check()?;
        self.pool_mut(id)?.unstaking -= amount;
        self.tokens.pay(Holder::PoolVault(id), to, amount)
    }
}
