//! The acts in their order: two epochs, and everybody leaves.

use anyhow::{Context, Result};
use inference_staking_client::{instruction as ix, StakingError};
use inference_staking_localnet::network::DAY;
use inference_staking_rewards::RewardsTree;

use crate::acts::Actor;
use crate::amount::grouped;
use crate::epoch_rewards::EpochRewards;
use crate::epochs::PRESUMPTUOUS;
use crate::expected::OPERATOR;
use crate::stage::{Stage, DELEGATOR_DELAY, OPERATOR_DELAY, OPERATOR_MINIMUM};
use crate::terms::Habit;

impl Stage {
    /// Plays everything.
    ///
    /// # Errors
    /// If the chain refuses, or has something else than what was worked out.
    pub fn play(&mut self, rewards: [(&EpochRewards, &RewardsTree); 2]) -> Result<()> {
        let [first, second] = rewards;
        self.narrator.heading("What happens");
        self.everybody_arrives()?;
        self.finalize(first.0.epoch)?;
        self.pay(first.0, first.1)?;
        self.late_joiners_arrive()?;

        self.network.pass_time(DAY)?;
        self.finalize(second.0.epoch)?;
        self.some_take_out_a_third()?;
        self.pay(second.0, second.1)?;

        self.everybody_leaves()?;
        self.check_everything()?;
        self.narrator.finish();
        Ok(())
    }

    fn everybody_arrives(&mut self) -> Result<()> {
        self.fund_wallets()?;
        for pool in 0..self.cast.len() {
            self.create_pool(pool)?;
        }
        let joined = self.join_all(|habit| habit != Habit::JoinsLate)?;
        self.crowd_arrives()?;
        self.narrator.say(&format!(
            "Day 0   {} operators create pools; {joined} records are staked in on stage, and {} off it.",
            grouped((self.cast.len() + self.crowd.len()) as u128),
            grouped(self.crowd.len() as u128)
        ));
        Ok(())
    }

    fn late_joiners_arrive(&mut self) -> Result<()> {
        let joined = self.join_all(|habit| habit == Habit::JoinsLate)?;
        self.narrator
            .say(&format!("        {joined} join now, at the higher share price: they earn from epoch 2 on only."));
        Ok(())
    }

    /// Operators before delegators, who may not come before their operator has the minimum staked.
    fn join_all(&mut self, joins: impl Fn(Habit) -> bool) -> Result<usize> {
        let joining = self.actors(joins);
        for actor in &joining {
            self.join(*actor)?;
        }
        Ok(joining.len())
    }

    /// Members with a habit, pool by pool, operators first.
    fn actors(&self, has_habit: impl Fn(Habit) -> bool) -> Vec<Actor> {
        let all = self.cast.iter().enumerate().flat_map(|(pool, cast)| {
            cast.members.iter().enumerate().map(move |(member, who)| (Actor { pool, member }, who.habit))
        });
        all.filter(|(_, habit)| has_habit(*habit)).map(|(actor, _)| actor).collect()
    }

    fn some_take_out_a_third(&mut self) -> Result<()> {
        let mut count = 0;
        for actor in self.actors(|habit| habit == Habit::TakesOutAThird) {
            let third = self.pools[actor.pool].holders[actor.member].shares / 3;
            if third > 0 {
                self.unstake(actor, third)?;
                count += 1;
            }
        }
        self.narrator.say(&format!("Day 1   Epoch 2 is finalizing: entry is closed, but {count} unstake a third."));
        Ok(())
    }

    fn everybody_leaves(&mut self) -> Result<()> {
        let delegators: Vec<Actor> = self.actors(|_| true).into_iter().filter(|a| a.member != OPERATOR).collect();
        for actor in &delegators {
            self.claim_usdc(*actor)?;
            self.unstake(*actor, self.pools[actor.pool].holders[actor.member].shares)?;
        }
        let early = ix::claim_unstake(self.record(PRESUMPTUOUS), self.network.mints.stake);
        self.attempt("claim before the cooldown is over", early, &[], StakingError::NothingToClaim)?;
        self.operators_keep_the_minimum()?;
        self.narrator.say(&format!(
            "        All {} delegators claim their USDC and unstake everything; operators unstake down to the minimum.",
            delegators.len()
        ));
        self.network.pass_time(DELEGATOR_DELAY)?;
        for actor in &delegators {
            self.claim_unstake(*actor)?;
        }
        self.narrator.say("Day 8   The delegators' cooldown is over: their tokens are paid.");
        self.network.pass_time(OPERATOR_DELAY - DELEGATOR_DELAY)?;
        for pool in 0..self.cast.len() {
            let operator = Actor { pool, member: OPERATOR };
            if !self.pools[pool].holders[OPERATOR].tickets.is_empty() {
                self.claim_unstake(operator)?;
            }
        }
        self.narrator.say("Day 15  The operators' cooldown is over: their tokens are paid.");
        Ok(())
    }

    fn operators_keep_the_minimum(&mut self) -> Result<()> {
        for pool in 0..self.cast.len() {
            let operator = Actor { pool, member: OPERATOR };
            self.claim_usdc(operator)?;
            let kept = self.pools[pool].shares_worth(OPERATOR_MINIMUM.into());
            let shares = self.pools[pool].holders[OPERATOR].shares;
            let shares = shares.checked_sub(kept).context("an operator has less than the minimum staked")?;
            if shares > 0 {
                self.unstake(operator, shares)?;
            }
        }
        Ok(())
    }

    /// Compares everything once more, after the last act.
    fn check_everything(&mut self) -> Result<()> {
        for pool in 0..self.cast.len() {
            self.check_pool(pool)?;
        }
        self.check_crowd()?;
        self.check_network()
    }
}
