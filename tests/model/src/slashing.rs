//! Slashing (SPEC 9).

use crate::broken::Broken;
use crate::ledger::Holder;
use crate::names::{Actor, RecordId};
use crate::rule::Rule;
use crate::state::StakingRecord;
use crate::world::World;

/// What is taken out of the operator's record.
#[derive(Clone, Copy)]
pub struct Slash {
    pub shares: u64,
    pub activating: u64,
    pub unstaking: u64,
}

impl World {
    pub(crate) fn slash(&mut self, by: Actor, id: Actor, what: Slash, confiscate: bool) -> Result<(), Broken> {
        let Slash { shares, activating, unstaking } = what;
        let pool = self.pool(id)?.clone();
        let operator = RecordId { pool: id, owner: pool.operator };
        let record = self.record(operator)?;
        let mut broken = Broken::default();
        broken.unless(self.overview.slashing_authorities.contains(&by), Rule::SlashingAuthority);
        match pool.halted_since {
            None => broken.unless(false, Rule::PoolHalted),
            Some(since) => {
                let delay = pool.slashing_delay_at_halt.max(self.overview.parameters.slashing_delay);
                let from = since + delay as i64;
                broken.unless(self.now >= from, Rule::SlashingDelayOver);
            }
        }
        let owed = pool.reward_commission + pool.usdc_commission + record.settled_usdc + self.earned(operator)?;
        let takes = shares > 0 || activating > 0 || unstaking > 0 || (confiscate && owed > 0);
        broken.unless(takes, Rule::SlashSomething);
        broken.unless(shares <= record.shares, Rule::EnoughShares);
        broken.unless(activating <= record.deposits.total(), Rule::EnoughActivating);
        broken.unless(unstaking <= record.unstaking(), Rule::EnoughUnstaking);
        broken.check()?;
        let tokens = pool.value_rounded_down(shares);
        self.burn(operator, shares, tokens)?;
        self.take_activating(operator, activating)?;
        take_from_tickets(self.record_mut(operator)?, unstaking);
        // Burnt shares leave through the same door as tokens in cooldown; nothing of them is no payout.
        let pool = self.pool_mut(id)?;
        pool.unstaking += tokens;
        pool.events += 1;
        let (token_destination, usdc_destination) = (self.overview.token_destination, self.overview.usdc_destination);
        self.pay_principal(id, token_destination, tokens + unstaking)?;
        self.tokens.pay(Holder::PoolVault(id), token_destination, activating)?;
        if confiscate {
            let settled = self.take_settled(operator)?;
            let pool = self.pool_mut(id)?;
            let rewards = std::mem::take(&mut pool.reward_commission);
            let usdc = std::mem::take(&mut pool.usdc_commission);
            self.tokens.pay(Holder::GlobalVault, token_destination, rewards)?;
            self.usdc.pay(Holder::GlobalVault, usdc_destination, usdc + settled)?;
        }
        Ok(())
    }
}

/// The ticket that matures last first; of two that mature together, the one in the later place.
fn take_from_tickets(record: &mut StakingRecord, mut amount: u64) {
    let mut places: Vec<usize> = (0..4).filter(|place| record.tickets[*place].is_some()).collect();
    places.sort_by_key(|place| (record.tickets[*place].map(|ticket| ticket.claimable_from), *place));
    for place in places.into_iter().rev() {
        if let Some(ticket) = &mut record.tickets[place] {
            let taken = amount.min(ticket.amount);
            amount -= taken;
            ticket.amount -= taken;
        }
        record.tickets[place] = record.tickets[place].filter(|ticket| ticket.amount > 0);
    }
}
