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

    /// Whether `amount` of `T + U` can only be paid once the rewards are collected.
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

    /// What the pool vault holds beyond `T + U - uncollected_rewards` goes to the global reward vault.
    pub(crate) fn sweep_surplus(&mut self, id: Actor) -> Result<(), Broken> {
        let pool = self.pool(id)?;
        let holds = self.tokens.balance(Holder::PoolVault(id));
        let has_to = pool.owed() - u128::from(pool.uncollected_rewards);
        let surplus = u64::try_from(u128::from(holds) - has_to).unwrap_or(0);
        let mut broken = Broken::default();
        broken.unless(surplus > 0, Rule::VaultSurplus);
        broken.check()?;
        self.pool_mut(id)?.events += 1;
        self.tokens.pay(Holder::PoolVault(id), Holder::GlobalVault, surplus)
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
