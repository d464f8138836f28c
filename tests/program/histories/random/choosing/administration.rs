//! What the program admin does, what time does, and gifts.

use inference_staking_model::{AuthorityChange, Holder, Kind, Mint, Operation as O, OverviewChange, Schedule};

use super::Choosing;
use crate::random::steps::About;

const DAY: u64 = 86_400;

impl Choosing<'_> {
    pub(super) fn of_administration(&self, about: About) -> Option<Vec<O>> {
        let admin = self.by(self.world.overview.program_admin);
        let change = |change: OverviewChange| O::UpdateOverview { by: admin, change: Box::new(change) };
        Some(vec![match about {
            About::PassHours => O::PassTime { seconds: u32::from(self.step.who) },
            About::PassDays => {
                O::PassTime { seconds: u32::from(self.step.who % 16) * 86_400 + u32::from(self.step.how % 2) }
            }
            About::RewardSurplus => O::WithdrawRewardSurplus { by: admin, to: self.surplus_destination() },
            About::Donate => return self.donate().map(|donate| vec![donate]),
            About::Parameters => change(self.parameters()),
            About::NetworkHalts => change(self.halts()),
            About::LowerSchedule => change(self.lower_schedule()),
            About::Authorities => O::UpdateAuthorities { by: admin, change: self.authorities() },
            About::ProgramAdmin => match self.world.overview.pending_program_admin {
                Some(pending) => O::AcceptProgramAdmin { by: self.by(pending) },
                None if self.step.variant(0, 3) => O::AcceptProgramAdmin { by: self.anybody() },
                None => {
                    let pending_admin = Some((!self.step.variant(1, 4)).then_some(self.anybody()));
                    O::UpdateAuthorities {
                        by: admin,
                        change: AuthorityChange { pending_admin, ..AuthorityChange::default() },
                    }
                }
            },
            _ => return None,
        }])
    }

    fn donate(&self) -> Option<O> {
        let by = self.anybody();
        let mint = if self.step.variant(0, 3) { Mint::Usdc } else { Mint::Stake };
        let balance = match mint {
            Mint::Stake => self.world.tokens.balance(Holder::Wallet(by)) / 16,
            Mint::Usdc => self.world.usdc.balance(Holder::Wallet(by)),
        };
        let to = match self.any_pool() {
            Some(pool) if mint == Mint::Stake && !self.step.variant(1, 4) => Holder::PoolVault(pool),
            _ => Holder::GlobalVault,
        };
        Some(O::Donate { by, mint, to, amount: self.step.amount.of(balance) })
    }

    fn unchanged(&self) -> OverviewChange {
        OverviewChange {
            parameters: self.world.overview.parameters.clone(),
            staking_halted: None,
            accrual_halted: None,
            withdrawals_halted: None,
            schedule: None,
            token_destination: None,
            usdc_destination: None,
        }
    }

    fn parameters(&self) -> OverviewChange {
        let mut changed = self.unchanged();
        let parameters = &mut changed.parameters;
        let days = u64::from(self.step.who % if self.step.is_hostile() { 100 } else { 10 }) * DAY;
        match self.step.how % 14 {
            0 => parameters.pool_creation_allowed = self.step.variant(0, 28),
            1 => parameters.registration_fee = self.step.amount.of(self.scale.wealth() / 64),
            2 => parameters.registration_fee_wallet = (!self.step.is_hostile()).then_some(self.anybody()),
            3 => parameters.min_operator_token_stake = self.step.amount.of(self.scale.wealth() / 100),
            4 => parameters.delegator_unstake_delay = days,
            5 => parameters.operator_unstake_delay = days,
            6 => parameters.slashing_delay = days,
            7 => parameters.challenge_period = days / 4,
            8 => parameters.bypass_delay = days,
            9 => parameters.min_epoch_length = days / 2,
            10 => parameters.max_commission_bps = self.step.whom % 11_000,
            11 => parameters.commission_notice_epochs = self.step.whom % 33,
            12 => changed.token_destination = Some(self.slashing_destination()),
            _ => changed.usdc_destination = Some(self.usdc_destination()),
        }
        changed
    }

    fn surplus_destination(&self) -> Holder {
        match self.any_pool() {
            Some(pool) if self.step.is_hostile() && self.step.variant(0, 3) => Holder::PoolVault(pool),
            _ if self.step.is_hostile() && self.step.variant(1, 3) => Holder::GlobalVault,
            _ => Holder::Wallet(self.anybody()),
        }
    }

    fn slashing_destination(&self) -> Holder {
        match self.any_pool() {
            Some(pool) if self.step.is_hostile() => Holder::PoolVault(pool),
            _ => Holder::Wallet(self.anybody()),
        }
    }

    fn usdc_destination(&self) -> Holder {
        if self.step.is_hostile() {
            Holder::GlobalVault
        } else {
            Holder::Wallet(self.anybody())
        }
    }

    fn halts(&self) -> OverviewChange {
        let mut changed = self.unchanged();
        // Halts end sooner or later, so that the history goes on.
        let halted = self.step.how % 7 < 3;
        match self.step.whom % 3 {
            0 => changed.staking_halted = Some(halted),
            1 => changed.accrual_halted = Some(halted),
            _ => changed.withdrawals_halted = Some(halted),
        }
        changed
    }

    /// One part of the schedule is changed, mostly downwards.
    fn lower_schedule(&self) -> OverviewChange {
        let Some(in_force) = self.world.overview.schedules.last() else { return self.unchanged() };
        let Schedule { mut epochs_per_period, mut kind } = in_force.schedule.clone();
        let up = self.step.is_hostile();
        let change = |part: &mut u64| *part = if up { part.saturating_add(1) } else { *part - *part / 5 };
        match &mut kind {
            Kind::Table(budgets) => {
                let place = usize::from(self.step.who) % budgets.len().max(1);
                budgets.iter_mut().skip(place).for_each(change);
            }
            Kind::Disinflation { base_supply, initial_rate, decay, long_term_rate, compounding, cap } => {
                match self.step.how % 6 {
                    0 => change(base_supply),
                    1 => change(initial_rate),
                    2 => *decay = if up { *decay / 2 } else { *decay + 1_000_000_000_000 },
                    3 => change(long_term_rate),
                    4 => *compounding = up,
                    _ => change(cap),
                }
            }
        }
        if up && self.step.variant(5, 7) {
            epochs_per_period = u64::from(self.step.whom % 4);
        }
        OverviewChange { schedule: Some(Schedule { epochs_per_period, kind }), ..self.unchanged() }
    }

    fn authorities(&self) -> AuthorityChange {
        let overview = &self.world.overview;
        let list = |old: &[u8]| {
            let mut keys: Vec<Option<u8>> = old.iter().copied().map(Some).collect();
            let new = Some(self.anybody());
            match self.step.how % 5 {
                0 if self.step.is_hostile() => keys.push(None),
                1 if self.step.is_hostile() => keys = vec![new; 2],
                2 if self.step.is_hostile() => keys = (0..6).map(Some).collect(),
                3 if keys.len() > 1 => drop(keys.remove(0)),
                _ if keys.len() < 5 && !keys.contains(&new) => keys.push(new),
                _ => {}
            }
            Some(keys)
        };
        let none = AuthorityChange::default();
        match self.step.who % 3 {
            0 => AuthorityChange { reward: list(&overview.reward_authorities), ..none },
            1 => AuthorityChange { halt: list(&overview.halt_authorities), ..none },
            _ => AuthorityChange { slashing: list(&overview.slashing_authorities), ..none },
        }
    }
}
