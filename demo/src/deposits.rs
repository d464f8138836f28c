//! What becomes of deposits: anyone makes them shares once their epoch is over, and what buys no share leaves as it came.

use anyhow::{ensure, Result};
use inference_staking_client::args::Unstake;
use inference_staking_client::instruction as ix;
use inference_staking_client::intent::Plan;
use inference_staking_client::StakingError;

use crate::demo::Demo;
use crate::parameters::DELEGATOR_DELAY;
use crate::participants::MemberId;

impl Demo {
    /// Whoever likes to makes what is ripe shares; returns of how many.
    ///
    /// # Errors
    /// The first refusal or difference.
    pub fn activate(&mut self, members: &[MemberId]) -> Result<usize> {
        let mut count = 0;
        for who in members.iter().copied() {
            // A few base units buy no share of a pool that earned much: they stay what they are.
            if self.pools[who.pool].holder(who.member).can_activate {
                let plan = self.activation(who)?;
                self.network.send(&plan, &[])?;
                self.pools[who.pool].activate(who.member)?;
                self.check_pool(who.pool)?;
                count += 1;
            }
        }
        self.check_network()?;
        Ok(count)
    }

    fn activation(&self, who: MemberId) -> Result<Plan> {
        let record = self.record(who);
        let operator_record = self.network.pool(&record.operator_pool)?.operator_staking_record;
        Ok(Plan { transactions: vec![vec![ix::activate_stake(record, operator_record)]], ..Plan::default() })
    }

    /// Somebody's activation, which has to be refused.
    ///
    /// # Errors
    /// If it goes through or is refused for another reason.
    pub fn attempt_to_activate(&mut self, what: &'static str, who: MemberId, error: StakingError) -> Result<()> {
        let plan = self.activation(who)?;
        self.attempt_past_the_command_line(what, Ok(plan), &[], error)
    }

    /// Delegators take back what never became shares.
    ///
    /// # Errors
    /// The first refusal or difference.
    pub fn take_back_activating(&mut self, delegators: &[MemberId]) -> Result<usize> {
        let mut count = 0;
        for who in delegators.iter().copied() {
            let activating = self.pools[who.pool].holder(who.member).activating;
            if activating == 0 {
                continue;
            }
            let record = self.record(who);
            let what = Unstake { shares: 0, activating: u64::try_from(activating)?, ticket: None };
            let plan = Plan { transactions: vec![vec![ix::unstake_of(record, what)]], ..Plan::default() };
            let earliest = self.network.now()? + DELEGATOR_DELAY;
            self.network.send(&plan, &[&self.wallet(who)])?;
            let latest = self.network.now()? + DELEGATOR_DELAY;
            // The clock runs on: the second in which it was executed is known only from the ticket.
            let tickets = self.network.record(&record.address())?.tickets;
            let claimable_from = tickets.iter().map(|ticket| ticket.claimable_from).max().unwrap_or_default();
            let name = self.name(who);
            ensure!((earliest..=latest).contains(&claimable_from), "{name} waits until {claimable_from}");
            self.pools[who.pool].unstake(who.member, 0, activating, claimable_from)?;
            self.check_pool(who.pool)?;
            count += 1;
        }
        Ok(count)
    }
}
