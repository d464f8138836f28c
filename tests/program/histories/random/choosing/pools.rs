//! What operators do, and what is done to their pools.

use inference_staking_model::{Actor, Holder, Mint, Operation as O, PoolChange, PoolSettings};

use super::Choosing;
use crate::random::cast::OPERATORS;
use crate::random::steps::About;

impl Choosing<'_> {
    pub(super) fn of_pool(&self, about: About) -> Option<Vec<O>> {
        let operation = match about {
            About::CreatePool => {
                let new = (0..OPERATORS).find(|by| !self.world.pools.contains_key(by));
                let by = new.filter(|_| !self.step.is_hostile()).unwrap_or(self.anybody());
                Some(O::CreatePool { by, settings: self.settings() })
            }
            About::UpdatePool => self.update_pool(),
            About::PoolAdmin => self.hand_over(),
            About::RotateRecord => return Some(self.rotate()),
            About::WithdrawCommission => self.withdraw(),
            About::ClosePool => {
                // Mostly not the first pool, so that something goes on.
                let open = |pool| pool != 0 && self.world.pools[&pool].closed_at.is_none();
                self.pool_that(open).map(|pool| {
                    let of = &self.world.pools[&pool];
                    let right = if self.step.variant(1, 3) { of.operator } else { of.admin };
                    O::ClosePool { by: self.by(right), pool }
                })
            }
            About::Collect => {
                let pool = self.pool_that(|pool| self.world.pools[&pool].uncollected_rewards > 0);
                // Mostly a pool that there is.
                pool.map(|pool| O::Collect { pool: if self.step.is_hostile() { self.anybody() } else { pool } })
            }
            About::SweepSurplus => return Some(self.sweep_surplus()),
            About::Sweep => {
                let pool = self.pool_that(|pool| self.world.pools[&pool].closed_at.is_some());
                pool.map(|pool| O::Sweep { by: self.admin(pool), pool, to: self.destination(pool) })
            }
            About::PoolHalt => self.pool_that(|pool| self.is_halted(pool) == self.step.variant(0, 3)).map(|pool| {
                let halted = !self.step.how.is_multiple_of(3);
                O::SetHalt { by: self.authority(&self.world.overview.halt_authorities), pool, halted }
            }),
            About::Slash => return Some(self.slash()),
            _ => return None,
        };
        Some(operation.into_iter().collect())
    }

    fn is_halted(&self, pool: Actor) -> bool {
        self.world.pools[&pool].halted_since.is_some()
    }

    fn admin(&self, pool: Actor) -> Actor {
        self.by(self.world.pools[&pool].admin)
    }

    /// One of the list, or anybody.
    pub(super) fn authority(&self, list: &[Actor]) -> Actor {
        let some = list.get(usize::from(self.step.whom) % list.len().max(1)).copied();
        self.by(some.unwrap_or(self.anybody()))
    }

    fn settings(&self) -> PoolSettings {
        let maximum = self.world.overview.parameters.max_commission_bps;
        let over = u16::from(self.step.is_hostile());
        PoolSettings {
            reward_bps: if self.step.variant(0, 4) { maximum + over } else { self.step.how % (maximum + 1) },
            usdc_bps: if self.step.variant(1, 4) { maximum } else { self.step.whom % (maximum + 1) },
            auto_stake: self.step.whom.is_multiple_of(2),
            delegation_allowed: !self.step.whom.is_multiple_of(5),
            name: self.step.how,
            metadata_uri: self.step.whom,
            max_registration_fee: self.world.overview.parameters.registration_fee.saturating_sub(over.into()),
        }
    }

    fn update_pool(&self) -> Option<O> {
        let pool = self.any_pool()?;
        let settings = self.settings();
        let active = self.world.pools[&pool].reward_commission_rate.active;
        let change = match self.step.how % 8 {
            0 => PoolChange { reward_bps: Some(settings.reward_bps), ..PoolChange::default() },
            1 => PoolChange { usdc_bps: Some(settings.usdc_bps), ..PoolChange::default() },
            2 => PoolChange { reward_bps: Some(active), ..PoolChange::default() },
            3 => PoolChange { auto_stake: Some(settings.auto_stake), ..PoolChange::default() },
            4 => PoolChange { delegation_allowed: Some(settings.delegation_allowed), ..PoolChange::default() },
            5 => PoolChange { name: Some(settings.name), ..PoolChange::default() },
            6 => PoolChange { metadata_uri: Some(settings.metadata_uri), ..PoolChange::default() },
            _ => PoolChange {
                reward_bps: Some(settings.usdc_bps),
                usdc_bps: Some(settings.reward_bps),
                auto_stake: Some(true),
                delegation_allowed: Some(true),
                name: Some(settings.metadata_uri),
                metadata_uri: Some(settings.name),
            },
        };
        Some(O::UpdatePool { by: self.admin(pool), pool, change })
    }

    fn hand_over(&self) -> Option<O> {
        let pool = self.any_pool()?;
        let pending = self.world.pools[&pool].pending_admin;
        match pending {
            Some(pending) if !self.step.variant(0, 4) => Some(O::AcceptPoolAdmin { by: self.by(pending), pool }),
            _ => {
                let new_admin = (!self.step.variant(1, 8)).then_some(self.anybody());
                Some(O::ProposePoolAdmin { by: self.admin(pool), pool, new_admin })
            }
        }
    }

    /// To the richest other record, or to anybody's. Sometimes the operator first unstakes what it has more than that: its
    /// tickets still count. Or the other one deposits it first: that counts too, or one token less does not.
    fn rotate(&self) -> Vec<O> {
        let Some(pool) = self.any_pool() else { return vec![] };
        let by = self.admin(pool);
        let others = self.world.staking_records.iter().filter(|(id, _)| Some(**id) != self.world.operator_record(pool));
        let others = others.filter(|(id, _)| id.pool == pool);
        let richest = others.max_by_key(|(_, record)| (record.shares, record.deposits.total()));
        let operator = self.world.operator_record(pool).filter(|id| self.world.staking_records.contains_key(id));
        let (Some((new, other)), Some(record)) = (richest, operator) else { return vec![] };
        if self.step.variant(0, 3) {
            return vec![O::ChangeOperatorRecord { by, pool, new_owner: self.anybody() }];
        }
        let rotation = O::ChangeOperatorRecord { by, pool, new_owner: new.owner };
        let more = self.world.staking_records[&record].shares.saturating_sub(other.shares);
        if self.step.variant(1, 3) && more > 0 {
            let (by, shares) = (record.owner, more);
            return vec![O::Unstake { by, record, shares, activating: 0, joins: None }, rotation];
        }
        if self.step.variant(2, 6) {
            let of = &self.world.pools[&pool];
            let old = &self.world.staking_records[&record];
            let slashable = of.value_rounded_up(old.shares) + old.deposits.total() + old.unstaking();
            let brings = of.value_rounded_up(other.shares) + other.deposits.total();
            let amount = slashable.saturating_sub(brings + u64::from(self.step.whom.is_multiple_of(3)));
            return vec![O::Stake { by: new.owner, record: *new, amount }, rotation];
        }
        vec![rotation]
    }

    /// Somebody sends tokens to a pool vault first, mostly.
    fn sweep_surplus(&self) -> Vec<O> {
        let Some(pool) = self.any_pool() else { return vec![] };
        let by = self.anybody();
        let amount = self.step.amount.of(self.world.tokens.balance(Holder::Wallet(by)) / 64);
        let donation = O::Donate { by, mint: Mint::Stake, to: Holder::PoolVault(pool), amount };
        let donates = !self.step.is_hostile() && self.world.clone().apply(&donation).is_ok();
        donates.then_some(donation).into_iter().chain([O::SweepSurplus { pool }]).collect()
    }

    fn withdraw(&self) -> Option<O> {
        let mint = if self.step.variant(0, 2) { Mint::Stake } else { Mint::Usdc };
        let pool = self.pool_that(|pool| {
            let pool = &self.world.pools[&pool];
            (if mint == Mint::Stake { pool.reward_commission } else { pool.usdc_commission }) > 0
        })?;
        Some(O::WithdrawCommission { by: self.admin(pool), pool, mint, to: self.destination(pool) })
    }

    fn destination(&self, pool: Actor) -> Holder {
        match self.step.how % 9 {
            4 if self.step.is_hostile() => Holder::GlobalVault,
            5 if self.step.is_hostile() => Holder::PoolVault(pool),
            6 => Holder::PoolVault(self.step.who as u8 % OPERATORS),
            _ => Holder::Wallet(self.anybody()),
        }
    }

    /// Halts first and waits, if need be and the step says so.
    fn slash(&self) -> Vec<O> {
        let Some(pool) = self.pool_that(|pool| self.is_halted(pool)) else { return vec![] };
        let operator = self.world.operator_record(pool);
        let Some(record) = operator.and_then(|id| self.world.staking_records.get(&id)) else { return vec![] };
        let mut operations = Vec::new();
        if self.step.variant(0, 2) {
            let by = self.authority(&self.world.overview.halt_authorities);
            operations.push(O::SetHalt { by, pool, halted: true });
            let delay = u32::try_from(self.world.overview.parameters.slashing_delay).unwrap();
            operations.push(O::PassTime { seconds: delay.saturating_sub(self.step.is_hostile().into()) });
        }
        let of = |natural: u64| self.step.amount.of(natural);
        let activates = record.deposits.total();
        let (shares, activating, unstaking) = match self.step.how % 6 {
            0 => (of(record.shares), 0, 0),
            1 => (0, 0, of(record.unstaking())),
            2 => (record.shares, activates, record.unstaking()),
            3 => (of(record.shares / 3), of(activates), of(record.unstaking())),
            4 => (0, of(activates), 0),
            _ => (of(record.shares / 9), 0, 0),
        };
        let by = self.authority(&self.world.overview.slashing_authorities);
        let confiscate = self.step.whom.is_multiple_of(3);
        operations.push(O::Slash { by, pool, shares, activating, unstaking, confiscate });
        operations
    }
}
