//! From a step to operations that make sense in the world as it is, or on purpose do not.

mod accruals;
mod administration;
mod deposits;
mod epochs;
mod pools;
mod records;

use inference_staking_model::{Actor, Operation, RecordId, World};

use crate::random::beginning::Scale;
use crate::random::cast::ACTORS;
use crate::random::chosen::Chosen;
use crate::random::steps::{About, Step};

/// A step and the world it meets.
pub struct Choosing<'a> {
    /// The world.
    pub world: &'a World,
    /// The step.
    pub step: &'a Step,
    /// Order of amounts.
    pub scale: Scale,
}

impl Choosing<'_> {
    /// What the step does.
    pub fn choose(&self) -> Chosen {
        match self.step.about {
            About::Query => self.any_record().map_or(Chosen::Operations(vec![]), Chosen::Query),
            About::EverybodyLeaves => Chosen::EverybodyLeaves { hostile: self.step.variant(0, 2) },
            About::ManyEmptyEpochs => self.many_empty_epochs(),
            About::Tamper => self.tampered(),
            _ => Chosen::Operations(self.operations(self.step.about)),
        }
    }

    fn operations(&self, about: About) -> Vec<Operation> {
        let chosen = self.of_deposits(about).or_else(|| self.of_record(about)).or_else(|| self.of_pool(about));
        chosen.or_else(|| self.of_epoch(about)).or_else(|| self.of_administration(about)).unwrap_or_default()
    }

    /// The last operation of a step that would go through.
    fn tampered(&self) -> Chosen {
        const ABOUT: [About; 18] = [
            About::Stake,
            About::Activate,
            About::Unstake,
            About::ClaimUnstake,
            About::ClaimUsdc,
            About::AccrueNext,
            About::CancelUnstake,
            About::Slash,
            About::WithdrawCommission,
            About::Sweep,
            About::Collect,
            About::SweepSurplus,
            About::RewardSurplus,
            About::CreateRecord,
            About::Lock,
            About::RotateRecord,
            About::CreatePool,
            About::NextEpochState,
        ];
        let about = ABOUT[usize::from(self.step.how) % ABOUT.len()];
        let step = Step { honesty: 0, ..self.step.clone() };
        let chosen = Choosing { step: &step, ..*self }.operations(about);
        let Some(operation) = chosen.into_iter().next() else { return Chosen::Operations(vec![]) };
        let (place, with) = (usize::from(self.step.whom), usize::from(self.step.who));
        Chosen::Tampered { operation, place, with }
    }

    /// The wallet that should act, or any if the step is hostile.
    pub fn by(&self, right: Actor) -> Actor {
        if self.step.is_hostile() && self.step.variant(0, 2) {
            self.anybody()
        } else {
            right
        }
    }

    /// Any wallet.
    pub fn anybody(&self) -> Actor {
        u8::try_from(self.step.whom % u16::from(ACTORS)).unwrap()
    }

    /// Any pool.
    pub fn any_pool(&self) -> Option<Actor> {
        pick(self.world.pools.keys().copied().collect(), self.step.who)
    }

    /// A pool with a property, or any.
    pub fn pool_that(&self, fits: impl Fn(Actor) -> bool) -> Option<Actor> {
        pick(self.world.pools.keys().copied().filter(|pool| fits(*pool)).collect(), self.step.who).or(self.any_pool())
    }

    /// Any record.
    pub fn any_record(&self) -> Option<RecordId> {
        pick(self.world.staking_records.keys().copied().collect(), self.step.who)
    }

    /// A record with a property, or any.
    pub fn record_that(&self, fits: impl Fn(RecordId) -> bool) -> Option<RecordId> {
        let fitting = self.world.staking_records.keys().copied().filter(|record| fits(*record)).collect();
        pick(fitting, self.step.who).or(self.any_record())
    }
}

/// One of them, by number.
pub fn pick<T>(mut from: Vec<T>, number: u16) -> Option<T> {
    let place = usize::from(number).checked_rem(from.len())?;
    Some(from.swap_remove(place))
}
